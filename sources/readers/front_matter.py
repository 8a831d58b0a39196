"""The fields at the head of a text file: YAML between two `---` lines, read with PyYAML.

Every value is a text, as written: dates and numbers are not turned into anything else. What is no YAML
although it looks like it (`title: A: B`) is read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any, Final

import yaml

from sources.blocks import Block, BlockKind, Cell
from sources.readers.grid import table_of, text_of
from sources.units.marks import is_division

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD: Final = re.compile(r"([^\W\d][\w -]*?)[ \t]*:(?:[ \t]+(.*))?$")
TEXTS: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HANGUL: Final = re.compile("[가-힣]")
_OF_A_LAW: Final = re.compile("(?:공포|시행|발령|제정|개정|선고)일자?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}\. ?\d{1,2}\. ?\d{1,2}\.?")
_TITLE: Final = "제목"  # of each file that a register lists
_ANNEX: Final = re.compile(r"\[(별[표지][^\]]*)\]")
_NO_WORDS: Final = re.compile(r"\d*|true|false|\w+://\S+")
AT_THE_HEAD: Final = 3  # blocks among which a text's title is
LONGEST: Final = 50_000  # characters of a head


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields at the head of `text`, their names in small letters, and the text after them. Lists are
    joined with "; ", of what a register lists the titles; other fields within fields are left out."""
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
    named = {
        str(key).strip().lower(): "" if isinstance(value, dict) else _text(value)
        for key, value in fields.items()
    }
    return {key: value for key, value in named.items() if value}, text[match.end() :]


def with_register(fields: Mapping[str, str], blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with what a register of Korean law says of the text, which has a day of one, as a table under
    its title: names and values, not the title, addresses, switches and numbers of the register's own. The
    annexes that are files beside the text follow it, each by its name."""
    headings = {"".join(block.text.split()) for block in blocks if block.kind is BlockKind.HEADING}
    told = {
        name: value
        for name, value in fields.items()
        if _HANGUL.search(name) and not _NO_WORDS.fullmatch(value) and "".join(value.split()) not in headings
    }
    if not any(_OF_A_LAW.fullmatch(name) and _DAY.fullmatch(value) for name, value in told.items()):
        return tuple(blocks)
    annexes = _annexes(told.values(), blocks)
    rows = enumerate((name, value) for name, value in told.items() if not _ANNEX.match(value))
    made = table_of((Cell(text, row, at) for row, pair in rows for at, text in enumerate(pair)), headed=0)
    at = _under_the_title(blocks)
    return (*blocks[:at], Block(text_of(made)[0], BlockKind.TABLE, table=made), *blocks[at:], *annexes)


def _annexes(values: Iterable[str], blocks: Sequence[Block]) -> list[Block]:
    """The annexes that a field lists, each by its title, but for those that the text has."""
    listed = [title for value in values if _ANNEX.match(value) for title in re.split(r"; (?=\[별)", value)]
    begun = {"".join(block.text.lstrip("[<〈【 ").split()) for block in blocks}
    return [
        Block(title, BlockKind.HEADING)  # there is nothing under it to be found or told
        for title in listed
        if (named := _ANNEX.match(title))
        and not any(text.startswith("".join(named[1].split())) for text in begun)
    ]


def _under_the_title(blocks: Sequence[Block]) -> int:
    """Where the headings at the head of a text end that are no article or chapter, 0 where it has none."""
    titles = [b.kind is BlockKind.HEADING and not is_division(b.text) for b in blocks]
    if True not in titles[:AT_THE_HEAD]:
        return 0
    first = titles.index(True)
    return first + sum(1 for _ in takewhile(bool, titles[first:]))


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return _text(value.get(_TITLE))
    if isinstance(value, list):
        return "; ".join(filter(None, (_text(item) for item in value if not isinstance(item, list))))
    return " ".join(value.split()) if isinstance(value, str) else ""


def _by_line(head: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.split("\n"):
        if found := _FIELD.match(line):
            fields[found[1]] = (found[2] or "").strip().strip("\"'")
    return fields
