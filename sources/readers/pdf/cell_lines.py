"""The lines within a table's cell, joined as those of a paragraph are once the whole document tells how.

A cell as narrow as a column of a table breaks most Korean lines within a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sources.blocks import Table
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.join import Joiner
from sources.readers.pdf.lines import Line, is_hangul
from sources.readers.pdf.words import Word

BREAK: Final = "\u2028"  # between two lines of a cell of which it is open whether a word goes on
FULL: Final = 0.8  # ems by which a full line may end before its cell's longest
WIDE: Final = 5.0  # ems of a full line, at least: a shorter one may be a name by itself


def cell_text(words: Sequence[Word]) -> tuple[str, list[Rect | None]]:
    """The text of a cell and where its characters stand; BREAK where it is to be told by `settled`."""
    right = max((word.box.right for word in words), default=0.0)
    text, boxes = "", list[Rect | None]()
    last: Word | None = None
    left = 0.0  # where the line begins
    for word in words:
        if last is not None:
            below = last.base - word.base > 0.5 * last.size
            korean = is_hangul(last.text[-1:]) and is_hangul(word.text[:1])
            full = last.box.right > max(right - FULL * last.size, left + WIDE * last.size)
            text += BREAK if below and korean and full and not last.trailing else " "
            boxes.append(None)
            left = word.box.left if below else left
        else:
            left = word.box.left
        text += word.text
        boxes += word.boxes
        last = word
    return text, boxes


def settled(line: Line, joiner: Joiner) -> Line:
    """A table's line with a space, or nothing, for each BREAK in its text and its cells."""
    if BREAK not in line.text:
        return line
    text, boxes, start = "", list[Rect | None](), 0
    for part in re.split(r"([\t\n])", line.text):
        places = (line.boxes or [None] * len(line.text))[start : start + len(part)]
        start += len(part)
        whole = _joined(part, joiner)
        kept = iter(whole)
        due = next(kept, "")
        for char, box in zip(part, places, strict=True):
            if char == due or (char == BREAK and due == " "):
                boxes.append(box)
                due = next(kept, "")
        text += whole
    return replace(
        line, text=text, boxes=boxes if line.boxes is not None else None, table=_in(line.table, joiner)
    )


def _joined(text: str, joiner: Joiner) -> str:
    first, *rest = text.split(BREAK)
    for part in rest:
        first += joiner.join(first, part, False)[1] + part
    return first


def _in(table: Table | None, joiner: Joiner) -> Table | None:
    if table is None:
        return None
    rows = tuple(tuple(replace(c, text=_joined(c.text, joiner)) for c in row) for row in table.rows)
    return replace(table, rows=rows)
