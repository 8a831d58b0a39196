"""The tables of a page of a PDF, each as one line that carries its cells, and what is left of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from sources.blocks import Cell, Table
from sources.readers.grid import table_of
from sources.readers.header_rows import is_figure, is_time
from sources.readers.pdf.baselines import ROW
from sources.readers.pdf.cell_lines import cell_text
from sources.readers.pdf.cells import cells_of
from sources.readers.pdf.geometry import Rect, around_all
from sources.readers.pdf.grids import grid_cells
from sources.readers.pdf.lines import Line
from sources.readers.pdf.regions import Region, holds, meets, regions
from sources.readers.pdf.rows import CellWords

MAX_GROUNDS: Final = 400  # coloured boxes behind one table; a picture has more
PROSE: Final = 240  # characters of a cell over a whole table that are text and no name


def tables_on(
    rules: list[Rect], lines: list[Line], size: float, grounds: Sequence[Rect] = ()
) -> tuple[list[Line], list[Line]]:
    """The tables, each one line of kind ROW with its `table`, and the lines that are no part of one.
    `grounds` are the coloured boxes of the page."""
    tables: list[Line] = []
    for region in regions(rules, lines, size):
        cells = grid_cells(region) if region.grid else cells_of(region.lines, region.rules)
        if region.grid:
            region, cells = _below_prose(region, cells)
        if (
            len(cells) < 4
            or len({cell.column for cell in cells}) < 2
            or len({cell.row for cell in cells}) < 2
        ):
            continue
        near = [ground for ground in grounds if meets(ground, region.box)]
        tables.append(_as_line(region, cells, _on_ground(cells, near) if len(near) < MAX_GROUNDS else None))
        taken = {id(line) for line in region.lines}
        lines = [line for line in lines if id(line) not in taken]
    return tables, lines


def _below_prose(region: Region, cells: list[CellWords]) -> tuple[Region, list[CellWords]]:
    """A table without the text above it in the same frame: a first row that is one cell of several lines."""
    top = [cell for cell in cells if cell.row == 0]
    last = max((cell.row for cell in cells), default=0)
    across = max((cell.column + cell.column_span for cell in cells), default=0)
    if last < 2 or len(top) != 1 or top[0].column or top[0].column_span < across or len(top[0].text) < PROSE:
        return region, cells
    low = min(word.base for word in top[0].words)
    lines = [line for line in region.lines if line.base < low - 1]
    rest = [replace(cell, row=cell.row - top[0].row_span) for cell in cells if cell is not top[0]]
    return replace(region, lines=lines), rest


def _on_ground(cells: Sequence[CellWords], grounds: Sequence[Rect]) -> int | None:
    """How many first rows of names are printed on a coloured ground that no other row has: a head. None where
    none is, where such ground parts rows of one kind from each other, and where a row on it has figures."""
    rows: dict[int, bool] = {}
    for cell in cells:
        boxes = [word.box for word in cell.words]
        coloured = all(any(holds(ground, box) for ground in grounds) for box in boxes)
        if boxes:
            rows[cell.row] = rows.get(cell.row, True) and coloured
    marked = [rows[row] for row in sorted(rows)]
    first = marked.index(False) if False in marked else 0
    named = not any(is_figure(cell.text) for cell in cells if cell.row < first and not is_time(cell.text))
    return first if first and named and not any(marked[first:]) and len(marked) - first > 1 else None


def _as_line(region: Region, cells: Sequence[CellWords], headed: int | None) -> Line:
    page = region.lines[0].page
    texts = {id(cell): cell_text(cell.words) for cell in cells}
    placed = (Cell(texts[id(c)][0], c.row, c.column, c.row_span, c.column_span, page) for c in cells)
    made = table_of(placed, headed)
    text, boxes = "", list[Rect | None]()
    ordered = sorted((cell for cell in cells if cell.words), key=lambda cell: (cell.row, cell.column))
    for _, row in groupby(ordered, key=lambda cell: cell.row):
        for number, cell in enumerate(row):
            separator = "" if not text else "\t" if number else "\n"
            text += separator
            boxes += [None] * len(separator)
            text += texts[id(cell)][0]
            boxes += texts[id(cell)][1]
    lines = region.lines
    base = max(line.base for line in lines)
    first = max(lines, key=lambda line: line.base)
    return Line(
        page, text, around_all([line.box for line in lines]), base, first.size, False, 0.0, 0.0,
        boxes=boxes, kind=ROW, table=made,
    )  # fmt: skip


def around_tables(tables: list[Line], lines: list[Line]) -> list[list[Line]]:
    """The lines above, between and below full-width tables, each table a part of its own. A table that stands
    beside other text stays among the lines and is ordered with its column."""
    parts: list[list[Line]] = [lines]
    for table in sorted(tables, key=lambda table: -table.base):
        box = table.box
        beside = any(
            line.box.bottom < box.top and line.box.top > box.bottom and not _overlap(line.box, box)
            for line in parts[-1]
        )
        if beside:
            parts[-1] = [*parts[-1], table]
            continue
        above = [line for line in parts[-1] if line.base >= box.top - 1]
        below = [line for line in parts[-1] if line.base < box.top - 1]
        parts[-1:] = [above, [table], below]
    return [part for part in parts if part]


def _overlap(a: Rect, b: Rect) -> bool:
    return a.left <= b.right and b.left <= a.right and a.bottom <= b.top and b.bottom <= a.top


def joined(upper: Table, lower: Table) -> Table | None:
    """Two parts of one table that goes on over a page, header rows repeated there dropped; None where they
    are two tables."""
    wide = [
        max(cell.column + cell.column_span for row in part.rows for cell in row) for part in (upper, lower)
    ]
    if wide[0] != wide[1]:
        return None
    head = [[cell.text for cell in row] for row in upper.rows[: max(1, upper.header_rows)]]
    repeats = [[cell.text for cell in row] for row in lower.rows[: len(head)]] == head
    if not repeats and lower.header_rows:
        return None
    kept = lower.rows[len(head) :] if repeats else lower.rows
    high = len(upper.rows)
    shift = high - (len(head) if repeats else 0)
    moved = [
        Cell(c.text, c.row + shift, c.column, c.row_span, c.column_span, c.page) for r in kept for c in r
    ]
    cells = [cell for row in upper.rows for cell in row]
    return table_of([*cells, *moved], headed=upper.header_rows)
