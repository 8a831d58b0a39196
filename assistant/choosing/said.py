"""What a sentence says of the question: its own words, whether it recommends."""

from __future__ import annotations

import re

from assistant.choosing.columns import FEATURES
from assistant.choosing.evidence import holds
from assistant.choosing.scored import Scored, views_of
from assistant.question.cues import Asked
from assistant.question.read import Question
from assistant.words.wording import Sought, has

_ADVICE_SECTION = re.compile(
    r"권고|제언|제안|과제|해야 할|\brecommend|\bproposals?\b|\bwhat (?:should|must|needs)\b|\bnext steps\b",
    re.IGNORECASE,
)
HARD_AT = FEATURES.index("hard")


def worth(one: Scored, term: Sought) -> float:
    return max(has(term, text, own) for text, own in views_of(one.passage, one.sentence))


def advises(one: Scored, question: Question) -> bool:
    """Whether the sentence recommends something, or stands under a heading that says so."""
    return bool(_ADVICE_SECTION.search(one.passage.paragraph.section)) or any(
        holds(Asked.RECOMMENDATION, text, question.text, own)
        for text, own in views_of(one.passage, one.sentence)
    )
