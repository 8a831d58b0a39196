"""Rows of a page without drawn rules: lines in pieces that stand under each other as cells do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from sources.readers.header_rows import is_figure
from sources.readers.pdf.baselines import is_item
from sources.readers.pdf.lines import Line, by_height

APART: Final = 1.0  # ems between two pieces of a row that may be cells
FAR: Final = 3.2  # ems between two rows of one table, from baseline to baseline
LONG: Final = 38  # characters of a piece that is rather text than a cell
PAIRS: Final = 5  # rows of a name and a text, at the least
WIDE: Final = 4.0  # ems between the two


def levels(lines: Sequence[Line]) -> list[list[Line]]:
    """The pieces in rows, from the top down, each from left to right."""
    rows: list[list[Line]] = []
    for line in by_height(list(lines)):
        mate = rows[-1][0] if rows else None
        if mate is not None and abs(mate.base - line.base) < 0.35 * max(mate.size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def runs_of_rows(lines: Sequence[Line], size: float) -> list[list[Line]]:
    """Stretches of rows that are in pieces, with the single lines between them (a cell's second line, the
    name of a group of rows)."""
    rows = levels(lines)
    found: list[list[Line]] = []
    start: int | None = None
    last = -1
    for k, row in enumerate([*rows, []]):
        if row and is_row(row):
            if start is not None and not _goes_on(rows, last, k, size):
                _keep(rows[start : last + 1], found, size)
                start = None
            if start is None:
                start = k
            last = k
    if start is not None:
        _keep(rows[start : last + 1], found, size)
    return found


def is_row(row: Sequence[Line]) -> bool:
    """Whether the pieces on one baseline may be cells: two or more, apart from each other and no item of a
    list, or one that ends in values."""
    if len(row) == 1:
        words = row[0].text.split()
        values = sum(map(is_figure, words[1:]))
        return values > 1 and values >= 0.5 * len(words) and is_figure(words[-1])
    return not is_item(row) and any(
        b.box.left - a.box.right > APART * min(a.size, b.size) for a, b in pairwise(row)
    )


def _goes_on(rows: Sequence[list[Line]], last: int, now: int, size: float) -> bool:
    """Whether a row in pieces belongs to the table of the one before it."""
    between = rows[last + 1 : now]
    if len(between) > 3:
        return False
    steps = [rows[k][0].base - rows[k + 1][0].base for k in range(last, now)]
    if max(steps) > FAR * size:
        return False
    wide = max(line.box.right for line in rows[last]) - min(line.box.left for line in rows[last])
    long = [row for row in between if row[0].box.width > 0.8 * wide and len(row[0].text) > LONG]
    return len(long) < 2


def _keep(rows: Sequence[list[Line]], found: list[list[Line]], size: float) -> None:
    """Keep a run of rows where it is a table and no text in columns."""
    pieces = [line for row in rows for line in row]
    parted = [row for row in rows if is_row(row)]
    if len(parted) < 2 or not _is_tabular(parted):
        return
    found.append(pieces)


def _is_tabular(rows: Sequence[list[Line]]) -> bool:
    """Whether rows in pieces have values in them or short names under each other: columns of text fill their
    width instead."""
    cells = [line for row in rows for line in row]
    figures = sum(is_figure(line.text) or len(row) == 1 for row in rows for line in row)
    if figures > 0.25 * len(cells):
        return True
    lengths = sorted(len(line.text) for line in cells)
    wordy = sum(len(line.text.split()) > 3 for line in cells)
    if _are_pairs(rows):
        return True
    short = median(lengths) < LONG * 0.6 and lengths[-1] < 3 * LONG and wordy < 0.4 * len(cells)
    return len(rows) >= 3 and short and _shared_edges(rows)


def _are_pairs(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether rows are of a name and what is said of it, set to one edge, with more white between than there
    is between columns of text."""
    pairs = [row for row in rows if len(row) == 2]
    if len(pairs) < PAIRS or len(pairs) < 0.8 * len(rows):
        return False
    wide = sum(b.box.left - a.box.right > WIDE * a.size for a, b in pairs)
    edges = ([b.box.left for _, b in pairs], [b.box.right for _, b in pairs])
    level = any(sum(abs(x - median(side)) < 2.5 for x in side) > 0.7 * len(pairs) for side in edges)
    return level and wide > 0.7 * len(pairs)


def _shared_edges(rows: Sequence[list[Line]]) -> bool:
    """Whether most rows have a second cell that begins where that of another row does."""
    lefts = [[line.box.left for line in row[1:]] for row in rows]
    shared = 0
    for k, own in enumerate(lefts):
        others = [x for j, row in enumerate(lefts) if j != k for x in row]
        shared += any(abs(a - b) < 2.5 for a in own for b in others)
    return shared >= 0.6 * len(rows)
