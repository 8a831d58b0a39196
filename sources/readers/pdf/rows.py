"""The rows of a table without a drawn grid: lines that go on with the cells above them, and the names of
columns, over one or several.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from sources.readers.header_rows import is_figure, is_time
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.words import Word

CENTRED: Final = 0.15  # share of a group's width by which the name over it may miss its middle
UNFINISHED: Final = re.compile(
    r"(?:[,\-–(/&]|\b(?:of|and|the|for|to|in|on|by|or|with|from|a|an|per|및|와|과|의))$", re.I
)


@dataclass(slots=True)
class CellWords:
    """A cell on its way: its place, its spans, its words in reading order."""

    row: int
    column: int
    words: list[Word] = field(default_factory=list)
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class Row:
    """The cells on one baseline, by the column they begin in."""

    base: float
    size: float
    cells: dict[int, CellWords]

    @property
    def spread(self) -> bool:
        return any(cell.column_span > 1 for cell in self.cells.values())

    @property
    def figures(self) -> int:
        """How many values stand in it; the name of a year or a month is none."""
        texts = [cell.text for column, cell in self.cells.items() if column]
        return sum(is_figure(text) and not is_time(text) for text in texts)


def below_first_rule(rows: Sequence[Row], rules: Sequence[Rect]) -> int:
    """How many rows stand above the first rule below a row, in a table without figures."""
    for k, row in enumerate(rows[:-1]):
        if k < 4 and _rule_between(row, rows[k + 1], rules):
            return k + 1
    return 0


def _rule_between(upper: Row, lower: Row, rules: Sequence[Rect]) -> bool:
    return any(
        rule.width > 20 and lower.base + 0.3 * lower.size < (rule.bottom + rule.top) / 2 < upper.base + 1
        for rule in rules
    )


def widen(rows: Sequence[Row], columns: Sequence[tuple[float, float]], rules: Sequence[Rect]) -> None:
    """Header cells over several columns reach as far as the rule under them or, in a row with fewer cells
    than the one below it, to half-way between two of them."""
    for k, row in enumerate(rows):
        for cell in row.cells.values():
            box = Rect(cell.words[0].box.left, row.base - row.size, cell.words[-1].box.right, row.base)
            under = next((rule for rule in rules if _underlines(rule, box)), None)
            if under is not None:
                over = [
                    c for c, (left, right) in enumerate(columns)
                    if min(right, under.right) - max(left, under.left) > 0.5 * (right - left)
                ]  # fmt: skip
                others = {c for other in row.cells.values() if other is not cell for c in _reach(other)}
                own = [c for c in over if c not in others]
                if own and len(over) < len(columns):
                    over = own
                    cell.column, cell.column_span = over[0], over[-1] - over[0] + 1
        row.cells = {cell.column: cell for cell in sorted(row.cells.values(), key=lambda cell: cell.column)}
        if k + 1 < len(rows) and len(rows[k + 1].cells) > len(row.cells) > 1 and row.spread:
            _share(row, columns)
        elif k + 1 < len(rows):
            _centre(row, {c for lower in rows[k + 1 :] for c in lower.cells}, columns)


def _centre(row: Row, named: Collection[int], columns: Sequence[tuple[float, float]]) -> None:
    """Names that part the columns `named` below them into equal groups, each in the middle of its own, reach
    over their groups."""
    cells = [cell for column, cell in sorted(row.cells.items()) if column]
    count = len(columns) - 1
    wide = count // len(cells) if cells else 0
    if len(cells) < 2 or wide < 2 or wide * len(cells) != count or not set(range(1, count + 1)) <= set(named):
        return
    starts = range(1, count + 1, wide)
    for cell, start in zip(cells, starts, strict=True):
        left, right = columns[start][0], columns[start + wide - 1][1]
        middle = (cell.words[0].box.left + cell.words[-1].box.right) / 2
        if abs(middle - (left + right) / 2) > CENTRED * (right - left):
            return
    for cell, start in zip(cells, starts, strict=True):
        cell.column, cell.column_span = start, wide
    row.cells = {cell.column: cell for cell in sorted(row.cells.values(), key=lambda cell: cell.column)}


def _reach(cell: CellWords) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _underlines(rule: Rect, box: Rect) -> bool:
    near = box.bottom - 0.3 * (box.top - box.bottom) < rule.bottom < box.top
    middle = (box.left + box.right) / 2
    return near and rule.width > 12 and rule.left - 3 <= box.left and box.right <= rule.right + 3 and (
        rule.left < middle < rule.right
    )  # fmt: skip


def _share(row: Row, columns: Sequence[tuple[float, float]]) -> None:
    """Give the columns without a name, but the first, to the nearest cell of the row."""
    cells = list(row.cells.values())
    for column in range(1, len(columns)):
        if any(column in _reach(cell) for cell in cells):
            continue
        middle = sum(columns[column]) / 2
        near = min(
            cells, key=lambda cell: abs(middle - (cell.words[0].box.left + cell.words[-1].box.right) / 2)
        )
        if column == near.column + near.column_span:
            near.column_span += 1
        elif column == near.column - 1 and near.column > 1:
            near.column, near.column_span = column, near.column_span + 1
    row.cells = {cell.column: cell for cell in cells}


def header_of(rows: Sequence[Row]) -> list[Row]:
    """The rows above the first values: lines of one name put together, names over several columns a row of
    their own."""
    out: list[Row] = []
    for row in rows:
        if (out and not out[-1].spread and not row.spread and _fits(out[-1], row)) or (
            out and out[-1].spread and row.spread and set(row.cells) <= set(out[-1].cells)
        ):
            _join(out[-1], row)
        else:
            out.append(row)
    return out


def _fits(upper: Row, lower: Row) -> bool:
    return upper.base - lower.base < 2.2 * max(upper.size, lower.size)


def body_of(rows: Sequence[Row], rules: Sequence[Rect]) -> list[Row]:
    if len(rows) < 2:
        return list(rows)
    ruled = [_rule_between(a, b, rules) for a, b in pairwise(rows)]
    steps = [a.base - b.base for a, b in pairwise(rows)]
    usual = median(steps)
    by_rules = sum(ruled) >= 0.35 * len(ruled)
    out = [rows[0]]
    for k, row in enumerate(rows[1:]):
        if not ruled[k] and (_goes_on(out[-1], row, steps[k], usual) or (by_rules and not row.figures)):
            _join(out[-1], row)
        else:
            out.append(row)
    return out


def _goes_on(upper: Row, row: Row, step: float, usual: float) -> bool:
    """Whether a line only goes on with cells of the row above it."""
    if step > 1.9 * row.size or row.spread:
        return False
    texts = [cell.text for cell in row.cells.values()]
    if any(is_figure(text) for text in texts) or not set(row.cells) <= set(upper.cells):
        return False
    if step < 0.85 * usual:
        return True
    ends = [upper.cells[column].text for column in row.cells]
    if 0 not in row.cells:
        return True
    return len(texts) == 1 and (bool(re.match(r"[a-z(]", texts[0])) or bool(UNFINISHED.search(ends[0])))


def _join(upper: Row, lower: Row) -> None:
    for column, cell in lower.cells.items():
        if column in upper.cells:
            upper.cells[column].words += cell.words
        else:
            upper.cells[column] = cell
    upper.cells = dict(sorted(upper.cells.items()))
    upper.base = lower.base


def reach_down(rows: Sequence[Row], header: int) -> None:
    """A name in one column of a header with names over several reaches down over the places below it."""
    for k, row in enumerate(rows[: max(0, header - 1)]):
        for cell in row.cells.values():
            below = [
                c for lower in rows[k + 1 : header] for other in lower.cells.values() for c in _reach(other)
            ]
            if cell.column_span == 1 and cell.column not in below:
                cell.row_span = header - k
