"""The tables of an HTML page: cells with their spans laid out as a browser lays them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from sources.blocks import BlockKind
from sources.readers.grid import Placed, table
from sources.readers.html_main import Sight
from sources.readers.office import integer
from sources.readers.pieces import Piece

MOST_SPAN: Final = 1000  # HTML's own limit for columns; a row span is held by the table's end


def cells_of(element: Any, sight: Sight, read: Callable[[Any], list[Piece]]) -> list[Piece]:
    """The pieces of a table: its caption, then its cells as one table. `read` gives the pieces in a cell."""
    pieces: list[Piece] = []
    for part in element:
        if part.tag == "caption" and not sight.hides(part):
            text = " ".join(piece.text for piece in read(part))
            pieces.append(Piece(text, BlockKind.CAPTION))
    return [*pieces, *table(_placed(element, sight, read), None)]


def _placed(element: Any, sight: Sight, read: Callable[[Any], list[Piece]]) -> Iterator[Placed]:
    """The cells at the places the standard's algorithm gives them (HTML, forming a table)."""
    taken: dict[int, int] = {}  # column → how many more rows a cell from above reaches into it
    rows = list(_rows(element))
    for number, (part, headed) in enumerate(rows):
        column = 0
        below: dict[int, int] = {}
        for cell in part:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > 0:
                column += 1
            across = min(MOST_SPAN, max(1, integer(cell.get("colspan") or "", 1)))
            down = integer(cell.get("rowspan") or "", 1)
            down = min(len(rows) - number, down) if down > 0 else len(rows) - number
            for covered in range(column, column + across):
                below[covered] = down
            if not sight.hides(cell):
                names = headed or (cell.tag == "th" and cell.get("scope") not in ("row", "rowgroup"))
                yield Placed(number, column, read(cell), down, across, names)
            column += across
        left = {covered: rest - 1 for covered, rest in taken.items() if rest > 1}
        taken = left | {covered: rest - 1 for covered, rest in below.items() if rest > 1}


def _rows(element: Any, headed: bool = False) -> Iterator[tuple[Any, bool]]:
    """The rows of a table and whether they stand in its head, not those of tables within it."""
    for part in element:
        if part.tag == "tr":
            yield part, headed
        elif isinstance(part.tag, str) and part.tag not in ("table", "caption", "td", "th"):
            yield from _rows(part, headed or part.tag == "thead")
