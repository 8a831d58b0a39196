"""Where tables stand on a page of a PDF: within drawn grids, or where rows of short pieces stand under each
other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from sources.readers.header_rows import is_figure
from sources.readers.pdf.baselines import is_item
from sources.readers.pdf.columns import gutter_of
from sources.readers.pdf.geometry import Rect, around_all
from sources.readers.pdf.lines import Line, by_height

APART: Final = 1.0  # ems between two pieces of a row that may be cells
FAR: Final = 3.2  # ems between two rows of one table, from baseline to baseline
LONG: Final = 38  # characters of a piece that is rather text than a cell


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a page that holds one table: the pieces of lines in it, the rules drawn in it, and whether
    these form a grid."""

    box: Rect
    lines: list[Line]
    rules: list[Rect]
    grid: bool = False


def regions(rules: Sequence[Rect], lines: Sequence[Line], size: float) -> list[Region]:
    """The tables of a page, from the pieces of its lines and its drawn rules."""
    found = _drawn_grids(rules, lines)
    taken = {id(line) for region in found for line in region.lines}
    rest = [line for line in lines if id(line) not in taken]
    for run in _runs_in_columns(rest, size, gutter_of(by_height(list(lines)), size)):
        run = _with_edges(run, rest, rules, size)
        box = around_all([line.box for line in run])
        near = [rule for rule in rules if _meets(rule, _grown(box, size))]
        found.append(Region(box, run, near))
    return found


def _runs_in_columns(
    lines: Sequence[Line], size: float, gutter: float | None, depth: int = 0
) -> list[list[Line]]:
    """The runs of rows in each column of text. What stands on two sides of a `gutter`, at one height by
    chance, is no row, but a table across both columns is one of values in one size."""
    runs = _runs(lines, size)
    if gutter is None:
        return runs
    runs = [run for run in runs if _is_wide_table(run, gutter)]
    taken = {id(line) for run in runs for line in run}
    for side in _sides([line for line in lines if id(line) not in taken], gutter):
        inner = gutter_of(by_height(side), size, depth + 1)
        runs += _runs_in_columns(side, size, inner, depth + 1)
    return runs


def _with_edges(run: list[Line], lines: Sequence[Line], rules: Sequence[Rect], size: float) -> list[Line]:
    """A table's rows with the names over several columns above them, each underlined, and the second line of
    its last row."""
    taken = {id(line) for line in run}
    box, low = around_all([line.box for line in run]), min(line.base for line in run)
    within = [
        line
        for line in lines
        if id(line) not in taken and box.left - 3 <= line.box.left and line.box.right <= box.right + 3
    ]
    under = [rule for rule in rules if rule.height < 2.5 and 12 < rule.width < 0.9 * box.width]
    top = max(line.base for line in run)
    named = [
        line
        for line in within
        if 0 < line.base - top < 2.2 * size and any(_is_under(rule, line, top) for rule in under)
    ]
    rows = levels(run)
    steps = [a[0].base - b[0].base for a, b in pairwise(rows)]
    tight = min(1.4 * size, 0.85 * median(steps)) if steps else 0.0
    after = [line for line in within if 0 < low - line.base < tight]
    return [*named, *run, *after]


def _is_under(rule: Rect, line: Line, top: float) -> bool:
    """Whether a rule runs below a line, above `top`."""
    across = rule.left - 3 <= line.box.left and line.box.right <= rule.right + 3
    return across and top < rule.bottom < line.base + 1


def _is_wide_table(run: Sequence[Line], gutter: float) -> bool:
    rows = [row for row in levels(run) if is_row(row)]
    cells = [line for row in rows for line in row]
    even = sum(min(line.size for line in row) > 0.85 * max(line.size for line in row) for row in rows)
    both = sum(row[0].box.left < gutter < row[-1].box.right for row in rows)
    values = sum(is_figure(line.text) for line in cells)
    return min(even, both) > 0.8 * len(rows) and values > 0.4 * len(cells) and len(cells) > 2.5 * len(rows)


def _sides(lines: Sequence[Line], gutter: float) -> list[list[Line]]:
    left = [line for line in lines if line.box.right <= gutter + 2]
    right = [line for line in lines if line.box.left >= gutter - 2]
    return [left, right]


# ── drawn grids ─────────────────────────────────────────────────────────────────────────────────


def _drawn_grids(rules: Sequence[Rect], lines: Sequence[Line]) -> list[Region]:
    """Rules that touch each other and part a stretch of the page into two columns of cells or more."""
    if not 4 <= len(rules) <= 1500:
        return []
    groups: list[tuple[Rect, list[Rect]]] = []
    for rule in rules:
        reach = _grown(rule, 3)
        touching = [group for group in groups if _meets(reach, group[0])]
        groups = [group for group in groups if not _meets(reach, group[0])]
        members = [rule, *(member for group in touching for member in group[1])]
        groups.append((around_all(members), members))
    found = []
    for box, members in groups:
        uprights = {round(m.left / 4) for m in members if m.height > m.width and m.height > 6}
        levels = {round(m.bottom / 4) for m in members if m.width >= m.height}
        inside = [line for line in lines if _holds(box, line.box)]
        if len(uprights) > 2 and len(levels) > 1 and box.width > 40 and box.height > 12 and len(inside) > 1:
            found.append(Region(box, inside, members, grid=True))
    return found


def _grown(box: Rect, by: float) -> Rect:
    return Rect(box.left - by, box.bottom - by, box.right + by, box.top + by)


def _meets(a: Rect, b: Rect) -> bool:
    return a.left <= b.right and b.left <= a.right and a.bottom <= b.top and b.bottom <= a.top


def _holds(box: Rect, inner: Rect) -> bool:
    x, y = (inner.left + inner.right) / 2, (inner.bottom + inner.top) / 2
    return box.left <= x <= box.right and box.bottom <= y <= box.top


# ── rows without a grid ─────────────────────────────────────────────────────────────────────────


def levels(lines: Sequence[Line]) -> list[list[Line]]:
    """The pieces in rows, from the top down, each from left to right."""
    rows: list[list[Line]] = []
    for line in by_height(list(lines)):
        mate = rows[-1][0] if rows else None
        if mate is not None and abs(mate.base - line.base) < 0.35 * max(mate.size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def _runs(lines: Sequence[Line], size: float) -> list[list[Line]]:
    """Stretches of rows that are in pieces, with the single lines between them (a cell's second line, the
    name of a group of rows)."""
    rows = levels(lines)
    found: list[list[Line]] = []
    start: int | None = None
    last = -1
    for k, row in enumerate([*rows, []]):
        if row and is_row(row):
            if start is not None and not _goes_on(rows, last, k, size):
                _keep(rows[start : last + 1], found, size)
                start = None
            if start is None:
                start = k
            last = k
    if start is not None:
        _keep(rows[start : last + 1], found, size)
    return found


def is_row(row: Sequence[Line]) -> bool:
    """Whether the pieces on one baseline may be cells: two or more, apart from each other and no item of a
    list, or one that ends in values."""
    if len(row) == 1:
        words = row[0].text.split()
        values = sum(map(is_figure, words[1:]))
        return values > 1 and values >= 0.5 * len(words) and is_figure(words[-1])
    return not is_item(row) and any(
        b.box.left - a.box.right > APART * min(a.size, b.size) for a, b in pairwise(row)
    )


def _goes_on(rows: Sequence[list[Line]], last: int, now: int, size: float) -> bool:
    """Whether a row in pieces belongs to the table of the one before it."""
    between = rows[last + 1 : now]
    if len(between) > 3:
        return False
    steps = [rows[k][0].base - rows[k + 1][0].base for k in range(last, now)]
    if max(steps) > FAR * size:
        return False
    wide = max(line.box.right for line in rows[last]) - min(line.box.left for line in rows[last])
    long = [row for row in between if row[0].box.width > 0.8 * wide and len(row[0].text) > LONG]
    return len(long) < 2


def _keep(rows: Sequence[list[Line]], found: list[list[Line]], size: float) -> None:
    """Keep a run of rows where it is a table and no text in columns."""
    pieces = [line for row in rows for line in row]
    parted = [row for row in rows if is_row(row)]
    if len(parted) < 2 or not _is_tabular(parted):
        return
    found.append(pieces)


def _is_tabular(rows: Sequence[list[Line]]) -> bool:
    """Whether rows in pieces have values in them or short names under each other: columns of text fill their
    width instead."""
    cells = [line for row in rows for line in row]
    figures = sum(is_figure(line.text) or len(row) == 1 for row in rows for line in row)
    if figures > 0.25 * len(cells):
        return True
    lengths = sorted(len(line.text) for line in cells)
    wordy = sum(len(line.text.split()) > 3 for line in cells)
    short = median(lengths) < LONG * 0.6 and lengths[-1] < 3 * LONG and wordy < 0.4 * len(cells)
    return len(rows) >= 3 and short and _shared_edges(rows)


def _shared_edges(rows: Sequence[list[Line]]) -> bool:
    """Whether most rows have a second cell that begins where that of another row does."""
    lefts = [[line.box.left for line in row[1:]] for row in rows]
    shared = 0
    for k, own in enumerate(lefts):
        others = [x for j, row in enumerate(lefts) if j != k for x in row]
        shared += any(abs(a - b) < 2.5 for a in own for b in others)
    return shared >= 0.6 * len(rows)
