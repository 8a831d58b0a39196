"""Lines cut where another column begins: the pen may go on there after no more than a wide space.

A column shows by its left edge: many lines of a page begin at one place, and hardly any run through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sources.readers.pdf.glyphs import Glyph

BEGIN: Final = 8  # lines that begin at the edge of a column
WIDE: Final = 0.7  # ems, at least, between two columns where no space was drawn
DRAWN: Final = 1.2  # ems where one was
MARK: Final = 3.0  # ems of a list's sign or number, which stands before the edge of its text
NEAR: Final = 1.5  # points by which beginnings at one edge may differ


def cut_at_edges(pieces: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """The pieces of a page's lines, cut at the left edges of its columns."""
    begins = Counter(round(_first(piece).box.left) for piece in pieces)
    edges = [x for x in begins if sum(begins[x + step] for step in (-1, 0, 1)) >= BEGIN]
    if len(edges) < 2:
        return list(pieces)
    spots = [_spots(piece, edges) for piece in pieces]
    through = Counter[int]()
    for piece, found in zip(pieces, spots, strict=True):
        left, right = _first(piece).box.left, _last(piece).box.right
        cut = {edge for _, edge in found}
        through.update(x for x in edges if left + NEAR < x < right - NEAR and x not in cut)
    out: list[list[Glyph]] = []
    for piece, found in zip(pieces, spots, strict=True):
        places = [place for place, x in found if 2 * through[x] < begins[x]]
        out += [piece[a:b] for a, b in pairwise([0, *places, len(piece)])]
    return out


def _spots(piece: list[Glyph], edges: Sequence[int]) -> list[tuple[int, int]]:
    """Where in a piece a wide gap ends at one of the edges, each with its edge."""
    found: list[tuple[int, int]] = []
    last, drawn, begin = piece[0], False, piece[0].box.left
    for place, glyph in enumerate(piece):
        if glyph.char == " ":
            drawn |= not glyph.made
            continue
        gap, em = glyph.box.left - last.box.right, min(last.size, glyph.size)
        if gap > (DRAWN if drawn else WIDE) * em and last.box.right - begin > MARK * em:
            edge = next((x for x in edges if abs(x - glyph.box.left) < NEAR), None)
            if edge is not None:
                found.append((place, edge))
                begin = glyph.box.left
        last, drawn = glyph, False
    return found


def _first(piece: list[Glyph]) -> Glyph:
    return next(glyph for glyph in piece if glyph.char != " ")


def _last(piece: list[Glyph]) -> Glyph:
    return next(glyph for glyph in reversed(piece) if glyph.char != " ")
