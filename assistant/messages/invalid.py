"""What is wrong with a value or a file somebody wrote by hand, as data that is said in either language.

The libraries that find the fault (pydantic, tomllib) describe it in English and in their own terms; their
words reach nobody.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.messages import catalogues, say
from sources.document import Language

_AREA = "invalid"
# pydantic's kinds of error → the message, where they are not called the same.
_SAME = {
    "literal_error": "enum",
    "int_parsing": "number",
    "int_type": "number",
    "int_from_float": "number",
    "float_parsing": "number",
    "float_type": "number",
    "bool_parsing": "boolean",
    "bool_type": "boolean",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "string_too_short": "blank",
    "value_error": "blank",
    "string_type": "text",
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_pattern_mismatch": "pattern",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`key` names the message `invalid.<key>`, which `values` fill."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        return say(f"{_AREA}.{self.key}", language, **self.values)


def value_problem(error: Mapping[str, Any]) -> Problem:
    """The problem in one entry of `pydantic.ValidationError.errors()`."""
    limits = error.get("ctx") or {}
    key = _SAME.get(error["type"], error["type"])
    values: dict[str, object] = {}
    if key == "enum":
        values["allowed"] = ", ".join(re.findall(r"'([^']*)'", str(limits.get("expected", ""))))
    for name in ("ge", "le", "max_length"):
        if name in limits:
            values["limit"] = limits[name]
    if key == "pattern" and limits.get("pattern") == r"\S":
        key = "blank"
    return Problem(key if f"{_AREA}.{key}" in catalogues() else "other", values)


def file_problem(error: OSError | ValueError, text: str = "") -> Problem:
    """Why a settings or style file cannot be read: `text` is its content, as far as that is known."""
    match error:
        case FileNotFoundError():
            return Problem("file_missing")
        case UnicodeDecodeError():
            return Problem("file_encoding")
        case tomllib.TOMLDecodeError():
            place = re.search(r"at line (\d+)", str(error))
            line = int(place[1]) if place else max(1, len(text.splitlines()))
            return Problem("file_toml", {"line": line})
        case _:
            return Problem("file_unreadable")
