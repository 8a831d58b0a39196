"""Lines and the blocks they are: one that begins with a mark is a block of its own ("1. …" under "2. …" are
two items), one that does not goes on with the item before it; one under an article's number is its title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Final

from sources.blocks import Block, BlockKind
from sources.document import UnitKind
from sources.text.legal import is_proviso
from sources.units.marks import is_bare_division, mark_of

_TEXT: Final = frozenset({BlockKind.BODY, BlockKind.LIST})
_KO_TITLE: Final = re.compile(r"[가-힣][가-힣\s·ㆍ,]*(?<![다요음함임])")
_CIRCLED: Final = re.compile(r"[①-⑳]")
_ENDED: Final = re.compile(r"[.>〉＞)\]]\s*$")  # an editor's note may stand after the sentence
LONGEST_KO_TITLE: Final = 40
LONGEST_TITLE = 120  # characters of an article's title
UNDER_TEXT = 6  # the level of a title whose article's number is no heading itself


def cut_lines(block: Block) -> Iterator[Block]:
    """`block`, cut before each of its lines that begins with the mark of a division or an item, and before
    each paragraph of an article that stands on the line of the one before."""
    if block.kind not in _TEXT:
        yield block
        return
    starts = sorted({0, *_marked_lines(block.text), *_next_paragraphs(block.text)})
    if len(starts) == 1:
        yield block
        return
    for place, (start, end) in enumerate(pairwise((*starts, len(block.text)))):
        yield _part(block, start, end, first=place == 0)


def _marked_lines(text: str) -> Iterator[int]:
    at = 0
    for number, line in enumerate(text.split("\n")):
        if number and mark_of(line):
            yield at
        at += len(line) + 1


def _next_paragraphs(text: str) -> Iterator[int]:
    """Where ②, ③ … begin after the end of a sentence, in a text that begins with ①, or an article's number
    and ①."""
    expected = 1
    for found in _CIRCLED.finditer(text):
        number = int(unicodedata.numeric(found[0]))
        if number != expected:
            continue
        if number == 1:
            head = mark_of(text[: found.start()])
            if text[: found.start()].strip() and (head is None or head.kind is not UnitKind.ARTICLE):
                return
        elif not _ENDED.search(text[: found.start()]):
            return
        else:
            yield found.start()
        expected += 1


def with_titles(blocks: Sequence[Block]) -> list[Block]:
    """`blocks`, the line under "Article 5" or "CHAPTER II" that names it joined to it: it says nothing by
    itself."""
    found: list[Block] = []
    for block, below in zip_longest(blocks, blocks[1:]):
        above = found[-1] if found else None
        if above and below and above.page == block.page and _names(above, block):
            level = above.level if above.kind is BlockKind.HEADING else UNDER_TEXT
            level = min(level, block.level) if block.kind is BlockKind.HEADING else level
            found[-1] = replace(
                above, text=f"{above.text}\n{block.text}", kind=BlockKind.HEADING, level=level
            )
        else:
            found.append(block)
    return found


def with_lone_provisos(blocks: Sequence[Block]) -> list[Block]:
    """`blocks`, a proviso on a line of its own put to what it limits: by itself it can be neither read nor
    cited, and it would end the list that it stands under."""
    found: list[Block] = []
    for block in blocks:
        above = found[-1] if found else None
        if above is None or above.kind not in _TEXT or block.kind not in _TEXT or not is_proviso(block.text):
            found.append(block)
            continue
        shift = len(above.text) + 1
        page = above.page_breaks[-1][1] if above.page_breaks else above.page
        turned = [(shift, block.page)] if block.page is not None and block.page != page else []
        breaks = (*above.page_breaks, *turned, *((shift + at, turn) for at, turn in block.page_breaks))
        found[-1] = replace(above, text=f"{above.text} {block.text}", page_breaks=breaks)
    return found


def _names(above: Block, block: Block) -> bool:
    """Whether `block` reads as the title of the division whose number `above` is."""
    text = block.text.strip()
    headed = above.kind is block.kind is BlockKind.HEADING
    korean = headed or _KO_TITLE.fullmatch(text) is not None
    return (
        is_bare_division(above.text)
        and block.kind in (BlockKind.BODY, BlockKind.HEADING)
        and len(text) <= LONGEST_TITLE
        and (text[:1].isupper() or (korean and len(text) <= LONGEST_KO_TITLE))
        and text[-1:].isalnum()
        and mark_of(text) is None
    )


def _part(block: Block, start: int, end: int, *, first: bool) -> Block:
    page = block.page
    breaks = []
    for at, number in block.page_breaks:
        if at <= start:
            page = number
        elif at < end:
            breaks.append((at - start, number))
    label = block.label if first else None
    text = block.text[start:end].rstrip()
    # Within an item a line break is the writer's way to fill a page, not the end of a sentence.
    text = text.replace("\n", " ") if label or mark_of(text) else text
    return replace(block, text=text, page=page, page_breaks=tuple(breaks), label=label)
