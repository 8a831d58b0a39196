"""Where each cell of a table stands in the table's text.

A reader gives the cells with their places; where it gives none, the text's own tabs and line breaks do.
"""

from __future__ import annotations

from dataclasses import dataclass

from sources.blocks import Table
from sources.text.normalise import display


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's words, `text[start:end]`, and its place in the grid (from 0)."""

    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int | None = None


def cells_in(text: str, table: Table | None) -> tuple[tuple[Place, ...], int]:
    """The cells of a table's text in reading order, those without words left out, and how many header rows
    there are. Together they cover every character of `text` that is no space."""
    if table is not None and (found := _placed(text, table)) is not None:
        return found, table.header_rows
    return _parted(text)


def row_spans(text: str, table: Table | None) -> tuple[tuple[int, int], ...]:
    """The rows of a table's text that have words, without those that name the columns: what is told and cited
    of it. A table of header rows alone has those."""
    cells, header = cells_in(text, table)
    rows: dict[int, tuple[int, int]] = {}
    for cell in cells:
        start, end = rows.get(cell.row, (cell.start, cell.end))
        rows[cell.row] = (min(start, cell.start), max(end, cell.end))
    told = [span for row, span in sorted(rows.items()) if row >= header]
    return tuple(told or (span for _, span in sorted(rows.items())))


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
        found.append(Place(start, cursor, cell.row, cell.column, cell.row_span, cell.column_span, cell.page))
    return None if text[cursor:].strip() else tuple(found)


def _parted(text: str) -> tuple[tuple[Place, ...], int]:
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
    return tuple(found), int(rows > 1)
