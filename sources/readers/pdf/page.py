"""One page of a PDF: its lines of text, what is drawn on it, and whether its letters can be read at all."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2.raw as pdfium

from sources.readers.pdf.geometry import Rect, View
from sources.readers.pdf.glyphs import UNKNOWN, Glyph, is_unknown, read_glyphs, untwist
from sources.readers.pdf.lines import Line, gather

MAX_OBJECTS: Final = 20_000  # drawn objects looked at for ruling lines
MANY_SHAPES: Final = 150  # drawn shapes that make a page without text look like one of outlined letters
MAX_UPRIGHTS: Final = 400  # drawn uprights of the tables on one page


@dataclass(slots=True)
class Page:
    """What stands on one page. `rules` are thin drawn lines; `legible` is false where its letters can be seen
    but not read; `ghost` is the share of its text that is drawn invisibly (the text layer of a scan);
    `picture` the share of the page that images cover."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    legible: bool = True
    ghost: float = 0.0
    picture: float = 0.0


def read_page(page: Any, text: Any, number: int, *, boxes: bool = False) -> Page:
    """The lines of one page, from pdfium's raw page and text-page handles. Raises ValueError for a page
    with more characters than any real one has."""
    view = View.of(page)
    result = Page(number, view.width, view.height)
    result.rules, result.picture, shapes = _drawn(page, view)
    glyphs = list(read_glyphs(text, view))
    shown = [glyph for glyph in glyphs if glyph.char != " "]
    unknown = sum(is_unknown(glyph.char) for glyph in shown)
    # Letters that stand for no character, or were drawn as outlines, can be seen but not read.
    result.legible = unknown <= 0.3 * len(shown) if shown else shapes < MANY_SHAPES
    if not shown or not result.legible:
        return result
    glyphs = [glyph for glyph in glyphs if glyph.char != UNKNOWN]
    shown = [glyph for glyph in shown if glyph.char != UNKNOWN]
    result.ghost = sum(glyph.ghost for glyph in shown) / len(shown)
    # Invisible words on a page of visible ones are not part of what a reader sees.
    if result.ghost < 0.5:
        glyphs = [glyph for glyph in glyphs if not glyph.ghost]
    turn = Counter(glyph.angle for glyph in shown).most_common(1)[0][0]
    result.turned = _gather_turned(glyphs, turn)
    glyphs = [glyph for glyph in glyphs if glyph.angle == turn]
    if turn:
        glyphs = [untwist(glyph, turn, view) for glyph in glyphs]
        result.rules = []
    uprights = [rule for rule in result.rules if rule.height > rule.width]
    if len(uprights) > MAX_UPRIGHTS:
        uprights = []  # a drawing, not a table
    result.lines = gather(glyphs, uprights, number, boxes=boxes)
    return result


def _gather_turned(glyphs: list[Glyph], turn: int) -> list[str]:
    text = "".join(glyph.char for glyph in glyphs if glyph.angle != turn).strip()
    return [text] if text else []


def _drawn(page: Any, view: View) -> tuple[list[Rect], float, int]:
    """The thin horizontal and vertical lines of the page, the share of it under images, and how many shapes
    are drawn on it."""
    rules: list[Rect] = []
    covered, shapes = 0.0, 0
    edges = [ctypes.c_float() for _ in range(4)]
    for k in range(min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, k)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if not pdfium.FPDFPageObj_GetBounds(thing, *edges):
            continue
        rect = view.rect(*(edge.value for edge in edges))
        shapes += kind == pdfium.FPDF_PAGEOBJ_PATH
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            covered += max(0.0, rect.width) * max(0.0, rect.height)
        elif min(rect.width, rect.height) < 2.5 and max(rect.width, rect.height) > 6:
            rules.append(rect)
        elif rect.height > 8 and rect.width > 8 and _is_stroked(thing):
            rules.extend(_outline(rect))
    return rules, covered / max(1.0, view.width * view.height), shapes


def _is_stroked(thing: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(thing, mode, stroke)) and bool(stroke.value)


def _outline(rect: Rect) -> list[Rect]:
    left, bottom, right, top = rect
    return [
        Rect(left, bottom, right, bottom),
        Rect(left, top, right, top),
        Rect(left, bottom, left, top),
        Rect(right, bottom, right, top),
    ]
