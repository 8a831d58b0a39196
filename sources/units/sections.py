"""The sections of an English act: headings "5. Licences", "12A Functions", "Section 7. Fees", and those of a
code, "Sec. 856-1. Definitions", "§ 12.04.010 Purpose".

A report numbers its chapters the same way. An act speaks of itself ("this Act", "these Regulations"), and
its numbers run on from heading to heading. No report writes "Sec." or "§" over its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from sources.document import UnitKind
from sources.units.marks import ARTICLE, Mark

_TITLED: Final = re.compile(
    r"(?P<label>(?:(?:SECTION|Section|(?P<sign>S(?:ec|EC)\.|§))\s?)?(?P<number>\d{1,4}(?(sign)(?:[-.]\d{1,4})*))"
    r"(?(sign)(?:[A-Z]{1,3}|-[A-Z]{1,2}|[a-z]{1,2})?|[A-Z]{0,3}))(?:[.:]|\s?[—–])?\s+(?=[A-Z\[“‘\"'(])"
)
_OF_ITSELF: Final = re.compile(
    r"\b(?:[Tt]his|[Tt]hese)\s(?:Act|Law|Ordinance|Code|Measure|Order|Rules|Regulations?|By-?laws?|Decree|Statute)\b"
)
SPOKEN: Final = 3  # times, at least, that an act speaks of itself
FEWEST: Final = 3  # sections of the shortest act
IN_ORDER: Final = 0.8  # share of its numbers that are no lower than the one before; schedules begin anew


def act_sections(text: str, headings: Iterable[tuple[int, int]]) -> dict[int, Mark]:
    """The marks of the sections of an act by where their headings start, {} for a text that is none.
    `headings` are their spans in `text`, in reading order."""
    found = {start: match for start, end in headings if (match := _TITLED.match(text, start, end))}
    numbers = [tuple(map(int, re.findall(r"\d+", match["number"]))) for match in found.values()]
    following = [before <= after for before, after in pairwise(numbers)]
    if len(numbers) < FEWEST or sum(following) < IN_ORDER * len(following):
        return {}
    signed = all(match["sign"] for match in found.values())
    if not signed and sum(1 for _ in _OF_ITSELF.finditer(text)) < SPOKEN:
        return {}
    return {
        start: Mark(UnitKind.ARTICLE, match["label"], match.end() - start, "article", ARTICLE)
        for start, match in found.items()
    }
