"""Which sentences make the answer: one right sentence where one will do, up to six where more are needed.

From sentences scored by `score`, best first. Another is added where the question has parts, where it names
several documents, where the answer is a counted list, and where a small learnt model finds that it likely
belongs to the answer too. The first is the answer; the rest follow in reading order. `points` has the rules
for lists, `extras` those for further ones; `python -m benchmarks.rules` tells what each is worth.
"""

from __future__ import annotations

from assistant.choosing.asking import Asking
from assistant.choosing.compare import best_of_each
from assistant.choosing.dated import dated_first
from assistant.choosing.extras import before, for_parts, likely_more
from assistant.choosing.firsts import of_the_text, quotations
from assistant.choosing.order import led, ordered, repeats
from assistant.choosing.points import announced, counted_points
from assistant.choosing.rows_named import row_of_number, rows_named
from assistant.choosing.scored import MOST, Scored
from assistant.choosing.weights import Weights
from assistant.question.cues import Asked


def select(asking: Asking, weights: Weights) -> list[Scored]:
    """The sentences of the answer, first the answer, then the rest in reading order; [] for no sentence."""
    question = asking.question
    if not asking.scored:
        return []
    if question.quotes:
        return quotations(asking, asking.scored)
    scored = dated_first(asking, of_the_text(question, asking.scored))
    if row := row_of_number(question, scored):
        scored = led(row, scored)
    chosen = best_of_each(asking, scored)
    if len(chosen) == 1 and question.asks(Asked.LIST, Asked.PARTS, Asked.RECOMMENDATION):
        chosen = counted_points(question, scored) or chosen
    if len(chosen) == 1:
        chosen += announced(scored, chosen[0])
        chosen += before(scored, chosen[0])
        chosen += rows_named(asking, scored, chosen[0])
    for extra in (*for_parts(asking, scored, weights), *likely_more(asking, scored, chosen, weights)):
        if len(chosen) < MOST and not repeats(extra, chosen):
            chosen.append(extra)
    return ordered(chosen[: question.sentences])
