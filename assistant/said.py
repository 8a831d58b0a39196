"""What a sentence says of the question: its own words, whether it recommends."""

from __future__ import annotations

from assistant.cues import Asked
from assistant.evidence import holds
from assistant.question import Question
from assistant.score import FEATURES, Scored, views_of
from assistant.wording import Sought, has, sought

HARD_AT = FEATURES.index("hard")


def own_terms(question: Question) -> tuple[Sought, ...]:
    """The terms of the question itself, without those taken over from before; all where it has none."""
    return sought(question.text.rsplit("\n", 1)[-1], question.language) or sought(
        question.text, question.language
    )


def worth(one: Scored, term: Sought) -> float:
    return max(has(term, text, own) for text, own in views_of(one.passage, one.sentence))


def advises(one: Scored, question: Question) -> bool:
    return any(
        holds(Asked.RECOMMENDATION, text, question.text, own)
        for text, own in views_of(one.passage, one.sentence)
    )
