"""Footnotes on a page of a PDF: which lines they are, and the marks they begin with.

They stand below a short rule, or without one are small lines at the end of a column that begin with a mark.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from sources.readers.pdf.baselines import ROW, with_items
from sources.readers.pdf.columns import Column
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.lines import Line, by_height
from sources.readers.pdf.page import Page
from sources.units.marks import caption_label

# A figure that goes on ("0927-0248", "248–252.", "20.107") is no mark.
NOTE_MARK: Final = re.compile(r"(?:\(?(\d{1,3})(?!\d|[.:;,/–-]\d)\)?|[*†‡§]{1,3})[.)]?\s*(?=\S|$)")

_ENDED: Final = re.compile(r"[.!?。][\'\"”’)\]」』]*$")


def notes_below_rule(page: Page, lines: list[Line], size: float) -> tuple[list[Line], list[Line]]:
    """The lines below a short rule at the left edge of a column, and the others."""
    notes: list[Line] = []
    # From the right, so that the notes of one column are not taken for those of the column before.
    for rule in sorted(page.rules, key=lambda rule: (-rule.left, -rule.bottom)):
        if not (
            25 < rule.width < 0.45 * page.width and rule.height < 2.5 and rule.bottom < 0.75 * page.height
        ):
            continue
        if any(abs(line.base - rule.top) < 0.45 * line.size and _beside(line.box, rule) for line in lines):
            continue  # it underlines a word
        below = [line for line in lines if line.box.top < rule.top + 2 and line.box.left > rule.left - 6]
        # Body text below it, to its right, belongs to another column.
        others = [line for line in below if line.box.left > rule.right and line.size > 0.96 * size]
        if others:
            edge = min(line.box.left for line in others)
            below = [line for line in below if line.box.right < edge]
        below = _before_caption(by_height(below))
        if not below:
            continue  # a rule that parts or adorns
        # Without a mark it goes on with a note of the column or page before.
        small = all(line.size < 0.95 * size for line in below)
        marked = all(_may_be_note(line, size) for line in below) and NOTE_MARK.match(below[0].text)
        if not (small or marked):
            continue
        notes = [*with_items(below), *notes]
        taken = {id(line) for line in below}
        lines = [line for line in lines if id(line) not in taken]
    return notes, lines


def _before_caption(lines: list[Line]) -> list[Line]:
    """The lines down to the caption of what comes after the notes. A note may begin like one, or go on so."""
    for place, (above, line) in enumerate(pairwise(lines), 1):
        ended = _ENDED.search(above.text) and not NOTE_MARK.fullmatch(above.text)
        if caption_label(line.text) and ended and not line.raised and not any(map(mark_of, lines[place:])):
            return lines[:place]
    return lines


def _beside(a: Rect, b: Rect) -> bool:
    return a.left < b.right and b.left < a.right


def _may_be_note(line: Line, size: float) -> bool:
    return line.size < 0.97 * size or bool(NOTE_MARK.match(line.text))


def small_tail(body: Sequence[tuple[Line, Column]], page: Page, size: float) -> list[Line]:
    """Footnotes without a rule: small lines at the end of a column that begin with a mark."""
    notes: list[Line] = []
    columns: defaultdict[int, list[Line]] = defaultdict(list)
    for line, column in body:
        columns[column.index].append(line)
    for lines in columns.values():
        tail: list[Line] = []
        for line in reversed(lines):
            if line.size > 0.92 * size or line.kind == ROW or line.base > 0.6 * page.height:
                break
            tail.insert(0, line)
        while tail and not (NOTE_MARK.match(tail[0].text) or (tail[0].raised and tail[0].raised[0][0] == 0)):
            tail.pop(0)
        notes += tail
    return notes


def mark_of(line: Line) -> str | None:
    """The mark of the footnote a line begins, without its brackets; None where it begins none."""
    if line.raised and line.raised[0][0] == 0:
        return line.raised[0][1].strip("),")
    found = NOTE_MARK.match(line.text)
    return (found.group(1) or found.group().strip(" .)")) if found else None


def follows(label: str | None, mark: str) -> bool:
    """Whether a mark can be that of the footnote after the one labelled `label`."""
    if label and label.isdigit() and mark.isdigit():
        return int(mark) == int(label) + 1
    return not mark.isdigit() or label is None or not label.isdigit()


def without_mark(line: Line) -> Line:
    """The first line of a footnote without its mark."""
    if line.raised and line.raised[0][0] == 0:
        return replace(line, raised=line.raised[1:])
    found = NOTE_MARK.match(line.text)
    cut = found.end() if found else 0
    return replace(line, text=line.text[cut:], boxes=line.boxes[cut:] if line.boxes is not None else None)
