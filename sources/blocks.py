"""What a reader hands over: blocks of text in reading order, before paragraphs are numbered.

A reader knows its format and nothing else. `assemble.assemble()` turns what it returns into a
Document: normalises the text, numbers the paragraphs, finds the sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class BlockKind(StrEnum):
    BODY = "body"
    HEADING = "heading"
    LIST = "list"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    FURNITURE = "furniture"  # running headers, page numbers: kept for the record, never cited


MOST_COVERED: Final = 5_000  # rows, or columns, that a file is believed when it says a cell covers them


def covered(first: int, span: int) -> range:
    """The rows or columns that a cell covers from `first` on."""
    return range(first, first + min(span, MOST_COVERED))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, given once however many places it covers: `row` and `column` (from 0) are its
    upper left place, `row_span` and `column_span` how far it reaches. `page` is 1-based or None. `lines` is
    where in `text` each further line of the cell begins, as far as its format has lines: in `text` the break
    is a space."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table's cells in reading order, row by row. The first `header_rows` rows name the columns. `caption`
    and `unit` are the words printed with the table, where the reader can tell them."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    caption: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `page` is 1-based or None. `page_breaks` are (offset in `text`, page) pairs where the
    block runs on to another page. `label` is the number or bullet that the format gives apart from the
    text ("제1조", "가.", "□", "표 3"). `level` is a heading's depth or a list item's nesting, 1 for the
    outermost; 0 for an item of which the format does not tell it, so that its mark must.

    A TABLE block is one whole table, over pages too: its `text` holds the cells of `table` in order, parted
    by tabs, and the rows by line breaks; a line break within a cell is a space."""

    text: str
    kind: BlockKind = BlockKind.BODY
    page: int | None = None
    page_breaks: tuple[tuple[int, int], ...] = ()
    label: str | None = None
    level: int = 1
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a file. `metadata` holds what the file says of itself (title, author,
    date, publisher, language …) as plain strings; `notes` are things the user should know (a page
    without text, a damaged part), as (code, details) for the messages."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    pages_exact: bool = True
    ocr: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[tuple[str, dict[str, str | int]], ...] = ()
