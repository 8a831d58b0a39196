"""Tables of a PDF whose cells are drawn: rules that touch make a grid, and what stands in it makes rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from sources.readers.pdf.columns import ROW
from sources.readers.pdf.geometry import Rect, around_all
from sources.readers.pdf.lines import Line, by_height, join_pieces


@dataclass(frozen=True, slots=True)
class _Grid:
    box: Rect
    xs: tuple[float, ...]
    ys: tuple[float, ...]  # from the top down


def ruled_tables(rules: list[Rect], lines: list[Line]) -> tuple[list[list[Line]], list[Line]]:
    """Tables whose cells are drawn: each as rows (one line a row, cells parted by tabs), and what is left."""
    tables = []
    for grid in _grids(rules):
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


def around_tables(tables: list[list[Line]], lines: list[Line]) -> list[list[Line]]:
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
