"""The cells of a table without a drawn grid: columns by the white between them, rows by their baselines.

Columns are the stretches that white space parts in nearly every row that is in pieces; a run of words over
several of them is a merged cell. A line that only goes on with the cells above it belongs to their row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import Final

from sources.readers.header_rows import is_figure
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.lines import Line
from sources.readers.pdf.rows import CellWords, Row, below_first_rule, body_of, header_of, reach_down, widen
from sources.readers.pdf.runs import levels
from sources.readers.pdf.words import CONTENTS, Run, Word, parted_at, runs_of, without_leaders, words_of

APART: Final = 0.62  # ems between two words of one row that stand in different cells
STEP: Final = 0.5  # points
WHITE: Final = 0.3  # ems between two columns, at the least
TIGHT: Final = 0.15  # ems where the rows are of values, which end at one edge
CROSSED: Final = 0.08  # share of the rows that may cross the white between two columns
LONE: Final = re.compile(r"[$€£¥₩%()\[\]*†‡]{1,2}")


def cells_of(lines: Sequence[Line], rules: Sequence[Rect]) -> list[CellWords]:
    """The cells of a table from the pieces of its lines and the rules drawn in it; [] where they stand in one
    column."""
    if _is_contents(lines):
        return []
    uprights = [rule for rule in rules if rule.height > rule.width]
    rows = [
        [part for run in runs_of(_words(row), APART) for part in parted_at(run, uprights)]
        for row in levels(lines)
    ]
    rows = [row for row in rows if row]
    columns = _columns(rows)
    if len(columns) < 2:
        return []
    placed = [_placed(row, columns) for row in rows]
    first = next((k for k, row in enumerate(placed) if row.figures), len(placed))
    first = first if first < len(placed) else below_first_rule(placed, rules)
    widen(placed[:first], columns, rules)
    header = header_of(placed[:first])
    grouped = [*header, *body_of(placed[first:], rules)]
    out: list[CellWords] = []
    for number, row in enumerate(grouped):
        for cell in row.cells.values():
            cell.row = number
            out.append(cell)
    reach_down(grouped, len(header))
    return out


def _is_contents(lines: Sequence[Line]) -> bool:
    """Whether most lines are of a table of contents: a title, dots, a page."""
    return 2 * sum(bool(CONTENTS.search(line.text)) for line in lines) > len(lines)


def _words(row: Sequence[Line]) -> list[Word]:
    return without_leaders(sorted((word for line in row for word in words_of(line)), key=_left))


def _left(word: Word) -> float:
    return word.box.left


# ── columns ─────────────────────────────────────────────────────────────────────────────────────


def _columns(rows: Sequence[Sequence[Run]]) -> list[tuple[float, float]]:
    """The columns' left and right edges."""
    parted = [row for row in rows if len(row) > 1]
    if not parted:
        return []
    # Names over several columns cross the white between them; rows of values do not.
    valued = [row for row in parted if sum(is_figure(run.text) for run in row) > 1]
    least = WHITE
    if len(valued) > 2:
        parted, least = valued, TIGHT
    low, high = (
        min(run.left for row in parted for run in row),
        max(run.right for row in parted for run in row),
    )
    count = int((high - low) / STEP) + 1
    crossed = [0] * (count + 1)
    for row in parted:
        for run in row:
            for k in range(int((run.left - low) / STEP), min(count, int((run.right - low) / STEP)) + 1):
                crossed[k] += 1
    most = int(CROSSED * len(parted))
    size = median(word.size for row in parted for run in row for word in run.words)
    edges: list[tuple[float, float]] = []
    start: int | None = None
    white = 0
    for k in range(count + 1):
        covered = crossed[k] > most
        if covered and start is None:
            start = k
        white = 0 if covered else white + 1
        if start is not None and (k == count or white * STEP > (least if edges else WHITE) * size):
            edges.append((low + start * STEP, low + (k - white + 1) * STEP))
            start = None
    return _without_lone(edges, parted)


def _without_lone(
    edges: list[tuple[float, float]], rows: Sequence[Sequence[Run]]
) -> list[tuple[float, float]]:
    """The columns, those of nothing but signs ("$", "%") put to the one they belong to, and those of a single
    row to their nearer neighbour."""
    out = list(edges)
    k = 0
    while k < len(out) and len(out) > 1:
        inside = [run.text for row in rows for run in row if _overlap(run, out[k]) > 0]
        signs = bool(inside) and all(LONE.fullmatch(text) for text in inside)
        few = len(inside) < 2 and len(rows) > 4
        if not (signs or few):
            k += 1
            continue
        before = out[k][0] - out[k - 1][1] if k else float("inf")
        after = out[k + 1][0] - out[k][1] if k + 1 < len(out) else float("inf")
        left = before < after and not (signs and inside[0][0] in "$€£¥₩(" and k + 1 < len(out))
        mate = k - 1 if left else k + 1
        out[min(k, mate) : max(k, mate) + 1] = [(min(out[k][0], out[mate][0]), max(out[k][1], out[mate][1]))]
        k = max(0, k - 1)
    return out


def _overlap(run: Run, edge: tuple[float, float]) -> float:
    return min(run.right, edge[1]) - max(run.left, edge[0])


def _placed(runs: Sequence[Run], columns: Sequence[tuple[float, float]]) -> Row:
    cells: dict[int, CellWords] = {}
    last = -1
    for run in runs:
        over = [k for k, edge in enumerate(columns) if _overlap(run, edge) > 1.0]
        if not over:
            middle = (run.left + run.right) / 2
            over = [min(range(len(columns)), key=lambda k: abs(middle - (columns[k][0] + columns[k][1]) / 2))]
        first, end = over[0], over[-1]
        if first <= last:  # a cell goes no further than the next one begins
            first = min(last + 1, end) if end > last else last
        if first in cells or first <= last:
            cells[max(cells)].words.extend(run.words)
            continue
        cells[first] = CellWords(0, first, list(run.words), 1, end - first + 1)
        last = end
    words = [word for run in runs for word in run.words]
    return Row(words[0].base, median(word.size for word in words), cells)
