"""What HWP and HWPX share: one program's styles, list numbers, tables and notes, written in two ways. (Pages:
`pages`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sources.blocks import BlockKind, Reading
from sources.readers.grid import Placed, table, without_pages
from sources.readers.hangul.hwpx_measure import Spacing
from sources.readers.hangul.pages import Pages
from sources.readers.headings import SENTENCE_END
from sources.readers.numbering import Counters, ListLevel
from sources.readers.office import finish
from sources.readers.pieces import CharacterLook, Piece, usual_look

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


@dataclass(slots=True)
class Looks:
    """The tables a document's paragraphs refer to, and the running numbers of its lists."""

    styles: dict[int, str] = field(default_factory=dict)
    paragraphs: dict[int, ParagraphLook] = field(default_factory=dict)
    characters: dict[int, CharacterLook] = field(default_factory=dict)
    lists: dict[str, Mapping[int, ListLevel]] = field(default_factory=dict)
    spacings: dict[int, Spacing] = field(default_factory=dict)
    bullets: dict[str, str] = field(default_factory=dict)
    counters: Counters = field(default_factory=lambda: Counters("^"))

    def piece(self, text: str, style: int, shape: int, runs: Iterable[tuple[int, int]]) -> Piece:
        """A paragraph as a piece. `runs` are (character shape, how many characters of it)."""
        piece = Piece(text.strip())
        sizes: dict[CharacterLook, int] = {}
        for character, length in runs:
            letters = self.characters.get(character, CharacterLook())
            sizes[letters] = sizes.get(letters, 0) + length
        piece.size, piece.bold = usual_look(sizes)
        if not piece.text:
            return piece
        look = self.paragraphs.get(shape, ParagraphLook())
        if look.head == NUMBER:
            # Outline numbers belong to the outline, not to the text, and copied styles carry them everywhere.
            piece.number = self.counters.next(look.list_id, look.level, self.lists.get(look.list_id, {}))
            piece.depth = look.level + 1
        elif look.head == BULLET:
            piece.kind, piece.depth = BlockKind.LIST, look.level + 1
            piece.number = self.bullets.get(look.list_id, "")
        name = self.styles.get(style, "")
        named = HEADING_STYLE.match(name)
        # Outline styles are also set on whole paragraphs; only a short line without an end is a heading.
        if (named or look.head == OUTLINE) and len(piece.text) <= 100 and not SENTENCE_END.search(piece.text):
            piece.level = min(6, int(named[1]) if named and named[1] else look.level + 1)
        if CONTENTS_STYLE.match(name):
            piece.kind = BlockKind.FURNITURE
        return piece


@dataclass(slots=True)
class Walk:
    """What gathers on the way through a document: its pages, its endnotes, its running heads and feet."""

    looks: Looks
    pages: Pages = field(default_factory=Pages)
    endnotes: list[Piece] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    first_number: int = 0  # the page number printed on the first page, 0 where it is the usual one

    def table(
        self, cells: Sequence[Placed], heights: Mapping[int, int], *, hangs: bool, repeats: int
    ) -> list[Piece]:
        """A table of which each row has a height; where it `hangs` below its paragraph's line, its rows may
        run over pages, the first `repeats` printed again on each."""
        page = self.pages.page
        if hangs and heights:
            rows = sorted(heights)
            pages = dict(
                zip(rows, self.pages.hangs([heights[r] for r in rows], repeats=repeats), strict=True)
            )
            for cell in cells:
                for piece in cell.pieces:
                    piece.page = pages.get(cell.row, page)
        return table(cells, page)

    def note(self, pieces: Iterable[Piece], *, at_end: bool) -> Iterator[Piece]:
        """A footnote with the text of `pieces`; an endnote waits for the end of the document."""
        note = Piece(_joined(pieces), BlockKind.FOOTNOTE, page=self.pages.page)
        if at_end:
            self.endnotes.append(note)
        elif note.text:
            yield note

    def runs_along(self, pieces: Iterable[Piece]) -> None:
        """Keep the text of `pieces` as a running head or foot."""
        self.running.append(_joined(pieces))

    def gather(self, sections: Iterable[Iterable[Piece]]) -> list[Piece]:
        """The pieces of all sections, then the endnotes and what runs along the pages."""
        pieces: list[Piece] = []
        for number, section in enumerate(sections):
            if number:
                self.pages.next_section()
            pieces.extend(section)
        running = (Piece(text, BlockKind.FURNITURE) for text in dict.fromkeys(self.running))
        return [*pieces, *self.endnotes, *running]

    def reading(self, pieces: list[Piece], metadata: dict[str, str], printed: int = 0) -> Reading:
        """The reading made of `pieces`; `printed` is how many pages the file claims, 0 where it does not say.
        Where too few lines were stored to count by, no piece keeps its page."""
        pages: int | None = max(self.pages.page, printed)
        exact = self.pages.sure and printed in (0, self.pages.page)
        placed = self.pages.seen + self.pages.measured
        if placed <= 0.5 * sum(piece.kind is BlockKind.BODY for piece in pieces):
            pages, exact = printed or None, False
            for piece in pieces:
                piece.page, piece.page_breaks = None, []
                if piece.table is not None:
                    piece.table = without_pages(piece.table)
        if self.first_number > 1:
            metadata = {**metadata, "page_offset": str(self.first_number - 1)}
        return Reading(finish(pieces), pages=pages, pages_exact=exact, metadata=metadata)


def _joined(pieces: Iterable[Piece]) -> str:
    return " ".join(piece.text for piece in pieces).strip()
