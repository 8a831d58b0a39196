"""One page of a PDF as lines of text with their places.

pdfium gives characters one by one, with boxes; this module gathers them into lines (or the pieces of a
line that stand in different columns or cells), decides where a gap is a space, and takes raised footnote
marks out of the text. It knows nothing of paragraphs.

Coordinates are points with the origin at the bottom left of the page as displayed: the page's rotation,
its crop box and text turned by a quarter are undone here, once.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

MAX_CHARACTERS: Final = 400_000  # on one page; a dense newspaper page has about 30,000
MAX_OBJECTS: Final = 20_000  # drawn objects looked at for ruling lines
MANY_SHAPES: Final = 150  # drawn shapes that make a page without text look like one of outlined letters
UNKNOWN: Final = "\ufffd"
MAX_UPRIGHTS: Final = 400  # drawn uprights of the tables on one page
SPACES: Final = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t "
)
INVISIBLE: Final = (
    "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
LINE_END_HYPHENS: Final = (0x02, 0xFFFE, 0xAD)


class Rect(NamedTuple):
    """A rectangle in points: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


class Glyph(NamedTuple):
    """One character on the page. `base` is its baseline, `size` its font size in points as drawn;
    `made` marks a space pdfium inferred from a gap."""

    char: str
    box: Rect
    base: float
    size: float
    bold: bool
    made: bool
    ghost: bool
    angle: int


@dataclass(slots=True)
class Line:
    """A line, or the piece of one that stands in its own column or cell.

    `first_word` is the width of its first word and `space` that of its usual space, in points; `trailing`
    says that a space was drawn after the last word. `text` has no raised marks; `raised` keeps them as
    (offset in `text`, mark). `boxes` are the places of `text`'s characters (None for spaces), only where
    they were asked for.
    """

    page: int
    text: str
    box: Rect
    base: float
    size: float
    bold: bool
    first_word: float
    space: float
    trailing: bool = False
    raised: tuple[tuple[int, str], ...] = ()
    boxes: list[Rect | None] | None = None
    kind: str = ""


@dataclass(slots=True)
class Page:
    """What stands on one page. `rules` are thin drawn lines; `legible` is false where its letters can be seen
    but not read; `ghost` is the share of its text that is drawn
    invisibly (the text layer of a scan); `picture` the share of the page that images cover."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    legible: bool = True
    ghost: float = 0.0
    picture: float = 0.0


def is_hangul(char: str) -> bool:
    return "가" <= char <= "힣" or "\u1100" <= char <= "\u11ff" or "\u3130" <= char <= "\u318f"


def read_page(page: Any, text: Any, number: int, *, boxes: bool = False) -> Page:
    """The lines of one page, from pdfium's raw page and text-page handles. Raises ValueError for a page
    with more characters than any real one has."""
    view = _View.of(page)
    result = Page(number, view.width, view.height)
    result.rules, result.picture, shapes = _drawn(page, view)
    glyphs = list(_glyphs(text, view))
    shown = [glyph for glyph in glyphs if glyph.char != " "]
    unknown = sum(_is_unknown(glyph.char) for glyph in shown)
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
        glyphs = [_untwist(glyph, turn, view) for glyph in glyphs]
        result.rules = []
    uprights = [rule for rule in result.rules if rule.height > rule.width]
    if len(uprights) > MAX_UPRIGHTS:
        uprights = []  # a drawing, not a table
    pieces = _merge(_split(glyphs, uprights), uprights)
    result.lines = [line for piece in pieces if (line := _line(piece, number, boxes))]
    return result


# ── coordinates ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _View:
    """How a page's own coordinates become those of the page as displayed."""

    crop: Rect
    turns: int

    @classmethod
    def of(cls, page: Any) -> _View:
        edges = [ctypes.c_float() for _ in range(4)]
        ok = pdfium.FPDFPage_GetCropBox(page, *edges) or pdfium.FPDFPage_GetMediaBox(page, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        turns = pdfium.FPDFPage_GetRotation(page) % 4
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if turns % 2:
            wide, high = high, wide
        if not ok or abs(right - left - wide) > 1 or abs(top - bottom - high) > 1:
            # No box of its own (it is inherited), or one pdfium clips: it knows the size it shows.
            left, bottom = (min(left, right), min(bottom, top)) if ok else (0.0, 0.0)
            right, top = left + wide, bottom + high
        return cls(Rect(left, bottom, right, top), turns)

    @property
    def width(self) -> float:
        return self.crop.height if self.turns % 2 else self.crop.width

    @property
    def height(self) -> float:
        return self.crop.width if self.turns % 2 else self.crop.height

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.crop.left, y - self.crop.bottom
        if self.turns == 1:
            return y, self.crop.width - x
        if self.turns == 2:
            return self.crop.width - x, self.crop.height - y
        if self.turns == 3:
            return self.crop.height - y, x
        return x, y

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return Rect(min(a, c), min(b, d), max(a, c), max(b, d))


def _untwist(glyph: Glyph, turn: int, view: _View) -> Glyph:
    """A glyph of a page whose text runs upwards, downwards or upside down, as if it ran across."""
    spin = replace(view, crop=Rect(0, 0, view.width, view.height), turns=turn)
    box = spin.rect(*glyph.box)
    return glyph._replace(box=box, base=box.bottom + 0.2 * glyph.size, angle=0)


def _gather_turned(glyphs: list[Glyph], turn: int) -> list[str]:
    text = "".join(glyph.char for glyph in glyphs if glyph.angle != turn).strip()
    return [text] if text else []


# ── what is drawn ───────────────────────────────────────────────────────────────────────────────


def _is_unknown(char: str) -> bool:
    # Private-use characters of the symbol fonts (U+F000–F0FF) are bullets and known as such.
    return char == UNKNOWN or "\ue000" <= char < "\uf000" or "\uf100" <= char <= "\uf8ff"


def _drawn(page: Any, view: _View) -> tuple[list[Rect], float, int]:
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


# ── characters ──────────────────────────────────────────────────────────────────────────────────


class _Style(NamedTuple):
    size: float
    bold: bool
    ghost: bool
    angle: int


def _style(text: Any, k: int, thing: Any, view: _View) -> _Style:
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
    bold = weight >= 600 or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE or "bold" in _font(thing)
    return _Style(round(size, 2) or 1.0, bold, mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, angle)


def _font(thing: Any) -> str:
    font = pdfium.FPDFTextObj_GetFont(thing) if thing else None
    if not font:
        return ""
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    return name.value.decode("utf-8", "replace").lower()


def _chars(text: Any) -> Iterator[tuple[int, str, bool]]:
    """(pdfium's index, character, whether pdfium inferred it) for all that show and for spaces."""
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
        char = "-" if code in LINE_END_HYPHENS else chr(code)
        if char in SPACES:
            yield k, " ", pdfium.FPDFText_IsGenerated(text, k) == 1
            continue
        if code == 0:
            char, code = UNKNOWN, ord(UNKNOWN)
        shows = 32 < code < 127 or (code > 160 and char not in INVISIBLE) or char == "-"
        if shows and pdfium.FPDFText_IsGenerated(text, k) != 1:
            yield k, char, False


def _glyphs(text: Any, view: _View) -> Iterator[Glyph]:
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
            yield Glyph(char, place, base, style.size, style.bold, made, style.ghost, style.angle)


# ── lines ───────────────────────────────────────────────────────────────────────────────────────


def _parted(left: Glyph, right: Glyph, uprights: list[Rect]) -> bool:
    """Whether a drawn upright stands between two neighbours."""
    a, b = left.box.right - 1.5, right.box.left + 1.5
    middle = (right.base + right.box.top) / 2
    return any(a <= (u.left + u.right) / 2 <= b and u.bottom - 1 <= middle <= u.top + 1 for u in uprights)


def _split(glyphs: list[Glyph], uprights: list[Rect]) -> list[list[Glyph]]:
    """The glyphs in drawing order, cut wherever the pen moves to another line, column or cell."""
    pieces: list[list[Glyph]] = []
    now: list[Glyph] = []
    last: Glyph | None = None  # the last one that is no space
    drawn = False
    for glyph in glyphs:
        if glyph.char == " ":
            if now:
                now.append(glyph)
                drawn |= not glyph.made
            continue
        if last is not None:
            em = max(last.size, glyph.size)
            gap = glyph.box.left - last.box.right
            rise = abs(glyph.base - last.base)
            small = min(last.size, glyph.size) < 0.8 * em
            away = rise > (0.62 if small else 0.3) * em
            # Justified text stretches its spaces; between cells and columns none is drawn.
            wide = (4.0 if drawn else 1.6) * em
            back = glyph.box.left < last.box.left - 0.3 * em
            if away or gap > wide or back or (gap > 0.2 * em and _parted(last, glyph, uprights)):
                pieces.append(now)
                now = []
        now.append(glyph)
        last, drawn = glyph, False
    pieces.append(now)
    return [piece for piece in pieces if any(glyph.char != " " for glyph in piece)]


def _ends(piece: list[Glyph]) -> tuple[Glyph, Glyph]:
    shown = [glyph for glyph in piece if glyph.char != " "]
    return shown[0], shown[-1]


def _merge(pieces: list[list[Glyph]], uprights: list[Rect]) -> list[list[Glyph]]:
    """Pieces of one line that were drawn one after another without a gap (a change of font, a tab)."""
    out: list[list[Glyph]] = []
    for piece in pieces:
        if out:
            end, start = _ends(out[-1])[1], _ends(piece)[0]
            em = max(end.size, start.size)
            gap = start.box.left - end.box.right
            level = abs(start.base - end.base) < (0.62 if min(end.size, start.size) < 0.8 * em else 0.3) * em
            if (
                level
                and -1.2 * em < gap < 1.2 * em
                and start.box.left > end.box.left - 0.3 * em
                and not _parted(end, start, uprights)
            ):
                out[-1] = [*out[-1], *piece]
                continue
        out.append(piece)
    return out


def _usual_space(piece: list[Glyph]) -> float:
    """The median width, in points, of the gaps where one script goes on after a space; 0 where there is none.
    Such gaps are real spaces, so a gap between Hangul and Latin can be measured by them."""
    gaps: list[float] = []
    last: Glyph | None = None
    spaced = False
    for glyph in piece:
        if glyph.char == " ":
            spaced = True
            continue
        if last is not None and spaced and is_hangul(last.char) == is_hangul(glyph.char):
            gaps.append(glyph.box.left - last.box.right)
        last, spaced = glyph, False
    return median(gaps) if gaps else 0.0


def _is_space(left: Glyph, space: Glyph, right: Glyph, usual: float) -> bool:
    """Whether a gap between two characters is a space. Word processors open a gap of a fifth to a quarter of
    an em between Hangul and Latin or figures, which pdfium takes for one (docs/decisions/0201)."""
    if not space.made:
        return True
    gap, em = right.box.left - left.box.right, max(left.size, 1.0)
    if is_hangul(left.char) == is_hangul(right.char):
        return gap > 0.08 * em
    return gap > 0.26 * em and (gap > 0.36 * em or gap > 0.85 * usual)


def _line(piece: list[Glyph], number: int, keep: bool) -> Line | None:
    shown = [glyph for glyph in piece if glyph.char != " "]
    size, usual = _usual(shown), _usual_space(piece)
    level = median(glyph.base for glyph in shown if glyph.size > 0.8 * size)
    text: list[str] = []
    boxes: list[Rect | None] = []
    raised: list[tuple[int, str]] = []
    normal: list[Glyph] = []
    last: Glyph | None = None
    gap: Glyph | None = None
    for glyph in piece:
        if glyph.char == " ":
            gap = glyph if gap is None or gap.made else gap
            continue
        if glyph.size < 0.8 * size and glyph.base > level + 0.12 * size and glyph.char in "0123456789*†‡§),":
            raised.append((len(text), glyph.char))
            continue
        if last is not None and gap is not None and _is_space(last, gap, glyph, usual):
            text.append(" ")
            boxes.append(None)
        text.append(glyph.char)
        boxes.append(glyph.box)
        normal.append(glyph)
        last, gap = glyph, None
    marks = _joined(raised)
    if not normal:
        # A mark on its own belongs to the line it is raised over; the layout finds it.
        normal, text, boxes, marks = shown, [g.char for g in shown], [g.box for g in shown], ()
    place = Rect(
        min(g.box.left for g in normal),
        min(g.box.bottom for g in normal),
        max(g.box.right for g in normal),
        max(g.box.top for g in normal),
    )
    word = "".join(text).split(" ", 1)[0]
    first_word = normal[len(word) - 1].box.right - normal[0].box.left
    bold = sum(glyph.bold for glyph in normal) > 0.6 * len(normal)
    trailing = gap is not None and not gap.made
    kept = boxes if keep else None
    return Line(number, "".join(text), place, level, size, bold, first_word, usual, trailing, marks, kept)


def _usual(glyphs: list[Glyph]) -> float:
    sizes: Counter[float] = Counter()
    for glyph in glyphs:
        sizes[glyph.size] += 1
    return sizes.most_common(1)[0][0]


def _joined(raised: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    marks: list[tuple[int, str]] = []
    for offset, char in raised:
        if marks and marks[-1][0] == offset:
            marks[-1] = (offset, marks[-1][1] + char)
        else:
            marks.append((offset, char))
    return tuple(marks)
