"""A citation style: what a style file says, read and checked.

A style file is TOML beside this module (`styles/*.toml`) or a user's own (see `house`). It may extend
another and then holds only what differs. Its tables `[ko]` and `[en]` are conventions, each for the
sources written in that language; `[ko_in_en]` and `[en_in_ko]` say what changes where a Korean source
stands in an English report, or the other way round.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.citing.errors import StyleError
from assistant.citing.names import NameList
from assistant.citing.template import Template, TemplateError, fields_of
from assistant.messages import say
from sources.document import Language

STYLES = Path(__file__).parent / "styles"
BASE = "korean"
DEFAULT: Mapping[Language, str] = {Language.KO: "korean", Language.EN: "chicago"}

FIELDS = frozenset(
    [
        *("author", "author_short", "author_in_text", "title", "title_short", "title_other", "series"),
        *("number", "publisher", "imprint", "year", "date", "no_date", "pin", "pin_bare", "pages", "url"),
        *("link", "note_number", "book", "official", "pages_bare"),
    ]
)


class Work(StrEnum):
    """What a source is to a style: each has its own templates."""

    SERIES = "series"  # a paper in a numbered series
    BOOK = "book"  # a report that stands alone
    ITEM = "item"  # something whose form is not known
    ARTICLE = "article"
    WEB = "web"
    OFFICIAL = "official"


class Repeat(StrEnum):
    """What a second footnote to the same source looks like."""

    FULL = "full"  # like the first
    SHORT = "short"  # shortened, never "ibid."
    IBID = "ibid"  # "위의 글" right after, "앞의 글" later


class StyleReason(StrEnum):
    """Why a style cannot be used; each has a sentence in `messages/citing.toml`."""

    UNKNOWN = "style_unknown"
    NOT_READABLE = "style_not_readable"
    NOT_TOML = "style_not_toml"
    TOO_LARGE = "style_too_large"
    UNKNOWN_SETTING = "style_unknown_setting"
    WRONG_VALUE = "style_wrong_value"
    BAD_TEMPLATE = "style_bad_template"
    CIRCLE = "style_circle"


def refuse(reason: StyleReason, style: str, **details: str | int) -> StyleError:
    return StyleError(reason.value, style=style, **details)


@dataclass(frozen=True, slots=True)
class Authors:
    """How names are printed in a note, in a bibliography, in a later note and in running text."""

    note: NameList = field(default_factory=NameList)
    entry: NameList = field(default_factory=NameList)
    short: NameList = field(default_factory=lambda: NameList(form="short"))
    in_text: NameList = field(default_factory=lambda: NameList(form="short"))


@dataclass(frozen=True, slots=True)
class Terms:
    """Words and forms. `{first}`, `{last}` are page or paragraph numbers; `{y}`, `{m}`, `{d}`, `{month}`
    parts of a date; `{marks}` what has to be said about the text itself (digest, translation, OCR)."""

    page: str = "p. {first}"
    pages: str = "pp. {first}–{last}"
    file_page: str = "file p. {first}"
    file_pages: str = "file pp. {first}–{last}"
    label: str = "para. {first}"
    labels: str = "paras. {first}–{last}"
    paragraph: str = "para. {first}"
    unnumbered: str = "unnumbered para. {first}"
    day: str = "{month} {d}, {y}"
    month: str = "{month} {y}"
    no_date: str = ""
    marks: str = " ({marks})"
    mark_join: str = "; "
    months: tuple[str, ...] = (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    )


@dataclass(frozen=True, slots=True)
class Convention:
    """How sources in one language are printed. `note` and `entry` hold one template per kind of work,
    `repeat` the templates "ibid", "later" and "later_titled". `official_author` names an
    official text by its "publisher", its "issuer", or its "title" alone. `translated_names` prints
    authors and publishers in the report's language, where the record has them in it. `notes_as_entries`
    makes a note of the bibliography entry and the place cited, in styles that know no notes."""

    join: str = ", "
    entry_join: str = ". "
    end: str = "."
    entry_end: str = "."
    inside: bool = False
    publisher_as_author: bool = True
    repeat_publisher: bool = True
    translated_names: bool = False
    notes_as_entries: bool = False
    official_author: str = "publisher"
    authors: Authors = field(default_factory=Authors)
    terms: Terms = field(default_factory=Terms)
    imprint: Template = ("{publisher}", "{year}")
    note: Mapping[str, Template] = field(default_factory=dict)
    entry: Mapping[str, Template] = field(default_factory=dict)
    repeat: Mapping[str, Template] = field(default_factory=dict)
    in_text: Template = ()


@dataclass(frozen=True, slots=True)
class Style:
    """One citation style. `conventions` are keyed by (language of the source, language of the report).
    `entries` makes every footnote a bibliography entry."""

    name: str
    titles: Mapping[str, str]
    repeat: Repeat
    entries: bool
    conventions: Mapping[tuple[Language, Language], Convention]

    def title(self, language: Language) -> str:
        """Its name for people: the file's own, else the one in `messages/citing.toml`."""
        if title := self.titles.get(language) or self.titles.get(language.other):
            return title
        try:
            return say(f"citing.style_{self.name.replace('-', '_')}", language)
        except KeyError:
            return self.name


def style_names() -> tuple[str, ...]:
    """The names of the styles that ship, in the order in which they are offered."""
    order = ("korean", "korean-p", "korean-quotes", "korean-full", "korean-bibliography", "chicago")
    names = sorted(path.stem for path in STYLES.glob("*.toml"))
    return tuple(sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name)))


@lru_cache(maxsize=64)
def shipped_style(name: str) -> Style:
    """A style that ships. Raises StyleError."""
    return build_style(name, shipped_table(name))


def shipped_table(name: str, seen: tuple[str, ...] = ()) -> dict[str, Any]:
    """A shipped style file with what it extends merged in. Raises StyleError."""
    if name not in style_names():
        raise refuse(StyleReason.UNKNOWN, name, known=", ".join(style_names()))
    return extend(name, tomllib.loads((STYLES / f"{name}.toml").read_text("utf-8")), seen)


def extend(name: str, table: dict[str, Any], seen: tuple[str, ...] = ()) -> dict[str, Any]:
    """`table` laid over the style it extends. Raises StyleError."""
    base = table.pop("extends", None)
    if base is None:
        return table
    if not isinstance(base, str):
        raise refuse(StyleReason.WRONG_VALUE, name, setting="extends")
    if base in (*seen, name):
        raise refuse(StyleReason.CIRCLE, name)
    return _merged(shipped_table(base, (*seen, name)), table)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def build_style(name: str, table: Mapping[str, Any]) -> Style:
    """The style a complete table describes. Raises StyleError for anything unknown in it."""
    known = {"name", "repeat", "entries", "ko", "en", "ko_in_en", "en_in_ko"}
    for key in table.keys() - known:
        raise refuse(StyleReason.UNKNOWN_SETTING, name, setting=key)
    for key in known - {"repeat", "entries"}:
        if not isinstance(table.get(key, {}), dict):
            raise refuse(StyleReason.WRONG_VALUE, name, setting=key)
    conventions: dict[tuple[Language, Language], Convention] = {}
    for source in Language:
        for report in Language:
            change = table.get(f"{source}_in_{report}", {}) if source is not report else {}
            merged = _merged(table.get(source, {}), change)
            conventions[source, report] = _build(Convention, merged, name, source)
    try:
        repeat = Repeat(table.get("repeat", Repeat.FULL))
    except ValueError:
        raise refuse(StyleReason.WRONG_VALUE, name, setting="repeat") from None
    titles = {key: str(value) for key, value in table.get("name", {}).items()}
    return Style(name, titles, repeat, table.get("entries", False) is True, conventions)


_TEMPLATES = {
    "note": {work.value for work in Work},
    "entry": {work.value for work in Work},
    "repeat": {"ibid", "later", "later_titled"},
}


def _build(kind: type[Any], table: Mapping[str, Any], name: str, where: str) -> Any:
    """An instance of the dataclass `kind` from a table, every setting checked against its default."""
    defaults = kind()
    known = {item.name for item in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        setting = f"{where}.{key}"
        if key not in known:
            raise refuse(StyleReason.UNKNOWN_SETTING, name, setting=setting)
        default = getattr(defaults, key)
        if kind is Convention and key in _TEMPLATES:
            values[key] = _templates(value, name, setting, _TEMPLATES[key])
        elif kind is Convention and key in ("imprint", "in_text"):
            values[key] = _template(value, name, setting)
        elif isinstance(default, Authors | Terms | NameList):
            values[key] = _build(type(default), _table(value, name, setting), name, setting)
        elif isinstance(default, tuple) and isinstance(value, list):
            values[key] = tuple(str(item) for item in value)
        elif type(value) is type(default):
            values[key] = value
        else:
            raise refuse(StyleReason.WRONG_VALUE, name, setting=setting)
    return kind(**values)


def _table(value: object, name: str, setting: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refuse(StyleReason.WRONG_VALUE, name, setting=setting)
    return value


def _templates(value: object, name: str, setting: str, known: set[str]) -> dict[str, Template]:
    table = _table(value, name, setting)
    for key in table.keys() - known:
        raise refuse(StyleReason.UNKNOWN_SETTING, name, setting=f"{setting}.{key}")
    return {key: _template(item, name, f"{setting}.{key}") for key, item in table.items()}


def _template(value: object, name: str, setting: str) -> Template:
    """A template, its brackets and fields checked. Raises StyleError."""
    if isinstance(value, list):
        return tuple(_template(item, name, setting) for item in value)
    if not isinstance(value, str):
        raise refuse(StyleReason.WRONG_VALUE, name, setting=setting)
    try:
        unknown = fields_of(value) - FIELDS
    except TemplateError:
        raise refuse(StyleReason.BAD_TEMPLATE, name, setting=setting, template=value) from None
    if unknown:
        raise refuse(StyleReason.BAD_TEMPLATE, name, setting=setting, template=f"{{{min(unknown)}}}")
    return value
