"""Which rows of a table name its columns: as its format says, or as its cells show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile
from typing import Final, Protocol

from sources.blocks import Cell, covered
from sources.units.measures import is_total

_SIGNS: Final = r"[(\[\ufffd△▲▽▼∆+\-–−~±<>≤≥$￦₩€£¥\s]*"
_NUMBER: Final = r"\d[\d,.:/\s]*(?:[-–~]\s?\d[\d,.]*)?"
_AFTER: Final = r"(?:%p?|％|[a-zA-Z]{1,3}|[가-힣]{1,3}|p\.?p\.?)?[)\]\ufffd*†‡\s]*"
_FIGURE: Final = re.compile(
    rf"{_SIGNS}{_NUMBER}{_AFTER}(?:[(\[]{_SIGNS}{_NUMBER}{_AFTER})?|[-–—·.*…]+|n/?a", re.I
)
_YEAR: Final = re.compile(
    r"(?:['’‘]?(?:19|20)\d\d|['’‘]\d\d|\d\d(?=\s?년|[./]\d{1,2}\s?[월분QH]))\s?(?:년|[A-Za-z]?[./–-]?\s?\d{0,2}[a-zA-Z월분기상하반QH/]{0,4})?"
)
# Months, quarters and days: names of columns over values, and values themselves where there are no others.
_PART: Final = re.compile(
    r"\d{1,2}\s?월|[1-4]\s?(?:분기|/4|Q)|Q[1-4]"
    r"|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|(?:19|20)\d\d[-./]\s?\d{1,2}[-./]\s?\d{1,2}\.?"
)
# What stands over a column of names, and is no name of a row.
_CORNER: Final = re.compile(
    r"구\s?분|항\s?목|비\s?목|분\s?류|[연순]\s?번|번\s?호|용\s?어|no\.?|items?|categor(?:y|ies)|terms?", re.I
)
_SECOND: Final = re.compile(r"내\s?용|설\s?명|비\s?고|정\s?의|descriptions?|definitions?|meanings?", re.I)
_DEEPEST: Final = 4  # rows that name columns, at the most
_LONGEST_NAME: Final = 80  # characters of a column's name
_OF_VALUES: Final = 0.5  # share of two columns' rows that have a value, where the second is one of values


class Marked(Protocol):
    """A cell of which the format says whether it names a column."""

    row: int
    column: int
    row_span: int
    column_span: int
    header: bool

    @property
    def text(self) -> str: ...


def declared_header(placed: Sequence[Marked]) -> int | None:
    """How many of the first rows the format itself calls header rows; None where it says nothing."""
    cells = {row: list(group) for row, group in groupby(placed, key=lambda c: c.row)}
    named = {row: all(cell.header for cell in own) for row, own in cells.items()}
    if not any(named.values()):
        return None
    rows = sorted(named)
    # A total under the names is a row, though it be marked as one of them.
    ends = (at for at, row in enumerate(rows) if not named[row] or (at and _gives_totals(cells[row])))
    first = next(ends, len(rows) - 1)
    # A row of names under a group's name is header too, though the format marks the first row alone.
    over = {
        column
        for cell in placed
        if cell.row in rows[:first] and cell.column_span > 1
        for column in covered(cell.column, cell.column_span)
    }
    reach = max((c.row + c.row_span for c in placed if c.row in rows[:first]), default=0)
    for row in rows[first:]:
        if row >= reach or not all(cell.column in over for cell in placed if cell.row == row):
            break
        first += 1
    return min(first, len(rows) - 1)


def is_figure(text: str) -> bool:
    """Whether a cell holds a value: a number with its sign and unit, or the dash that stands for none."""
    return bool(_FIGURE.fullmatch(text.strip()))


def is_time(text: str) -> bool:
    """Whether a cell names a year, a quarter or a month, as the names of columns do."""
    return bool(_YEAR.fullmatch(text.strip()) or _PART.fullmatch(text.strip()))


def header_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many of the first rows name the columns: those without values above rows with them, as far as a
    cell of the first row reaches down; years name columns as words do. Without any values one row, if every
    column has a short name in it. In two columns that are not of values the first column names the rows
    instead, unless the corner says otherwise."""
    if len(rows) < 2:
        return 0
    width = max(cell.column + cell.column_span for row in rows for cell in row)
    values = [_has_values(row) for row in rows]
    if not any(values):
        values = [_has_values(row, of_time=True) for row in rows]
    if width == 2 and sum(values) < _OF_VALUES * len(rows):
        return int(len(rows[0]) == 2 and _names_two(rows[0]))
    if any(values):
        first = values.index(True)
        if first == 0:
            return int(_counts(rows[0]))
        deep = max((c.row + c.row_span for c in rows[0] if c.column_span < width), default=1)
        most = max(deep, 1 + sum(1 for _ in takewhile(lambda row: _names_several(row, width), rows)))
        count = min(_before_group(rows[:first], width), most, len(rows) - 1)
        # So many are the lines of a form, each a name and what is filled in.
        told = [row for row in rows[:count] if _explains(row)]
        is_form = count > _DEEPEST or len(told) > 1 or any(len(row) == 2 for row in told)
        return 0 if is_form else count
    names = [cell.text for cell in rows[0]]
    named = all(names) and _covered(rows[0]) == width and all(len(name) <= 40 for name in names)
    reach = max((cell.row_span for cell in rows[0]), default=1)
    return min(reach, len(rows) - 1) if named else 0


def _before_group(rows: Sequence[Sequence[Cell]], width: int) -> int:
    """How many rows stand before one that has one name alone, after one that names the columns: it names a
    group of rows."""
    full = next((k for k, row in enumerate(rows) if _covered(row) >= width - 1 and len(row) > 2), len(rows))
    reached = {k for row in rows for c in row for k in range(c.row + 1, c.row + c.row_span)}
    alone = (
        k
        for k in range(full + 1, len(rows))
        if sum(bool(cell.text) for cell in rows[k]) == 1 and rows[k][0].row not in reached
    )
    return next(alone, len(rows))


def _explains(row: Sequence[Cell]) -> bool:
    """Whether a cell beside others is too long for the name of a column."""
    return len(row) > 1 and any(len(cell.text) > _LONGEST_NAME for cell in row)


def _covered(row: Sequence[Cell]) -> int:
    """How many columns the cells of a row reach over."""
    return sum(cell.column_span for cell in row)


def _names_two(row: Sequence[Cell]) -> bool:
    return bool(_CORNER.fullmatch(row[0].text) or _SECOND.fullmatch(row[1].text))


def _counts(row: Sequence[Cell]) -> bool:
    """Whether a row counts its columns, or says the steps by which they go up: three at least, all alike."""
    try:
        told = [float(cell.text) for cell in row[1:]]
    except ValueError:
        return False
    steps = {round(after - before, 6) for before, after in pairwise(told)}
    return len(told) > 2 and len(steps) == 1 and min(steps) > 0


def _names_several(row: Sequence[Cell], width: int) -> bool:
    """Whether a row has names over several columns, or one name alone."""
    spread = any(1 < cell.column_span < width for cell in row)
    return spread or sum(bool(cell.text) for cell in row) == 1


def _gives_totals(row: Sequence[Marked]) -> bool:
    """Whether a row gives totals."""
    return is_total(row[0].text) and _has_values(row)


def _has_values(row: Sequence[Cell | Marked], *, of_time: bool = False) -> bool:
    """Whether a row has values; `of_time`: months and days are such, years never."""
    others = [cell.text for cell in row if cell.column > 0 and cell.text]
    named = (lambda text: bool(_YEAR.fullmatch(text))) if of_time else is_time
    return any(is_figure(text) and not named(text) for text in others)
