"""The cells of a drawn grid: where a rule between two places is missing, they are one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sources.readers.header_rows import is_figure
from sources.readers.pdf.cells import APART, cells_of
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.lines import Line, by_height
from sources.readers.pdf.regions import Region, are_shallow
from sources.readers.pdf.rows import CellWords
from sources.readers.pdf.runs import levels
from sources.readers.pdf.words import Word, runs_of, words_of

HIDDEN = 2.5  # rows of text between two rules, at the most
FAR = 1.5  # ems between two names in one frame
NEAR = 4.0  # points between two rules that are one
COVERED = 0.6  # share of a cell's side that a rule must cover to be drawn there


@dataclass(frozen=True, slots=True)
class _Grid:
    """Column edges from the left, row edges from the top, and the rules."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    uprights: list[Rect]
    flats: list[Rect]

    def parts_columns(self, row: int, edge: int) -> bool:
        """Whether a rule is drawn in row `row` at the column edge `edge`."""
        top, bottom = self.ys[row], self.ys[row + 1]
        return _drawn(
            [(r.bottom, r.top) for r in self.uprights if abs((r.left + r.right) / 2 - self.xs[edge]) < NEAR],
            bottom,
            top,
        )

    def parts_rows(self, column: int, edge: int) -> bool:
        """Whether a rule is drawn in column `column` at the row edge `edge`."""
        left, right = self.xs[column], self.xs[column + 1]
        return _drawn(
            [(r.left, r.right) for r in self.flats if abs((r.bottom + r.top) / 2 - self.ys[edge]) < NEAR],
            left,
            right,
        )


def _drawn(stretches: Sequence[tuple[float, float]], low: float, high: float) -> bool:
    covered = sum(max(0.0, min(high, b + 1) - max(low, a - 1)) for a, b in stretches)
    return covered > COVERED * (high - low)


def grid_cells(region: Region) -> list[CellWords]:
    """The cells of a region with a drawn grid; read by their white space where its rules part hardly any."""
    uprights = [rule for rule in region.rules if rule.height > rule.width]
    flats = [rule for rule in region.rules if rule.width >= rule.height]
    box = region.box
    xs = _positions([(r.left + r.right) / 2 for r in uprights], box.left, box.right)
    ys = _positions([(r.bottom + r.top) / 2 for r in flats], box.bottom, box.top)[::-1]
    grid = _Grid(xs, ys, uprights, flats)
    if _hides_rows(grid, region.lines):
        return cells_of(region.lines, region.rules)
    found = _merged(grid)
    for line in by_height(region.lines):
        x, y = (line.box.left + line.box.right) / 2, (line.box.bottom + line.box.top) / 2
        row = sum(y < edge for edge in ys[1:-1])
        column = sum(x > edge for edge in xs[1:-1])
        found[row, column].words.extend(words_of(line))
    seen: dict[int, CellWords] = {id(cell): cell for cell in found.values()}
    filled = [cell for cell in seen.values() if cell.words]
    parts = [_shared_out(cell, xs) for cell in filled]
    cells = [part for own in parts for part in own]
    several = [cell for cell in cells if _holds_several(cell)]
    two = len(xs) == 3 and sum(len(own) > 1 for own in parts) > 0.5 * (len(ys) - 1)
    if two or len(several) > 0.25 * len(cells):
        # The rules part groups of columns, or only the header.
        return cells_of(region.lines, region.rules) or cells
    return cells


def _shared_out(cell: CellWords, xs: Sequence[float]) -> list[CellWords]:
    """The cells of a frame over several columns in which names stand, each over as many of them, parted by no
    rule but the white between."""
    if cell.column_span == 1 or len({round(word.base / 3) for word in cell.words}) > 1:
        return [cell]
    runs = runs_of(cell.words, FAR)
    wide, rest = divmod(cell.column_span, len(runs))
    starts = [cell.column + place * wide for place in range(len(runs))]
    inside = all(
        xs[start] <= (run.left + run.right) / 2 <= xs[start + wide]
        for start, run in zip(starts, runs, strict=True)
    )
    if len(runs) == 1 or rest or not inside or any(len(run.text) == 1 and run.text.isalpha() for run in runs):
        return [cell]
    return [
        CellWords(cell.row, start, list(run.words), cell.row_span, wide)
        for start, run in zip(starts, runs, strict=True)
    ]


def _holds_several(cell: CellWords) -> bool:
    """Whether what a grid has for one cell holds values side by side."""
    rows: dict[float, list[Word]] = {}
    for word in cell.words:
        rows.setdefault(round(word.base / 3), []).append(word)
    for words in rows.values():
        runs = runs_of(words, APART)
        if len(runs) > 1 and sum(is_figure(run.text) for run in runs) > 1:
            return True
    return False


def _hides_rows(grid: _Grid, lines: Sequence[Line]) -> bool:
    """Whether most rows of text have no rule between them: the grid only frames columns or groups of rows."""
    rows = levels(lines)
    several = sum(len(row) > 1 for row in rows)
    at = [(rule.left + rule.right) / 2 for rule in grid.uprights]
    closed = any(x < grid.xs[0] + NEAR for x in at) and any(x > grid.xs[-1] - NEAR for x in at)
    # One that is open at its sides may have rules here and there.
    most = HIDDEN if closed or not are_shallow(rows, grid.ys) else 1.0
    return several > most * (len(grid.ys) - 1) and several >= 4


def _merged(grid: _Grid) -> dict[tuple[int, int], CellWords]:
    """Every place of a grid → the cell that covers it."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    found: dict[tuple[int, int], CellWords] = {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) in found:
                continue
            across = 1
            while (
                column + across < columns
                and (row, column + across) not in found
                and not grid.parts_columns(row, column + across)
            ):
                across += 1
            down = 1
            while row + down < rows and not any(
                (row + down, c) in found or grid.parts_rows(c, row + down)
                for c in range(column, column + across)
            ):
                down += 1
            cell = CellWords(row, column, [], down, across)
            for r in range(row, row + down):
                for c in range(column, column + across):
                    found[r, c] = cell
    return found


def _positions(values: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    out: list[float] = []
    for value in sorted([low, *values, high]):
        if not out or value - out[-1] > NEAR:
            out.append(value)
    return tuple(out)
