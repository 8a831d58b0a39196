"""A table as rows and columns: which cell covers a place, what a column and a row are called.

A merged cell covers every place it reaches, so that the name of a group of rows or columns is there for each
of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from sources.document import Unit, UnitKind
from sources.units.measures import opens_with_measure
from sources.units.tree import Tree

MOST_PLACES: Final = 200_000  # that the merged cells of a table may cover together
_YEAR: Final = re.compile(r"['’‘]\d\d(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)")
# A part of a year, which has its year from a column before it.
_PART: Final = re.compile(r"(?:1[0-2]|[1-9])월|[1-4]\s?(?:분기|/4)|[상하]반기|Q[1-4]\b|[1-4]Q\b")


def grid_of(tree: Tree, place: int) -> Grid:
    """The grid of the table at `place`, made once for a tree."""
    found = tree.grids.get(place)
    return found if isinstance(found, Grid) else tree.grids.setdefault(place, Grid(tree, place))  # type: ignore[return-value]


class Grid:
    """The table at `place` of the tree. Rows and columns count from 0; cells without words are None."""

    def __init__(self, tree: Tree, place: int) -> None:
        self.table = tree.units[place]
        self._text = tree.document.text
        self.captions = [tree.text(p) for p in tree.children(place) if tree.units[p].kind is UnitKind.CAPTION]
        self.cells = [tree.units[p] for p in tree.children(place) if tree.units[p].kind is UnitKind.CELL]
        if sum(cell.row_span * cell.column_span for cell in self.cells) > MOST_PLACES:
            # No table is so: its spans are not believed.
            self.cells = [replace(cell, row_span=1, column_span=1) for cell in self.cells]
        self.headers = self.table.row
        self.rows = max((cell.row + cell.row_span for cell in self.cells), default=0)
        self.columns = max((cell.column + cell.column_span for cell in self.cells), default=0)
        # A head over the whole width names the table, not its columns.
        self.titles = {
            c.row for c in self.cells if c.row < self.headers and 1 < self.columns == c.column_span
        }
        self.captions += [self.words(cell) for cell in self.cells if cell.row in self.titles]
        heads = [self.words(cell) for cell in self.cells if cell.row < self.headers]
        self.captions += [words for words in heads if opens_with_measure(words)]

    @cached_property
    def _places(self) -> dict[tuple[int, int], Unit]:
        found: dict[tuple[int, int], Unit] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    found.setdefault((row, column), cell)
        return found

    def at(self, row: int, column: int) -> Unit | None:
        return self._places.get((row, column))

    def words(self, cell: Unit | None) -> str:
        return " ".join(self._text[cell.start : cell.end].split()) if cell else ""

    def header(self, column: int) -> str:
        """The words over a column, outermost first, each once."""
        if column not in self._named:
            self._named[column] = self._header(column)
        return self._named[column]

    @cached_property
    def _named(self) -> dict[int, str]:
        return {}

    def _header(self, column: int) -> str:
        rows = [row for row in range(self.headers) if row not in self.titles]
        over = [self.words(self.at(row, column)) for row in rows]
        return " ".join(dict.fromkeys(word for word in over if word))

    def label(self, row: int) -> str:
        """What a row is called: the words of the columns before the figures."""
        found = [self.words(self.at(row, column)) for column in range(self._stubs)]
        return " ".join(dict.fromkeys(words for words in found if words))

    @cached_property
    def _stubs(self) -> int:
        """How many columns name the rows: those before the first with a figure in most rows, one at least."""
        for column in range(self.columns):
            told = [self.words(self.at(row, column)) for row in range(self.headers, self.rows)]
            figures = sum(1 for words in told if any(letter.isdigit() for letter in words))
            if told and figures * 2 > len(told):
                return max(1, column)
        return 1

    def line(self, row: int) -> list[tuple[str, str]]:
        """A row as (words over the column, words of the cell), its empty cells too, a merged cell once."""
        found: list[tuple[str, str]] = []
        column = 0
        while column < self.columns:
            cell = self.at(row, column)
            found.append((self.header(column) if row >= self.headers else "", self.words(cell)))
            column = cell.column + cell.column_span if cell else column + 1
        return found


def row_head(tree: Tree, offset: int) -> str:
    """What the row of a table at `offset` says when it is read: the words over the table, and each cell under
    what its column is called; "" where there is no table. What is left blank because it stands above or to
    the left is said: the group a row is in, the year of a month."""
    place = tree.at(offset)
    if place < 0 or tree.units[place].kind is not UnitKind.CELL:
        return ""
    grid = grid_of(tree, tree.units[place].parent)
    row = tree.units[place].row
    line = _spoken(grid.line(row))
    told = [
        f"{header}: {words}" if header else words for header, words in (*_group(grid, row), *line) if words
    ]
    return "\n".join([*(" ".join(text.split()) for text in grid.captions), "; ".join(told)])


def _spoken(line: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A row as `Grid.line` gives it, a month with the year it is in, without what the figures are in."""
    found, year = [], ""
    for header, words in line:
        if dated := _YEAR.search(header):
            year = dated[0]
        elif year and _PART.match(header):
            header = f"{year}.{header}"
        found.append(("" if opens_with_measure(header) else header, words))
    return found


def _group(grid: Grid, row: int) -> list[tuple[str, str]]:
    """The name of the group in the first column, where a row leaves it blank and has a name of its own."""
    own = next((cell for column in range(grid.columns) if (cell := grid.at(row, column))), None)
    if row < grid.headers or own is None or own.column == 0 or any(c.isdigit() for c in grid.words(own)):
        return []
    above = next((cell for r in range(row - 1, grid.headers - 1, -1) if (cell := grid.at(r, 0))), None)
    return _spoken([(grid.header(0), grid.words(above))]) if above else []
