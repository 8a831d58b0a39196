"""What stands at a named place of a document: its units, the passages they are in, the half that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.choosing.scored import Scored
from assistant.choosing.whole import sentences_of
from assistant.question.look_up import LookUp
from index.hit import Passage
from index.library import Library
from sources.document import UnitKind
from sources.text.legal import proviso_at
from sources.units.find import find_units, outline
from sources.units.tree import Tree


def places(wanted: LookUp, tree: Tree) -> list[int]:
    """Where in the document what is `wanted` stands: the places of its units in `tree`; [] for nowhere."""
    if wanted.outline:
        heads = outline(tree)
        over = find_units(tree, wanted.steps) if wanted.steps else []
        return [place for place in heads if not wanted.steps or _under(tree, place, over)]
    if wanted.what == "page":
        # The printed page is meant, which is not always the page of the file.
        page = int(wanted.steps[0][1]) - tree.document.record.page_offset
        return find_units(tree, [("page", str(page))])
    return find_units(tree, wanted.steps)


def _under(tree: Tree, place: int, over: Sequence[int]) -> bool:
    """Whether the unit at `place` is one of those at `over`, or below one."""
    return not set(tree.path(place)).isdisjoint(over)


def standing(library: Library, tree: Tree, at: Sequence[int], wanted: LookUp) -> list[Scored]:
    """The sentences of the units at `at` with all that is under them, or of the half that is wanted."""
    passages = passages_at(library, tree, at)
    if wanted.half:
        passages = tuple(half for p in passages if (half := _half(p, tree, wanted.half)) is not None)
    return sentences_of(passages)


def passages_at(library: Library, tree: Tree, at: Sequence[int]) -> tuple[Passage, ...]:
    """The passages of the units at `at` with all that is under them."""
    numbers: set[int] = set()
    for place in at:
        units = [tree.units[p] for p in (place, *tree.below(place))]
        # A table's caption stands over its rows.
        tabled = any(unit.kind is UnitKind.CELL for unit in units)
        numbers |= {u.paragraph for u in units if u.paragraph and not (tabled and u.kind is UnitKind.CAPTION)}
    return library.passages_at(tree.document.key, sorted(numbers))


def _half(passage: Passage, tree: Tree, half: str) -> Passage | None:
    """The passage with the proviso of its sentences alone, or with what stands before it."""
    text, found = tree.document.text, []
    for sentence in passage.sentences:
        cut = proviso_at(text, sentence.start, sentence.end)
        if cut is None:
            if half == "main":  # without a proviso all of it is the main clause
                found.append(sentence)
            continue
        start, end = (cut, sentence.end) if half == "proviso" else (sentence.start, cut)
        end = start + len(text[start:end].rstrip())
        found.append(replace(sentence, start=start, end=end, text=text[start:end], translation=""))
    return replace(passage, sentences=tuple(found)) if found else None
