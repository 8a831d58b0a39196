"""Which claims of an answer begin a line, and how deep it stands: a list is told as its document has it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sources.document import UnitKind
from sources.units.tree import LEGAL, LISTED, Tree

Spot = tuple[Tree, int]  # the unit a claim is told from: a document's tree, and the unit's place in it
_LINED: Final = LISTED | LEGAL | {UnitKind.NOTE, UnitKind.CELL}


def levels(spots: Sequence[Spot]) -> list[int | None]:
    """For each spot the level of the line that begins with it: one more than that of the innermost unit told
    before which holds it, 0 under none. None where no line begins: in running text, and where the unit is
    still that of the spot before."""
    deep = depths(spots)
    deeper = [after > depth for depth, after in pairwise([*deep, 0])]
    listed = [
        tree.inside(place, _LINED) >= 0 or depth > 0 or head
        for (tree, place), depth, head in zip(spots, deep, deeper, strict=True)
    ]
    begins = listed[:1]
    for i in range(1, len(spots)):
        begins.append(_unit(spots[i]) != _unit(spots[i - 1]) and (listed[i] or listed[i - 1]))
    return [depth if begin else None for depth, begin in zip(deep, begins, strict=True)]


def depths(spots: Sequence[Spot]) -> list[int]:
    """For each spot how many of the units told before it hold it."""
    found: list[int] = []
    open_units: list[Spot] = []
    for tree, place in spots:
        above = {(id(tree), p) for p in tree.path(place)[:-1]}
        while open_units and _unit(open_units[-1]) not in above:
            open_units.pop()
        found.append(len(open_units))
        open_units.append((tree, place))
    return found


def _unit(spot: Spot) -> tuple[int, int]:
    return id(spot[0]), spot[1]
