"""The words a part of a document cannot be read without: its list's head, its table's caption and columns."""

from __future__ import annotations

from typing import Final

from sources.document import UnitKind
from sources.units.tree import Tree

LONGEST: Final = 200  # characters of one head
DEEP: Final = 4  # heads over one another, the nearest
_OWN: Final = frozenset(
    {UnitKind.TEXT, UnitKind.PARAGRAPH, UnitKind.ITEM, UnitKind.SUBITEM, UnitKind.ARTICLE}
)


def heads_of(tree: Tree) -> dict[int, str]:
    """Paragraph number → the words over it that its section does not name, "" for none: the items and texts
    that hold it, outermost first, and for a table its caption, unit and header row."""
    found: dict[int, str] = {}
    for place, unit in enumerate(tree.units):
        if unit.paragraph and unit.paragraph not in found and unit.kind is not UnitKind.CELL:
            head = _table_head if unit.kind is UnitKind.TABLE else _head
            found[unit.paragraph] = head(tree, place)
    return found


def _head(tree: Tree, place: int) -> str:
    own = tree.units[place].paragraph
    above = [tree.units[p] for p in tree.path(place)[:-1]]
    words = [
        tree.document.text[unit.start : unit.end]
        for unit in above
        if unit.kind in _OWN and unit.paragraph not in (0, own)
    ]
    return "\n".join(shortened(text) for text in words[-DEEP:])


def _table_head(tree: Tree, place: int) -> str:
    table = tree.units[place]
    captions = [tree.text(p) for p in tree.children(place) if tree.units[p].kind is UnitKind.CAPTION]
    header = [
        tree.text(p)
        for p in tree.children(place)
        if tree.units[p].kind is UnitKind.CELL and tree.units[p].row < table.row
    ]
    return "\n".join(shortened(part) for part in (*captions, " ".join(header)) if part)


def shortened(text: str) -> str:
    """The words of a head, as far as one may reach."""
    return " ".join(text.split())[:LONGEST]
