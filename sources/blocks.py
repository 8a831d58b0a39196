"""What a reader hands over: blocks of text in reading order, before paragraphs are numbered.

A reader knows its format and nothing else. `assemble.assemble()` turns what it returns into a
Document: normalises the text, numbers the paragraphs, finds the sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    BODY = "body"
    HEADING = "heading"
    LIST = "list"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    FURNITURE = "furniture"  # running headers, page numbers: kept for the record, never cited


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `page` is 1-based or None. `page_breaks` are (offset in `text`, page) pairs where the
    block runs on to another page. `label` is a paragraph number the document prints. `level` is a
    heading's depth, 1 for the outermost."""

    text: str
    kind: BlockKind = BlockKind.BODY
    page: int | None = None
    page_breaks: tuple[tuple[int, int], ...] = ()
    label: str | None = None
    level: int = 1


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
