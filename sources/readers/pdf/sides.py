"""The sides of cells that nobody drew, where the borders below the cells say where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from sources.readers.pdf.geometry import Rect

ROWS: Final = 4  # level rules, at least, that break at the same places
MARK: Final = 6.0  # points: a shorter rule is a mark
BREAK: Final = 3.0  # points between the borders of neighbouring cells, at the most
DEEP: Final = 120.0  # points between two borders of one table, at the most
ONE: Final = 1.7  # of the deepest row: from the first border to the ground that a head is printed on


def implied_sides(rules: Sequence[Rect], grounds: Sequence[Rect]) -> list[Rect]:
    """The uprights of a table whose cells have borders below them and none at their sides, from its level
    rules, which break at the same places in each row; and the edges of the `grounds`, coloured boxes, that
    its head is printed on. [] on a page where uprights are drawn, and for a table without such a head."""
    if any(rule.height > rule.width and rule.height > MARK for rule in rules):
        return []
    broken: dict[tuple[int, ...], list[tuple[float, list[Rect]]]] = {}
    flats = sorted((rule for rule in rules if rule.width > MARK), key=lambda rule: (-rule.bottom, rule.left))
    for _, row in groupby(flats, key=lambda rule: round(rule.bottom)):
        parts = sorted(row, key=lambda rule: rule.left)
        if len(parts) > 1 and all(abs(right.left - left.right) < BREAK for left, right in pairwise(parts)):
            ends = tuple(round(part.left / BREAK) for part in parts)
            broken.setdefault(ends, []).append((parts[0].bottom, parts))
    found: list[Rect] = []
    for rows in broken.values():
        for stretch in _stretches(rows):
            found += _sides(stretch, grounds)
    return found


def _stretches(rows: Sequence[tuple[float, Sequence[Rect]]]) -> Iterator[list[tuple[float, Sequence[Rect]]]]:
    """The rows of one table after another: between two of them more stands than in any row."""
    now: list[tuple[float, Sequence[Rect]]] = []
    for row in rows:
        if now and now[-1][0] - row[0] > DEEP:
            yield now
            now = []
        now.append(row)
    yield now


def _sides(rows: Sequence[tuple[float, Sequence[Rect]]], grounds: Sequence[Rect]) -> list[Rect]:
    """The uprights between level rules, and above the first one up to the top of the head; [] for a few rules
    and where no head tells where the table begins."""
    if len(rows) < ROWS:
        return []
    parts = rows[0][1]
    left, right = parts[0].left, parts[-1].right
    deepest = max(above - below for (above, _), (below, _) in pairwise(rows))
    heads = [
        ground
        for ground in grounds
        if -BREAK < ground.bottom - rows[0][0] < ONE * deepest
        and left - BREAK < ground.left
        and ground.right < right + BREAK
    ]
    if not heads:
        return []
    levels = sorted({level for head in heads for level in (head.top, head.bottom)}, reverse=True)
    edges = [*(part.left for part in parts), right]
    steps = pairwise([*levels, *(level for level, _ in rows)])
    uprights = [Rect(x, low, x + 0.5, high) for high, low in steps for x in edges if high - low > MARK]
    return [*uprights, *(Rect(left, level, right, level + 0.5) for level in levels)]
