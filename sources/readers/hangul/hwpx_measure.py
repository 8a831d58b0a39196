"""How high the paragraphs of an HWPX are that has no line positions, by the sizes it gives: letters, spacing,
margins, tables. What comes out is an estimate and called one.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sources.readers.office import attribute, child, integer, local

USUAL_SIZE: Final = 1000  # the size of letters where none is given; all lengths are 1/7200 inch
OBJECTS: Final = frozenset(("tbl", "pic", "rect", "ole", "equation", "container", "ellipse", "chart"))


@dataclass(frozen=True, slots=True)
class Spacing:
    """A paragraph shape's distances: above and below, from the edges of the column, between lines (a share of
    the letters' size, or a length)."""

    above: int = 0
    below: int = 0
    sides: int = 0
    share: float = 1.6
    fixed: int = 0


def spacing_of(shape: Any) -> Spacing:
    """The spacing of one `paraPr`. Where it is given twice, for programs old and new, the new one counts."""
    found: dict[str, Any] = {}
    for part in shape.iter():
        if local(part) in ("prev", "next", "left", "right", "lineSpacing"):
            found.setdefault(local(part), part)
    value = {name: integer(attribute(part, "value")) for name, part in found.items()}
    line = found.get("lineSpacing")
    by_share = line is None or attribute(line, "type") in ("PERCENT", "")
    sides = value.get("left", 0) + value.get("right", 0)
    share = value.get("lineSpacing", 160) / 100 if by_share else 1.0
    fixed = 0 if by_share else value.get("lineSpacing", 0)
    return Spacing(value.get("prev", 0), value.get("next", 0), sides, share, fixed)


@dataclass(frozen=True, slots=True)
class Height:
    """A paragraph's height: above, one entry a line, below."""

    above: int
    lines: tuple[int, ...]
    below: int


def height_of(text: str, size: float, spacing: Spacing, objects: Sequence[int], width: int) -> Height:
    """The height of a paragraph of `text` in letters of `size` points, with `objects` of these heights set
    like letters, in a column `width` wide."""
    letter = int(size * 100) or USUAL_SIZE
    pitch = spacing.fixed or int(letter * spacing.share)
    room = max(letter, width - spacing.sides)
    counts = [max(1, math.ceil(_width(part) * letter / room)) for part in text.split("\n")]
    lines = [pitch] * sum(counts)
    tall = [height + pitch - letter for height in objects if height > letter]
    if tall and not text.strip():
        lines = []
    return Height(spacing.above, (*lines, *tall), spacing.below)


def _width(text: str) -> float:
    """How wide a text is, in ems: Korean letters one, others about half of one."""
    shown = re.sub(r"\s+", " ", text)
    return sum(0.97 if unicodedata.east_asian_width(char) in "WF" else 0.52 for char in shown)


def objects_in(element: Any) -> list[int]:
    """The heights of the objects of a paragraph that are set like letters, or push the text below them."""
    heights: list[int] = []
    for part in (part for run in element for part in run if local(run) == "run"):
        if local(part) not in OBJECTS:
            continue
        size, place, margin = (child(part, name) for name in ("sz", "pos", "outMargin"))
        if size is None or place is None:
            continue
        pushes = attribute(part, "textWrap") == "TOP_AND_BOTTOM"
        if attribute(place, "treatAsChar") == "1" or pushes:
            edges = 0 if margin is None else sum(integer(attribute(margin, e)) for e in ("top", "bottom"))
            heights.append(integer(attribute(size, "height")) + edges)
    return heights


def text_width(page: Any) -> int:
    """The width of the text on a page, from its `pagePr`."""
    margin = child(page, "margin")
    sides = 0 if margin is None else sum(integer(attribute(margin, e)) for e in ("left", "right", "gutter"))
    return max(USUAL_SIZE, integer(attribute(page, "width")) - sides)
