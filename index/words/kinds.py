"""What kinds of text, and the meetings that issue them, are called in both languages.

The words are in `data/kinds.toml`, the one list for all who ask.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from itertools import chain

from sources.document import Language

_DATA = tomllib.loads(resources.files("index.words").joinpath("data", "kinds.toml").read_text("utf-8"))
KINDS: Mapping[str, Mapping[str, list[str]]] = dict(chain.from_iterable(t.items() for t in _DATA.values()))
NAMED: tuple[str, ...] = tuple(_DATA["named"])  # by which a document may be meant
TEXTS: tuple[str, ...] = (*NAMED, *_DATA["text"])  # that say something
TITLING: tuple[str, ...] = (*NAMED, "meeting", "title")  # whose words tell no title from another
# A noun that so goes on is a verb, or part of one: 선언하다, 성명을 내다.
_NO_VERB = "(?!하|했|한다|을 내)"


def called(kinds: Iterable[str], language: Language) -> tuple[str, ...]:
    """The words for `kinds` in `language`, as they stand in the list."""
    return tuple(dict.fromkeys(word for kind in kinds for word in KINDS[kind][language.value]))


def expression(kinds: Iterable[str], language: Language) -> str:
    """The expression of any word for `kinds`, the longest first: in English also of its plural, in Korean not
    of a verb made of it."""
    words = called(kinds, language)
    if language is Language.EN:
        words = tuple(form for word in words for form in (word, _plural(word)))
    joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return f"(?:{joined}){_NO_VERB}" if language is Language.KO else f"(?:{joined})"


def _plural(word: str) -> str:
    if word.endswith("y"):
        return f"{word[:-1]}ies"
    return word if word.endswith("s") else f"{word}s"
