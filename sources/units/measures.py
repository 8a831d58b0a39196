"""What a table's figures are in, as a line beside it or a head of it says: (단위: 억원), in thousands."""

from __future__ import annotations

import re
from typing import Final

_TOTAL: Final = re.compile(r"[합총소전]?\s?[계체]|(?:grand |sub)?totals?|sum|all", re.I)
_SUM: Final = re.compile(
    r"^(?:(?:grand |sub)?totals?|전국|전체)\b|(?:\s|^|[합총소])계$|평균$|\baverage$", re.I
)
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


_BRACKETS: Final = re.compile(
    r"[(\[〔<]\s*(?:단\s?위|units?)?\s*[:：]?\s*([^()\[\]〔〕<>:\n\d]{1,40})[)\]〕>]", re.IGNORECASE
)
_SCALED: Final = re.compile(r"\bin\s(thousand|million|billion|trillion)s?\b", re.IGNORECASE)


def measure_in(text: str) -> str:
    """The measure that a line gives, "" where it gives none or is too long to be one."""
    found = _MEASURE.search(text) if len(text) <= LONGEST else None
    return (found["bracketed"] or found["bare"] or found["scaled"] or found["plain"]).strip() if found else ""


def measures_in(text: str) -> tuple[str, ...]:
    """All that stands in `text` for what figures may be in: 개 and 억원 of "(단위: 개, 억원)", thousand of
    "in thousands"."""
    found = [part for words in _BRACKETS.findall(text) for part in re.split(r"[,/·、]|\s및\s", words)]
    found += _SCALED.findall(text)
    return tuple(dict.fromkeys(part.strip() for part in found if part.strip()))


def is_measure(text: str) -> bool:
    """Whether a line only gives a measure."""
    return len(text) <= LONGEST and _MEASURE.fullmatch(text.strip()) is not None


def opens_with_measure(text: str) -> bool:
    """Whether a line, such as the name of a column, begins with one."""
    return len(text) <= LONGEST and _MEASURE.match(text) is not None


def is_total(text: str) -> bool:
    """Whether the name of a row says that it sums up the others."""
    return _TOTAL.fullmatch(text.strip()) is not None


def sums_up(text: str) -> bool:
    """Whether the name of a row is that of a sum or a mean over others: "Total gross loans", 비수도권 계."""
    return _SUM.search(text.strip()) is not None
