"""Word drafts: their paragraphs and footnotes, and findings written back as comments.

Reading and marking see the same runs, so that a comment stands on exactly the sentence it is about. The
words of the draft are never touched: a run that two sentences share is split in two, nothing more.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.run import Run

from assistant.checking.drafts import LIMITS, DraftParagraph, Rows, run_in
from sources.door.archive import Archive, parse_xml
from sources.door.guard import display_name
from sources.errors import Reason, Refused
from sources.text.normalise import display

_NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
_HEADING_STYLE = re.compile(r"(?:heading|title|subtitle)\s*(\d)?", re.IGNORECASE)
_OFF = ("0", "false", "off")
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run's text at `[start, end)` of its paragraph's raw text."""

    run: Any
    start: int
    end: int


def read_word(path: Path) -> tuple[list[DraftParagraph], dict[str, str]]:
    """The paragraphs and the footnotes of a Word file. Raises Refused for a hostile or damaged one."""
    name = display_name(path.name)
    with Archive(path, LIMITS) as archive:
        if "word/document.xml" not in archive.names:
            raise Refused(Reason.DAMAGED, name)
        body = parse_xml(archive.read("word/document.xml"), name)
        notes: dict[str, str] = {}
        for kind, part in _NOTES.items():
            if part in archive.names:
                notes |= _notes(parse_xml(archive.read(part), name), kind)
        styles = _paragraph_styles(archive, name)
    paragraphs: list[DraftParagraph] = []
    rows = Rows("tr")
    for place, element in enumerate(body.iter(qn("w:p"))):
        paragraph = _paragraph(element, place, styles)
        row, heads = rows.of(element)
        if paragraph.text.strip():
            paragraphs.append(replace(paragraph, row=row, heads=heads, level=0 if row else paragraph.level))
    return paragraphs, notes


def comment_on(path: Path, comments: Sequence[tuple[int, int, int, str]], author: str) -> bytes:
    """The Word file with comments. Each is (paragraph's place, start, end, text), offsets in the
    paragraph's display text. Everything else stays as it is."""
    document = docx.Document(str(path))
    elements = list(document.element.body.iter(qn("w:p")))
    for place, start, end, text in comments:
        runs = _runs_of(elements[place], start, end)
        if runs:
            parent = document.paragraphs[0] if document.paragraphs else document
            document.add_comment(
                [Run(run, parent) for run in runs], text=text, author=author, initials=author[:1]
            )
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _pieces(paragraph: Any) -> Iterator[_Piece]:
    """The runs of a paragraph with text or notes, hyperlinks and insertions included, deletions not."""
    at = 0
    for run in paragraph.iter(qn("w:r")):
        if next(run.iterancestors(qn("w:p")), None) is not paragraph or any(run.iterancestors(qn("w:del"))):
            continue
        length = len(_run_text(run))
        yield _Piece(run, at, at + length)
        at += length


def _run_text(run: Any) -> str:
    return "".join(
        (child.text or "") if child.tag == qn("w:t") else _BREAKS.get(child.tag, "") for child in run
    )


def _paragraph(element: Any, place: int, styles: Mapping[str, tuple[int, bool]]) -> DraftParagraph:
    raw: list[str] = []
    marks: list[tuple[int, str]] = []
    pieces = list(_pieces(element))
    for piece in pieces:
        raw.append(_run_text(piece.run))
        for kind in _NOTES:
            for reference in piece.run.findall(qn(f"w:{kind}")):
                marks.append((piece.end, _label(kind, reference.get(qn("w:id"), ""))))
    shown = display("".join(raw))
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    level, bold = styles.get("" if style is None else style.get(qn("w:val"), ""), (0, False))
    runs = [piece.run for piece in pieces if piece.end > piece.start]
    bold = bool(runs) and all(_is_bold(run, bold) for run in runs)
    placed = tuple((shown.position(at), label) for at, label in marks)
    level = level or run_in(shown.text, bold=bold, marked=bool(marks))
    return DraftParagraph(shown.text, level, placed, place)


def _is_bold(run: Any, otherwise: bool) -> bool:
    """Whether a run is bold, by itself or, where it does not say, by its paragraph's style."""
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return otherwise if bold is None else bold.get(qn("w:val"), "1") not in _OFF


def _label(kind: str, identity: str) -> str:
    return identity if kind == "footnoteReference" else f"e{identity}"


def _notes(root: Any, kind: str) -> dict[str, str]:
    tag = qn(f"w:{kind.removesuffix('Reference')}")
    found = {}
    for note in root.iter(tag):
        if note.get(qn("w:type")) in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        text = " ".join("".join(_run_text(run) for run in p.iter(qn("w:r"))) for p in note.iter(qn("w:p")))
        found[_label(kind, note.get(qn("w:id"), ""))] = " ".join(display(text).text.split())
    return found


def _paragraph_styles(archive: Archive, name: str) -> dict[str, tuple[int, bool]]:
    """The styles by their ids: the level of a heading or title, whatever the language of the program that
    wrote it, 0 of any other; and whether it is bold."""
    if "word/styles.xml" not in archive.names:
        return {}
    found = {}
    for style in parse_xml(archive.read("word/styles.xml"), name).iter(qn("w:style")):
        label = style.find(qn("w:name"))
        heading = _HEADING_STYLE.match("" if label is None else label.get(qn("w:val"), ""))
        level = int(heading[1] or 1) if heading else 0
        found[style.get(qn("w:styleId"), "")] = level, _is_bold(style, False)
    return found


def _runs_of(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold display text `[start, end)`, split at its ends where a run has plain text only."""
    raw = "".join(_run_text(piece.run) for piece in _pieces(paragraph))
    offsets = display(raw).offsets
    first, last = offsets[start], offsets[min(end, len(offsets) - 1)]
    for cut in (first, last):
        for piece in list(_pieces(paragraph)):
            if piece.start < cut < piece.end:
                _split(piece.run, cut - piece.start)
    return [p.run for p in _pieces(paragraph) if p.start < last and p.end > first and p.end > p.start]


def _split(run: Any, at: int) -> None:
    """Cut a run in two at offset `at` of its text, if it holds text alone."""
    texts = run.findall(qn("w:t"))
    if len(texts) != 1 or any(child.tag not in (qn("w:t"), qn("w:rPr")) for child in run):
        return
    second = copy.deepcopy(run)
    text = texts[0].text or ""
    for element, part in ((texts[0], text[:at]), (second.find(qn("w:t")), text[at:])):
        element.text = part
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(second)
