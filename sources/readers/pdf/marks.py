"""Finding and marking a quote on its page: the half of `sources.pagemap` that runs in the child process."""

from __future__ import annotations

import base64
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import pypdfium2.raw as pdfium

from sources.door.formats import Format, identify
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.pagemap import Box
from sources.readers.pdf.file import opened, picture
from sources.readers.pdf.paragraph import Paragraph
from sources.readers.pdf.read import read_paragraphs
from sources.text.normalise import matching_key

MAX_PIXELS: Final = 12_000_000


MARK: Final = (255, 221, 51)


WINDOW: Final = 4  # pages read on each side, so that running lines are told by their repetition


def find_boxes(path: Path, limits: Limits, page: int, quote: str) -> list[list[float]]:
    """What `quote_boxes` returns, as plain lists."""
    _insist_on_pdf(path, limits)
    with opened(path, limits) as document:
        return [list(box) for box in _boxes(document, page, quote)]


def draw(path: Path, limits: Limits, page: int, quote: str | None, width: int) -> str:
    """What `page_image` returns, in base 64."""
    from PIL import Image, ImageChops, ImageDraw

    _insist_on_pdf(path, limits)
    with opened(path, limits) as document:
        if not 1 <= page <= pdfium.FPDF_GetPageCount(document):
            raise Refused(Reason.NOT_READABLE, display_name(path.name), page=page)
        marks = [box for box in _boxes(document, page, quote) if box.page == page] if quote else []
        image, scale, height = _render(document, page, width)
    if marks:
        # Multiplied like a marker pen: the letters stay black under it.
        pen = Image.new("RGB", image.size, (255, 255, 255))
        brush = ImageDraw.Draw(pen)
        for box in marks:
            place = (box.left - 1, height - box.top - 1, box.right + 1, height - box.bottom + 1)
            brush.rectangle([edge * scale for edge in place], fill=MARK)
        image = ImageChops.multiply(image, pen)
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode("ascii")


def _render(document: Any, page: int, width: int) -> tuple[Any, float, float]:
    """The page's image, its pixels a point, and its height in points."""
    handle = pdfium.FPDF_LoadPage(document, page - 1)
    wide, high = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
    pdfium.FPDF_ClosePage(handle)
    image = picture(document, page, width / max(1.0, wide), MAX_PIXELS)
    return image, image.width / max(1.0, wide), high


def _insist_on_pdf(path: Path, limits: Limits) -> None:
    found = identify(path, limits)
    if found is not Format.PDF:
        raise Refused(Reason.WRONG_TYPE, display_name(path.name), extension="pdf", found=found.value)


def _joins(char: str) -> bool:
    return "\u1160" <= char <= "\u11ff" or unicodedata.combining(char) > 0


Place = tuple[int, tuple[float, float, float, float]]


def _boxes(document: Any, page: int, quote: str) -> list[Box]:
    count = pdfium.FPDF_GetPageCount(document)
    if not 1 <= page <= count:
        return []
    made = read_paragraphs(document, range(max(0, page - 1 - WINDOW), min(count, page + WINDOW)))
    return PlacedText(made).boxes(page, quote)


class PlacedText:
    """Paragraphs that know their characters' places, made ready once to find quotes in."""

    def __init__(self, made: Sequence[Paragraph]) -> None:
        each = [list(zip(one.text, one.places, strict=True)) for one in made]
        # Within one paragraph first; a quote may also be cut differently than the paragraphs were.
        self._sequences = [*map(_Sequence, each), _Sequence([pair for one in each for pair in one])]

    def boxes(self, page: int, quote: str) -> list[Box]:
        """The boxes of `quote`, which begins on `page` (from 1); none where it is not found."""
        wanted = matching_key(quote)
        if not wanted:
            return []
        for sequence in self._sequences:
            if places := sequence.find(wanted, page):
                return list(_by_line(places))
        return []


@lru_cache(maxsize=20_000)
def _key_of(letter: str) -> str:
    """A page has the same few hundred letters thousands of times."""
    return matching_key(letter)


@dataclass(frozen=True)
class _Sequence:
    """Characters and their places in reading order."""

    characters: Sequence[tuple[str, Place | None]]

    @cached_property
    def _keyed(self) -> tuple[str, list[int]]:
        """The text as it is matched, and the character that each of its letters comes from."""
        keys: list[str] = []
        owners: list[int] = []
        k = 0
        while k < len(self.characters):
            # Jamo and marks are compared with the syllable or letter they make up.
            end = k + 1
            while end < len(self.characters) and _joins(self.characters[end][0]):
                end += 1
            key = _key_of("".join(char for char, _ in self.characters[k:end]))
            keys.append(key)
            owners += [k] * len(key)
            k = end
        return "".join(keys), owners

    def find(self, wanted: str, page: int) -> list[Place]:
        """The places of the characters of the first match that begins on `page`."""
        text, owners = self._keyed
        start = -1
        while (start := text.find(wanted, start + 1)) >= 0:
            span = self.characters[owners[start] : owners[start + len(wanted) - 1] + 1]
            places = [place for _, place in span if place is not None]
            if places and places[0][0] == page:
                return places
        return []


def _by_line(places: Sequence[Place]) -> Iterator[Box]:
    """One box a line: characters are gathered while they stand level and to the right of one another."""
    now: Box | None = None
    for page, (left, bottom, right, top) in places:
        if now and page == now.page and left >= now.right - 0.6 * (top - bottom) and _level(now, bottom, top):
            now = Box(page, now.left, min(now.bottom, bottom), max(now.right, right), max(now.top, top))
            continue
        if now:
            yield now
        now = Box(page, left, bottom, right, top)
    if now:
        yield now


def _level(box: Box, bottom: float, top: float) -> bool:
    middle = (bottom + top) / 2
    return box.bottom < middle < box.top
