"""Characters of a PDF gathered into lines, or the pieces of a line that stand in different columns or cells.

Decides where the pen moved to another line and where a gap is a space, and takes raised footnote marks out
of the text. Knows nothing of columns or paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from sources.blocks import Table
from sources.readers.pdf.edges import cut_at_edges
from sources.readers.pdf.formulas import FORMULA, mark_in
from sources.readers.pdf.geometry import Rect, around_all
from sources.readers.pdf.glyphs import UNKNOWN, Glyph
from sources.readers.pdf.pieces import interleaved, leaves_line


@dataclass(slots=True)
class Line:
    """A line, or the piece of one that stands in its own column or cell.

    `first_word` is the width of its first word and `space` that of its usual space, in points; `trailing`
    says that a space was drawn after the last word. `text` has no raised marks; `raised` keeps them as
    (offset in `text`, mark). `boxes` are the places of `text`'s characters (None for spaces), only where
    they were asked for. A line of kind "row" holds cells, parted by tabs; one with a `table` is a whole one.
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
    table: Table | None = None


def is_hangul(char: str) -> bool:
    return "가" <= char <= "힣" or "\u1100" <= char <= "\u11ff" or "\u3130" <= char <= "\u318f"


def gather(glyphs: list[Glyph], uprights: list[Rect], page: int, *, boxes: bool = False) -> list[Line]:
    """The lines of a page from its characters in drawing order, cut at the drawn `uprights` of its tables."""
    pieces = cut_at_edges(interleaved(_merge(_split(glyphs, uprights), uprights)))
    return [_line(piece, page, boxes) for piece in pieces]


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
            # Justified text stretches its spaces; between cells and columns none is drawn.
            wide = (4.0 if drawn else 1.6) * em
            back = glyph.box.left < last.box.left - 0.3 * em
            if (
                leaves_line(last, glyph)
                or gap > wide
                or back
                or (gap > 0.2 * em and _parted(last, glyph, uprights))
            ):
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
            if (
                not leaves_line(end, start)
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
    if gap < -0.1 * em or (left.box.width > 0.9 * em and left.char.isascii()):
        # The font gives every letter a box of a whole em (Type 3), from which no gap can be measured; pdfium
        # knows how far the letters advance.
        return True
    if is_hangul(left.char) == is_hangul(right.char):
        return gap > 0.08 * em
    return gap > 0.26 * em and (gap > 0.36 * em or gap > 0.85 * usual)


def _line(piece: list[Glyph], number: int, keep: bool) -> Line:
    shown = [glyph for glyph in piece if glyph.char != " "]
    size, usual = _usual(shown), _usual_space(piece)
    level = median(glyph.base for glyph in shown if glyph.size > 0.8 * size)
    text: list[str] = []
    boxes: list[Rect | None] = []
    raised: list[tuple[int, str]] = []
    normal: list[Glyph] = []
    last: Glyph | None = None
    gap: Glyph | None = None
    mark = mark_in("".join(glyph.char for glyph in shown if glyph.char != FORMULA))
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
        shows = mark if glyph.char == FORMULA else glyph.char
        text += shows
        boxes += [glyph.box] * len(shows)
        normal += [glyph] * len(shows)
        last, gap = glyph, None
    # Alone before a line it is a sign of a list, whichever; some fonts name it as half a kana.
    if text[1:2] == [" "] and (text[0] == UNKNOWN or "\uff61" <= text[0] <= "\uff9f"):
        text[0] = "•"
    marks = _joined(raised)
    if not normal:
        # A mark on its own belongs to the line it is raised over; the layout finds it.
        normal, text, boxes, marks = shown, [g.char for g in shown], [g.box for g in shown], ()
    place = around_all([glyph.box for glyph in normal])
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


def by_height(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.base, line.box.left))


def join_pieces(pieces: Sequence[Line], separator: str) -> Line:
    """One line made of several."""
    first, last = pieces[0], pieces[-1]
    boxes: list[Rect | None] | None = None
    raised: list[tuple[int, str]] = []
    text = ""
    for piece in pieces:
        if text:
            text += separator
        raised += [(len(text) + offset, mark) for offset, mark in piece.raised]
        text += piece.text
    if first.boxes is not None:
        boxes = []
        for piece in pieces:
            boxes += [None] * len(separator) if boxes else []
            boxes += piece.boxes or []
    return replace(
        first,
        text=text,
        box=around_all([p.box for p in pieces]),
        trailing=last.trailing,
        raised=tuple(raised),
        boxes=boxes,
    )
