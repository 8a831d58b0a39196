"""Paragraphs out of text that was wrapped into lines: dumps of PDF pages, e-mails, old text files, and what
was made of such without joining them.

`wrapping` finds out how this text is laid out; here it is asked of each pair of lines whether the break
between them was meant, and of each paragraph what it is. Nothing but white space is ever dropped or added:
the other characters of the input come out once each, in order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from sources.blocks import Block, BlockKind
from sources.text.line_kinds import Draft, kinds_of
from sources.text.wrapping import (
    BULLET,
    FINISHED,
    FITS,
    FITS_BY_GAPS,
    FULL,
    ITEM,
    PAGE_MARK,
    Layout,
    Row,
    first_word,
    layout_of,
    printed_width,
    rows_of,
    turned,
)

_PAGE_NUMBER: Final = re.compile(
    r"[-–—\[(]?\s*(?:p(?:age|\.)?\s*)?\d{1,4}\s*(?:(?:/|of)\s*\d{1,4})?\s*(?:쪽|면)?[-–—\])]?", re.I
)
# What a running head says instead of a title: the genre of the publication.
_GENRE: Final = re.compile(
    r"(?:[가-힣]{0,4}(?:이슈|정책|연구|현안|전략|인사이트)\s?(?:브리프|브리핑|보고서|페이퍼|리포트|포커스|노트)|보도\s?자료|목\s?차|차\s?례|"
    r"(?:issue|policy|research|news)\s(?:brief|briefing|paper|report|note|insight)s?|working\spaper|press\srelease|contents)",
    re.I,
)
# Of what may be lines of a wrapped text though its format calls them paragraphs: how many there must be, the
# share in which a sentence ends before the line does, and the share of those going on that must be full.
_FEWEST: Final = 8
_ENDING: Final = 0.05
_NEARLY_ALL: Final = 0.8
_END: Final = r"[a-z가-힣]{2}[.!?][\"'”’)]*"  # of a sentence
_WITHIN: Final = re.compile(_END + r"\s+\S")
_STOP: Final = re.compile(_END + "$")


def repair(text: str) -> tuple[tuple[Block, ...], int | None]:
    """Blocks of `text` in order, and how many pages it shows (None where it shows no page ends).

    Raises nothing. `"".join(block texts)` without white space equals `text` without white space.
    """
    rows, paged = rows_of(text)
    if not rows:
        return (), None
    layout = layout_of(rows)
    if not paged and layout.unit == 1 and layout.wrapped:
        rows, paged = turned(rows)
    furniture = _furniture(rows) if paged else set()
    drafts = _join(rows, layout, furniture)
    kinds = kinds_of(drafts, layout)
    blocks = tuple(
        Block(
            draft.text,
            kind,
            draft.page if paged else None,
            tuple(draft.breaks) if paged else (),
            level=0 if kind is BlockKind.LIST else 1,
        )
        for draft, kind in zip(drafts, kinds, strict=True)
    )
    return blocks, rows[-1].page if paged else None


def rejoined(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` of a format that marks its paragraphs, with those joined that are lines of one: a dump with a
    blank row between all lines makes a paragraph of each. As they are where it is not so. Raises nothing."""
    # What stands beside a table may be its caption or its notes.
    tables = {place + step for place, block in enumerate(blocks) if block.table for step in (-1, 0, 1)}
    lined = [
        block.kind is BlockKind.BODY and "\n" not in block.text and place not in tables
        for place, block in enumerate(blocks)
    ]
    rows = [
        Row(block.text, 1, not (place and lined[place - 1]), 1, 0, False, printed_width(block.text))
        for place, block in enumerate(blocks)
    ]
    lines = [row for row, is_line in zip(rows, lined, strict=True) if is_line]
    layout = layout_of(lines) if len(lines) >= _FEWEST else None
    if layout is None or not (layout.unit == 1 and layout.wrapped and _prose(lines, layout.width)):
        return tuple(blocks)
    return tuple(_rejoined(blocks, rows, lined, layout))


def _prose(lines: Sequence[Row], width: int) -> bool:
    """Whether lines, `width` columns where full, are those of running text, and no names, verses or entries
    of like length: sentences end within them and now and then with them, nearly all that end none are full,
    and what goes on in Latin letters begins small."""
    within = sum(bool(_WITHIN.search(row.text)) for row in lines)
    pairs = [(a, b) for a, b in pairwise(lines) if not (b.turn or FINISHED.search(a.text))]
    full = sum(a.width + 1 + first_word(b.text) > FULL * width for a, b in pairs)
    latin = [b.text[0].islower() for _, b in pairs if re.match(r"[A-Za-z]", b.text)]
    ends = any(_STOP.search(row.text) for row in lines)
    return (
        ends
        and within >= max(2, _ENDING * len(lines))
        and full >= _NEARLY_ALL * len(pairs)
        and sum(latin) >= len(latin) / 2
    )


def _rejoined(
    blocks: Sequence[Block], rows: Sequence[Row], lined: Sequence[bool], layout: Layout
) -> list[Block]:
    out: list[Block] = []
    last, begun = None, 0  # the line before, and the place of the paragraph that it belongs to
    for block, row, is_line in zip(blocks, rows, lined, strict=True):
        if is_line and _PAGE_NUMBER.fullmatch(block.text):
            out.append(replace(block, kind=BlockKind.FURNITURE))
            continue
        if is_line and last and not row.turn and not _breaks(last, row, layout, crossing=False):
            glue = "" if _one_word(last, row, layout) else " "
            out[begun] = replace(out[begun], text=f"{out[begun].text}{glue}{block.text}")
        else:
            begun = len(out)
            out.append(block)
        last = row if is_line else None
    return out


def _furniture(rows: list[Row]) -> set[int]:
    """Rows that stand at a page's head or foot and repeat, number the page, or name only the genre."""
    pages: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        pages.setdefault(row.page, []).append(place)
    edges = {place for places in pages.values() for place in (*places[:2], *places[-2:])}
    seen = Counter(re.sub(r"\d+|\s", "", rows[place].text) for place in edges)
    found = set()
    for place in edges:
        row = rows[place]
        outer = place in (pages[row.page][0], pages[row.page][-1])
        key = re.sub(r"\d+|\s", "", row.text)
        often = seen[key] >= max(3, len(pages) // 3) or seen[key] == len(pages) > 1
        repeats = bool(key) and len(row.text) <= 80 and often
        edge = _PAGE_NUMBER.fullmatch(row.text) or _GENRE.fullmatch(row.text)
        if repeats or (outer and edge) or PAGE_MARK.fullmatch(row.text):
            found.add(place)
    return found


def _join(rows: list[Row], layout: Layout, furniture: set[int]) -> list[Draft]:
    drafts: list[Draft] = []
    last: Row | None = None
    first: Row | None = None  # of the open draft
    open_draft: Draft | None = None
    crossing = False
    for place, row in enumerate(rows):
        crossing = crossing or row.turn
        if place in furniture:
            drafts.append(Draft(row.text, row.page, 1, [], furniture=True))
            continue
        hangs = first and last and not crossing and _hangs(first, last, row, layout)
        if open_draft and last and (hangs or not _breaks(last, row, layout, crossing)):
            glue = "" if _one_word(last, row, layout) else " "
            open_draft.text += glue
            if row.page != last.page:
                open_draft.breaks.append((len(open_draft.text), row.page))
            open_draft.text += row.text
            open_draft.rows += 1
        else:
            first, open_draft = row, Draft(row.text, row.page, 1, [])
            drafts.append(open_draft)
        last, crossing = row, False
    return drafts


def _hangs(first: Row, last: Row, row: Row, layout: Layout) -> bool:
    """Whether `row` goes on with the item that `first` begins, though few lines of the text are wrapped: set
    in, below a line that is full and ends no sentence."""
    item = BULLET.match(first.text) and not BULLET.match(row.text)
    full = last.width + 1 + first_word(row.text) > FITS * layout.width and last.width > 20
    return (
        bool(item) and row.gap == 0 and row.indent > first.indent and full and not FINISHED.search(last.text)
    )


def _breaks(last: Row, row: Row, layout: Layout, crossing: bool) -> bool:
    """Whether a paragraph ends between `last` and `row`."""
    finished = bool(FINISHED.search(last.text))
    if not layout.wrapped:
        if layout.parted and not crossing and row.gap == 0 and not finished and not BULLET.match(row.text):
            # Where blank rows part nearly all, a full line without an end before the next is a broken one.
            return last.width + 1 + first_word(row.text) <= FITS * layout.width
        return not (crossing and not finished and last.width > 30 and re.match(r"[a-z가-힣]", row.text))
    short = last.width + 1 + first_word(row.text) <= FITS * layout.width
    if crossing:
        heading = row.width <= 0.35 * layout.width and not FINISHED.search(row.text)
        starts = bool(BULLET.match(row.text)) or last.width < FULL * layout.width
        return (finished and starts) or heading or (short and not finished)
    if row.gap > layout.unit:
        return True
    if ITEM.match(row.text) or (BULLET.match(row.text) and (finished or short or layout.bullets)):
        return True
    if layout.gaps:
        return last.width + 1 + first_word(row.text) <= FITS_BY_GAPS * layout.width and not finished
    indented = row.indent >= layout.indent + 1 and (finished or last.width < FULL * layout.width)
    return short or indented


def _one_word(last: Row, row: Row, layout: Layout) -> bool:
    """Whether the break fell inside a word, so that no space belongs there."""
    if last.spaced:
        return False
    if re.search(r"[^\W\d_]-$", last.text) and re.match(r"[^\W\d_]", row.text):
        return True
    if layout.spaces_kept:
        return True
    if not (re.search(r"[가-힣]$", last.text) and re.match(r"[가-힣]", row.text)):
        return False
    # Korean is often broken between syllables; the text's own words tell where.
    left, right = last.text.split()[-1], row.text.split()[0]
    return layout.words[left + right] > 0 and not (layout.words[left] and layout.words[right])
