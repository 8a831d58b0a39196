"""Moving about in a document's tree: what holds a unit, what it holds, which unit a place is in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from sources.document import Document, Unit, UnitKind
from sources.units.derive import derive_units

LEGAL: Final = frozenset({UnitKind.ARTICLE, UnitKind.SUPPLEMENT})
BESIDE: Final = frozenset({UnitKind.SUPPLEMENT, UnitKind.ANNEX, UnitKind.NOTE})
LISTED: Final = frozenset({UnitKind.PARAGRAPH, UnitKind.ITEM, UnitKind.SUBITEM})


def within(units: Sequence[Unit], kinds: Collection[UnitKind]) -> Iterator[Unit]:
    """The units of `kinds`, and all that they hold."""
    inside: list[bool] = []
    for unit in units:
        inside.append(unit.kind in kinds or (unit.parent >= 0 and inside[unit.parent]))
        if inside[-1]:
            yield unit


class Tree:
    """The tree of one document. A unit is named by its place in `units`: those of the document or, where it
    was stored before documents had a tree, those that its text and paragraphs tell."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.units = document.units or derive_units(document)
        self.grids: dict[int, object] = {}  # of its tables, as `grid.grid_of` makes them

    @cached_property
    def _children(self) -> Mapping[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for place, unit in enumerate(self.units):
            found.setdefault(unit.parent, []).append(place)
        return {parent: tuple(places) for parent, places in found.items()}

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(unit.start for unit in self.units)

    def children(self, place: int) -> tuple[int, ...]:
        return self._children.get(place, ())

    def path(self, place: int) -> tuple[int, ...]:
        """The unit and all that hold it, outermost first."""
        found = []
        while place >= 0:
            found.append(place)
            place = self.units[place].parent
        return tuple(reversed(found))

    def below(self, place: int) -> Iterator[int]:
        """All that the unit holds, in reading order, without itself."""
        for child in self.children(place):
            yield child
            yield from self.below(child)

    def at(self, offset: int) -> int:
        """The unit whose own words the character at `offset` is in, or the last before it; -1 before all.
        Of a table and its first cell, which begin at one place, the cell."""
        return bisect_right(self._starts, offset) - 1

    def text(self, place: int) -> str:
        """The unit's own words."""
        unit = self.units[place]
        return self.document.text[unit.start : unit.end]

    def inside(self, place: int, kinds: Collection[UnitKind]) -> int:
        """The innermost unit of `kinds` that holds the unit or is it; -1 for none."""
        return next((p for p in reversed(self.path(place)) if self.units[p].kind in kinds), -1)
