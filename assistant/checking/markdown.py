"""Drafts in Markdown and plain text: paragraphs without markup, footnote marks taken out and remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path

from assistant.checking.drafts import Draft, DraftParagraph, make_draft, run_in
from sources.document import Language
from sources.door.formats import Format
from sources.text.normalise import display
from sources.units.marks import mark_of


def draft_from_text(
    text: str,
    name: str = "draft",
    form: str = "markdown",
    fallback: Language = Language.KO,
    *,
    path: Path | None = None,
) -> Draft:
    """A draft from Markdown or plain text: footnotes `[^1]` with `[^1]: …` below, or `[1]` with `[1] …`."""
    shown = _underlined(_without_front_matter(display(text).text))
    body, notes = _split_notes(_hidden(shown) if form == Format.MARKDOWN else shown)
    blocks = _blocks(body)
    paragraphs = [_paragraph(block, notes, place) for place, block in enumerate(blocks)]
    for place, (row, below) in enumerate(pairwise(blocks)):
        if _RULE.fullmatch(below.strip()) and row.lstrip().startswith("|"):
            paragraphs[place] = replace(paragraphs[place], heads=True)
    return make_draft(name, form, [p for p in paragraphs if p.text.strip()], notes, fallback, path=path)


_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NOTE = re.compile(
    r"^[ ]{0,3}\[(?P<caret>\^)?(?P<label>[^\]\s]{1,40})\](?P<colon>:)?[ \t]+"
    r"(?P<text>\S.*(?:\n(?:[ ]{2,}|\t)\S.*)*)",
    re.MULTILINE,
)
_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]|\[(\d{1,3}(?:\s?,\s?\d{1,3})*)\](?!\()")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+")
_UNDERLINED = re.compile(r"(?:\A|(?<=\n\n))(?P<line>\S.*)\n(?P<rule>={3,}|-{3,}|~{3,})[ ]*$", re.MULTILINE)
_UNDERLINES = {"=": "#", "-": "##", "~": "###"}
_RULE = re.compile(r"[|\-: \n]+")  # under a table's head
_BOLD = re.compile(r"(\*\*|__)(?:(?!\1).)+\1", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
# Where signs that were escaped wait until the markup is gone: a private area of Unicode.
_HIDDEN = {sign: 0xE000 + sign for sign in range(0x21, 0x7F)}
_REVEALED = {place: sign for sign, place in _HIDDEN.items()}
_INDENT = "\u2003"  # an item of a list that Markdown should not number
_DASHES = frozenset("-–—―－")
_ORNAMENT = re.compile(r"^\s{0,3}(?:>\s?|[-*+]\s+|\d{1,3}[.)]\s+(?=\S))")


def _without_front_matter(text: str) -> str:
    return _FRONT.sub("", text)


def _underlined(text: str) -> str:
    """The text with headings that are underlined as Markdown's others are written."""
    return _UNDERLINED.sub(lambda m: f"{_UNDERLINES[m['rule'][0]]} {m['line']}", text)


def _hidden(text: str) -> str:
    """Markdown without comments and hard breaks; signs that are escaped are out of the markup's reach."""

    def hide(found: re.Match[str]) -> str:
        return (found[1] or unescape(found[0])).translate(_HIDDEN)

    return _ESCAPED.sub(hide, _COMMENT.sub("", text).replace("\\\n", "\n"))


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
        notes[label] = re.sub(r"\s+", " ", match["text"].translate(_REVEALED)).strip()
        return ""

    return _NOTE.sub(take, text), notes


def _blocks(text: str) -> list[str]:
    """Paragraphs: runs of lines between blank ones; a heading, a list item or a table row stands alone."""
    blocks: list[str] = []
    for part in re.split(r"\n\s*\n", text):
        lines: list[str] = []
        for line in part.split("\n"):
            if _stands_alone(line) and lines:
                blocks.append("\n".join(lines))
                lines = []
            lines.append(line)
            if _HEADING.match(line) or line.lstrip().startswith("|"):
                blocks.append("\n".join(lines))
                lines = []
        if lines:
            blocks.append("\n".join(lines))
    return [block for block in blocks if block.strip()]


def _stands_alone(line: str) -> bool:
    if _HEADING.match(line) or _ORNAMENT.match(line) or line.lstrip().startswith("|"):
        return True
    mark = mark_of(line.strip().translate(_REVEALED))
    return line.startswith(_INDENT) or (mark is not None and mark.label not in _DASHES)


def _paragraph(block: str, notes: Mapping[str, str], place: int) -> DraftParagraph:
    """One block without its markup and its footnote marks."""
    heading = _HEADING.match(block)
    text = _HEADING.sub("", block) if heading else _ORNAMENT.sub("", block)
    if text.lstrip().startswith("|"):
        text = (
            ""
            if _RULE.fullmatch(text.strip())
            else " ".join(cell.strip() for cell in text.strip("| \n").split("|"))
        )
    text = re.sub(r"\s*\n\s*", " ", text).strip()
    bold = bool(_BOLD.fullmatch(text))
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
    level = len(heading[1]) if heading else run_in(text, bold=bold, marked=bool(marks))
    return DraftParagraph("".join(out).translate(_REVEALED), level, tuple(marks), place)
