"""What is drawn on a page of a PDF apart from its text: ruling lines, shapes, and how much images cover.

Programs put whole pages into form objects, and forms into forms; what is drawn there is drawn on the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from sources.readers.pdf.geometry import Rect, View
from sources.readers.pdf.sides import implied_sides

MAX_OBJECTS: Final = 20_000  # drawn objects looked at
HEAVY: Final = 7.0  # points: the bounds of the heaviest rule
SIGN: Final = 30.0  # points: the bounds of the largest letter
BOX: Final = 5  # segments of a path that is no more than a box or a stroke
WHITE: Final = 250  # of 255: what is as light in all three colours shows on no paper
GROUND: Final = 80.0  # points of a coloured box behind a few lines
MAX_DEPTH: Final = 12  # of forms within forms


class _Matrix(NamedTuple):
    """A PDF transformation: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def after(self, inner: _Matrix) -> _Matrix:
        """First `inner`, then this one."""
        return _Matrix(
            inner.a * self.a + inner.b * self.c,
            inner.a * self.b + inner.b * self.d,
            inner.c * self.a + inner.d * self.c,
            inner.c * self.b + inner.d * self.d,
            inner.e * self.a + inner.f * self.c + self.e,
            inner.e * self.b + inner.f * self.d + self.f,
        )

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        corners = [(x * self.a + y * self.c + self.e, x * self.b + y * self.d + self.f)
                   for x in (left, right) for y in (bottom, top)]  # fmt: skip
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


PLAIN: Final = _Matrix()


@dataclass(slots=True)
class Drawn:
    """`rules` are thin horizontal and vertical lines and the sides of stroked boxes, in points of the page as
    displayed; `signs` are shapes no larger than a letter and no boxes, `picture` is the share of the page
    that images cover, `shapes` counts drawn paths."""

    rules: list[Rect] = field(default_factory=list)
    heavy: list[Rect] = field(default_factory=list)  # level lines of a pen so thick that they may be more
    signs: list[Rect] = field(default_factory=list)
    grounds: list[Rect] = field(default_factory=list)  # coloured areas as high as a few lines
    picture: float = 0.0
    shapes: int = 0
    seen: int = 0


def drawn_on(page: Any, view: View) -> Drawn:
    """What is drawn on a page, from pdfium's raw handle."""
    drawn = Drawn()
    things = (pdfium.FPDFPage_GetObject(page, k) for k in range(pdfium.FPDFPage_CountObjects(page)))
    _look(things, view, PLAIN, drawn, 0)
    drawn.picture /= max(1.0, view.width * view.height)
    drawn.rules += [rule for rule in map(_middle, drawn.heavy) if _is_crossed(rule, drawn.rules)]
    drawn.rules += implied_sides(drawn.rules, drawn.grounds)
    return drawn


def _middle(heavy: Rect) -> Rect:
    up = (heavy.bottom + heavy.top) / 2
    return Rect(heavy.left, up, heavy.right, up)


def _is_crossed(rule: Rect, others: Sequence[Rect]) -> bool:
    """Whether upright rules run through a heavy one: it parts the rows of a grid, and frames nothing."""
    near = (o for o in others if o.width < o.height and rule.left - 3 < o.left and o.right < rule.right + 3)
    return sum(other.bottom < rule.bottom - 6 and rule.top + 6 < other.top for other in near) > 1


def _look(things: Any, view: View, matrix: _Matrix, drawn: Drawn, depth: int) -> None:
    edges = [ctypes.c_float() for _ in range(4)]
    for thing in things:
        drawn.seen += 1
        if drawn.seen > MAX_OBJECTS:
            return
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inside = range(max(0, pdfium.FPDFFormObj_CountObjects(thing)))
            inner = (pdfium.FPDFFormObj_GetObject(thing, k) for k in inside)
            _look(inner, view, matrix.after(_matrix_of(thing)), drawn, depth + 1)
            continue
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if not pdfium.FPDFPageObj_GetBounds(thing, *edges):
            continue
        bounds = tuple(edge.value for edge in edges)
        rect = view.rect(*(bounds if matrix is PLAIN else matrix.box(*bounds)))
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            shown = Rect(
                max(0.0, rect.left),
                max(0.0, rect.bottom),
                min(view.width, rect.right),
                min(view.height, rect.top),
            )
            drawn.picture += max(0.0, shown.width) * max(0.0, shown.height)
            continue
        drawn.shapes += 1
        if min(rect.width, rect.height) < 2.5 and max(rect.width, rect.height) > 6:
            drawn.rules.append(rect)
        elif 2.5 <= rect.height < HEAVY and rect.width > 20 * rect.height and _is_line(thing):
            drawn.heavy.append(rect)
        elif rect.height > 8 and rect.width > 8 and _is_stroked(thing):
            drawn.rules.extend(_outline(rect))
        elif 8 < rect.height < GROUND and rect.width > 40 and _is_coloured(thing):
            drawn.grounds.append(rect)
        elif _is_sign(thing, rect):
            drawn.signs.append(rect)


def _matrix_of(thing: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, found):
        return PLAIN
    return _Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _is_stroked(thing: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(thing, mode, stroke)) and bool(stroke.value)


def _is_line(thing: Any) -> bool:
    """Whether a path is drawn by the pen and not filled."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    drawn = bool(pdfium.FPDFPath_GetDrawMode(thing, mode, stroke))
    return drawn and bool(stroke.value) and mode.value == pdfium.FPDF_FILLMODE_NONE


def _is_coloured(thing: Any) -> bool:
    """Whether a path is filled with a colour that shows on white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return False
    return alpha.value > 0 and min(red.value, green.value, blue.value) < WHITE


def _is_sign(thing: Any, rect: Rect) -> bool:
    """Whether a path may be a letter: as small as one, and no box."""
    small = max(rect.width, rect.height) < SIGN and min(rect.width, rect.height) > 0.5
    return small and pdfium.FPDFPath_CountSegments(thing) > BOX


def _outline(rect: Rect) -> list[Rect]:
    left, bottom, right, top = rect
    return [
        Rect(left, bottom, right, bottom),
        Rect(left, top, right, top),
        Rect(left, bottom, left, top),
        Rect(right, bottom, right, top),
    ]
