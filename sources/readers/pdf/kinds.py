"""What the paragraphs of a PDF are: headings, list items, captions or text, and how deep they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sources.blocks import Block, BlockKind
from sources.readers.grid import captioned
from sources.readers.pdf.breaks import BULLET, SIGNED, Style
from sources.readers.pdf.paragraph import Paragraph
from sources.readers.pdf.words import CONTENTS
from sources.units.marks import mark_of

NUMBERED_HEADING: Final = re.compile(
    r"(?:제\s*\d+\s*[장절]|[IVXⅠ-Ⅻ]{1,4}\.\s|\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+\D|(?:chapter|part|section)\s+\w+)",
    re.I,
)
CAPTION: Final = re.compile(
    r"[<\[〈【(]?\s*(?:표|그림|도표|table|figure|fig\.|chart|box)\s*[\dⅠ-ⅫIVX]+(?:[-.]\d+)?\s*[>\]〉】).:|]?\s",
    re.I,
)

SHORT: Final = 30  # characters of an item that may be a heading with a sign before it
# What a Korean statement of a report in items ends with.
STATED: Final = re.compile(r"[음함임됨짐봄옴힘다]$")


def name_kinds(made: Sequence[Paragraph], style: Style) -> None:
    """Say of each paragraph what it is, where the layout has not."""
    for paragraph in made:
        if paragraph.kind is not BlockKind.BODY:
            continue
        if CONTENTS.search(paragraph.text):
            paragraph.kind = BlockKind.FURNITURE  # a line of a table of contents
        elif CAPTION.match(paragraph.text) and len(paragraph.text) < 150:
            paragraph.kind = BlockKind.CAPTION
        elif _is_heading(paragraph, style):
            paragraph.kind = BlockKind.HEADING
        elif BULLET.match(paragraph.text):
            paragraph.kind = BlockKind.LIST


def _is_heading(paragraph: Paragraph, style: Style) -> bool:
    text = paragraph.text
    if len(text) > 140 or len(paragraph.lines) > 4 or not any(char.isalpha() for char in text):
        return False
    if re.search(r"[.。:;,][\'\"”’)\]]*$", text) and not NUMBERED_HEADING.match(text):
        return False
    if len(text) > SHORT and re.search(r"다\.$", text):
        return False  # a numbered statement is one all the same
    if SIGNED.match(text) and (len(text) > SHORT or STATED.search(text)):
        return False  # a statement of a report in items, the larger the more it says
    larger = paragraph.size > 1.08 * style.size
    return larger or (paragraph.bold and paragraph.size > 0.95 * style.size)


def heading_levels(made: Sequence[Paragraph]) -> dict[tuple[float, bool], int]:
    """The depth of each heading style: larger first, at one size bold first; at most six."""
    styles = {(round(p.size, 1), p.bold) for p in made if p.kind is BlockKind.HEADING}
    return {style: min(6, 1 + rank) for rank, style in enumerate(sorted(styles, reverse=True))}


def nesting(made: Sequence[Paragraph]) -> dict[int, int]:
    """How deep the list items stand, by the id of the paragraph: deeper where one begins further in than the
    one before or, as far in, with a sign of its own."""
    depths: dict[int, int] = {}
    open_: list[tuple[float, str]] = []
    for paragraph in made:
        if paragraph.kind is BlockKind.HEADING:
            open_ = []
        if paragraph.kind is not BlockKind.LIST:
            continue
        left, em = paragraph.lines[0].box.left, max(paragraph.size, 1.0)
        mark = mark_of(paragraph.text)
        sign = mark.series if mark else paragraph.text[:1]
        known = next((k for k, (_, other) in enumerate(open_) if other == sign), None)
        if known is not None:
            del open_[known:]
        while open_ and open_[-1][0] > left + 0.4 * em:
            open_.pop()
        open_.append((left, sign))
        depths[id(paragraph)] = len(open_)
    return depths


def blocks(made: Sequence[Paragraph]) -> list[Block]:
    """The paragraphs as blocks. A heading's level follows its size."""
    levels, depths = heading_levels(made), nesting(made)
    made_blocks = [
        Block(
            paragraph.text,
            paragraph.kind,
            paragraph.page,
            tuple(paragraph.page_breaks),
            None,  # a footnote's own number is no paragraph number
            depths.get(id(paragraph)) or levels.get((round(paragraph.size, 1), paragraph.bold), 1),
            paragraph.table,
        )
        for paragraph in made
        if paragraph.text.strip()
    ]
    return list(captioned(made_blocks))
