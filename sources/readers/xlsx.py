"""XLSX: every sheet under its name, its tables as tables, numbers as the sheet displays them.

A sheet is read with openpyxl: what an empty row or column parts are tables of their own, and a row of one
cell beside a table is its title, its unit or a note. Hidden sheets, rows and columns are left out, formulas
are told by the value last computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sources.blocks import Block, BlockKind, Cell, Reading
from sources.door.archive import Archive, parse_xml
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.readers.grid import captioned
from sources.readers.number_format import shown
from sources.readers.sheet_rows import MOST_CELLS, Row, blocks_of

MARKUP: Final = re.compile(r"\.(?:xml|rels|vml)$", re.I)


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
        raise Refused(Reason.TOO_MANY_CELLS, name, limit=MOST_CELLS)
    rows = _rows(sheet)
    if any(cell.text for row in rows for cell in row):
        yield Block(sheet.title, BlockKind.HEADING)
        yield from blocks_of(rows)


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
