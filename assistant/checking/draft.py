"""A draft as the check reads it: its sentences, and the footnotes that stand on them.

A draft is somebody's work in progress, not a source: it is never added to the library and never changed.
Text keeps its order; footnote marks are taken out of the sentences and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from assistant.checking.drafts import LIMITS, Draft, DraftParagraph, make_draft
from assistant.checking.word import read_word
from sources.document import Language
from sources.door.formats import Format, identify
from sources.door.guard import display_name
from sources.errors import Reason, Refused
from sources.readers.plain import decode, read_bytes
from sources.text.normalise import display


def read_draft(path: Path, fallback: Language = Language.KO) -> Draft:
    """The draft in a Markdown, text or Word file. Raises Refused, with UNKNOWN_TYPE for any other."""
    form = identify(path, LIMITS)
    if form in (Format.MARKDOWN, Format.PLAIN):
        text, _ = decode(read_bytes(path), display_name(path.name))
        return draft_from_text(text, path.name, form.value, fallback, path=path)
    if form is Format.DOCX:
        paragraphs, notes = read_word(path)
        return make_draft(path.name, form.value, paragraphs, notes, fallback, path=path)
    raise Refused(Reason.UNKNOWN_TYPE, display_name(path.name), extension=path.suffix[1:], found=form.value)


def draft_from_text(
    text: str,
    name: str = "draft",
    form: str = "markdown",
    fallback: Language = Language.KO,
    *,
    path: Path | None = None,
) -> Draft:
    """A draft from Markdown or plain text: footnotes `[^1]` with `[^1]: …` below, or `[1]` with `[1] …`."""
    shown = display(text).text
    body, notes = _split_notes(_without_front_matter(shown))
    paragraphs = [_paragraph(block, notes, place) for place, block in enumerate(_blocks(body))]
    return make_draft(name, form, [p for p in paragraphs if p.text.strip()], notes, fallback, path=path)


_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NOTE = re.compile(
    r"^[ ]{0,3}\[(?P<caret>\^)?(?P<label>[^\]\s]{1,40})\](?P<colon>:)?[ \t]+"
    r"(?P<text>\S.*(?:\n(?:[ ]{2,}|\t)\S.*)*)",
    re.MULTILINE,
)
_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]|\[(\d{1,3}(?:\s?,\s?\d{1,3})*)\](?!\()")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_ORNAMENT = re.compile(r"^\s{0,3}(?:>\s?|[-*+]\s+|\d{1,3}[.)]\s+(?=\S))")


def _without_front_matter(text: str) -> str:
    return _FRONT.sub("", text)


def _split_notes(text: str) -> tuple[str, dict[str, str]]:
    """The text without its footnote definitions, and those. `[1] …` is one only where the text marks [1]."""
    notes: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        label = match["label"]
        marked = match["caret"] or match["colon"] or re.search(rf"(?<!^)(?<!\n)\[{re.escape(label)}\]", text)
        if (
            not marked
            or (match["caret"] and not match["colon"])
            or (not match["caret"] and not label.isdigit())
        ):
            return match.group()
        notes[label] = re.sub(r"\s+", " ", match["text"]).strip()
        return ""

    return _NOTE.sub(take, text), notes


def _blocks(text: str) -> list[str]:
    """Paragraphs: runs of lines between blank ones; a heading, a list item or a table row stands alone."""
    blocks: list[str] = []
    for part in re.split(r"\n\s*\n", text):
        lines: list[str] = []
        for line in part.split("\n"):
            alone = _HEADING.match(line) or _ORNAMENT.match(line) or line.lstrip().startswith("|")
            if alone and lines:
                blocks.append("\n".join(lines))
                lines = []
            lines.append(line)
            if _HEADING.match(line) or line.lstrip().startswith("|"):
                blocks.append("\n".join(lines))
                lines = []
        if lines:
            blocks.append("\n".join(lines))
    return [block for block in blocks if block.strip()]


def _paragraph(block: str, notes: Mapping[str, str], place: int) -> DraftParagraph:
    """One block without its markup and its footnote marks."""
    heading = bool(_HEADING.match(block))
    text = _HEADING.sub("", block) if heading else _ORNAMENT.sub("", block)
    if text.lstrip().startswith("|"):
        text = (
            ""
            if set(text) <= set("|-: \n")
            else " ".join(cell.strip() for cell in text.strip("| \n").split("|"))
        )
    text = re.sub(r"\s*\n\s*", " ", text).strip()
    text = re.sub(r"(\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`)", "", text)
    text = re.sub(r"(?<!!)\[([^\]^\[]+)\]\((?:[^()\s]|\([^()]*\))*\)", r"\1", text)
    out: list[str] = []
    marks: list[tuple[int, str]] = []
    length = last = 0
    for match in _MARK.finditer(text):
        labels = [match[1]] if match[1] else re.split(r"\s?,\s?", match[2])
        if not match[1] and not all(label in notes for label in labels):
            continue
        out.append(text[last : match.start()])
        length += match.start() - last
        marks += [(length, label) for label in labels]
        last = match.end()
    out.append(text[last:])
    return DraftParagraph("".join(out), heading, tuple(marks), place)
