"""The order in which the lines of PDF pages are read, and which of them are not body text.

Running heads and page numbers are told by their repetition at one height, footnotes by the rule above them
or their size and marks, tables by the lines drawn around their cells; `pdf_columns` orders the rest. What
comes out is one flow of lines a page, each with the column it stands in. Nothing is joined into paragraphs
here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sources.readers.pdf_columns import (
    ROW,
    Column,
    columns,
    in_columns,
    usual_gutter,
)
from sources.readers.pdf_geometry import Rect, around_all
from sources.readers.pdf_lines import Line, by_height, join_pieces
from sources.readers.pdf_page import Page

PAGE_NUMBER: Final = re.compile(
    r"[-–—\[(<|·\s]*(?:(?:page|p\.|쪽|페이지)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|쪽|페이지)\s*\d{0,4})?[-–—\])>|·\s]*",
    re.I,
)
NOTE_MARK: Final = re.compile(r"(?:\(?(\d{1,3})\)?|[*†‡§]{1,3})[.)]?\s*(?=\S)")


@dataclass(slots=True)
class Flow:
    """One page in reading order: its body lines with their columns, its footnote lines, its furniture."""

    page: Page
    body: list[tuple[Line, Column]] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)


def lay_out(pages: Sequence[Page]) -> list[Flow]:
    """The flow of every page. `pages` should be all of a document, since what repeats is told by them all."""
    size = body_size(pages)
    running = _running(pages, size)
    flows = []
    parts: list[list[list[Line]]] = []
    for page in pages:
        flow = Flow(page, furniture=[line for line in page.lines if id(line) in running])
        lines = _mend([line for line in page.lines if id(line) not in running])
        rows, lines = _ruled_tables(page, lines)
        flow.notes, lines = _notes_below_rule(page, lines, size)
        parts.append(_around(rows, lines))
        flows.append(flow)
    usual = usual_gutter([[line for part in page_parts for line in part] for page_parts in parts], size)
    for flow, page_parts in zip(flows, parts, strict=True):
        groups = [group for part in page_parts for group in columns(part, size, usual)]
        flow.body = in_columns(flow.page.number, groups, size)
        if not flow.notes:
            flow.notes = _small_tail(flow, size)
    return flows


def body_size(pages: Iterable[Page]) -> float:
    """The font size, in points, that most characters of the document have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
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
        if repeats or (outermost and PAGE_NUMBER.fullmatch(line.text)):
            found.add(id(line))
    return found | _slots(pages, found, size)


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


# ── lines and tables ────────────────────────────────────────────────────────────────────────────


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
    return abs(left.base - right.base) < 0.25 * em and -0.2 * em < gap < 0.8 * em and not left.raised


@dataclass(frozen=True, slots=True)
class _Grid:
    box: Rect
    xs: tuple[float, ...]
    ys: tuple[float, ...]  # from the top down


def _ruled_tables(page: Page, lines: list[Line]) -> tuple[list[list[Line]], list[Line]]:
    """Tables whose cells are drawn: each as rows (one line a row, cells parted by tabs), and what is left."""
    tables = []
    for grid in _grids(page.rules):
        inside = [line for line in lines if _within(line, grid.box)]
        cells: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in inside:
            x, y = (line.box.left + line.box.right) / 2, (line.box.bottom + line.box.top) / 2
            row = sum(y < edge for edge in grid.ys[1:-1])
            column = sum(x > edge for edge in grid.xs[1:-1])
            cells[row, column].append(line)
        if len(cells) < 2:
            continue
        rows = []
        for number in sorted({row for row, _ in cells}):
            parts = [
                join_pieces(by_height(cells[number, c]), " ")
                for c in sorted(c for r, c in cells if r == number)
            ]
            rows.append(replace(join_pieces(parts, "\t"), kind=ROW))
        tables.append(rows)
        taken = {id(line) for line in inside}
        lines = [line for line in lines if id(line) not in taken]
    return tables, lines


def _within(line: Line, box: Rect) -> bool:
    x, y = (line.box.left + line.box.right) / 2, (line.box.bottom + line.box.top) / 2
    return box.left <= x <= box.right and box.bottom <= y <= box.top


def _grids(rules: list[Rect]) -> list[_Grid]:
    """Drawn lines that touch each other and part a stretch of the page into two columns of cells or more."""
    if not 4 <= len(rules) <= 1500:
        return []
    groups: list[tuple[Rect, list[Rect]]] = []
    for rule in rules:
        reach = Rect(rule.left - 3, rule.bottom - 3, rule.right + 3, rule.top + 3)
        touching = [group for group in groups if _overlap(reach, group[0])]
        groups = [group for group in groups if not _overlap(reach, group[0])]
        members = [rule, *(member for group in touching for member in group[1])]
        groups.append((around_all(members), members))
    grids = []
    for box, members in groups:
        xs = _positions([(m.left + m.right) / 2 for m in members if m.height > m.width], box.left, box.right)
        ys = _positions([(m.bottom + m.top) / 2 for m in members if m.width >= m.height], box.bottom, box.top)
        if len(xs) > 2 and len(ys) > 1 and box.width > 40 and box.height > 12:
            grids.append(_Grid(box, xs, ys[::-1]))
    return grids


def _overlap(a: Rect, b: Rect) -> bool:
    return a.left <= b.right and b.left <= a.right and a.bottom <= b.top and b.bottom <= a.top


def _positions(values: list[float], low: float, high: float) -> tuple[float, ...]:
    out: list[float] = []
    for value in sorted([low, *values, high]):
        if not out or value - out[-1] > 4:
            out.append(value)
    return tuple(out)


def _around(tables: list[list[Line]], lines: list[Line]) -> list[list[Line]]:
    """The lines above, between and below full-width tables, each table's rows a part of their own. A table
    that stands beside other text stays among the lines and is ordered with its column."""
    parts: list[list[Line]] = [lines]
    for table in sorted(tables, key=lambda rows: -rows[0].base):
        box = around_all([row.box for row in table])
        beside = any(
            line.box.bottom < box.top and line.box.top > box.bottom and not _overlap(line.box, box)
            for line in parts[-1]
        )
        if beside:
            parts[-1] = [*parts[-1], *table]
            continue
        above = [line for line in parts[-1] if line.base >= box.top - 1]
        below = [line for line in parts[-1] if line.base < box.top - 1]
        parts[-1:] = [above, table, below]
    return [part for part in parts if part]


# ── footnotes ───────────────────────────────────────────────────────────────────────────────────


def _notes_below_rule(page: Page, lines: list[Line], size: float) -> tuple[list[Line], list[Line]]:
    """The lines below a short rule at the left edge of a column, and the others."""
    notes: list[Line] = []
    # From the right, so that the notes of one column are not taken for those of the column before.
    for rule in sorted(page.rules, key=lambda rule: (-rule.left, -rule.bottom)):
        if not (
            25 < rule.width < 0.45 * page.width and rule.height < 2.5 and rule.bottom < 0.75 * page.height
        ):
            continue
        if any(abs(line.base - rule.top) < 0.45 * line.size and _beside(line.box, rule) for line in lines):
            continue  # it underlines a word
        below = [line for line in lines if line.box.top < rule.top + 2 and line.box.left > rule.left - 6]
        # Body text below it, to its right, belongs to another column.
        others = [line for line in below if line.box.left > rule.right and line.size > 0.96 * size]
        if others:
            edge = min(line.box.left for line in others)
            below = [line for line in below if line.box.right < edge]
        # Without a mark it goes on with a note of the column or page before.
        small = all(line.size < 0.95 * size for line in below)
        marked = all(_may_be_note(line, size) for line in below) and NOTE_MARK.match(
            by_height(below or lines)[0].text
        )
        if not below or not (small or marked):
            continue
        notes = [*by_height(below), *notes]
        taken = {id(line) for line in below}
        lines = [line for line in lines if id(line) not in taken]
    return notes, lines


def _beside(a: Rect, b: Rect) -> bool:
    return a.left < b.right and b.left < a.right


def _may_be_note(line: Line, size: float) -> bool:
    return line.size < 0.97 * size or bool(NOTE_MARK.match(line.text))


def _small_tail(flow: Flow, size: float) -> list[Line]:
    """Footnotes without a rule: small lines at the end of a column that begin with a mark. Takes them out of
    the flow."""
    notes: list[Line] = []
    columns: defaultdict[int, list[Line]] = defaultdict(list)
    for line, column in flow.body:
        columns[column.index].append(line)
    for lines in columns.values():
        tail: list[Line] = []
        for line in reversed(lines):
            if line.size > 0.92 * size or line.kind == ROW or line.base > 0.6 * flow.page.height:
                break
            tail.insert(0, line)
        while tail and not (NOTE_MARK.match(tail[0].text) or (tail[0].raised and tail[0].raised[0][0] == 0)):
            tail.pop(0)
        notes += tail
    taken = {id(line) for line in notes}
    flow.body = [(line, column) for line, column in flow.body if id(line) not in taken]
    return notes
