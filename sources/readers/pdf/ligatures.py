"""Ligatures that a font's Unicode map gives as one letter ("classiied" for "classified") or as none.

Such a glyph is drawn as wide as the letters it joins. Where a letter is much wider than it usually is in its
font, or a glyph within a Latin word stands for no character, it is read as the ligature of its width.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.glyphs import UNKNOWN, Glyph

# The last letter of a ligature, which is what a wrong map leaves of it → the ligatures that end in it.
ENDING: Final = {"i": ("fi", "ffi"), "l": ("fl", "ffl"), "f": ("ff",), "h": ("Th",)}
EVERY: Final = ("fi", "fl", "ff", "ffi", "ffl")
LEAST: Final = 1.45  # times a letter's usual width that its ligature is wide, at the least
USUAL: Final = {"f": 0.3, "i": 0.25, "l": 0.25, "T": 0.6, "h": 0.5}  # widths in ems where a font shows none
# After "fl" more often than after "fi", of what a ligature of their width may be.
_AFTER_FL: Final = re.compile(r"[oua]|e(?:x|ct|et|w)|ic|ig")

Widths = dict[tuple[int, str], float]


def mended(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs of a page in drawing order, ligatures as the letters they show. Each letter has its share
    of the ligature's box."""
    widths = _usual_widths(glyphs)
    out: list[Glyph] = []
    for place, glyph in enumerate(glyphs):
        letters = ""
        if glyph.char == UNKNOWN or (glyph.char in ENDING and _is_wide(glyph, widths)):
            # Letters that share one box come from a map that names them all.
            beside = glyphs[max(0, place - 1) : place] + glyphs[place + 1 : place + 2]
            if all(other.box != glyph.box for other in beside):
                letters = _letters(glyphs, place, widths)
        if letters:
            step = glyph.box.width / len(letters)
            left = glyph.box.left
            out += [
                glyph._replace(
                    char=letter,
                    box=Rect(left + k * step, glyph.box.bottom, left + (k + 1) * step, glyph.box.top),
                )
                for k, letter in enumerate(letters)
            ]
        else:
            out.append(glyph)
    return out


def _usual_widths(glyphs: Sequence[Glyph]) -> Widths:
    """(font, letter) → its usual width in ems."""
    seen: defaultdict[tuple[int, str], Counter[float]] = defaultdict(Counter)
    for glyph in glyphs:
        if glyph.char in USUAL:
            seen[glyph.font, glyph.char][round(glyph.box.width / glyph.size, 2)] += 1
    return {key: counts.most_common(1)[0][0] for key, counts in seen.items()}


def _width(font: int, letter: str, widths: Widths) -> float:
    # The box of a letter that overhangs, as an f does, is wider than the letter's place.
    return min(widths.get((font, letter), USUAL[letter]), 1.15 * USUAL[letter])


def _is_wide(glyph: Glyph, widths: Widths) -> bool:
    if widths[glyph.font, glyph.char] > LEAST * USUAL[glyph.char]:
        return False  # all letters are as wide, as in a typewriter's font
    return glyph.box.width / glyph.size > LEAST * _width(glyph.font, glyph.char, widths)


def _letters(glyphs: Sequence[Glyph], place: int, widths: Widths) -> str:
    """What a glyph shows: the ligature whose width is nearest to its own, "" where none is near or where no
    word is around it."""
    glyph = glyphs[place]
    before = glyphs[place - 1].char if place else " "
    after = "".join(other.char for other in glyphs[place + 1 : place + 4])
    if not (re.match("[a-z]", after) or (re.match("[a-z]", before) and glyph.char != UNKNOWN)):
        return ""
    inside = before.isascii() and before.isalpha()
    if glyph.char == UNKNOWN and not inside and not re.match("[a-z]{3}", after):
        return ""
    em = glyph.box.width / glyph.size

    def off(letters: str) -> float:
        return abs(em - sum(_width(glyph.font, letter, widths) for letter in letters))

    choices = ENDING.get(glyph.char, EVERY)
    best = min(choices, key=off)
    if off(best) > 0.2:
        return ""
    if glyph.char == UNKNOWN and best[-1] in "il":
        best = best[:-1] + ("l" if _AFTER_FL.match(after) else "i")
    return best
