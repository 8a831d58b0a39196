"""The best sentence of the answer, and of each of several documents that a question names."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choosing.asking import Asking
from assistant.choosing.scored import Scored, near, views_of
from assistant.question.references import Shelf
from assistant.question.spines import SEVERAL
from assistant.words.wording import LIKELY


def best_of_each(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """The best sentence, and the best for each of several documents named."""
    keys = asking.whole.keys
    # Documents that were spoken of before are not asked for one by one.
    if len(keys) < 2 or asking.follow_up:
        return [scored[0]]
    for_all = next((s for s in scored[:SEVERAL] if _speaks_of_all(s, keys, asking.shelf)), None)
    if for_all is not None and near(for_all, scored[0]):
        return [for_all]
    found = [scored[0]]
    for key in keys[:SEVERAL]:
        best = next((s for s in scored if s.passage.key == key), None)
        if best is not None and near(best, scored[0]) and best.spot not in {s.spot for s in found}:
            found.append(best)
    return found


def _speaks_of_all(one: Scored, keys: Sequence[str], shelf: Shelf) -> bool:
    """Whether the sentence itself names, or belongs to, every one of the several documents `keys`."""
    named: set[str] = {one.passage.key}
    for text, own in views_of(one.passage, one.sentence):
        named |= {key for key, strength in shelf.named(text, own).items() if strength >= LIKELY}
    return len(keys) > 1 and set(keys) <= named
