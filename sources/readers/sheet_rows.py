"""The rows of a sheet as tables: what an empty row or column parts are tables of their own, and a row of one
cell beside a table is its title, its unit or a note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sources.blocks import Block, BlockKind, Cell, covered
from sources.readers.grid import table_of, text_of
from sources.units.measures import is_measure

MOST_CELLS: Final = 500_000
LONGEST_NAME: Final = 100  # characters of a table's name
Row = list[Cell]


def blocks_of(rows: Sequence[Row]) -> Iterator[Block]:
    """The tables in `rows` and the lines around them. Empty rows stand between them."""
    for group in _groups(rows):
        above: list[str] = []
        while group and _alone(group[0]):
            above.append(_alone(group.pop(0)))
        for place, text in enumerate(above):
            # The line over a table names it; whatever stands over that is of the sheet.
            names = group and len(text) <= LONGEST_NAME and all(map(is_measure, above[place + 1 :]))
            yield Block(text, BlockKind.CAPTION if names else BlockKind.BODY)
        after: list[str] = []
        while group and _alone(group[-1]):
            after.insert(0, _alone(group.pop()))
        for beside in _parted(group):
            made = table_of(cell for row in beside for cell in row)
            yield Block(text_of(made)[0], BlockKind.TABLE, table=made)
        yield from (Block(text, BlockKind.BODY) for text in after)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    now: list[Row] = []
    for row in [*rows, []]:
        if row:
            now.append(row)
        elif now:
            yield now
            now = []


def _parted(group: Sequence[Row]) -> Iterator[list[Row]]:
    """The tables that stand beside each other in `group`: what an empty column parts, if two columns or more
    and two rows stand on each side. One alone is a note, or a column that the table leaves empty."""
    held = sorted(
        {column for row in group for cell in row for column in covered(cell.column, cell.column_span)}
    )
    runs: list[list[int]] = []
    for column in held:
        if runs and column == runs[-1][-1] + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    parts = [[part for row in group if (part := [c for c in row if c.column in run])] for run in runs]
    whole = all(len(run) > 1 and len(part) > 1 for run, part in zip(runs, parts, strict=True))
    yield from parts if whole else [list(group)] if group else []


def _alone(row: Row) -> str:
    """The text of a row of a single cell, "" for another."""
    return row[0].text if len(row) == 1 else ""
