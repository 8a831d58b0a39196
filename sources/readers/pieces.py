"""Pieces: paragraphs as word-processor formats have them, on their way to blocks, and how they look.

DOCX, HWPX and HWP know their paragraphs; what differs is how they write them down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sources.blocks import BlockKind, Table

CAPTION: Final = re.compile(r"[<\[〈【(]?\s*(?:표|그림|도표|table|figure|fig\.|chart)\s*[\dⅠ-Ⅻ]+", re.I)


@dataclass(slots=True)
class Piece:
    """A paragraph as a format has it. `level` is a heading's depth where a style names it one; `size` is in
    points, 0 where unknown; `number` is the list number printed before it ("3.", "가)"), `depth` a list
    item's nesting, 1 for the outermost; `table` are the cells of a table."""

    text: str
    kind: BlockKind = BlockKind.BODY
    level: int | None = None
    size: float = 0.0
    bold: bool = False
    number: str = ""
    page: int | None = None
    page_breaks: list[tuple[int, int]] = field(default_factory=list)
    table: Table | None = None
    depth: int = 1


@dataclass(frozen=True, slots=True)
class CharacterLook:
    """A character shape: its size in points, whether it is bold, whether it stands above the line."""

    size: float = 0.0
    bold: bool = False
    above: bool = False


def usual_look(lengths: Mapping[CharacterLook, int]) -> tuple[float, bool]:
    """The size most of a paragraph's characters have (0.0 without any), and whether nearly all are bold."""
    if not lengths:
        return 0.0, False
    bold = sum(length for look, length in lengths.items() if look.bold)
    return max(lengths, key=lambda look: lengths[look]).size, bold > 0.8 * sum(lengths.values())
