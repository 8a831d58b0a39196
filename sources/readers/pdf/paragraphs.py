"""Lines of a PDF joined into headings, paragraphs, lists, table rows and footnotes.

`pdf_breaks` says where a paragraph ends, `pdf_join` how two lines join; here the lines become blocks, each
with its kind and its pages, and a page's footnotes find their place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from sources.blocks import Block, BlockKind
from sources.readers.office import SUPERSCRIPTS
from sources.readers.pdf.breaks import BULLET, ENDED, LEADERS, Style, breaks, usual_style
from sources.readers.pdf.columns import ROW, Column
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.layout import Flow
from sources.readers.pdf.lines import Line
from sources.readers.pdf.notes import follows, mark_of, without_mark

NUMBERED_HEADING: Final = re.compile(
    r"(?:제\s*\d+\s*[장절]|[IVXⅠ-Ⅻ]{1,4}\.\s|\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+\D|(?:chapter|part|section)\s+\w+)",
    re.I,
)
CAPTION: Final = re.compile(
    r"[<\[〈【(]?\s*(?:표|그림|도표|table|figure|fig\.|chart|box)\s*[\dⅠ-ⅫIVX]+(?:[-.]\d+)?\s*[>\]〉】).:|]?\s",
    re.I,
)


@dataclass(slots=True)
class Paragraph:
    """One block on its way: its text, where each character stands (only if lines kept their boxes), and the
    lines it came from."""

    kind: BlockKind
    lines: list[Line]
    text: str = ""
    label: str | None = None
    page_breaks: list[tuple[int, int]] = field(default_factory=list)
    places: list[tuple[int, Rect] | None] = field(default_factory=list)

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def size(self) -> float:
        return median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return sum(len(line.text) for line in self.lines if line.bold) > 0.7 * sum(
            len(line.text) for line in self.lines
        )


def paragraphs(flows: Sequence[Flow], size: float) -> list[Paragraph]:
    """Every block of the document in reading order; a page's footnotes follow the last block that begins on
    it, its furniture follows them."""
    style = usual_style(flows, size)
    out: list[Paragraph] = []
    waiting: list[Flow] = []
    now: list[Line] = []
    last: tuple[Line, Column] | None = None

    def close() -> None:
        nonlocal now
        if now:
            out.append(_build(BlockKind.TABLE if now[0].kind == ROW else BlockKind.BODY, now, style))
        now = []
        while waiting:
            out.extend(_apart(waiting.pop(0), style, out))

    for flow in flows:
        for line, column in flow.body:
            if last is None or not now or breaks(last, (line, column), style):
                close()
            now.append(line)
            last = line, column
        waiting.append(flow)
    close()
    _settle_marks(out)
    _name_kinds(out, style)
    return out


def _build(kind: BlockKind, lines: Sequence[Line], style: Style, label: str | None = None) -> Paragraph:
    made = Paragraph(kind, list(lines), label=label)
    last: Line | None = None
    for line in lines:
        separator = ""
        if last is not None:
            drop, separator = (
                (0, "\n") if line.kind == ROW else style.joiner.join(made.text, line.text, last.trailing)
            )
            if drop:
                made.text = made.text[:-drop]
                made.places = made.places[:-drop]
        if last is not None and line.page != last.page:
            made.page_breaks.append((len(made.text) + len(separator), line.page))
        if line.boxes is not None:
            made.places += [None] * len(separator)
            made.places += [None if box is None else (line.page, box) for box in line.boxes]
        made.text += separator + line.text
        last = line
    return made


# ── footnotes and furniture ─────────────────────────────────────────────────────────────────────


def _apart(flow: Flow, style: Style, before: Sequence[Paragraph]) -> list[Paragraph]:
    """The footnotes of a page, and its running lines. What stands before its first mark goes on with the last
    note of the page before."""
    out: list[Paragraph] = []
    now: list[Line] = []
    label: str | None = None
    notes = _continued(flow, style, before)
    for line in notes:
        mark = mark_of(line)
        if mark and (not now or follows(label, mark)):
            if now:
                out.append(_build(BlockKind.FOOTNOTE, now, style, label))
            label, now = mark, [without_mark(line)]
        else:
            now.append(line)
    if now:
        out.append(_build(BlockKind.FOOTNOTE, now, style, label))
    for line in flow.furniture:
        out.append(_build(BlockKind.FURNITURE, [line], style))
    return out


def _continued(flow: Flow, style: Style, before: Sequence[Paragraph]) -> list[Line]:
    """Give the lines before the first mark to the note they continue; the lines that are left."""
    first = next((k for k, line in enumerate(flow.notes) if mark_of(line)), len(flow.notes))
    last = next((made for made in reversed(before) if made.kind is BlockKind.FOOTNOTE), None)
    if not first or last is None or last.lines[-1].page != flow.page.number - 1 or ENDED.search(last.text):
        return flow.notes
    whole = _build(BlockKind.FOOTNOTE, [*last.lines, *flow.notes[:first]], style, last.label)
    last.lines, last.text, last.places, last.page_breaks = (
        whole.lines,
        whole.text,
        whole.places,
        whole.page_breaks,
    )
    return flow.notes[first:]


def _settle_marks(made: Sequence[Paragraph]) -> None:
    """Raised figures that are no footnote's mark (10⁶, m²) go back into the text, raised."""
    known = {p.label for p in made if p.kind is BlockKind.FOOTNOTE}
    for paragraph in made:
        at = 0
        for line in paragraph.lines:
            start = paragraph.text.find(line.text, at)
            at = max(at, start)
            shift = 0
            for offset, mark in line.raised:
                here = start + offset + shift
                digits = mark.strip("),")
                base = paragraph.text[here - 1 : here] if start >= 0 else ""
                if (
                    digits in known
                    or not digits.isdigit()
                    or not (base.isdigit() or base in {"m", "㎝", "x", "n"})
                ):
                    continue
                raised = digits.translate(SUPERSCRIPTS)
                paragraph.text = paragraph.text[:here] + raised + paragraph.text[here:]
                if paragraph.places:
                    paragraph.places[here:here] = [None] * len(raised)
                paragraph.page_breaks = [
                    (o + len(raised) if o > here else o, page) for o, page in paragraph.page_breaks
                ]
                shift += len(raised)


# ── kinds ───────────────────────────────────────────────────────────────────────────────────────


def _name_kinds(made: Sequence[Paragraph], style: Style) -> None:
    for paragraph in made:
        if paragraph.kind is not BlockKind.BODY:
            continue
        if LEADERS.search(paragraph.text):
            paragraph.kind = BlockKind.FURNITURE  # a line of a table of contents
        elif CAPTION.match(paragraph.text) and len(paragraph.text) < 150:
            paragraph.kind = BlockKind.CAPTION
        elif _is_heading(paragraph, style):
            paragraph.kind = BlockKind.HEADING
        elif BULLET.match(paragraph.text):
            paragraph.kind = BlockKind.LIST


def _is_heading(paragraph: Paragraph, style: Style) -> bool:
    text = paragraph.text
    if len(text) > 140 or len(paragraph.lines) > 4 or not any(char.isalpha() for char in text):
        return False
    if re.search(r"[.。:;,][\'\"”’)\]]*$", text) and not NUMBERED_HEADING.match(text):
        return False
    larger = paragraph.size > 1.08 * style.size
    return larger or (paragraph.bold and paragraph.size > 0.95 * style.size)


def heading_levels(made: Sequence[Paragraph]) -> dict[tuple[float, bool], int]:
    """The depth of each heading style: larger first, at one size bold first; at most six."""
    styles = {(round(p.size, 1), p.bold) for p in made if p.kind is BlockKind.HEADING}
    return {style: min(6, 1 + rank) for rank, style in enumerate(sorted(styles, reverse=True))}


def blocks(made: Sequence[Paragraph]) -> list[Block]:
    """The paragraphs as blocks. A heading's level follows its size."""
    levels = heading_levels(made)
    return [
        Block(
            paragraph.text,
            paragraph.kind,
            paragraph.page,
            tuple(paragraph.page_breaks),
            None,  # a footnote's own number is no paragraph number
            levels.get((round(paragraph.size, 1), paragraph.bold), 1),
        )
        for paragraph in made
        if paragraph.text.strip()
    ]
