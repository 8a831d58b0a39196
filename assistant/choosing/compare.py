"""The best sentence of the answer, and of each of several documents that a question names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES
from assistant.choosing.scored import Scored, views_of
from assistant.question.read import Question
from assistant.question.references import GROUPS, NAMED, Shelf

_COVERS = FEATURES.index("covers")
MOST_SIDES = 3
# How far below the best the only named document's own sentence may score to be the answer, and the same where
# the question says that it means a text: "the declaration".
OWN_WORDS_GAP = 2.0
PLAIN_WORDS_GAP = 4.0
# Of the question's words that the best has, how many it must then have.
OWN_SHARE = 0.75
PLAIN_SHARE = 0.5
OWN_GAP = 8.0  # how far below the best one of several named documents' own sentence may score


def of_document(question: Question, named: Collection[str]) -> bool:
    """Whether the question asks what a document says: "the Hague declaration", not "the trip to it"."""
    return bool(named) and any(pattern.search(question.text) for pattern in GROUPS.values())


def best_of_each(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """The best sentence, and the best for each of several documents named."""
    keys = asking.whole.keys
    # Documents that were spoken of before are not asked for one by one.
    if len(keys) < 2 or asking.follow_up:
        return [_own(asking, scored)]
    for_all = next((s for s in scored[:3] if _speaks_of_all(s, keys, asking.shelf)), None)
    if for_all is not None and for_all.score >= scored[0].score - OWN_WORDS_GAP:
        return [for_all]
    found = [_own(asking, scored)]
    for key in keys[:MOST_SIDES]:
        best = next((s for s in scored if s.passage.key == key), None)
        near = best is not None and best.score >= scored[0].score - OWN_GAP
        if best is not None and near and best.spot not in {s.spot for s in found}:
            found.append(best)
    return found


def _own(asking: Asking, scored: Sequence[Scored]) -> Scored:
    """The best sentence, or that of a document named: its own words come before what another says of it."""
    keys, best = asking.whole.keys, scored[0]
    own = next((s for s in scored if s.passage.key in keys), best)
    plainly = of_document(asking.question, keys)
    near = own.score >= best.score - (PLAIN_WORDS_GAP if plainly else OWN_WORDS_GAP)
    # … unless they say less of what is asked: a text that is only built upon is named, too.
    least = PLAIN_SHARE if plainly else OWN_SHARE
    says = own.features[_COVERS] >= least * best.features[_COVERS]
    return own if near and says else best


def _speaks_of_all(one: Scored, keys: Sequence[str], shelf: Shelf) -> bool:
    """Whether the sentence itself names, or belongs to, every one of the several documents `keys`."""
    named: set[str] = {one.passage.key}
    for text, own in views_of(one.passage, one.sentence):
        named |= {key for key, strength in shelf.named(text, own).items() if strength >= NAMED}
    return len(keys) > 1 and set(keys) <= named
