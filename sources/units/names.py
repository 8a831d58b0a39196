"""What a place in a document is called by the document itself: 제12조 제1항 단서, Article 7.5, 표 3 경기 행.

A name is a path of (what, which) pairs, outermost first; how a language prints it is for who prints it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sources.document import Unit, UnitKind
from sources.text.legal import proviso_at
from sources.units.grid import LONGEST_NAME, grid_of
from sources.units.tree import LEGAL, Tree

Name = tuple[tuple[str, str], ...]
_NAMED: Final = {
    UnitKind.SUPPLEMENT: "supplement",
    UnitKind.ANNEX: "annex",
    UnitKind.ARTICLE: "article",
    UnitKind.TABLE: "table",
    UnitKind.FIGURE: "figure",
}
_STEPS: Final = {UnitKind.PARAGRAPH: "paragraph", UnitKind.ITEM: "item", UnitKind.SUBITEM: "subitem"}


def name_of(tree: Tree, place: int) -> Name:
    """The name of the unit at `place`; () where the document gives none to it or to what holds it. The
    numbers of a statute's 항 호 목 are named, those of any other list are not."""
    path = [tree.units[p] for p in tree.path(place)]
    legal = any(unit.kind in LEGAL for unit in path)
    found: list[tuple[str, str]] = []
    for unit in path:
        if unit.kind in _NAMED and (unit.label or unit.kind is UnitKind.TABLE):
            found.append((_NAMED[unit.kind], unit.label))
        elif legal and unit.kind in _STEPS and found:
            found.append((_STEPS[unit.kind], number_of(unit)))
    return tuple(found)


def name_at(tree: Tree, start: int, end: int) -> Name:
    """The name of `text[start:end]`: its unit's, with 본문 or 단서 where it is one of the two, and a table's
    with the row and, for a single cell or a line of one, the column."""
    place = tree.at(start)
    if place < 0:
        return ()
    unit = tree.units[place]
    if unit.kind is UnitKind.CELL:
        return _in_table(tree, place, start, end)
    name = name_of(tree, place)
    if name and any(tree.units[p].kind in LEGAL for p in tree.path(place)):
        text = tree.document.text
        limit = proviso_at(text, unit.start, unit.end)
        if limit is not None and start == limit:
            return (*name, ("proviso", ""))
        if limit is not None and start == unit.start and text[end:limit].isspace():
            return (*name, ("main", ""))
    return name


def _in_table(tree: Tree, place: int, start: int, end: int) -> Name:
    cell = tree.units[place]
    grid = grid_of(tree, cell.parent)
    table: tuple[str, str] = ("table", tree.units[cell.parent].label)
    label = grid.label(cell.row)
    found = [*name_of(tree, tree.units[cell.parent].parent), table] if cell.parent >= 0 else [table]
    if cell.row >= grid.headers and 0 < len(label) <= LONGEST_NAME:
        found.append(("row", label))
        header = grid.header(cell.column)
        if cell.start <= start and end <= cell.end and header and grid.words(cell) != label:
            found.append(("column", header))
    return tuple(found)


def number_of(unit: Unit) -> str:
    """The bare number or letter of a label: "2" of ②, "3" of "3.", "가" of "가.", "a" of "(a)"."""
    label = unit.label
    if label and unicodedata.category(label[0]) == "No":
        return str(int(unicodedata.numeric(label[0])))
    return re.sub(r"^[(\[]|[)\].\s]+$", "", label)
