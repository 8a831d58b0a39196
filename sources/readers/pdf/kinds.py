"""What the paragraphs of a PDF are: headings, list items, captions or text, and how deep they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sources.blocks import Block, BlockKind
from sources.document import UnitKind
from sources.readers.grid import captioned
from sources.readers.pdf.breaks import BULLET, SIGNED, Style
from sources.readers.pdf.paragraph import Paragraph
from sources.readers.pdf.words import CONTENTS
from sources.units.marks import caption_label, is_source, mark_of

NUMBERED_HEADING: Final = re.compile(
    r"(?:제\s*\d+\s*[장절]|[IVXⅠ-Ⅻ]{1,4}\.\s|\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+\D|(?:chapter|part|section)\s+\w+)",
    re.I,
)
# A line that says who is responsible for the text, or where something is from.
FIELD: Final = re.compile(
    r"(?:작\s?성(?:\s?자)?|담\s?당(?:\s?자|\s?부서|\s?과)?|문\s?의(?:처)?|연락처|책임자|author|contact)\s?[:：]",
    re.I,
)
# A number in three steps and a few words, whatever they are set in: "2.1.3 What was counted".
STEPPED_HEADING: Final = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,3}\.?\s+[A-Z가-힣][^.?!]{2,80}")
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
        elif caption_label(paragraph.text) and len(paragraph.text) < 150:
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
    if FIELD.match(text) or is_source(text):
        return False
    if SIGNED.match(text) and (len(text) > SHORT or STATED.search(text)):
        return False  # a statement of a report in items, the larger the more it says
    if len(paragraph.lines) == 1 and STEPPED_HEADING.fullmatch(text):
        return True
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
    return list(captioned(_under_own_titles(made_blocks)))


def _under_own_titles(made: Sequence[Block]) -> list[Block]:
    """The blocks, the titles of tables beside each other, which are read before both, each before its own."""
    out: list[Block] = []
    titles: list[Block] = []
    tables: list[Block] = []
    for block in (*made, None):
        if block is not None and block.table is not None and titles:
            tables.append(block)
            continue
        if block is None or tables or not _is_title(block):
            together = len({one.page for one in (*titles, *tables)}) == 1
            if len(titles) == len(tables) > 1 and together:
                out += [one for pair in zip(titles, tables, strict=True) for one in pair]
            else:
                out += [*titles, *tables]
            titles, tables = [], []
        if block is not None:
            (titles if _is_title(block) else out).append(block)
    return out


def _is_title(block: Block) -> bool:
    label = caption_label(block.text) if block.kind is BlockKind.CAPTION and block.table is None else None
    return label is not None and label[0] is UnitKind.TABLE
