"""Where each cell of a table stands in the table's text.

A reader gives the cells with their places; where it gives none, the text's own tabs and line breaks do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from typing import Final

from sources.blocks import Cell, Table
from sources.text.normalise import display

# A cell that tells a figure; a year alone names a column.
_FIGURE: Final = re.compile(r"[-–△▲+(<]?\s?(?!(?:19|20)\d\d(?:년|\D|$))\d")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's words, `text[start:end]`, and its place in the grid (from 0). `lines` is where its further
    lines begin."""

    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    lines: tuple[int, ...] = ()


def cells_in(text: str, table: Table | None) -> tuple[tuple[Place, ...], int]:
    """The cells of a table's text in reading order, those without words left out, and how many header rows
    there are. Together they cover every character of `text` that is no space."""
    if table is not None and (found := _placed(text, table)) is not None:
        return found, table.header_rows or _header_rows(text, found, surely=True)
    found = _parted(text)
    return found, _header_rows(text, found)


def _placed(text: str, table: Table) -> tuple[Place, ...] | None:
    """The reader's cells, found in the text one after the other; None where they are not its text."""
    found: list[Place] = []
    cursor = 0
    for cell in (cell for row in table.rows for cell in row):
        words = " ".join(display(cell.text).text.split())
        if not words:
            continue
        start = text.find(words, cursor)
        if start < 0 or text[cursor:start].strip():
            return None
        cursor = start + len(words)
        lines = _lines(cell, start)
        spans = (cell.row_span, cell.column_span)
        found.append(Place(start, cursor, cell.row, cell.column, *spans, cell.page, lines))
    return None if text[cursor:].strip() else tuple(found)


def _lines(cell: Cell, start: int) -> tuple[int, ...]:
    """Where the further lines of a cell stand in the text that has its words from `start` on: display text
    leaves characters out."""
    if not cell.lines:
        return ()
    shown = display(cell.text)
    cuts = [0, *(shown.position(at) for at in cell.lines)]
    # How far the words of each line reach, in the text that has one space between any two.
    lengths = (len(" ".join(shown.text[a:b].split())) for a, b in pairwise(cuts))
    reached = accumulate((length + 1 for length in lengths if length), initial=start)
    return tuple(islice(reached, 1, None))


def _header_rows(text: str, cells: Sequence[Place], *, surely: bool = False) -> int:
    """How many rows name the columns, where no reader says so: titles over the whole width, and one row after
    them that has no figure, or nothing over the rows' names, while a later one has both. Without any of these
    it is the first row, if it need not be so `surely`: a reader that looked and found none may have read a
    table of facts, a name and a value in each row, and its first row says as much as the others."""
    rows: dict[int, list[Place]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    order = sorted(rows)
    head = 0
    while head < len(order) - 1 and width > 1 and rows[order[head]][0].column_span == width:
        head += 1
    if head >= len(order) - 1:
        return order[head] if head and head < len(order) else 0

    def figures(row: int) -> bool:
        return any(_FIGURE.match(text, cell.start) for cell in rows[row] if cell.column)

    first = order[head]
    open_corner = rows[first][0].column > 0
    named = not figures(first) and any(figures(row) for row in order[head + 1 :])
    return order[head + 1] if open_corner or (not surely and (named or head == 0)) else first


def _parted(text: str) -> tuple[Place, ...]:
    found: list[Place] = []
    start = rows = 0
    for line in text.split("\n"):
        at = start
        for column, cell in enumerate(line.split("\t")):
            words = cell.strip()
            if words:
                begin = at + cell.index(words)
                found.append(Place(begin, begin + len(words), rows, column))
            at += len(cell) + 1
        rows += bool(line.strip())
        start += len(line) + 1
    return tuple(found)
