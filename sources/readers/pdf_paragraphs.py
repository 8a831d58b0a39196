"""Lines of a PDF joined into headings, paragraphs, lists, table rows and footnotes.

A line ends its paragraph when the next line's first word would still have fitted into it, when the gap to
the next is wider than the leading, or when the next is indented, marked as a list item or set in another
size. Across the end of a column or page there is no gap to measure, and only the other signs count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from sources.blocks import Block, BlockKind
from sources.readers.pdf_columns import ROW, Column
from sources.readers.pdf_geometry import Rect
from sources.readers.pdf_join import Joiner
from sources.readers.pdf_layout import Flow
from sources.readers.pdf_lines import Line
from sources.readers.pdf_notes import follows, mark_of, without_mark

ENDED: Final = re.compile(r"[.!?…。:：][\'\"”’»)\]」』〉》]*$")
BULLET: Final = re.compile(
    r"(?:[△▲▶▷►■□▪▫●○◆◇◦•∙·※❍➢➤☞✓❖\uf000-\uf0ff]|[-–—]\s|\d{1,3}[.)]\s|[가나다라마바사아자차카타파하][.)]\s|[①-⑳]|\(\d{1,3}\)\s|[a-z][.)]\s)\s*\S"
)
NUMBERED_HEADING: Final = re.compile(
    r"(?:제\s*\d+\s*[장절]|[IVXⅠ-Ⅻ]{1,4}\.\s|\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+\D|(?:chapter|part|section)\s+\w+)",
    re.I,
)
CAPTION: Final = re.compile(
    r"[<\[〈【(]?\s*(?:표|그림|도표|table|figure|fig\.|chart|box)\s*[\dⅠ-ⅫIVX]+(?:[-.]\d+)?\s*[>\]〉】).:|]?\s",
    re.I,
)
LEADERS: Final = re.compile(r"(?:[.·…‥]\s?){4,}\s*[\divxlc]+$", re.I)
SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


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


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a document: body size and leading in points, how much more than the leading the gap
    between two lines of a paragraph can be (a factor), whether paragraphs are indented, how lines join."""

    size: float
    leading: float
    spread: float
    indented: bool
    joiner: Joiner


def paragraphs(flows: Sequence[Flow], size: float) -> list[Paragraph]:
    """Every block of the document in reading order; a page's footnotes follow the last block that begins on
    it, its furniture follows them."""
    style = _style(flows, size)
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
            if last is None or not now or _breaks(last, (line, column), style):
                close()
            now.append(line)
            last = line, column
        waiting.append(flow)
    close()
    _settle_marks(out)
    _name_kinds(out, style)
    return out


# ── what is usual ───────────────────────────────────────────────────────────────────────────────


def _style(flows: Sequence[Flow], size: float) -> Style:
    pairs = [
        (a, b)
        for flow in flows
        for a, b in zip(flow.body, flow.body[1:], strict=False)
        if a[1] == b[1]
        and a[0].kind != ROW
        and b[0].kind != ROW
        and _alike(a[0].size, b[0].size, 0.06)
        and _alike(a[0].size, size, 0.1)
    ]
    inner = [a[0].base - b[0].base for a, b in pairs if _is_full(a, b[0]) and not ENDED.search(a[0].text)]
    steps = sorted(step for step in inner if 0.8 * size < step < 4 * size)
    leading = median(steps) if steps else 1.5 * size
    spread = steps[int(0.95 * (len(steps) - 1))] / leading if len(steps) >= 5 else 1.15
    starts = [b for a, b in pairs if ENDED.search(a[0].text) and not _is_full(a, b[0])]
    indents = sum(0.6 * size < line.box.left - column.left < 4.5 * size for line, column in starts)
    joiner = Joiner.of(
        (line.text for flow in flows for line, _ in flow.body),
        [(a[0], b[0]) for a, b in pairs if _is_full(a, b[0])],
    )
    return Style(size, leading, min(spread, 1.15), indents > 0.5 * len(starts) > 0, joiner)


def _alike(a: float, b: float, share: float) -> bool:
    return abs(a - b) <= share * max(a, b)


def _is_full(a: tuple[Line, Column], b: Line) -> bool:
    """Whether the next line's first word would not have fitted at the end of this one."""
    line, column = a
    return line.box.right + 0.2 * line.size + b.first_word > column.right - 0.1 * line.size


# ── where a paragraph ends ──────────────────────────────────────────────────────────────────────


def _breaks(a: tuple[Line, Column], b: tuple[Line, Column], style: Style) -> bool:
    (upper, left), (lower, column) = a, b
    if ROW in (upper.kind, lower.kind):
        together = upper.kind == lower.kind and upper.page == lower.page and left.index == column.index
        return not together or not 0 < upper.base - lower.base < 8 * upper.size
    em = max(upper.size, 1.0)
    ended = bool(ENDED.search(upper.text))
    full = _is_full(a, lower)
    if not _alike(upper.size, lower.size, 0.08):
        return True
    if upper.bold != lower.bold and (ended or not full):
        return True
    if LEADERS.search(upper.text):
        return True
    bullet = bool(BULLET.match(lower.text))
    # A triangle also counts up within a sentence.
    if bullet and (not full or (ended and lower.text[0] not in "△▲")):
        return True
    indent = 0.6 * em < lower.box.left - column.left < 5 * em
    step = upper.base - lower.base
    leading = style.leading * (upper.size / style.size)
    if lower.page == upper.page and 0 < step < 6 * em and _shares_edge(upper, lower, left, column):
        most = 1.6 if full and not ended else style.spread * 1.05
        if step > most * leading:
            return True
        if not full:
            # Half-empty and unfinished is a heading or an address, unless the text is set ragged.
            return ended or left.right - upper.box.right > 0.35 * (left.right - left.left)
        return ended and indent and not _hangs(upper, left, em)
    if lower.page > upper.page + 1 or (ended and left.lines < 3):
        return True
    if not ended:
        return not full and left.right - upper.box.right > 0.35 * (left.right - left.left)
    return not full or indent


def _shares_edge(upper: Line, lower: Line, left: Column, right: Column) -> bool:
    overlap = upper.box.left < lower.box.right and lower.box.left < upper.box.right
    return left.index == right.index or overlap


def _hangs(line: Line, column: Column, em: float) -> bool:
    """Whether a line is itself indented, as in a list item or a block quotation."""
    return 0.6 * em < line.box.left - column.left < 5 * em


# ── joining ─────────────────────────────────────────────────────────────────────────────────────


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
