"""The lines of a table's long cell, told as a list's items are: a head brings its lines, a line its head."""

from __future__ import annotations

from assistant.choosing.scored import Scored
from sources.document import UnitKind
from sources.units.grid import Span, grid_of
from sources.units.marks import mark_of
from sources.units.stack import announces
from sources.units.tree import Tree

SHORT_HEAD = 40  # characters of a line that names what stands under it and says nothing of it


def lines_below(tree: Tree, one: Scored, sentences: list[Scored]) -> list[Scored]:
    """Those of `sentences`, of the same passage, that stand under the line `one` of a cell, where it only
    names them."""
    own = _line(tree, one)
    if own is None or not _names(tree.document.text[own[0] : own[1]]):
        return []
    over = _over(tree, one)
    return [other for other in sentences if own in over.get(other.sentence.start, ())]


def lines_above(tree: Tree, one: Scored, sentences: list[Scored]) -> list[Scored]:
    """Those of `sentences`, of the same passage, that only name what the line `one` of a cell tells."""
    heads = _over(tree, one).get(one.sentence.start, ())
    named = {end for start, end in heads if _names(tree.document.text[start:end])}
    return [other for other in sentences if other.sentence.end in named]


def _names(words: str) -> bool:
    return announces(words) or (len(words) <= SHORT_HEAD and mark_of(words) is not None and ":" not in words)


def _line(tree: Tree, one: Scored) -> Span | None:
    """The line of a cell that a sentence is, without the names before it; None for a whole row."""
    cell = tree.units[tree.at(one.sentence.end - 1)]
    inside = one.sentence.start in _over(tree, one)
    return (max(cell.start, one.sentence.start), one.sentence.end) if inside else None


def _over(tree: Tree, one: Scored) -> dict[int, tuple[Span, ...]]:
    place = tree.at(one.sentence.start)
    if place < 0 or tree.units[place].kind is not UnitKind.CELL:
        return {}
    return grid_of(tree, tree.units[place].parent).over
