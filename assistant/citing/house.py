"""House styles: a user's own setting file, laid over a style that ships.

A newsroom or ministry that prints "p. 5" and no "위의 글" writes a few lines of TOML and drops the file
into the folder `styles` of the data directory, or names its path:

    extends = "korean"
    repeat = "full"
    [name]
    ko = "우리 부 각주"
    [ko.terms]
    page = "p. {first}"

Everything a shipped style file may say, a house style may say; what it leaves out is as in the style it
extends. A misspelt setting is named, not ignored.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from assistant.citing.style import (
    BASE,
    Style,
    StyleReason,
    build_style,
    extend,
    refuse,
    shipped_style,
    style_names,
)
from assistant.messages.invalid import file_problem

FOLDER = "styles"
_LARGEST = 200_000  # bytes


def house_style(path: Path) -> Style:
    """The style a file describes; it is named after the file. Raises StyleError."""
    name = path.stem
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(StyleReason.NOT_READABLE, path.name) from error
    if len(raw) > _LARGEST:
        raise refuse(StyleReason.TOO_LARGE, path.name, limit=_LARGEST // 1000)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(StyleReason.NOT_TOML, path.name, line=raw.count(b"\n", 0, error.start) + 1) from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = file_problem(error, text).values["line"]
        raise refuse(StyleReason.NOT_TOML, path.name, line=int(str(line))) from error
    table = {"extends": BASE, "name": {}} | table
    return build_style(name, extend(name, table))


def house_styles(home: Path) -> dict[str, Path]:
    """The house styles in a data directory, name → file. A name that also ships means the house's."""
    return {path.stem: path for path in sorted((home / FOLDER).glob("*.toml"))}


def style_source(name: str, home: Path) -> str:
    """The style `name` as every function takes it: the path of the house's file of that name, else the
    name itself."""
    return str(house_styles(home).get(name, name))


def style_named(name: str, home: Path | None = None) -> Style:
    """A style by name: the house's first, then those that ship; or by the path of a file.
    Raises StyleError."""
    if name.endswith(".toml"):
        return house_style(Path(name))
    house = house_styles(home) if home else {}
    if name in house:
        return house_style(house[name])
    if name not in style_names():
        raise refuse(StyleReason.UNKNOWN, name, known=", ".join([*house, *style_names()]))
    return shipped_style(name)
