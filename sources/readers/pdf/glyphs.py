"""The characters of a PDF's page, one by one as pdfium gives them, with their boxes and how they are drawn.

What does not show (control characters, text off the page, letters too small to see) is left out. Nothing
here knows of lines.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from sources.readers.pdf.geometry import Rect, View

MAX_CHARACTERS: Final = 400_000  # on one page; a dense newspaper page has about 30,000
UNKNOWN: Final = "\ufffd"
SPACES: Final = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t "
)
INVISIBLE: Final = (
    "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
BLANKS: Final = (9, 10, 13, 32, 160)
SYMBOLS: Final = re.compile(r"symbol|wingding|dingbat|webding|monotype\s?sorts")
LINE_END_HYPHENS: Final = (0x02, 0xFFFE, 0xAD)


class Glyph(NamedTuple):
    """One character on the page. `base` is its baseline, `size` its font size in points as drawn;
    `made` marks a space pdfium inferred from a gap; `font` tells fonts apart. A glyph that stands for no
    character is UNKNOWN."""

    char: str
    box: Rect
    base: float
    size: float
    bold: bool
    made: bool
    ghost: bool
    angle: int
    font: int = 0


def untwist(glyph: Glyph, turn: int, view: View) -> Glyph:
    """A glyph of a page whose text runs upwards, downwards or upside down, as if it ran across."""
    spin = replace(view, crop=Rect(0, 0, view.width, view.height), turns=turn)
    box = spin.rect(*glyph.box)
    return glyph._replace(box=box, base=box.bottom + 0.2 * glyph.size, angle=0)


def is_unknown(char: str) -> bool:
    # Private-use characters of the symbol fonts (U+F000–F0FF) are bullets and known as such.
    return char == UNKNOWN or "\ue000" <= char < "\uf000" or "\uf100" <= char <= "\uf8ff"


class _Style(NamedTuple):
    size: float
    bold: bool
    ghost: bool
    angle: int
    font: int = 0
    symbols: bool = False


def _style(text: Any, k: int, thing: Any, view: View) -> _Style:
    size = pdfium.FPDFText_GetFontSize(text, k)
    matrix = pdfium.FS_MATRIX()
    angle = 0
    if pdfium.FPDFText_GetMatrix(text, k, matrix):
        # Some programs set the font at 1 point and scale the page instead.
        size *= (matrix.b * matrix.b + matrix.d * matrix.d) ** 0.5
        if abs(matrix.b) > abs(matrix.a):
            angle = 1 if matrix.b > 0 else 3
        elif matrix.a < 0 and matrix.d < 0:
            angle = 2
    angle = (angle - view.turns) % 4
    weight = pdfium.FPDFText_GetFontWeight(text, k)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
    font, name = _font(thing)
    bold = weight >= 600 or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE or "bold" in name
    ghost = mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return _Style(round(size, 2) or 1.0, bold, ghost, angle, font, bool(SYMBOLS.search(name)))


def _font(thing: Any) -> tuple[int, str]:
    """What tells a font from the others of its file, and its name in small letters."""
    font = pdfium.FPDFTextObj_GetFont(thing) if thing else None
    if not font:
        return 0, ""
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    return ctypes.addressof(font.contents), name.value.decode("utf-8", "replace").lower()


def _chars(text: Any) -> Iterator[tuple[int, str, bool]]:
    """(pdfium's index, character, whether pdfium inferred it) for all that show and for spaces. Where the
    font has no character for a glyph, pdfium gives the glyph's own number, which is no text: UNKNOWN."""
    count = pdfium.FPDFText_CountChars(text)
    if count > MAX_CHARACTERS:
        raise ValueError(f"{count} characters on one page")
    high = 0
    for k in range(count):
        code = pdfium.FPDFText_GetUnicode(text, k)
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            if not high:
                continue
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        if code not in BLANKS and pdfium.FPDFText_HasUnicodeMapError(text, k) == 1:
            code = 0
        char = "-" if code in LINE_END_HYPHENS else chr(code)
        if char in SPACES:
            yield k, " ", pdfium.FPDFText_IsGenerated(text, k) == 1
            continue
        if code == 0:
            char, code = UNKNOWN, ord(UNKNOWN)
        shows = 32 < code < 127 or (code > 160 and char not in INVISIBLE) or char == "-"
        if shows and pdfium.FPDFText_IsGenerated(text, k) != 1:
            yield k, char, False


def read_glyphs(text: Any, view: View) -> Iterator[Glyph]:
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int, _Style] = {}
    wide, high = view.width + 2, view.height + 2
    plain = view.turns == 0 and view.crop.left == 0 and view.crop.bottom == 0
    for k, char, made in _chars(text):
        pdfium.FPDFText_GetLooseCharBox(text, k, box)
        pdfium.FPDFText_GetCharOrigin(text, k, x, y)
        thing = pdfium.FPDFText_GetTextObject(text, k)
        key = ctypes.addressof(thing.contents) if thing else 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(text, k, thing, view)
        if plain:
            place, base = Rect(box.left, box.bottom, box.right, box.top), y.value
        else:
            place = view.rect(box.left, box.bottom, box.right, box.top)
            base = view.point(x.value, y.value)[1]
        # What is too small to see or stands off the page is not part of what a reader sees.
        if style.size >= 1 and -2 < place.left < wide and -2 < place.bottom < high:
            if char == UNKNOWN and style.symbols:
                char = "•"  # what a sign of a symbol font without a character is in nearly every text
            yield Glyph(char, place, base, style.size, style.bold, made, style.ghost, style.angle, style.font)
