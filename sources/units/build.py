"""Blocks of one text → the tree of its units.

One pass with a stack of what is open. A heading closes headings as deep as itself; a division of a statute
closes by its fixed rank; any other mark closes down to the last one of its own series, and opens a level
where none is open: so □ ㅇ - and 1. 가. 1) nest as their writer nested them. Nothing here knows a format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sources.blocks import BlockKind, Table
from sources.document import Unit, UnitKind
from sources.text.legal import is_editorial
from sources.units.cells import cells_in
from sources.units.marks import (
    ARTICLE,
    CLAUSE,
    LOOSE,
    SECTION,
    SUPPLEMENT,
    Mark,
    caption_label,
    is_number,
    mark_of,
)
from sources.units.measures import is_measure
from sources.units.sections import act_sections
from sources.units.stack import Open, Stack, announces


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as it stands in its document's text: `text[start:end]`, in paragraph `paragraph` (0 for a
    heading and a running head)."""

    start: int
    end: int
    kind: BlockKind
    paragraph: int = 0
    page: int | None = None
    level: int = 1
    label: str = ""
    table: Table | None = None


_LEGAL: Final = {"①": CLAUSE, "1.": CLAUSE + 1, "가.": CLAUSE + 2, "1)": CLAUSE + 3, "가)": CLAUSE + 4}
_HEADLIKE: Final = LOOSE - 1
# What stands in brackets or by itself between a caption and its table: as of when, who was asked.
_ASIDE: Final = re.compile(r"[(\[<]?\s?기준\b[^.]{0,60}|\([^()]{1,20}\)")
_TITLED: Final = re.compile(r"\s*[(（【][^)）】]*[)）】]\s*(?=[①-⑳])")
_BARE: Final = re.compile(r"부\s{0,3}칙\s*(?:[<(\[〈＜][^>)\]〉＞]{0,200}[>)\]〉＞]\s*){0,4}")
BEFORE_TABLE: Final = 4  # pieces, at most, from a numbered caption to its table, notes between them
DEEPEST: Final = 30  # levels of a list that are told apart
_ACT: Final = re.compile(r"제\s?\d{1,6}\s?호")


def is_bare_title(text: str) -> bool:
    """Whether `text` is the title of supplementary provisions and nothing else: 부칙 <제100호, 2024.1.1>."""
    return bool(_BARE.fullmatch(text.strip()))


def build_units(text: str, pieces: Sequence[Piece]) -> tuple[Unit, ...]:
    """The units of `text`, parents before what they hold. `pieces` in reading order, not overlapping."""
    building = _Building(text, pieces)
    for place in range(len(pieces)):
        building.take(place)
    return building.done()


class _Building:
    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self._text = text
        self._pieces = pieces
        headings = ((piece.start, piece.end) for piece in pieces if piece.kind is BlockKind.HEADING)
        self._sections = act_sections(text, headings)
        self._units: list[Unit] = []
        self._open = Stack()
        self._table = -1  # the table whose caption was met before it
        self._until = -1  # the place of that table's cells
        self._told = -1  # the last table whose cells were met

    def take(self, place: int) -> None:
        piece = self._pieces[place]
        words = self._text[piece.start : piece.end]
        match piece.kind:
            case BlockKind.FURNITURE:
                self._add(UnitKind.FURNITURE, piece, parent=-1)
            case BlockKind.FOOTNOTE:
                self._add(UnitKind.NOTE, piece, parent=self._open.container())
            case BlockKind.TABLE:
                self._take_table(piece)
            case BlockKind.HEADING:
                self._take_heading(piece, words)
            case _ if is_editorial(words):
                self._add(UnitKind.EDITORIAL, piece)
            case _ if self._captions(place, words):
                self._take_caption(piece, words, place)
            case _:
                self._take_text(piece, words, place)

    def done(self) -> tuple[Unit, ...]:
        """The units with how far each reaches."""
        stops = [unit.end for unit in self._units]
        for place in range(len(self._units) - 1, -1, -1):
            parent = self._units[place].parent
            if parent >= 0:
                stops[parent] = max(stops[parent], stops[place])
        return tuple(replace(unit, stop=stop) for unit, stop in zip(self._units, stops, strict=True))

    def _add(self, kind: UnitKind, piece: Piece, *, label: str = "", parent: int | None = None) -> int:
        where = self._open.container() if parent is None else parent
        unit = Unit(kind, piece.start, piece.end, piece.end, where, label, piece.paragraph, piece.page)
        self._units.append(unit)
        return len(self._units) - 1

    # What a piece becomes

    def _take_heading(self, piece: Piece, words: str) -> None:
        self._table = -1
        mark = self._sections.get(piece.start) or mark_of(words, heading=True)
        if mark and mark.kind is UnitKind.ANNEX and not self._units and not is_number(mark.label):
            mark = None  # "(참고) …" at the head of a press release says of which kind it is
        rank = mark.rank if mark else min(piece.level, SUPPLEMENT - 1)
        if mark and mark.kind is UnitKind.ANNEX:
            rank = min(rank, piece.level)  # headings that stand deeper are in it
        self._open.close(rank)
        kind = mark.kind if mark else UnitKind.HEADING
        unit = self._add(kind, piece, label=_label(mark, words) if mark else "")
        self._open.add(Open(unit, rank, mark.series if mark else "heading"))

    def _take_text(self, piece: Piece, words: str, place: int) -> None:
        if self._table >= 0 and place < self._until:
            self._add(UnitKind.TEXT, piece, parent=self._table)  # a note between a caption and its table
            return
        self._table = -1
        mark = mark_of(f"{piece.label} x" if piece.label else words)
        if mark is None and piece.label:
            mark = Mark(
                UnitKind.PARAGRAPH if piece.label.isdigit() else UnitKind.ITEM, piece.label, 0, "label"
            )
        if mark is None and piece.kind is BlockKind.LIST and piece.level:
            mark = Mark(UnitKind.ITEM, "", 0, "•")  # the format draws the bullet
        if mark is None:
            self._take_plain(piece, words, place)
        elif mark.series in ("※", "⇒"):
            self._add(mark.kind, piece, label=mark.label)
        else:
            self._take_marked(piece, mark, words)

    def _take_plain(self, piece: Piece, words: str, place: int) -> None:
        self._open.close(ARTICLE + 1 if self._open.legal() else _HEADLIKE)
        unit = self._add(UnitKind.TEXT, piece)
        if announces(words) and self._listed(place + 1):
            self._open.add(Open(unit, CLAUSE if self._open.legal() else _HEADLIKE, ""))

    def _listed(self, place: int) -> bool:
        """Whether an item of a list stands at `place`."""
        if place >= len(self._pieces) or self._pieces[place].kind not in (BlockKind.LIST, BlockKind.BODY):
            return False
        piece = self._pieces[place]
        return bool(
            piece.label or piece.kind is BlockKind.LIST or mark_of(self._text[piece.start : piece.end])
        )

    def _take_marked(self, piece: Piece, mark: Mark, words: str) -> None:
        level = min(piece.level, DEEPEST) if piece.kind is BlockKind.LIST else 0
        rank = mark.rank or (_LEGAL.get(mark.series, 0) if self._open.legal() else 0)
        if rank:
            self._open.close(rank)
        else:
            rank = self._open.loose(mark.series, level)
        inner = mark_of(words[mark.length :].lstrip()) if mark.kind is UnitKind.ARTICLE else None
        cut = piece.end if piece.label else piece.start + _head_of(mark, words)
        own = replace(piece, end=cut) if inner is None and cut < piece.end else piece
        unit = self._add(mark.kind, own, label=_label(mark, words))
        self._open.add(Open(unit, rank, mark.series, level, announces(words)))
        if own is not piece:
            # What follows an article's title on its line is its first paragraph.
            rest = replace(piece, start=cut)
            words = self._text[rest.start : rest.end]
            inner_mark = mark_of(words)
            if inner_mark is not None:
                inside = self._add(inner_mark.kind, rest, label=inner_mark.label)
                below = _LEGAL.get(inner_mark.series, CLAUSE) if rank <= ARTICLE else max(LOOSE, rank + 1)
                self._open.add(Open(inside, below, inner_mark.series))

    # Tables and figures

    def _captions(self, place: int, words: str) -> bool:
        """Whether the piece is the caption or the line of units of a table or a figure."""
        piece = self._pieces[place]
        if piece.kind is BlockKind.CAPTION:
            return True
        tabled = self._coming(place, 2) >= 0 and len(words) < 160
        return tabled and bool(caption_label(words) or is_measure(words) or _ASIDE.fullmatch(words))

    def _coming(self, place: int, within: int) -> int:
        """The place of the table that stands at most `within` pieces after `place`, -1 for none; no heading
        and no other caption stands between."""
        for at in range(place + 1, min(place + 1 + within, len(self._pieces))):
            piece = self._pieces[at]
            if piece.kind is BlockKind.TABLE:
                return at
            if piece.kind is BlockKind.HEADING or caption_label(self._text[piece.start : piece.end]):
                return -1
        return -1

    def _take_caption(self, piece: Piece, words: str, place: int) -> None:
        found = caption_label(words)
        numbered = found is not None and found[0] is UnitKind.TABLE
        coming = self._coming(place, BEFORE_TABLE if numbered else 2)
        if self._table < 0 and coming >= 0 and not (found and found[0] is UnitKind.FIGURE):
            self._until = coming
            empty = replace(piece, end=piece.start)
            self._table = self._add(UnitKind.TABLE, empty, label=found[1] if found else "")
        elif found and found[0] is UnitKind.FIGURE:
            figure = self._add(UnitKind.FIGURE, replace(piece, end=piece.start), label=found[1])
            self._add(UnitKind.CAPTION, piece, parent=figure)
            return
        label = found[1] if found else ""
        if found and self._table >= 0 and not self._units[self._table].label:
            self._units[self._table] = replace(self._units[self._table], label=label)
        after = place > 0 and self._pieces[place - 1].kind is BlockKind.TABLE and not found
        of = self._table if self._table >= 0 else self._told if after else -1
        self._add(UnitKind.CAPTION, piece, parent=of if of >= 0 else None, label=label)

    def _take_table(self, piece: Piece) -> None:
        words = self._text[piece.start : piece.end]
        cells, header = cells_in(words, piece.table)
        if self._table < 0:
            label = caption_label(piece.table.caption) if piece.table and piece.table.caption else None
            self._table = self._add(
                UnitKind.TABLE, replace(piece, end=piece.start), label=label[1] if label else ""
            )
        head = self._units[self._table]
        if not head.label and cells and (found := caption_label(words[cells[0].start : cells[0].end])):
            head = replace(head, label=found[1])  # the caption stands in the table's first row
        self._units[self._table] = replace(head, row=header, paragraph=piece.paragraph)
        for cell in cells:
            self._units.append(
                Unit(
                    UnitKind.CELL,
                    piece.start + cell.start,
                    piece.start + cell.end,
                    piece.start + cell.end,
                    self._table,
                    paragraph=piece.paragraph,
                    page=cell.page or piece.page,
                    row=cell.row,
                    column=cell.column,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                )
            )
        self._table, self._told = -1, self._table


def _head_of(mark: Mark, words: str) -> int:
    """How much of a piece is its number and title, where its first paragraph follows on the same line."""
    if SECTION.match(words):
        return mark.length
    title = _TITLED.match(words[mark.length :])
    return mark.length + title.end() if title else len(words)


def _label(mark: Mark, words: str) -> str:
    if mark.kind is UnitKind.SUPPLEMENT and (act := _ACT.search(words[:200])):
        return f"{mark.label}({act[0]})"
    return mark.label
