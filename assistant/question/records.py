"""A question about a document itself: which field of its record it asks for, and in what words."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from assistant.question.cues import Asked
from assistant.question.look_up import listed, own_words
from assistant.question.read import Question
from sources.document import Language

_WORDS: Final = tomllib.loads(Path(__file__).with_name("records.toml").read_text("utf-8"))


def record_field(asked: Question) -> str:
    """Which field of the record may be asked for, "" for none."""
    if asked.asks(Asked.WHEN, Asked.YEAR):
        return "date"
    own = own_words(asked.text, asked.language)
    written = own & record_words("authors", asked.language)
    if asked.asks(Asked.AUTHOR) or (asked.asks(Asked.WHO) and written):
        return "authors"
    return "publishers" if own & record_words("publishers", asked.language) else ""


@cache
def record_words(field: str, language: Language) -> frozenset[str]:
    """The tokens of the words by which `field` is asked for."""
    return listed(_WORDS[field][language.value], language)
