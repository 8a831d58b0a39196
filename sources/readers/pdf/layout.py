"""The order in which the lines of PDF pages are read, and which of them are not body text.

Running heads and page numbers are told by their repetition at one height, footnotes by the rule above them
or their size and marks (`pdf_notes`), tables by the lines drawn around their cells (`pdf_tables`);
`pdf_columns` orders the rest. What comes out is one flow of lines a page, each with the column it stands
in. Nothing is joined into paragraphs here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from sources.readers.pdf.columns import (
    Column,
    columns,
    in_columns,
    usual_gutter,
)
from sources.readers.pdf.lines import Line, join_pieces
from sources.readers.pdf.notes import notes_below_rule, small_tail
from sources.readers.pdf.page import Page
from sources.readers.pdf.tables import around_tables, tables_on

PAGE_NUMBER: Final = re.compile(
    r"[-–—\[(<|·\s]*(?:(?:page|p\.|쪽|페이지)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|쪽|페이지)\s*\d{0,4})?[-–—\])>|·\s]*",
    re.I,
)


OUTSIDE: Final = 0.25  # share of the text that stands outside tables, at the least, to tell the body's size


@dataclass(slots=True)
class Flow:
    """One page in reading order: its body lines with their columns, its footnote lines, its furniture."""

    page: Page
    body: list[tuple[Line, Column]] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)


def lay_out(pages: Sequence[Page]) -> list[Flow]:
    """The flow of every page. `pages` should be all of a document, since what repeats is told by them all."""
    size = _usual_size(line for page in pages for line in page.lines)
    running = _running(pages, size)
    flows = []
    parts: list[list[list[Line]]] = []
    for page in pages:
        flow = Flow(page, furniture=[line for line in page.lines if id(line) in running])
        lines = _mend([line for line in page.lines if id(line) not in running])
        tables, lines = tables_on(page.rules, lines, size, page.grounds)
        flow.notes, lines = notes_below_rule(page, lines, size)
        parts.append(around_tables(tables, lines))
        flows.append(flow)
    usual = usual_gutter([[line for part in page_parts for line in part] for page_parts in parts], size)
    for flow, page_parts in zip(flows, parts, strict=True):
        groups = [group for part in page_parts for group in columns(part, size, usual)]
        flow.body = in_columns(flow.page.number, groups, size)
        if not flow.notes:
            flow.notes = small_tail(flow.body, flow.page, size)
            taken = {id(line) for line in flow.notes}
            flow.body = [(line, column) for line, column in flow.body if id(line) not in taken]
    return flows


def body_size(flows: Iterable[Flow]) -> float:
    """The font size, in points, that most characters of the document's body have: those outside its tables,
    where these are not nearly all."""
    lines = [line for flow in flows for line, _ in flow.body]
    free = [line for line in lines if line.table is None]
    enough = _letters(free) >= OUTSIDE * _letters(lines)
    return _usual_size(free if enough else lines)


def _letters(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _usual_size(lines: Iterable[Line]) -> float:
    """The size, in points, that most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


# ── running heads ───────────────────────────────────────────────────────────────────────────────


def _running(pages: Sequence[Page], size: float) -> set[int]:
    """The ids of the lines that repeat, but for their figures, at one height on several pages, and of bare
    page numbers at the edges."""
    edge = [(page, line) for page in pages for line in page.lines if _at_edge(page, line)]
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for page, line in edge:
        for step in (-1, 0, 1):
            seen[_shape(line), round(100 * line.base / page.height) + step].add(page.number)
    need = 2 if len(pages) <= 3 else 3
    found = set()
    for page, line in edge:
        repeats = len(seen[_shape(line), round(100 * line.base / page.height)]) >= need
        outermost = not any(_further_out(page, line, other) for other in page.lines)
        # Beside a page number may stand the title and a date; more is a row of values.
        beside = sum(abs(other.base - line.base) < 2 for other in page.lines)
        if repeats or (outermost and beside <= 3 and PAGE_NUMBER.fullmatch(line.text)):
            found.add(id(line))
    return found | _numbers_further_in(pages, found) | _slots(pages, found, size)


def _numbers_further_in(pages: Sequence[Page], known: set[int]) -> set[int]:
    """Bare page numbers over a wide margin: the last line of most pages, at one height, that counts them."""
    rest = [[line for line in page.lines if id(line) not in known] for page in pages]
    last = [min(lines, key=lambda line: line.base) for lines in rest if lines]
    found = [line for line in last if line.text.isdecimal()]
    heights = {round(line.base) for line in found}
    counts = all(int(b.text) - int(a.text) == b.page - a.page for a, b in pairwise(found))
    most = len(found) > max(2, len(pages) / 2)
    return {id(line) for line in found} if most and len(heights) == 1 and counts else set()


def _at_edge(page: Page, line: Line) -> bool:
    return line.base > 0.88 * page.height or line.base < 0.12 * page.height


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split()))


def _further_out(page: Page, line: Line, other: Line) -> bool:
    if line.base > page.height / 2:
        return other.base > line.base + line.size
    return other.base < line.base - line.size


def _slots(pages: Sequence[Page], known: set[int], size: float) -> set[int]:
    """Running heads whose words change (a chapter's title): small lines that stand apart from the text at
    one height on most pages."""
    if len(pages) < 5:
        return set()
    slots: defaultdict[tuple[bool, int], list[Line]] = defaultdict(list)
    for page in pages:
        rest = sorted((line for line in page.lines if id(line) not in known), key=lambda line: -line.base)
        if len(rest) < 4:
            continue
        for line, inner in ((rest[0], rest[1]), (rest[-1], rest[-2])):
            apart = abs(line.base - inner.base) > 2.2 * max(size, line.size)
            if apart and line.size <= 1.05 * size and len(line.text) < 80 and _at_edge(page, line):
                slots[line.base > page.height / 2, round(line.base / 2)].append(line)
    return {id(line) for lines in slots.values() if len(lines) >= 0.6 * len(pages) for line in lines}


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────


def _mend(lines: list[Line]) -> list[Line]:
    """Pieces of one line that were drawn out of order, put together again from left to right."""
    out: list[Line] = []
    for line in sorted(lines, key=lambda line: (-round(line.base / 2), line.box.left)):
        mate = next((m for m in reversed(out[-4:]) if _adjoins(m, line)), None)
        if mate is None:
            out.append(line)
        else:
            gap = line.box.left - mate.box.right
            out[out.index(mate)] = join_pieces(
                [mate, line], " " if gap > 0.15 * mate.size or mate.trailing else ""
            )
    return out


def _adjoins(left: Line, right: Line) -> bool:
    em = max(left.size, right.size)
    gap = right.box.left - left.box.right
    marked = any(offset >= len(left.text) for offset, _ in left.raised)
    return abs(left.base - right.base) < 0.25 * em and -0.2 * em < gap < 0.8 * em and not marked
