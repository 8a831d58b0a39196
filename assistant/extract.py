"""Which sentences make the answer: one right sentence where one will do, up to four where more are needed.

From sentences scored by `score`, best first. Another is added only for a reason: the question has sides or
parts, it names several documents, the answer is a list told in ordinals, or a small learnt model finds it
likely that the sentence belongs to the answer too (it goes on from the first, it has the figure the first
lacks, the scores cannot tell the two apart). The first is the answer; the rest follow in reading order.
`firsts` has the rules for the first sentence, `extras` those for further ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.compare import best_of_each, named_keys
from assistant.cues import Asked
from assistant.drawn import drawn
from assistant.extras import (
    announced,
    evidence_for,
    for_parts,
    likely_more,
    read_with,
    reason_before,
)
from assistant.firsts import (
    MOST,
    advised,
    asked_now,
    country_named,
    each_author,
    next_one,
    of_the_thing,
    one_labelled,
    points_of,
    quotations,
)
from assistant.order import ordered, repeats
from assistant.question import Question
from assistant.references import Shelf
from assistant.score import Scored
from assistant.weights import Weights
from index.hit import Passage, Vector


def select(
    question: Question,
    scored: Sequence[Scored],
    passages: Sequence[Passage],
    shelf: Shelf,
    weights: Weights,
    part_vectors: Mapping[str, Vector] = MappingProxyType({}),
) -> list[Scored]:
    """The sentences of the answer, first the answer, then the rest in reading order; [] for no sentence."""
    if not scored:
        return []
    if question.quotes:
        return quotations(question, scored)
    scored = of_the_thing(question, scored)
    chosen = each_author(question, scored, shelf) or next_one(question, scored, shelf)
    if chosen:
        return chosen
    scored = asked_now(question, scored)
    chosen = advised(question, scored, best_of_each(question, scored, shelf))
    if question.asks(Asked.COMPARISON):
        chosen = drawn(question, scored, named_keys(question, shelf), shelf) or chosen
    if len(chosen) == 1 and question.asks(Asked.LIST, Asked.RECOMMENDATION):
        chosen = points_of(scored) or chosen
    if len(chosen) == 1:
        chosen = (
            one_labelled(question, scored, chosen[0]) or country_named(question, scored, chosen[0]) or chosen
        )
    extras = [
        *announced(scored, chosen[0]),
        *read_with(question, scored, chosen[0], shelf),
        *reason_before(question, scored, chosen[0]),
        *for_parts(question, scored, passages, shelf, weights, part_vectors),
        *evidence_for(question, scored, chosen),
        *likely_more(question, scored, chosen, weights, named_keys(question, shelf)),
    ]
    for extra in extras:
        if len(chosen) < MOST and not repeats(extra, chosen):
            chosen.append(extra)
    told = {s.spot for s in chosen}
    behind = [after for one in chosen[1:] for after in announced(scored, one) if after.spot not in told]
    return ordered([*chosen, *behind[:1]])
