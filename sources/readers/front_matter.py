"""The fields at the head of a text file: YAML between two `---` lines, read with PyYAML.

Every value is a text, as written: dates and numbers are not turned into anything else. What is no YAML
although it looks like it (`title: A: B`) is read line by line.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD: Final = re.compile(r"([^\W\d][\w -]*?)[ \t]*:(?:[ \t]+(.*))?$")
TEXTS: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
LONGEST: Final = 50_000  # characters of a head


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields at the head of `text`, their names in small letters, and the text after them. Lists are
    joined with "; "; fields within fields are left out."""
    match = _FRONT.match(text)
    if not match or len(match[1]) > LONGEST:
        return {}, text
    head = match[1]
    try:
        # An alias can make a head of some lines into gigabytes.
        aliases = "*" in head and any(isinstance(token, yaml.AliasToken) for token in yaml.scan(head))
        found = None if aliases else yaml.load(head, Loader=TEXTS)  # texts only: nothing is made
    except (yaml.YAMLError, ValueError, RecursionError):
        found = None
    fields = found if isinstance(found, dict) else _by_line(head)
    if not fields and head.strip():
        return {}, text  # two rules across the page and what stands between them
    named = {str(key).strip().lower(): _text(value) for key, value in fields.items()}
    return {key: value for key, value in named.items() if value}, text[match.end() :]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, (_text(item) for item in value if not isinstance(item, list | dict))))
    return " ".join(value.split()) if isinstance(value, str) else ""


def _by_line(head: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.split("\n"):
        if found := _FIELD.match(line):
            fields[found[1]] = (found[2] or "").strip().strip("\"'")
    return fields
