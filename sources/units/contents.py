"""A printed table of contents: below its title, what heads the parts, until the first of them comes again.

Its lines answer no question and head nothing. Some formats mark them; in the others this tells them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sources.blocks import Block, BlockKind
from sources.text.normalise import matching_key

FEWEST: Final = 2  # lines of one
MOST: Final = 200
LONGEST: Final = 200  # characters of a line
_TITLE: Final = re.compile(
    r"[<\[(【〈]?\s*(?:목\s*차|차\s*례|순\s*서|(?:table\s+of\s+)?contents)\s*[>\])】〉]?", re.I
)
_PAGE: Final = re.compile(r"[\s.·…‥ㆍ]+\d{1,3}$")  # and what leads to it
_LINES: Final = frozenset((BlockKind.BODY, BlockKind.LIST, BlockKind.HEADING, BlockKind.FURNITURE))


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """`blocks`, those of a printed table of contents as running lines."""
    found = list(blocks)
    for place, block in enumerate(blocks):
        if _TITLE.fullmatch(block.text.strip()):
            for line in range(place, _end(blocks, place + 1)):
                found[line] = replace(blocks[line], kind=BlockKind.FURNITURE)
    return found


def _end(blocks: Sequence[Block], start: int) -> int:
    """Where the lines that begin at `start` end: before the block that says the first of them again. 0 where
    there is none, or where what lies between is no list of short lines."""
    first = ""
    for place in range(start, min(len(blocks), start + MOST)):
        block = blocks[place]
        if block.kind not in _LINES or len(block.text) > LONGEST:
            return 0
        key = matching_key(_PAGE.sub("", block.text.strip()))
        if first and place >= start + FEWEST and key == first:
            return place
        if not first and block.kind is not BlockKind.FURNITURE:
            first = key
    return 0
