"""The pages of HWP and HWPX. Neither format stores pages; both may store where the program last put each
line.

A line that stands higher than the one before it begins a new column or page; so does a paragraph that says it
does, wherever its line stands (two pages of one line each both have it at height 0). A table that is not set
like a letter hangs below its paragraph's line and may run over pages without any line to show it: then its
height and where the next line stands tell how many.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sources.readers.pieces import Piece

SLACK: Final = 0.05  # share of a page by which a drawn table and its stored height may differ


@dataclass(slots=True)
class Pages:
    """Counts pages. Lengths are in the formats' unit (1/7200 inch). `columns` is how many columns the text
    has here, `body` the height of the text on a page (0 where unknown). `seen` counts stored lines, `unseen`
    paragraphs of text without any, `guessed` page turns that no line or break shows."""

    page: int = 1
    columns: int = 1
    body: int = 0
    seen: int = 0
    unseen: int = 0
    guessed: int = 0
    last: int | None = None
    rises: int = 0
    bottom: int | None = None  # of a table that hangs below the last line, from the top of its first page
    measured: int = 0  # paragraphs whose place was reckoned, where the file gives none
    top: int = 0  # where the next reckoned line stands

    def begins(self, *, page: bool, column: bool) -> None:
        """A paragraph begins, on a new page or in a new column where it says so."""
        if page and self.measured and self.top:
            self.page, self.top = self.page + 1, 0
        if self.last is None:
            return
        if page:
            # What hangs above the break ran over whole pages of its own.
            passed = max(0, self.bottom - 1) // self.body if self.bottom and self.body else 0
            self.guessed += passed
            self._turn(1 + passed)
        elif column:
            self._rise()
            self.last = None

    def lines(self, piece: Piece, heights: Iterable[tuple[int, int]]) -> None:
        """Give `piece` its pages. `heights` are (offset in its text, distance of the line from the top)."""
        first = True
        for offset, top in heights:
            self.seen += 1
            before = self.page
            self._reach(top)
            if self.page > before and not first and 0 < offset < len(piece.text):
                piece.page_breaks.append((offset, self.page))
            self.last = top
            if first:
                piece.page = self.page
                first = False
        if first:
            piece.page = self.page
            self.unseen += bool(piece.text)

    def reckon(self, piece: Piece, above: int, lines: Sequence[int], below: int) -> None:
        """Give `piece` the page it would stand on below the ones before it, from the heights of its lines."""
        self.measured += 1
        self.top += above if self.top else 0
        for number, height in enumerate(lines):
            # The white below a page's last line may hang over its edge.
            if self.body and self.top and self.top + min(height, 0.7 * height + 300) > self.body:
                self.page += 1
                self.top = 0
            if not number:
                piece.page = self.page
            self.top += height
        self.top += below

    def _reach(self, top: int) -> None:
        """The next line stands at `top`: turn the pages in between."""
        if self.bottom is not None and self.body and self.columns == 1:
            passed = max(0, math.ceil((self.bottom - top) / self.body - SLACK))
            if self.last is not None and top < self.last:
                passed = max(1, passed)
            self.guessed += max(0, passed - 1)
            if passed:
                self._turn(passed)
        elif self.last is not None and top < self.last:
            self._rise()
        self.bottom = None

    def _rise(self) -> None:
        self.rises += 1
        if self.rises % max(1, self.columns) == 0:
            self.page += 1

    def _turn(self, pages: int) -> None:
        self.page += pages
        self.last, self.rises, self.bottom = None, 0, None

    def hangs(self, rows: Sequence[int], *, repeats: int = 0) -> list[int]:
        """The page of each row of a table that hangs below the last line, from the heights of the rows; the
        first `repeats` of them are printed again on every page."""
        start, page = self.last or 0, self.page
        pages: list[int] = []
        top = start
        for number, height in enumerate(rows):
            if self.body and top + height > self.body * (1 + SLACK / 5) and (pages or top > 0):
                page += 1
                top = sum(rows[:repeats]) if number >= repeats else 0
            pages.append(page)
            top += height
            if self.body and height > self.body:
                page, top = page + height // self.body, height % self.body
        self.bottom = start + sum(rows)
        return pages

    def next_section(self) -> None:
        """A section begins on a new page."""
        if self.bottom and self.body:
            self.page += max(0, self.bottom - 1) // self.body
        self._turn(1)
        self.top = 0

    @property
    def sure(self) -> bool:
        """Whether every page turn was seen, so that the pages are those the program last drew."""
        return self.seen > 0 and not self.guessed and self.unseen <= 0.01 * self.seen
