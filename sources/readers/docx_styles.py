"""What a DOCX says of its paragraphs apart from their text: styles, inherited as Word does, and lists.

Also how a property is asked for: `value_of`, `size_of`, `is_on` and `outline_level` serve the body as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sources.readers.numbering import Counters, ListLevel
from sources.readers.office import attribute, child, integer, local


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with all it inherits: its heading's depth, its size in points, its list."""

    level: int | None = None
    size: float = 0.0
    bold: bool = False
    list_id: str = ""
    list_level: int = 0
    contents: bool = False  # a line of a table of contents


def styles_of(root: Any) -> dict[str, Style]:
    """The styles by their id, from the root of `styles.xml` (None where there is none); "" is the default."""
    if root is None:
        return {}
    elements = {attribute(e, "styleId"): e for e in root if local(e) == "style"}
    default = child(root, "docDefaults", "rPrDefault", "rPr")
    base = Style(size=size_of(default) or 10.0)
    made = {key: _style(element, elements, base, 0) for key, element in elements.items()}
    first = next(
        (
            k
            for k, e in elements.items()
            if attribute(e, "default") == "1" and attribute(e, "type") == "paragraph"
        ),
        "",
    )
    return {"": made.get(first, base), **made}


def _style(element: Any, elements: dict[str, Any], base: Style, depth: int) -> Style:
    parent = child(element, "basedOn")
    above = elements.get(attribute(parent, "val")) if parent is not None else None
    inherited = _style(above, elements, base, depth + 1) if above is not None and depth < 20 else base
    shown = child(element, "name")
    name = attribute(shown, "val").lower() if shown is not None else ""
    heading = re.fullmatch(r"(?:heading|제목|개요)\s*(\d)", name)
    level = (
        int(heading[1])
        if heading
        else 1
        if name in ("title", "제목")
        else outline_level(child(element, "pPr"))
    )
    run = child(element, "rPr")
    numbering = child(element, "pPr", "numPr")
    return Style(
        level=level if level is not None else inherited.level,
        size=size_of(run) or inherited.size,
        bold=is_on(run, "b", inherited.bold),
        list_id=value_of(numbering, "numId") or inherited.list_id,
        list_level=integer(value_of(numbering, "ilvl"), inherited.list_level),
        contents=bool(re.match(r"toc \d|contents", name)) or inherited.contents,
    )


def outline_level(properties: Any) -> int | None:
    """The heading's depth (from 1) that properties of a paragraph or style set, None for text."""
    level = integer(value_of(properties, "outlineLvl"), 9)
    return level + 1 if 0 <= level < 9 else None


def value_of(element: Any, name: str) -> str:
    """The value of the property `name` below an element that may be None; "" where it is not set."""
    found = child(element, name) if element is not None else None
    return attribute(found, "val") if found is not None else ""


def size_of(run: Any) -> float:
    """The size in points that properties of a run set, 0.0 where they set none."""
    return max(0, integer(value_of(run, "sz"))) / 2


def is_on(run: Any, name: str, otherwise: bool = False) -> bool:
    """Whether a property that is on or off is on; `otherwise` where it is not set."""
    found = child(run, name) if run is not None else None
    return otherwise if found is None else attribute(found, "val") not in ("0", "false", "none", "off")


@dataclass(slots=True)
class Lists:
    """The numbered lists and where each has got to. Lists of one abstract kind count on from each other."""

    levels: dict[str, dict[int, ListLevel]]
    abstract: dict[str, str]
    counters: Counters = field(default_factory=lambda: Counters("%"))

    @classmethod
    def of(cls, root: Any) -> Lists:
        """From the root of `numbering.xml`, None where there is none."""
        abstract: dict[str, dict[int, ListLevel]] = {}
        levels: dict[str, dict[int, ListLevel]] = {}
        names: dict[str, str] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                abstract[attribute(element, "abstractNumId")] = dict(_levels(element))
            elif local(element) == "num":
                key, name = attribute(element, "numId"), value_of(element, "abstractNumId")
                own = [e for e in element if local(e) == "lvlOverride"]
                levels[key] = dict(abstract.get(name, {}))
                # A list that sets its own start counts for itself; others of one kind count on.
                names[key] = f"{name}/{key}" if own else name
                for override in own:
                    levels[key].update(_levels(override))
                    at, start = (
                        integer(attribute(override, "ilvl")),
                        integer(value_of(override, "startOverride"), -1),
                    )
                    if start >= 0 and at in levels[key]:
                        known = levels[key][at]
                        levels[key][at] = ListLevel(known.style, known.text, start)
        return cls(levels, names)

    def number(self, key: str, level: int) -> str:
        """The number before the next paragraph of list `key`."""
        return self.counters.next(self.abstract.get(key, key), level, self.levels.get(key, {}))


def _levels(element: Any) -> Iterator[tuple[int, ListLevel]]:
    for level in element:
        if local(level) == "lvl":
            start = value_of(level, "start")
            style = value_of(level, "numFmt") or "decimal"
            text = value_of(level, "lvlText")
            yield (
                integer(attribute(level, "ilvl")),
                ListLevel(style, text, integer(start, 1)),
            )
