"""Lines of one block: one that begins with a mark is a block of its own ("1. …" under "2. …" are two items),
one that does not goes on with the item before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sources.blocks import Block, BlockKind
from sources.units.marks import mark_of


def cut_lines(block: Block) -> Iterator[Block]:
    """`block`, cut before each of its lines that begins with the mark of a division or an item."""
    lines = block.text.split("\n")
    if block.kind not in (BlockKind.BODY, BlockKind.LIST) or len(lines) < 2:
        yield block
        return
    starts = [0]
    at = 0
    for number, line in enumerate(lines):
        if number and mark_of(line):
            starts.append(at)
        at += len(line) + 1
    for place, (start, end) in enumerate(zip(starts, [*starts[1:], len(block.text) + 1], strict=True)):
        yield _part(block, start, end - 1, first=place == 0)


def _part(block: Block, start: int, end: int, *, first: bool) -> Block:
    page = block.page
    breaks = []
    for at, number in block.page_breaks:
        if at <= start:
            page = number
        elif at < end:
            breaks.append((at - start, number))
    label = block.label if first else None
    text = block.text[start:end]
    # Within an item a line break is the writer's way to fill a page, not the end of a sentence.
    text = text.replace("\n", " ") if label or mark_of(text) else text
    return replace(block, text=text, page=page, page_breaks=tuple(breaks), label=label)
