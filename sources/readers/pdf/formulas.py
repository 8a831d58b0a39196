"""Formulas that are drawn instead of written: they are marked where they stand, so that no sentence closes
over one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sources.readers.pdf.geometry import Rect, around_all
from sources.readers.pdf.glyphs import Glyph

FORMULA: Final = "\U000f0001"  # stands for one, until its line is known
MOST: Final = 1500  # signs on a page; more are a drawing
NEAR: Final = 8.0  # points between two signs of one formula
SEVERAL: Final = 80  # formulas on a page; more are a chart
WIDEST: Final = 300.0  # points
FEWEST: Final = 2  # letters; one alone may be a bullet or a chart's mark


def mark_in(around: str) -> str:
    """The mark that stands for it inside text, in the language of the text `around` it. It says no more than
    that something is drawn there: a formula mostly, or letters drawn as outlines."""
    return "[그림]" if any("가" <= char <= "힣" for char in around) else "[drawn]"


def with_formulas(glyphs: list[Glyph], signs: Sequence[Rect]) -> list[Glyph]:
    """The glyphs in drawing order, with one more behind each that a formula follows on its line. `signs` are
    the small shapes drawn on the page."""
    if not glyphs or not 0 < len(signs) <= MOST:
        return glyphs
    after: dict[int, Glyph] = {}
    found = [
        group for group in map(_letters, _groups(signs)) if len(group) >= FEWEST and not _are_equal(group)
    ]
    for group in found if len(found) <= SEVERAL else ():
        place = around_all(group)
        before = _glyph_before(place, glyphs) if place.width <= WIDEST else None
        if before is not None and not glyphs[before].char.isdigit():  # a chart's axis
            glyph = glyphs[before]
            size = glyph.size
            box = Rect(place.left, glyph.base - 0.2 * size, place.right, glyph.base + 0.8 * size)
            while before + 1 < len(glyphs) and _is_space_before(glyphs[before + 1], place):
                before += 1
            after[before] = glyph._replace(char=FORMULA, box=box, bold=False, made=False)
    out: list[Glyph] = []
    for at, glyph in enumerate(glyphs):
        out.append(glyph)
        if at in after:
            out.append(after[at])
    return out


def _groups(signs: Sequence[Rect]) -> list[list[Rect]]:
    """The signs, those together that stand beside each other at one height."""
    groups: list[list[Rect]] = []
    boxes: list[Rect] = []
    near: list[int] = []  # the groups that the next sign may go on with
    for sign in sorted(signs, key=lambda sign: sign.left):
        near = [at for at in near if sign.left - boxes[at].right < NEAR]
        mate = next((at for at in near if _is_level(sign, boxes[at])), None)
        if mate is None:
            mate = len(groups)
            groups.append([])
            boxes.append(sign)
            near.append(mate)
        groups[mate].append(sign)
        boxes[mate] = around_all([boxes[mate], sign])
    return groups


def _is_level(sign: Rect, box: Rect) -> bool:
    return sign.bottom < box.top + 1 and box.bottom < sign.top + 1


def _is_space_before(glyph: Glyph, place: Rect) -> bool:
    return glyph.char == " " and (glyph.made or glyph.box.left < place.left + 1)


def _letters(signs: Sequence[Rect]) -> list[Rect]:
    """The signs, those that are drawn over each other as one."""
    found: list[Rect] = []
    for sign in signs:
        if found and sign.left < found[-1].right - 0.5:
            found[-1] = around_all([found[-1], sign])
        else:
            found.append(sign)
    return found


def _are_equal(signs: Sequence[Rect]) -> bool:
    """Whether all signs have one size: circles that stand for letters left out, or squares to tick."""
    wide, high = [sign.width for sign in signs], [sign.height for sign in signs]
    return max(wide) - min(wide) < 1 and max(high) - min(high) < 1


def _glyph_before(place: Rect, glyphs: Sequence[Glyph]) -> int | None:
    """Where in `glyphs` the one stands that a formula at `place` follows; None where there is none, or other
    letters stand in it, or nothing behind it: a picture beside a line is no formula."""
    best: int | None = None
    goes_on = False
    for at, glyph in enumerate(glyphs):
        middle = glyph.base + 0.35 * glyph.size
        if glyph.char == " " or not place.bottom - 0.3 * glyph.size < middle < place.top + 0.3 * glyph.size:
            continue
        x = (glyph.box.left + glyph.box.right) / 2
        if place.left < x < place.right or place.height > 3 * glyph.size:
            return None
        goes_on |= -1.5 < glyph.box.left - place.right < 1.5 * glyph.size
        near = -1.5 < place.left - glyph.box.right < 1.5 * glyph.size
        if near and (best is None or glyph.box.right > glyphs[best].box.right):
            best = at
    return best if best is not None and (goes_on or glyphs[best].char in ":=,(") else None
