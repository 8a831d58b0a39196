"""Turns of phrase kept as data: a TOML file of tables, each with a list of expressions for each language.

An entry is a regular expression, read without regard to case. In English it stands for whole words; in
Korean, which writes particles and endings onto a word, for a part of one. `{n}` in an entry is any small
number, in digits or words, `{text}` any word for a kind of text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from index.figures.numerals import SMALL_NUMBER, small_number
from index.words.kinds import TEXTS, expression
from sources.document import Language

_NUMBER = re.compile(rf"(?<![A-Za-z가-힣\d])(?:\d{{1,2}}|{SMALL_NUMBER})", re.IGNORECASE)


@cache
def phrases(file: Path, *languages: Language) -> Mapping[str, re.Pattern[str]]:
    """A pattern for each table of `file`, of the phrases of `languages`, of both where none is given. A table
    that has none for them never matches. Raises ValueError for a table of another language and re.error for
    an entry that is no expression."""
    tables = tomllib.loads(file.read_text("utf-8"))
    return {name: either(table, languages or tuple(Language)) for name, table in tables.items()}


def either(
    table: Mapping[str, Sequence[str]], languages: Sequence[Language] = tuple(Language)
) -> re.Pattern[str]:
    """The pattern of any phrase in `table`, which has a list for each language, in one of `languages`."""
    lists = {Language(name): entries for name, entries in table.items()}
    parts = [alternatives(one, entries) for one, entries in lists.items() if entries and one in languages]
    return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)


def alternatives(language: Language, entries: Sequence[str]) -> str:
    """The expression of any of `entries`, words of `language`."""
    joined = "|".join(entries).replace("{n}", _NUMBER.pattern).replace("{text}", expression(TEXTS, language))
    return rf"\b(?:{joined})\b" if language is Language.EN else f"(?:{joined})"


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The pattern of any of `words`, plain words of both languages."""
    parted: dict[str, list[str]] = {language: [] for language in Language}
    for word in sorted(words, key=len, reverse=True):
        parted[Language.EN if word.isascii() else Language.KO].append(re.escape(word))
    return either(parted)


def number_in(found: re.Match[str] | None) -> int:
    """The small number in what a phrase with `{n}` found, 0 where it found nothing."""
    number = _NUMBER.search(found.group()) if found else None
    return small_number(number.group()) if number else 0
