"""Where a quote stands on its PDF page, and a picture of that page with the quote marked.

The file is opened in a child process like any other unknown file. A quote is found as it is matched
everywhere: without regard to spaces, kinds of quotation marks, dashes and dots.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final, NamedTuple

from sources.door.child import run
from sources.door.guard import Limits

WIDTH: Final = 1000  # pixels of a page image


class Box(NamedTuple):
    """A rectangle on a page (from 1), in points, with the origin at the bottom left of the page as shown."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def quote_boxes(path: Path, page: int, quote: str, limits: Limits = Limits()) -> tuple[Box, ...]:
    """The boxes of `quote`, which begins on `page` (from 1) of the PDF at `path`: one for each line it
    touches, the next page's too where it runs on. Empty where it is not found. Raises Refused."""
    found = run("boxes", path, {"page": page, "quote": quote}, limits)
    return tuple(Box(int(number), *map(float, edges)) for number, *edges in found)


def page_image(
    path: Path, page: int, quote: str | None = None, limits: Limits = Limits(), *, width: int = WIDTH
) -> bytes:
    """Page `page` (from 1) of the PDF at `path` as a PNG, `width` pixels wide, with `quote` marked where it
    is found. Raises Refused (NOT_READABLE with `page` where there is no such page)."""
    drawn = run("page", path, {"page": page, "quote": quote, "width": width}, limits)
    return base64.b64decode(drawn)
