"""What a table's figures are in, as a line beside it or a head of it says: (단위: 억원), in thousands."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 200  # characters of a line that may say it
_SCALE: Final = (
    r"(?:in\s)?(?:[A-Za-z]+\s){0,4}(?:millions?|billions?|thousands?|per\s?cent|percent(?:ages?)?|%)"
    r"[^()\n]{0,40}"
)
_MEASURE: Final = re.compile(
    r"[(\[〔<]\s*(?:단\s?위|units?)\s*[:：]?\s*(?P<bracketed>[^)\]〕>\n]{1,60})[)\]〕>]|"
    r"^\s*(?:단\s?위|units?)\s*[:：]\s*(?P<bare>[^\n]{1,60})$|"
    r"^\s*(?P<scaled>in\s(?:millions?|billions?|thousands?)\b[^.\n]{0,60})$|"
    rf"\((?P<plain>{_SCALE})\)",
    re.IGNORECASE,
)


def measure_in(text: str) -> str:
    """The measure that a line gives, "" where it gives none or is too long to be one."""
    found = _MEASURE.search(text) if len(text) <= LONGEST else None
    return (found["bracketed"] or found["bare"] or found["scaled"] or found["plain"]).strip() if found else ""


def is_measure(text: str) -> bool:
    """Whether a line only gives a measure."""
    return len(text) <= LONGEST and _MEASURE.fullmatch(text.strip()) is not None


def opens_with_measure(text: str) -> bool:
    """Whether a line, such as the name of a column, begins with one."""
    return len(text) <= LONGEST and _MEASURE.match(text) is not None
