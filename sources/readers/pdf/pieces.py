"""Pieces of lines put where a reader sees them: some programs draw all Hangul of a line first and then the
figures, Latin and signs of another font into the gaps.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from sources.readers.pdf.glyphs import Glyph

FEW: Final = 3  # letters, at most, of an index
AROUND: Final = 4  # pieces before and after an index that it may belong to
NEAR: Final = 12  # pieces back that a later one may stand in
SPACE: Final = 0.15  # ems between two glyphs that are a space, where none was drawn


def leaves_line(left: Glyph, right: Glyph) -> bool:
    """Whether two neighbours stand at heights too different for one line; a small one may be raised."""
    em = max(left.size, right.size)
    small = min(left.size, right.size) < 0.8 * em
    return abs(right.base - left.base) > (0.62 if small else 0.3) * em


def interleaved(pieces: list[list[Glyph]]) -> list[list[Glyph]]:
    """The pieces, those that stand in gaps of an earlier one on their line put into it."""
    out: list[list[Glyph]] = []
    for piece in pieces:
        base = piece[0].base
        near = (other for other in reversed(out[-NEAR:]) if abs(other[0].base - base) < other[0].size)
        host = next((other for other in near if _has_gaps_for(other, piece)), None)
        if host is None:
            out.append(piece)
        else:
            host[:] = _in_order([*host, *piece])
    return _with_indices(out)


def _with_indices(pieces: list[list[Glyph]]) -> list[list[Glyph]]:
    """The pieces, small ones of a few letters put to the line that they stand in, raised or lowered."""
    taken: set[int] = set()
    for place, piece in enumerate(pieces):
        shown = [glyph for glyph in piece if glyph.char != " "]
        if len(shown) > FEW:
            continue
        around = [*pieces[max(0, place - AROUND) : place], *pieces[place + 1 : place + 1 + AROUND]]
        host = next(
            (
                other
                for other in around
                if id(other) not in taken
                and _is_index_of(shown, other)
                and (_has_gaps_for(other, piece) or _stands_before(shown, other))
            ),
            None,
        )
        if host is not None:
            host[:] = _in_order([*host, *piece])
            taken.add(id(piece))
    return [piece for piece in pieces if id(piece) not in taken]


def _stands_before(shown: list[Glyph], host: list[Glyph]) -> bool:
    """Whether a few letters stand close before a line, as the mark of a note does."""
    first = min((glyph for glyph in host if glyph.char != " "), key=lambda glyph: glyph.box.left)
    return -0.1 * first.size < first.box.left - shown[-1].box.right < 0.6 * first.size


def _is_index_of(shown: list[Glyph], host: list[Glyph]) -> bool:
    """Whether a few letters are set so much smaller than a line, and so near its level, that they can
    stand in it as an index."""
    first = next(glyph for glyph in host if glyph.char != " ")
    near = abs(first.base - shown[0].base) < 0.62 * first.size
    return near and max(glyph.size for glyph in shown) < 0.8 * first.size


def _has_gaps_for(host: list[Glyph], piece: list[Glyph]) -> bool:
    first = next(glyph for glyph in host if glyph.char != " ")
    shown = [glyph for glyph in piece if glyph.char != " "]
    if leaves_line(first, shown[0]):
        return False
    have = [glyph for glyph in host if glyph.char != " "]
    em = first.size
    low, high = min(glyph.box.left for glyph in have), max(glyph.box.right for glyph in have)
    if not (low - 0.2 * em < shown[0].box.left and shown[-1].box.right < high + 1.2 * em):
        return False
    if shown[0].box.left >= high - 0.2 * em:
        return False  # behind it: what adjoins is put together elsewhere
    inset = 0.2 * em
    for glyph in shown:
        middle = (glyph.box.left + glyph.box.right) / 2
        if any(other.box.left + inset < middle < other.box.right - inset for other in have):
            return False
    return True


def _in_order(glyphs: list[Glyph]) -> list[Glyph]:
    """From left to right, with a space wherever a gap is one or one was drawn and nothing was put into it."""
    drawn = _drawn_spaces(glyphs)
    shown = sorted((glyph for glyph in glyphs if glyph.char != " "), key=lambda glyph: glyph.box.left)
    out = shown[:1]
    for last, glyph in pairwise(shown):
        gap = glyph.box.left - last.box.right
        if space := drawn.get((id(last), id(glyph))):
            out.append(space)
        elif gap > SPACE * max(last.size, glyph.size):
            out.append(last._replace(char=" ", made=gap < 0.5 * glyph.size))
        out.append(glyph)
    return out


def _drawn_spaces(glyphs: list[Glyph]) -> dict[tuple[int, int], Glyph]:
    """The spaces that were drawn, by the ids of the two glyphs they stand between."""
    found: dict[tuple[int, int], Glyph] = {}
    last: Glyph | None = None
    space: Glyph | None = None
    for glyph in glyphs:
        if glyph.char == " ":
            space = space if glyph.made else glyph
            continue
        if last is not None and space is not None:
            found[id(last), id(glyph)] = space
        last, space = glyph, None
    return found
