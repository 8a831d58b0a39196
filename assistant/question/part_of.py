"""A part of the article spoken of before: "그 조 제2항은?", "And its paragraph 2?", "단서는?".

Such a part is numbered within its article, and every article has a second paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Answer
from assistant.words.phrases import phrases
from sources.document import Language

_WORDS = Path(__file__).with_name("follow_up.toml")
_NUMBERED = re.compile(r"^(?=\d)")  # the number alone is what an English act heads a section with
_KOREAN = re.compile(r"제(\d+)조(의\d+)?")


def in_its_article(text: str, language: Language, previous: Sequence[Answer | str]) -> str:
    """`text` with the part it opens with named in full, by the one article that the answer before cites. As
    it is where it opens with none, or that answer cites no article or several."""
    last = previous[-1] if previous else None
    said = phrases(_WORDS, language)
    part = said["part"].match(text)
    if part is None or not isinstance(last, Answer):
        return text
    articles = {(c.record.key, _article(c.unit)) for c in last.citations}
    label = articles.pop()[1] if len(articles) == 1 else ""
    label = _NUMBERED.sub("Section ", label)
    if language is Language.EN:
        label = _KOREAN.sub(r"Article \1\2", label)
    rest = said["of_that_article"].sub("", text[part.end() :])
    return f"{label} {rest}" if label else text


def _article(unit: Sequence[tuple[str, str]]) -> str:
    return next((label for what, label in unit if what == "article"), "")
