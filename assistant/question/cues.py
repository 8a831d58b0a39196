"""The words by which a question shows what it asks for, in Korean and English.

The words themselves are in `cues.toml`, those of what stands beside a question in `beside.toml`. General
linguistic knowledge only: nothing here knows a document.
"""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from pathlib import Path
from re import Pattern

from assistant.words.phrases import phrases
from index.figures.numerals import SMALL_NUMBER


class Asked(StrEnum):
    """What kind of thing a question asks for. A question may ask for several."""

    WHO = "who"
    WHEN = "when"
    YEAR = "year"
    WHERE = "where"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    WHY = "why"
    NAMES = "names"
    LIST = "list"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    AUTHOR = "author"
    RECOMMENDATION = "recommendation"
    CONTACT = "contact"
    PARTS = "parts"
    EFFECT = "effect"
    NEXT = "next"


_CUES = phrases(Path(__file__).with_name("cues.toml"))
ASKED: dict[Asked, Pattern[str]] = {kind: _CUES[kind.value] for kind in Asked}
# With one of these a question is no yes-no question, however it ends.
QUESTION_WORD = _CUES["question_word"]
# Sentences addressed to the machine, not to the library, and small talk before the question proper.
_BESIDE = phrases(Path(__file__).with_name("beside.toml"))
INSTRUCTION = _BESIDE["instruction"]
OPENING = re.compile(rf"^(?:(?:{_BESIDE['opening'].pattern})[\s,.!~]+)+", re.IGNORECASE)

_PEOPLE = tomllib.loads(Path(__file__).with_name("posts.toml").read_text("utf-8"))
# Offices whose holder a question may ask for by name, each in both languages, and other titles of persons.
POSTS: tuple[tuple[str, ...], ...] = tuple(map(tuple, _PEOPLE["posts"]))
TITLES: tuple[str, ...] = tuple(_PEOPLE["titles"])

# A request for so many quotations: "각주용 인용 세 개", "three quotes on …".
_N = rf"(?P<n>\d{{1,2}}|{SMALL_NUMBER})"
_QUOTE_KO = "(?:인용|인용문|인용구|각주|구절|문장|대목)"
QUOTES_WANTED: tuple[Pattern[str], ...] = (
    re.compile(rf"{_QUOTE_KO}(?:을|를|으로|용|\s)*{_N}\s*(?:개|건|군데|문장)"),
    re.compile(rf"{_N}\s*(?:개|건|군데)의?\s*{_QUOTE_KO}"),
    re.compile(rf"\b{_N}\s+(?:\w+\s+){{0,2}}(?:quotes?|quotations?|citations?|passages?|footnotes?)\b", re.I),
)
