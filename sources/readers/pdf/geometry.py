"""Places on the page of a PDF, as it is displayed.

Coordinates are points with the origin at the bottom left: the page's rotation, its crop box and text turned
by a quarter are undone here, once, and no other module knows of them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium


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


@dataclass(frozen=True, slots=True)
class View:
    """How a page's own coordinates become those of the page as displayed."""

    crop: Rect
    turns: int

    @classmethod
    def of(cls, page: Any) -> View:
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


def around_all(boxes: Sequence[Rect]) -> Rect:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Rect(min(lefts), min(bottoms), max(rights), max(tops))
