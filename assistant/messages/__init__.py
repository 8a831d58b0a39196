"""Every sentence a user reads, in Korean and English, from the TOML catalogues beside this file.

A catalogue `ask.toml` holds one table a message: `[abstain] ko = "…" en = "…"`; its key is
"ask.abstain". Placeholders are `str.format` fields and are the same in both languages.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from sources.document import Language


@cache
def catalogues() -> dict[str, dict[str, str]]:
    """Message key → language → template, of all catalogues."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for name, texts in tomllib.loads(path.read_text("utf-8")).items():
            found[f"{path.stem}.{name}"] = dict(texts)
    return found


def say(key: str, language: Language, **values: object) -> str:
    """The sentence for `key` in `language`, filled with `values`. Raises KeyError for an unknown key."""
    return catalogues()[key][language].format(**values)
