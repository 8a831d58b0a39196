"""What HWP and HWPX share: one program's styles, list numbers and line positions, written in two ways.

Neither format stores pages. Both may store where the program last put each line; a line that stands higher
than the one before it began a new page (or column), which gives approximate page numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sources.blocks import BlockKind
from sources.readers.office import SENTENCE_END, Counters, ListLevel, Piece

# The kinds of automatic heads a paragraph may have.
NO_HEAD, OUTLINE, NUMBER, BULLET = "NONE", "OUTLINE", "NUMBER", "BULLET"
HEADING_STYLE: Final = re.compile(
    r"(?:개요|제목|outline|heading)\s*(\d{1,2})|(큰\s*제목|제목|title|장\s*제목|절\s*제목)", re.I
)
CONTENTS_STYLE: Final = re.compile(r"(?:차례|목차|toc|contents)", re.I)


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """A paragraph shape: its automatic head, that head's level (from 0) and its list."""

    head: str = NO_HEAD
    level: int = 0
    list_id: str = ""


@dataclass(frozen=True, slots=True)
class CharacterLook:
    """A character shape: its size in points, whether it is bold, whether it stands above the line."""

    size: float = 0.0
    bold: bool = False
    above: bool = False


@dataclass(slots=True)
class Looks:
    """The tables a document's paragraphs refer to, and the running numbers of its lists."""

    styles: dict[int, str] = field(default_factory=dict)
    paragraphs: dict[int, ParagraphLook] = field(default_factory=dict)
    characters: dict[int, CharacterLook] = field(default_factory=dict)
    lists: dict[str, Mapping[int, ListLevel]] = field(default_factory=dict)
    counters: Counters = field(default_factory=lambda: Counters("^"))

    def piece(self, text: str, style: int, shape: int, runs: Iterable[tuple[int, int]]) -> Piece:
        """A paragraph as a piece. `runs` are (character shape, how many characters of it)."""
        piece = Piece(text.strip())
        sizes: dict[CharacterLook, int] = {}
        for character, length in runs:
            letters = self.characters.get(character, CharacterLook())
            sizes[letters] = sizes.get(letters, 0) + length
        if sizes:
            piece.size = max(sizes, key=lambda letters: sizes[letters]).size
            bold = sum(length for letters, length in sizes.items() if letters.bold)
            piece.bold = bold > 0.8 * sum(sizes.values())
        if not piece.text:
            return piece
        look = self.paragraphs.get(shape, ParagraphLook())
        if look.head == NUMBER:
            # Outline numbers belong to the outline, not to the text, and copied styles carry them everywhere.
            piece.number = self.counters.next(look.list_id, look.level, self.lists.get(look.list_id, {}))
        elif look.head == BULLET:
            piece.kind = BlockKind.LIST
        name = self.styles.get(style, "")
        named = HEADING_STYLE.match(name)
        # Outline styles are also set on whole paragraphs; only a short line without an end is a heading.
        if (named or look.head == OUTLINE) and len(piece.text) <= 100 and not SENTENCE_END.search(piece.text):
            piece.level = min(6, int(named[1]) if named and named[1] else look.level + 1)
        if CONTENTS_STYLE.match(name):
            piece.kind = BlockKind.FURNITURE
        return piece


@dataclass(slots=True)
class Pages:
    """Counts pages by the heights of lines. `columns` is how many columns the section has."""

    page: int = 1
    columns: int = 1
    seen: int = 0
    last: int | None = None
    rises: int = 0

    def lines(self, piece: Piece, heights: Iterable[tuple[int, int]]) -> None:
        """Give `piece` its pages. `heights` are (offset in its text, height of the line from the top)."""
        first = True
        for offset, height in heights:
            self.seen += 1
            if self.last is not None and height < self.last:
                self.rises += 1
                if self.rises % max(1, self.columns) == 0:
                    self.page += 1
                    if not first and 0 < offset < len(piece.text):
                        piece.page_breaks.append((offset, self.page))
            self.last = height
            if first:
                piece.page = self.page
                first = False
        if first:
            piece.page = self.page

    def next_section(self) -> None:
        """A section begins on a new page."""
        self.page += 1
        self.last, self.rises = None, 0


def without_pages(pieces: Iterable[Piece]) -> None:
    """Take the page numbers away again, where too few lines were stored to count by."""
    for piece in pieces:
        piece.page, piece.page_breaks = None, []
