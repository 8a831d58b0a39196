"""XLSX: every sheet under its name, its tables as tables, numbers as the sheet displays them.

A sheet is read with openpyxl: what an empty row or column parts are tables of their own, and a row of one
cell beside a table is its title, its unit or a note. Hidden sheets, rows and columns are left out, formulas
are told by the value last computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sources.blocks import Block, BlockKind, Cell, Reading, covered
from sources.door.archive import Archive, parse_xml
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.readers.grid import captioned, table_of, text_of
from sources.readers.number_format import shown
from sources.units.measures import is_measure

MOST_CELLS: Final = 500_000
MARKUP: Final = re.compile(r"\.(?:xml|rels|vml)$", re.I)
LONGEST_NAME: Final = 100  # characters of a table's name
Row = list[Cell]


def read(path: Path, *, limits: Limits = Limits()) -> Reading:
    """The blocks of the XLSX at `path`. Raises Refused."""
    name = display_name(path.name)
    check_parts(path, limits)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
        blocks: list[Block] = []
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                blocks += _sheet(sheet, name)
        metadata = package_metadata(book.properties)
        # What a sheet is called says less than the line over its table.
        if first := next((block.text for block in blocks if block.kind is not BlockKind.HEADING), ""):
            metadata.setdefault("title", first)
    except Refused:
        raise
    except Exception as error:  # openpyxl raises what its parts raise
        raise Refused(Reason.DAMAGED, name) from error
    return Reading(captioned(blocks), metadata=metadata)


def check_parts(path: Path, limits: Limits) -> None:
    """Read every part once as the libraries will, within the limits and without DTD or entities, since they
    do not look. Raises Refused."""
    name = display_name(path.name)
    with Archive(path, limits) as archive:
        for member in archive.names:
            data = archive.read(member)
            if MARKUP.search(member):
                parse_xml(data, name)


def package_metadata(properties: Any) -> dict[str, str]:
    """Title, author, subject and date of a package's core properties."""
    said = {
        "title": properties.title,
        "author": getattr(properties, "creator", None) or getattr(properties, "author", None),
        "subject": properties.subject,
    }
    out = {key: str(value).strip() for key, value in said.items() if value and str(value).strip()}
    if properties.created is not None:
        out["date"] = properties.created.date().isoformat()
    return out


def _sheet(sheet: Any, name: str) -> Iterator[Block]:
    if sheet.max_row * sheet.max_column > 100 * MOST_CELLS or len(sheet._cells) > MOST_CELLS:
        raise Refused(Reason.TOO_LARGE, name, limit_mb=0, size_mb=0)
    rows = _rows(sheet)
    if not any(cell.text for row in rows for cell in row):
        return
    yield Block(sheet.title, BlockKind.HEADING)
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


def _rows(sheet: Any) -> list[Row]:
    """The rows with anything in them, cells with the text shown and their spans; an empty list for the first
    of some empty ones."""
    hidden = {key for key, size in sheet.column_dimensions.items() if size.hidden}
    spans = {(r.min_row, r.min_col): (r.max_row, r.max_col) for r in sheet.merged_cells.ranges}
    found: dict[int, Row] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        text = " ".join(shown(cell.value, cell.number_format or "General").split())
        if not text or sheet.row_dimensions[row].hidden or cell.column_letter in hidden:
            continue
        last_row, last_column = spans.get((row, column), (row, column))
        found.setdefault(row, []).append(
            Cell(text, row, column, last_row - row + 1, last_column - column + 1)
        )
    out: list[Row] = []
    unseen = {row for row, size in sheet.row_dimensions.items() if size.hidden}
    for row in sorted(found):
        reach = max((c.row + c.row_span for kept in out[-1:] for c in kept), default=row)
        if out and any(between not in unseen for between in range(reach, row)):
            out.append([])
        out.append(found[row])
    return out


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
