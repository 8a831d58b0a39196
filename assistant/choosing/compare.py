"""The best sentence of the answer, and of each of several documents that a question names."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES
from assistant.choosing.scored import Scored, near, views_of
from assistant.question.references import NAMED, Shelf
from assistant.question.spines import SEVERAL

_COVERS = FEATURES.index("covers")
SHARE = 0.75  # of the question's words that the best has, how many a named document's own sentence must have


def best_of_each(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """The best sentence, and the best for each of several documents named."""
    keys = asking.whole.keys
    # Documents that were spoken of before are not asked for one by one.
    if len(keys) < 2 or asking.follow_up:
        return [_own(asking, scored)]
    for_all = next((s for s in scored[:SEVERAL] if _speaks_of_all(s, keys, asking.shelf)), None)
    if for_all is not None and near(for_all, scored[0]):
        return [for_all]
    found = [_own(asking, scored)]
    for key in keys[:SEVERAL]:
        best = next((s for s in scored if s.passage.key == key), None)
        if best is not None and near(best, scored[0]) and best.spot not in {s.spot for s in found}:
            found.append(best)
    return found


def _own(asking: Asking, scored: Sequence[Scored]) -> Scored:
    """The best sentence, or that of a document named: its own words come before what another says of it."""
    keys, best = asking.whole.keys, scored[0]
    own = next((s for s in scored if s.passage.key in keys), best)
    # … unless they say less of what is asked: a text that is only built upon is named, too.
    says = own.features[_COVERS] >= SHARE * best.features[_COVERS]
    return own if near(own, best) and says else best


def _speaks_of_all(one: Scored, keys: Sequence[str], shelf: Shelf) -> bool:
    """Whether the sentence itself names, or belongs to, every one of the several documents `keys`."""
    named: set[str] = {one.passage.key}
    for text, own in views_of(one.passage, one.sentence):
        named |= {key for key, strength in shelf.named(text, own).items() if strength >= NAMED}
    return len(keys) > 1 and set(keys) <= named
