"""Paragraphs out of plain text that was wrapped into lines: dumps of PDF pages, e-mails, old text files.

`wrapping` finds out how this text is laid out; here it is asked of each pair of lines whether the break
between them was meant, and of each paragraph what it is. Nothing but white space is ever dropped or added:
the other characters of the input come out once each, in order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
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
_FEWEST: Final = 8  # lines from which their ends show whether they are lines of a wrapped text


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
    return _blocks(drafts, layout, paged), rows[-1].page if paged else None


def rejoined(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` of a format that marks its paragraphs, with those joined that are lines of one: a dump with a
    blank row between all lines makes a paragraph of each. As they are where it is not so. Raises nothing."""
    runs = [(body, list(run)) for body, run in groupby(blocks, lambda b: b.kind is BlockKind.BODY)]
    rows = [[_line(block, place) for place, block in enumerate(run)] for body, run in runs if body]
    lines = [row for run in rows for row in run]
    layout = layout_of(lines) if len(lines) >= _FEWEST else None
    if layout is None or not (layout.unit == 1 and layout.wrapped):
        return tuple(blocks)
    out: list[Block] = []
    texts = iter(rows)
    for body, run in runs:
        out += _blocks(_join(next(texts), layout, set()), layout, paged=False) if body else run
    return tuple(out)


def _line(block: Block, place: int) -> Row:
    """A paragraph as a line with a blank row before it; the first of a run begins a page, as it were."""
    return Row(block.text, 1, not place, 1, 0, False, printed_width(block.text))


def _blocks(drafts: Sequence[Draft], layout: Layout, paged: bool) -> tuple[Block, ...]:
    return tuple(
        Block(
            draft.text,
            kind,
            draft.page if paged else None,
            tuple(draft.breaks) if paged else (),
            level=0 if kind is BlockKind.LIST else 1,
        )
        for draft, kind in zip(drafts, kinds_of(drafts, layout), strict=True)
    )


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
