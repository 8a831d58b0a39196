"""Every sentence a user reads, in Korean and English, from the TOML catalogues beside this file.

A catalogue `ask.toml` holds one table a message: `[abstain] ko = "…" en = "…"`; its key is
"ask.abstain". Placeholders are `str.format` fields and are the same in both languages; a Korean particle
written in both forms after one ("을(를)") fits itself to the value.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from string import Formatter

from assistant.messages.particles import fitted
from sources.document import Language


@cache
def catalogues() -> dict[str, dict[str, str]]:
    """Message key → language → template, of all catalogues."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for name, texts in tomllib.loads(path.read_text("utf-8")).items():
            found[f"{path.stem}.{name}"] = dict(texts)
    return found


def say(key: str, language: Language, /, **values: object) -> str:
    """The sentence for `key` in `language`, filled with `values`. Raises KeyError for an unknown key."""
    said = ""
    filled = False
    for literal, name, spec, _ in Formatter().parse(catalogues()[key][language]):
        said += fitted(said, literal) if filled else literal
        filled = name is not None
        if name is not None:
            said += format(values[name], spec or "")
    return said


@cache
def said_by(catalogue: str) -> re.Pattern[str]:
    """The pattern of whatever a message of `catalogue` may say, in either language."""
    templates = [
        template
        for key, texts in catalogues().items()
        if key.startswith(f"{catalogue}.")
        for template in texts.values()
    ]
    parts = (
        "".join(
            re.escape(literal) + (".{1,300}?" if name is not None else "") for literal, name, _, _ in parsed
        )
        for parsed in map(Formatter().parse, templates)
    )
    return re.compile("|".join(parts))
