"""Turns of phrase kept as data: a TOML file of tables, each with a list of expressions for each language.

An entry is a regular expression, read without regard to case. In English it stands for whole words; in
Korean, which writes particles and endings onto a word, for a part of one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sources.document import Language


@cache
def phrases(file: Path) -> Mapping[str, re.Pattern[str]]:
    """A pattern for each table of `file`, of the phrases of both languages. Raises ValueError for a table of
    another language and re.error for an entry that is no expression."""
    return {name: either(table) for name, table in tomllib.loads(file.read_text("utf-8")).items()}


def either(table: Mapping[str, list[str]]) -> re.Pattern[str]:
    """The pattern of any phrase in `table`, which has a list for each language."""
    parts = [alternatives(Language(language), entries) for language, entries in table.items()]
    return re.compile("|".join(parts), re.IGNORECASE)


def alternatives(language: Language, entries: list[str]) -> str:
    """The expression of any of `entries`, words of `language`."""
    joined = "|".join(entries)
    return rf"\b(?:{joined})\b" if language is Language.EN else f"(?:{joined})"
