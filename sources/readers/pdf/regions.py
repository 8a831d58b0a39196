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
from sources.readers.pdf.columns import gutter_of
from sources.readers.pdf.geometry import Rect, around_all
from sources.readers.pdf.lines import Line, by_height
from sources.readers.pdf.runs import is_row, levels, runs_of_rows

OPEN: Final = 4  # level rules, at least, of a grid without sides
DEEP: Final = 8  # lines between two of them, at the most


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
        near = [rule for rule in rules if meets(rule, _grown(box, size))]
        found.append(Region(box, run, near))
    return found


def _runs_in_columns(
    lines: Sequence[Line], size: float, gutter: float | None, depth: int = 0
) -> list[list[Line]]:
    """The runs of rows in each column of text. What stands on two sides of a `gutter`, at one height by
    chance, is no row, but a table across both columns is one of values in one size."""
    runs = runs_of_rows(lines, size)
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
        touching = [group for group in groups if meets(reach, group[0])]
        groups = [group for group in groups if not meets(reach, group[0])]
        members = [rule, *(member for group in touching for member in group[1])]
        groups.append((around_all(members), members))
    found = []
    for box, members in groups:
        inside = [line for line in lines if holds(box, line.box)]
        if _is_grid(box, members, inside) and box.width > 40 and box.height > 12 and len(inside) > 1:
            found.append(Region(box, inside, members, grid=True))
    return found


def _is_grid(box: Rect, rules: Sequence[Rect], lines: Sequence[Line]) -> bool:
    """Whether rules that touch part two columns at least: three uprights, or fewer in a grid that is open at
    its sides, whose level rules run from one end to the other with a few lines between two."""
    uprights = {round(rule.left / 4) for rule in rules if rule.height > rule.width and rule.height > 6}
    flats = [rule for rule in rules if rule.width >= rule.height]
    across = {round(rule.bottom / 4) for rule in flats if rule.width > 0.97 * box.width}
    ends = {round(box.left / 4), round(box.right / 4)}
    closed = len(uprights) > 2 and len({round(rule.bottom / 4) for rule in flats}) > 1
    if closed or not uprights - ends or len(across) < OPEN:
        return closed
    return are_shallow(levels(lines), [*(4 * place for place in across), box.bottom, box.top])


def are_shallow(rows: Sequence[Sequence[Line]], edges: Sequence[float]) -> bool:
    """Whether hardly more than the lines of a cell stand between two level rules, wherever these are."""
    bases = [row[0].base for row in rows]
    return all(sum(low <= base < high for base in bases) <= DEEP for low, high in pairwise(sorted(edges)))


def _grown(box: Rect, by: float) -> Rect:
    return Rect(box.left - by, box.bottom - by, box.right + by, box.top + by)


def meets(a: Rect, b: Rect) -> bool:
    """Whether two boxes touch."""
    return a.left <= b.right and b.left <= a.right and a.bottom <= b.top and b.bottom <= a.top


def holds(box: Rect, inner: Rect) -> bool:
    """Whether the middle of a box stands in another."""
    x, y = (inner.left + inner.right) / 2, (inner.bottom + inner.top) / 2
    return box.left <= x <= box.right and box.bottom <= y <= box.top
