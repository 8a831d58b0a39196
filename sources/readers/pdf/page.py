"""One page of a PDF: its lines of text, what is drawn on it, and whether its letters can be read at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from sources.readers.pdf.drawn import drawn_on
from sources.readers.pdf.formulas import with_formulas
from sources.readers.pdf.geometry import Rect, View, around_all
from sources.readers.pdf.glyphs import Glyph, is_unknown, read_glyphs, untwist
from sources.readers.pdf.ligatures import mended
from sources.readers.pdf.lines import Line, gather
from sources.readers.pdf.sense import is_garbled

MANY_SHAPES: Final = 150  # drawn shapes that make a page without text look like one of outlined letters
MAX_UPRIGHTS: Final = 400  # drawn uprights of the tables on one page
TOUCHING: Final = 1.5  # points between two rules that are one


@dataclass(slots=True)
class Page:
    """What stands on one page. `rules` are thin drawn lines, those that a table only implies among them;
    `grounds` are coloured areas as high as a few lines; `legible` is false where its letters can be seen but
    not read, `unknown` how many of those that can be stand for no character; `ghost` is the share of its
    text that is drawn invisibly (the text layer of a scan); `picture` the share of the page that images
    cover."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)
    grounds: list[Rect] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    legible: bool = True
    unknown: int = 0
    ghost: float = 0.0
    picture: float = 0.0


def read_page(page: Any, text: Any, number: int, *, boxes: bool = False) -> Page:
    """The lines of one page, from pdfium's raw page and text-page handles. Raises ValueError for a page
    with more characters than any real one has."""
    view = View.of(page)
    result = Page(number, view.width, view.height)
    drawn = drawn_on(page, view)
    result.rules, result.grounds, result.picture = drawn.rules, drawn.grounds, drawn.picture
    glyphs = mended(list(read_glyphs(text, view)))
    shown = [glyph for glyph in glyphs if glyph.char != " "]
    unknown = sum(is_unknown(glyph.char) for glyph in shown)
    # Letters that stand for no character or a wrong one, or are outlines, can be seen but not read.
    garbled = unknown > 0.3 * len(shown) or is_garbled("".join(glyph.char for glyph in shown))
    result.legible = not garbled if shown else drawn.shapes < MANY_SHAPES
    if not shown or not result.legible:
        return result
    result.unknown = unknown
    result.ghost = sum(glyph.ghost for glyph in shown) / len(shown)
    # Invisible words on a page of visible ones are not part of what a reader sees.
    if result.ghost < 0.5:
        glyphs = [glyph for glyph in glyphs if not glyph.ghost]
    turn = Counter(glyph.angle for glyph in shown).most_common(1)[0][0]
    result.turned = _gather_turned(glyphs, turn)
    glyphs = [glyph for glyph in glyphs if glyph.angle == turn]
    if turn:
        glyphs = [untwist(glyph, turn, view) for glyph in glyphs]
        result.rules, result.grounds = [], []
    else:
        glyphs = with_formulas(glyphs, drawn.signs)
    uprights = _end_to_end([rule for rule in result.rules if rule.height > rule.width])
    if len(uprights) > MAX_UPRIGHTS:
        uprights = []  # a drawing, not a table
    result.lines = gather(glyphs, uprights, number, boxes=boxes)
    return result


def _end_to_end(uprights: list[Rect]) -> list[Rect]:
    """Uprights that stand on one another as one: some programs draw the sides of each cell apart."""
    columns: list[list[Rect]] = []
    for rule in sorted(uprights, key=lambda rule: rule.left):
        if columns and rule.left - columns[-1][0].left < TOUCHING:
            columns[-1].append(rule)
        else:
            columns.append([rule])
    found: list[Rect] = []
    for column in columns:
        first, *others = sorted(column, key=lambda rule: rule.bottom)
        found.append(first)
        for rule in others:
            if rule.bottom - found[-1].top < TOUCHING:
                found[-1] = around_all([found[-1], rule])
            else:
                found.append(rule)
    return found


def _gather_turned(glyphs: list[Glyph], turn: int) -> list[str]:
    text = "".join(glyph.char for glyph in glyphs if glyph.angle != turn).strip()
    return [text] if text else []
