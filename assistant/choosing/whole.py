"""Told whole: what a chosen sentence cannot be read without, and what it announces.

The head of a list brings its items, an item its head, and so do the lines of a long cell. Of a table a row is
told, with what its columns are called (`writing.rows`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np

from assistant.choosing.asking import Asking
from assistant.choosing.cell_lines import lines_above, lines_below
from assistant.choosing.columns import FEATURES
from assistant.choosing.order import paragraph_of
from assistant.choosing.points import is_short
from assistant.choosing.scored import MOST, WITHIN, Scored
from assistant.question.cues import BESIDE, Asked
from assistant.question.read import Question
from assistant.words.phrases import phrases
from index.figures.dates import dates
from index.hit import Passage
from index.library import Library
from sources.document import Language, Role, UnitKind
from sources.units.marks import mark_of
from sources.units.stack import announces
from sources.units.tree import LISTED, Tree

MOST_ITEMS = 300  # items told with their head, headings of an outline
MOST_SERIES = 12  # items told since two of them are chosen
# A head that only says that definitions follow: each of them can be read without it.
_DEFINES = phrases(Path(__file__).with_name("marks.toml"))["defines"]


@dataclass(slots=True)
class Trees:
    """The trees of the documents an answer draws on, each made once."""

    library: Library
    _made: dict[str, Tree] = field(default_factory=dict)
    _named: dict[str, Tree] = field(default_factory=dict)

    def of(self, document_id: str) -> Tree:
        """The tree of one version of a document."""
        if document_id not in self._made:
            self._made[document_id] = Tree(self.library.document(document_id))
        return self._made[document_id]

    def named(self, key: str) -> Tree:
        """The tree of a document's current version."""
        if key not in self._named:
            tree = Tree(self.library.document(key))
            self._named[key] = self._made.setdefault(tree.document.id, tree)
        return self._named[key]


def sentences_of(passages: Sequence[Passage]) -> list[Scored]:
    """Every sentence of `passages`, chosen for where it stands and so without a score."""
    return [
        Scored(passage, place, 0.0, np.zeros(len(FEATURES)))
        for passage in passages
        for place in range(len(passage.sentences))
    ]


def whole_units(question: Question, chosen: Sequence[Scored], trees: Trees) -> list[Scored]:
    """`chosen`, each with the head it stands under and, where it is one, with its items: in reading order
    around it, none twice."""
    groups: dict[tuple[str, int], dict[tuple[str, int], Scored]] = {}
    series = _series(question, chosen, trees)
    first_of = {one.spot: items[0].spot for items in series for one in items}
    for one in (*chosen, *(item for items in series for item in items)):
        heads = _heads(one, trees)
        group = groups.setdefault(first_of.get(one.spot, (heads[0] if heads else one).spot), {})
        below = [part for told in (one, *_announcer(one)) for part in (told, *_items(question, told, trees))]
        for part in (*heads, *below, *_beside(question, heads, trees)):
            group.setdefault(part.spot, part)
    seen: dict[tuple[str, int], Scored] = {}
    for group in groups.values():
        for spot in sorted(group):
            seen.setdefault(spot, group[spot])
    return list(seen.values())


def _series(question: Question, chosen: Sequence[Scored], trees: Trees) -> list[list[Scored]]:
    """The items of each list, or lines of each cell, that two of the `chosen` are of, where a list is asked
    for or half of them are chosen. Some of them read as if there were no others."""
    listing = question.asks(Asked.LIST, Asked.PARTS, Asked.RECOMMENDATION)
    series: dict[tuple[str, tuple[int, ...]], dict[int, Scored]] = {}
    for one in chosen:
        item, items = _series_of(one, trees.of(one.passage.document_id))
        if len(items) > 1:
            series.setdefault((one.passage.document_id, items), {})[item] = one
    return [
        _told(trees, next(iter(told.values())), items)
        for (_, items), told in series.items()
        if len(told) > 1 and len(items) <= (MOST_SERIES if listing else 2 * len(told))
    ]


def _series_of(one: Scored, tree: Tree) -> tuple[int, tuple[int, ...]]:
    """The item that a sentence is of and all items of its list, by their places in the tree; of a line of a
    cell, where it and the cell's other lines begin. () for what is of none; the paragraphs of an article are
    rules of their own."""
    if one.passage.paragraph.role is Role.TABLE:
        cell = tree.at(one.sentence.end - 1)
        lines = [s.start for s in one.passage.sentences if tree.at(s.end - 1) == cell]
        return one.sentence.start, tuple(lines)
    place = tree.at(one.sentence.start)
    if place < 0 or tree.units[place].kind not in LISTED - {UnitKind.PARAGRAPH}:
        return place, ()
    runs = groupby(tree.children(tree.units[place].parent), key=lambda at: _mark(tree, at))
    return place, next(run for _, group in runs if place in (run := tuple(group)))


def _mark(tree: Tree, place: int) -> tuple[UnitKind, str]:
    """What a unit is, and the series that its mark is of."""
    mark = mark_of(tree.text(place))
    return tree.units[place].kind, mark.series if mark else ""


def _told(trees: Trees, one: Scored, items: Sequence[int]) -> list[Scored]:
    """The sentences of the `items` of the list, or the lines of the cell, that `one` is of."""
    if one.passage.paragraph.role is Role.TABLE:
        return [other for other in sentences_of([one.passage]) if other.sentence.start in items]
    tree = trees.of(one.passage.document_id)
    numbers = [tree.units[at].paragraph for at in items if tree.units[at].paragraph]
    passages = trees.library.passages_at(one.passage.key, list(dict.fromkeys(numbers)))
    return sentences_of([p for p in passages if p.document_id == one.passage.document_id])


def behind(asking: Asking) -> list[Scored]:
    """The sentences of `asking` with what is no answer by itself behind the text: the words over a table, a
    title told again, and supplementary provisions, annexes and notes, unless they are asked for."""
    beside = bool(BESIDE.search(asking.alone.question.text))
    moved = [
        replace(s, score=s.score - WITHIN)
        if s.spot not in asking.dating and (_names(s) or (s.passage.beside and not beside))
        else s
        for s in asking.scored
    ]
    return sorted(moved, key=lambda s: -s.score)


def _names(one: Scored) -> bool:
    """Whether the sentence is a caption, or only a date, the title or the heading it stands under."""
    if one.passage.paragraph.role is Role.CAPTION or _is_date(one.sentence.text, one.passage.language):
        return True
    told = _letters(one.sentence.text)
    titles = (*one.passage.record.titles.values(), one.passage.paragraph.section)
    return any(told == _letters(title) for title in titles if title)


@lru_cache(maxsize=5_000)
def _is_date(text: str, language: Language) -> bool:
    bare = text.strip(" .()")
    return is_short(bare, language) and any(d.end - d.start == len(bare) for d in dates(bare))


@lru_cache(maxsize=5_000)
def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _heads(one: Scored, trees: Trees) -> list[Scored]:
    """The sentence that announces the list `one` is an item of, where that is another paragraph, and
    the lines of a cell that a line of it is under."""
    tree, place = _place(one, trees)
    if one.passage.paragraph.role is Role.TABLE:
        return lines_above(tree, one, sentences_of([one.passage]))
    if place < 0 or tree.units[place].kind not in LISTED:
        return []
    above = [p for p in tree.path(place)[:-1] if tree.units[p].paragraph and announces(tree.text(p))]
    numbers = dict.fromkeys(tree.units[p].paragraph for p in above)
    found = []
    for passage in trees.library.passages_at(one.passage.key, list(numbers)):
        if passage.document_id == one.passage.document_id and passage.sentences:
            found.append(sentences_of([passage])[-1])
    return [
        head
        for head in found
        if paragraph_of(head) != paragraph_of(one) and not _DEFINES.search(head.sentence.text)
    ]


def _announcer(one: Scored) -> list[Scored]:
    """The sentence after `one` in its paragraph, where it announces the list that ends it: "The database
    shall contain the information needed. Such information shall include: …"."""
    *before, last = sentences_of([one.passage])
    return [last] if one.place == len(before) - 1 and announces(last.sentence.text) else []


def _beside(question: Question, heads: Sequence[Scored], trees: Trees) -> list[Scored]:
    """The other items of the list whose head is told: all of them where a list is asked for or the list is
    short. A head with some of its items reads as if it had no others."""
    if not heads:
        return []
    items = _items(question, heads[-1], trees)
    listing = question.asks(Asked.LIST, Asked.PARTS, Asked.RECOMMENDATION)
    if heads[-1].passage.paragraph.role is Role.TABLE and not listing:
        return []  # the head line is told for what it names, not for its list
    return items if listing or len({paragraph_of(item) for item in items}) <= MOST else []


def _items(question: Question, one: Scored, trees: Trees) -> list[Scored]:
    """The items that `one` announces; asked for a list, those under a short item that only names them too."""
    tree, place = _place(one, trees)
    if place < 0:
        return []
    listing = question.asks(Asked.LIST, Asked.PARTS, Asked.RECOMMENDATION)
    if tree.units[place].kind is UnitKind.CELL:
        lines = lines_below(tree, one, sentences_of([one.passage]))
        return lines if listing or len(lines) <= MOST else []
    words = one.sentence.text.strip()
    names_only = (
        is_short(words, one.passage.language) and tree.units[place].kind in LISTED and not words.endswith(".")
    )
    if not announces(words) and not (names_only and (listing or tree.children(place))):
        return []
    numbers = [tree.units[p].paragraph for p in tree.below(place) if tree.units[p].paragraph]
    if not numbers:
        rows = _rows_below(one, trees)
        return rows if listing or len(rows) <= MOST else []
    wanted = list(dict.fromkeys(n for n in numbers if n != one.passage.paragraph.number))[:MOST_ITEMS]
    passages = trees.library.passages_at(one.passage.key, wanted)
    return sentences_of([p for p in passages if p.document_id == one.passage.document_id])


def _rows_below(one: Scored, trees: Trees) -> list[Scored]:
    """The rows of the table that stands right below `one`, the end of its paragraph, or below its caption."""
    if one.place != len(one.passage.sentences) - 1 or one.passage.paragraph.role is Role.TABLE:
        return []
    number = one.passage.paragraph.number
    below = trees.library.passages_at(one.passage.key, [number + 1, number + 2])
    after = [p for p in below if p.document_id == one.passage.document_id]
    after = after[1:] if after and after[0].paragraph.role is Role.CAPTION else after[:1]
    section = one.passage.paragraph.section
    tables = [p for p in after if p.paragraph.role is Role.TABLE and p.paragraph.section == section]
    return sentences_of(tables)[:MOST_ITEMS]


def _place(one: Scored, trees: Trees) -> tuple[Tree, int]:
    tree = trees.of(one.passage.document_id)
    return tree, tree.at(one.sentence.start)
