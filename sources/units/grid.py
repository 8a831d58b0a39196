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
from sources.units.cell_lines import lines_over
from sources.units.heads import shortened
from sources.units.measures import opens_with_measure, sums_up
from sources.units.tree import Tree

Span = tuple[int, int]

LONGEST_NAME: Final = 60  # characters: a cell of more is running text and names nothing
# A name whose letters are set apart to fill its cell: 합 계, (제 조).
_STRETCHED: Final = re.compile(r"(?<![^(\s])(?<![가-힣] )[가-힣](?: [가-힣]){1,4}(?=\)?(?::|$))")
GROUPS: Final = 3  # rows of a table, at the least, to a name alone in its row
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
        number = self.table.paragraph
        self._sentences = tree.document.paragraphs[number - 1].sentences if number else ()
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
        """The words over a column, outermost first, each once, without the colon that may end them."""
        if column not in self._named:
            self._named[column] = self._header(column)
        return self._named[column]

    @cached_property
    def _named(self) -> dict[int, str]:
        return {}

    def _header(self, column: int) -> str:
        rows = [row for row in range(self.headers) if row not in self.titles]
        over = [self.words(self.at(row, column)) for row in rows]
        return " ".join(dict.fromkeys(word for word in over if word)).rstrip(" :：")

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

    def line(self, row: int, part: Span | None = None, *, names: bool = True) -> list[tuple[str, str]]:
        """A row as (words over the column, words of the cell), its empty cells too, a merged cell once. Of a
        `part` of the row, as offsets in the document, those words alone and, with `names`, the names before
        them."""
        found: list[tuple[str, str]] = []
        named = None if part is None or self.holds(part, row) else self.names(row, part[0])
        column = 0
        while column < self.columns:
            cell = self.at(row, column)
            words = self.words(cell)
            if named is not None and part is not None and cell is not None and not (names and cell in named):
                words = " ".join(self._text[max(part[0], cell.start) : min(part[1], cell.end)].split())
            found.append((self.header(column) if row >= self.headers else "", words))
            column = cell.column + cell.column_span if cell else column + 1
        return found

    def names(self, row: int, start: int) -> list[Unit]:
        """The cells that say of what the words of `row` from `start` on are: the short ones before them."""
        own = next((cell for cell in reversed(self._rows.get(row, ())) if cell.start <= start), None)
        before = [self.at(row, column) for column in range(own.column if own else 0)]
        named = dict.fromkeys(cell for cell in before if cell and cell.end <= start)
        return [cell for cell in named if cell.end - cell.start <= LONGEST_NAME]

    def group(self, row: int) -> str:
        """The name over a group of rows, alone in a row above `row`; "" where there is none."""
        return self._groups.get(row, "")

    @cached_property
    def _groups(self) -> dict[int, str]:
        found: dict[int, str] = {}
        body = range(self.headers, self.rows)
        held = {row: {c.start: c for k in range(self.columns) if (c := self.at(row, k))} for row in body}
        alone = {row for row in body if len(held[row]) == 1 and len(held.get(row + 1, ())) > 1}
        merged = {row for row in alone if next(iter(held[row].values())).column_span >= self.columns - 1}
        # Without a merged cell it may be a row whose values are not there.
        parted = len(alone) > 1 and body.start in alone
        alone = alone if parted else merged
        if not alone or GROUPS * len(alone) > len(body):
            return found
        name = ""
        for row in body:
            first = next(iter(held[row].values()), None)
            words = self.words(first)
            if row in alone:
                name = words if len(words) <= LONGEST_NAME else ""
            elif sums_up(words):
                name = ""  # what comes after the sum of a group is none of it
            elif name:
                found[row] = name
        return found

    def begins(self, row: int) -> int:
        """Where the words of a row begin."""
        return self._rows[row][0].start

    def holds(self, part: Span, row: int) -> bool:
        """Whether a part of the text, as offsets in it, has the whole of a row."""
        own = self._rows.get(row, ())
        return not own or (part[0] <= own[0].start and own[-1].end <= part[1])

    @cached_property
    def _rows(self) -> dict[int, list[Unit]]:
        found: dict[int, list[Unit]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return found

    @cached_property
    def over(self) -> dict[int, tuple[Span, ...]]:
        """Where a line of a cell begins → the lines of the cell that it stands under, outermost first."""
        return lines_over(self._text, self.cells, self._sentences) if self.table.paragraph else {}


def row_head(tree: Tree, start: int, end: int | None = None) -> str:
    """What the row of a table at `start` says when it is read, or the part of it from there to `end`: the
    words over the table, and each cell under what its column is called; "" where there is no table. What is
    left blank because it stands above or to the left is said: the group a row is in, the year of a month.
    Over the line of a cell stand those that it is under."""
    place = tree.at(start)
    if place < 0 or tree.units[place].kind is not UnitKind.CELL:
        return ""
    grid = grid_of(tree, tree.units[place].parent)
    row = tree.units[place].row
    line = _spoken(grid.line(row, None if end is None else (start, end)))
    above = _above(tree, grid, start)
    told = [
        f"{header}: {words}" if header else words for header, words in (*_group(grid, row), *line) if words
    ]
    row_said = "; ".join(map(unstretched, told))
    return "\n".join([*(" ".join(text.split()) for text in (*grid.captions, *above)), row_said])


def unstretched(words: str) -> str:
    """What a cell says, a name whose letters are set apart to fill it as one word."""
    return _STRETCHED.sub(lambda found: found[0].replace(" ", ""), words)


def part_head(tree: Tree, start: int) -> str:
    """The words that what stands at `start` in a table cannot be understood without, where its row begins
    before it: the row's names, and the lines of its cell that it is under; "" at a row's beginning."""
    place = tree.at(start)
    if place < 0 or tree.units[place].kind is not UnitKind.CELL:
        return ""
    grid, row = grid_of(tree, tree.units[place].parent), tree.units[place].row
    if start <= grid.begins(row):
        return ""
    named = shortened(" ".join(grid.words(cell) for cell in grid.names(row, start)))
    return "\n".join(part for part in (named, *_above(tree, grid, start)) if part)


def _above(tree: Tree, grid: Grid, start: int) -> list[str]:
    """The lines of its cell that the line at `start` is under."""
    return [shortened(tree.document.text[a:b]) for a, b in grid.over.get(start, ())]


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
    """The name of the group a row is in: alone in a row above it, or in the first column, where the row
    leaves it blank and has a name of its own."""
    if name := grid.group(row):
        return [("", name)]
    own = next((cell for column in range(grid.columns) if (cell := grid.at(row, column))), None)
    if row < grid.headers or own is None or own.column == 0 or any(c.isdigit() for c in grid.words(own)):
        return []
    above = next((cell for r in range(row - 1, grid.headers - 1, -1) if (cell := grid.at(r, 0))), None)
    return _spoken([(grid.header(0), grid.words(above))]) if above else []
