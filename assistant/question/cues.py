"""The words by which a question shows what it asks for, in Korean and English.

The words themselves are in `cues.toml`, those of what stands beside a question in `beside.toml`. General
linguistic knowledge only: nothing here knows a document.
"""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from itertools import chain
from pathlib import Path
from re import Pattern

from assistant.words.phrases import phrases


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
    COMPARISON = "comparison"
    AUTHOR = "author"
    RECOMMENDATION = "recommendation"
    CONTACT = "contact"
    PARTS = "parts"
    EFFECT = "effect"
    NEXT = "next"


_CUES = phrases(Path(__file__).with_name("cues.toml"))
ASKED: dict[Asked, Pattern[str]] = {kind: _CUES[kind.value] for kind in Asked}
# By one of these a clause is told for a question.
QUESTION_WORD = _CUES["question_word"]
REQUESTED = _CUES["requested"]  # a sentence that asks without one
OUTLINE = _CUES["outline"]  # the headings of a document, asked for as a whole
SUBJECT = _CUES["subject"]  # what stands at a place, as a whole
COUNTED = _CUES["counted"]  # so many things
EXTREME = _CUES["extreme"]  # the one of several that has the most
BESIDE = _CUES["beside"]  # what stands beside the text of a document
# Sentences addressed to the machine, not to the library, small talk before the question proper, and a request
# for so many quotations: "각주용 인용 세 개", "three quotes on …".
_BESIDE = phrases(Path(__file__).with_name("beside.toml"))
INSTRUCTION, QUOTES = _BESIDE["instruction"], _BESIDE["quotes"]
OPENING = re.compile(rf"^(?:(?:{_BESIDE['opening'].pattern})[\s,.!~]+)+", re.IGNORECASE)

_PEOPLE = tomllib.loads(Path(__file__).with_name("posts.toml").read_text("utf-8"))
# Offices whose holder a question may ask for by name, each in both languages; all titles of persons; and with
# these what is one only beside a name.
POSTS: tuple[tuple[str, ...], ...] = tuple(map(tuple, _PEOPLE["posts"]))
TITLES: frozenset[str] = frozenset(chain(_PEOPLE["titles"], *POSTS))
BESIDE_NAMES: frozenset[str] = TITLES | set(_PEOPLE["beside_names"])
