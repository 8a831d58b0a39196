"""Which sentences make the answer: one right sentence where one will do, up to six where more are needed.

From sentences scored by `score`, best first. Another is added where the question has sides or parts, where it
names several documents, where the answer is a list, where only another holds the kind of thing asked for, and
where a small learnt model finds that it likely belongs to the answer too. The first is the answer; the rest
follow in reading order. `firsts` has the rules for the first sentence, `points` those for lists, `extras`
those for further ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choosing.asking import Asking
from assistant.choosing.compare import best_of_each
from assistant.choosing.drawn import drawn
from assistant.choosing.extras import before, evidence_for, for_parts, likely_more
from assistant.choosing.firsts import (
    MOST,
    advised,
    asked_now,
    country_named,
    each_author,
    in_own_language,
    next_one,
    of_the_text,
    of_the_thing,
    quotations,
)
from assistant.choosing.order import ordered, repeats
from assistant.choosing.points import TOP_ADVICE, announced, counted_points, points_of
from assistant.choosing.scored import Scored
from assistant.choosing.weights import Weights
from assistant.question.cues import Asked


def select(asking: Asking, weights: Weights) -> list[Scored]:
    """The sentences of the answer, first the answer, then the rest in reading order; [] for no sentence."""
    question = asking.question
    scored: Sequence[Scored] = asking.scored
    if not scored:
        return []
    if question.quotes:
        return quotations(asking, scored)
    scored = of_the_text(question, of_the_thing(question, in_own_language(question, scored)))
    chosen = each_author(asking, scored) or next_one(asking, scored)
    if chosen:
        return chosen
    scored = advised(question, asked_now(asking, scored))
    chosen = best_of_each(asking, scored)
    if question.asks(Asked.COMPARISON):
        chosen = drawn(asking, scored) or chosen
    if len(chosen) == 1 and question.asks(Asked.LIST, Asked.PARTS, Asked.RECOMMENDATION):
        within = TOP_ADVICE if question.asks(Asked.RECOMMENDATION) else 1
        chosen = points_of(scored, within) or counted_points(question, scored) or chosen
    if len(chosen) == 1:
        chosen = country_named(question, scored, chosen[0]) or chosen
        chosen += announced(scored, chosen[0])
        chosen += before(scored, chosen[0])
    extras = [
        *for_parts(asking, scored, weights),
        *evidence_for(question, scored, chosen),
        *likely_more(asking, scored, chosen, weights),
    ]
    for extra in extras:
        if len(chosen) < MOST and not repeats(extra, chosen):
            chosen.append(extra)
    return ordered(chosen)
