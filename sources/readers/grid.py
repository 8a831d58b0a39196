"""Tables as every reader hands them over: cells with their places and spans, header rows, caption, unit.

A reader says which cells stand where; here they become one block. A table that only frames or arranges prose
gives that prose, and a row that only draws a numbered heading gives the heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Final

from sources.blocks import Block, BlockKind, Cell, Table, covered
from sources.document import UnitKind
from sources.readers.header_rows import declared_header, header_rows, is_figure
from sources.readers.pieces import CAPTION, Piece
from sources.units.marks import caption_label, mark_of
from sources.units.measures import LONGEST, is_measure, measure_in

MOST_PLACES: Final = 200_000  # rows times columns of a table that is still laid out
LONG_CELL: Final = 200  # characters an average cell of a table of prose exceeds
_FIGURE_CAPTION: Final = re.compile(r"[<\[〈【(]?\s*(?:그림|도표|figure|fig\.|chart)\b", re.I)
_HEADING_NUMBER: Final = re.compile(r"(?P<roman>[Ⅰ-ⅫIVX]{1,5})|(?P<digit>\d{1,2})|[가-하①-⑳❶-❿]|[□■○●◆◇▶]")

# What a table's caption or line of units may have been taken for.
_FRAMED: Final = re.compile(
    r"(?:【[^【】\n]{4,100}】|<[^<>\n]{4,100}>|〈[^〈〉\n]{4,100}〉|\[[^\[\]\n]{4,100}\])"
)
_BESIDE: Final = (BlockKind.BODY, BlockKind.CAPTION, BlockKind.HEADING, BlockKind.LIST)


@dataclass(slots=True)
class Placed:
    """What stands in one cell: its pieces in order, its upper left place (from 0) and its spans. `header` is
    set where the format says that the cell names a column."""

    row: int
    column: int
    pieces: Sequence[Piece]
    row_span: int = 1
    column_span: int = 1
    header: bool = False

    @property
    def text(self) -> str:
        return " ".join(self._lines())

    @property
    def lines(self) -> tuple[int, ...]:
        """Where in `text` each line after the first begins."""
        return tuple(accumulate(len(line) + 1 for line in self._lines()))[:-1]

    def _lines(self) -> list[str]:
        texts = (
            f"{p.number} {p.text}" if p.number else p.text
            for p in self.pieces
            if p.kind is not BlockKind.FOOTNOTE
        )
        return [line for text in texts for part in text.splitlines() if (line := " ".join(part.split()))]


def table(cells: Iterable[Placed], page: int | None) -> list[Piece]:
    """A table as one piece with its `table`, its footnotes after it; the prose of a table that only frames or
    arranges (one column, or long texts in its cells); nothing for one without text."""
    placed = sorted(cells, key=lambda cell: (cell.row, cell.column))
    filled = [cell for cell in placed if any(p.text.strip() for p in cell.pieces)]
    if not filled:
        return []
    if heading := _numbered_heading(filled):
        return heading
    if _only_frames(filled):
        return [piece for cell in filled for piece in cell.pieces if piece.text.strip()]
    notes = [p for cell in filled for p in cell.pieces if p.kind is BlockKind.FOOTNOTE]
    pages = sorted({p.page for cell in filled for p in cell.pieces if p.page is not None})
    first = pages[0] if pages and page is not None else page
    made = table_of(
        (Cell(c.text, c.row, c.column, c.row_span, c.column_span, _page(c, page), c.lines) for c in placed),
        headed=declared_header(placed),
    )
    text, breaks = text_of(made)
    piece = Piece(text, BlockKind.TABLE, page=first, page_breaks=breaks, table=made)
    return [piece, *notes]


def _page(cell: Placed, page: int | None) -> int | None:
    return next((p.page for p in cell.pieces if p.page is not None), page)


def _only_frames(filled: Sequence[Placed]) -> bool:
    lengths = [sum(len(piece.text) for piece in cell.pieces) for cell in filled]
    return len({cell.column for cell in filled}) < 2 or sum(lengths) / len(lengths) > LONG_CELL


def _numbered_heading(filled: Sequence[Placed]) -> list[Piece]:
    """One row of a number and a few words ("Ⅰ │ 추진 배경") is a heading with a frame drawn around it."""
    rows, texts = {cell.row for cell in filled}, [cell.text for cell in filled]
    number = _HEADING_NUMBER.fullmatch(texts[0].rstrip(".")) if len(rows) == 1 and len(texts) == 2 else None
    if number is None or not 1 < len(texts[1]) <= 60 or is_figure(texts[1]):
        return []
    level = 1 if number["roman"] else 2 if number["digit"] else 3
    return [replace(filled[-1].pieces[0], text=" ".join(texts), level=level, kind=BlockKind.BODY, number="")]


# ── cells to a table ──────────────────────────────────────────────────────────────────────────────


def table_of(cells: Iterable[Cell], headed: int | None = None) -> Table:
    """The cells as a table: rows and columns without text left out and the rest counted from 0, header rows
    as `headed` says or as its cells show."""
    every = sorted(cells, key=lambda cell: (cell.row, cell.column))
    filled = [cell for cell in every if cell.text]
    rows = {row: at for at, row in enumerate(sorted({cell.row for cell in filled}))}
    columns = {column: at for at, column in enumerate(sorted({cell.column for cell in filled}))}

    def settled(cell: Cell) -> Cell:
        down = sum(row in rows for row in covered(cell.row, cell.row_span))
        across = sum(column in columns for column in covered(cell.column, cell.column_span))
        return replace(
            cell, row=rows[cell.row], column=columns[cell.column], row_span=max(1, down),
            column_span=max(1, across),
        )  # fmt: skip

    kept = [settled(cell) for cell in every if cell.row in rows and cell.column in columns]
    made = tuple(tuple(group) for _, group in groupby(kept, key=lambda cell: cell.row))
    return Table(made, header_rows(made) if headed is None else min(headed, len(made)))


def spanned(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of a format without merged ones: equal names beside each other in the first row are one name
    over several columns, as a table that had such was written down."""
    found: list[Cell] = []
    for cell in cells:
        last = found[-1] if found else None
        if last and cell.row == last.row == cells[0].row and cell.text and cell.text == last.text:
            found[-1] = replace(last, column_span=last.column_span + 1)
        else:
            found.append(cell)
    return found


def text_of(made: Table) -> tuple[str, list[tuple[int, int]]]:
    """A table as text (cells parted by tabs, rows by line breaks, empty cells left out), and where in it
    another page begins than that of what stands before."""
    text = ""
    breaks: list[tuple[int, int]] = []
    page = next((cell.page for row in made.rows for cell in row if cell.page is not None), None)
    for row in made.rows:
        parts = [cell for cell in row if cell.text]
        if not parts:
            continue
        text += "\n" if text else ""
        if parts[0].page is not None and page is not None and parts[0].page > page:
            page = parts[0].page
            breaks.append((len(text), page))
        text += "\t".join(cell.text for cell in parts)
    return text, breaks


def without_pages(made: Table) -> Table:
    """The table, its cells on no page in particular."""
    rows = tuple(tuple(replace(cell, page=None) for cell in row) for row in made.rows)
    return replace(made, rows=rows)


# ── captions and units ────────────────────────────────────────────────────────────────────────────


def captioned(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, each table with the caption and unit printed beside it; a line that only gives the unit is
    a caption too."""
    out = list(blocks)
    for place, block in enumerate(out):
        if block.kind is not BlockKind.TABLE or block.table is None:
            continue
        caption, unit = block.table.caption, block.table.unit
        for at in _beside(out, place):
            near = out[at]
            only_unit = _only_unit(near)
            unit = unit or measure_in(near.text)
            if not caption or _is_bare(near.text):
                caption = f"{'' if only_unit else near.text} {caption}".strip()
            out[at] = replace(near, kind=BlockKind.CAPTION, level=1)
        first = " ".join(cell.text for row in block.table.rows[:1] for cell in row)
        made = replace(block.table, caption=caption, unit=unit or measure_in(caption) or measure_in(first))
        out[place] = replace(block, table=made)
    return tuple(out)


def _beside(blocks: Sequence[Block], place: int) -> list[int]:
    """The places of the captions of the table at `place`: those of the two blocks before it that no other
    text parts from it, and a line of units, or a caption where there is none before, after it."""
    found = []
    if place > 1 and _is_bare(blocks[place - 2].text) and _may_be_title(blocks[place - 1]):
        return [place - 1, place - 2]
    for at in (place - 1, place - 2):
        if at < 0 or not (_only_unit(blocks[at]) or _titles(blocks[at]) or _framed(blocks[at])):
            break
        found.append(at)
    after = place + 1
    if after < len(blocks) and (_only_unit(blocks[after]) or (not found and _titles(blocks[after]))):
        found.append(after)
    return found


def _is_bare(text: str) -> bool:
    """Whether a line is nothing but the number of a table, whose title is on the next one."""
    label = caption_label(text)
    bare = text.strip(" .:[]<>〈〉【】")
    return label is not None and label[0] is UnitKind.TABLE and len(bare) <= len(label[1])


def _may_be_title(block: Block) -> bool:
    named = block.kind in _BESIDE and len(block.text) <= LONGEST and not _only_unit(block)
    return named and not block.text.rstrip().endswith((".", "。"))


def _framed(block: Block) -> bool:
    """Whether a line is a title between signs that frame it: "【 부처별 예산 (단위: 억원) 】"."""
    framed = block.kind is BlockKind.BODY and _FRAMED.fullmatch(block.text.strip()) is not None
    return framed and mark_of(block.text, heading=True) is None


def _only_unit(block: Block) -> bool:
    return block.kind in _BESIDE and is_measure(block.text)


def _titles(block: Block) -> bool:
    titled = block.kind is BlockKind.CAPTION or (block.kind in _BESIDE and CAPTION.match(block.text))
    return bool(titled) and len(block.text) <= LONGEST and not _FIGURE_CAPTION.match(block.text)
