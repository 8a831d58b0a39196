"""What a date does in its sentence: a limit, a beginning, or neither.

"The 2025 summit agreed on 5% by 2035" has two years, and neither is a correction of the other: one says when
something was, the other by when something is to be. Only dates that do the same can contradict each other.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.figures.read import Figure


class Role(StrEnum):
    AT = "at"
    UNTIL = "until"
    SINCE = "since"


# What follows a date in Korean, what precedes it in English.
_AFTER = (
    (re.compile(r"\s?(?:말|초|중반|하반기|상반기)?\s?(?:까지|이내|안에)"), Role.UNTIL),
    (re.compile(r"\s?(?:말|초|중반|하반기|상반기)?\s?(?:부터|이래|이후)"), Role.SINCE),
)
_PART = r"(?: the (?:end|start|middle) of)?\s$"
_BEFORE = (
    (re.compile(rf"\b(?:by|until|till|before|no later than){_PART}", re.I), Role.UNTIL),
    (re.compile(rf"\b(?:since|from|after|starting(?: in)?){_PART}", re.I), Role.SINCE),
)
_REACH = 32  # characters before a date in which its preposition stands


def role(text: str, figure: Figure) -> Role:
    """What the date `figure` does in `text`."""
    for pattern, found in _AFTER:
        if pattern.match(text, figure.end):
            return found
    before = text[max(0, figure.start - _REACH) : figure.start]
    return next((found for pattern, found in _BEFORE if pattern.search(before)), Role.AT)
