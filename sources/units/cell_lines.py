"""The lines of a table's cell as a list: which of them stand under which."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final

from sources.document import Sentence, Unit, UnitKind
from sources.units.marks import mark_of

Span = tuple[int, int]

DEEPEST: Final = 4  # lines over one another, the nearest


def lines_over(
    text: str, cells: Sequence[Unit], sentences: Sequence[Sentence]
) -> dict[int, tuple[Span, ...]]:
    """Where a line of a cell begins → the lines of that cell which it stands under, outermost first, as far
    as their marks tell. `cells` and `sentences` are those of one table, in order; a row that is one sentence
    is left out."""
    starts = [cell.start for cell in cells]
    cell_of = [bisect_right(starts, sentence.end - 1) - 1 for sentence in sentences]
    several = Counter(cell_of)
    found: dict[int, tuple[Span, ...]] = {}
    open_: list[tuple[str, Span]] = []
    before = -1
    for sentence, at in zip(sentences, cell_of, strict=True):
        if several[at] < 2:
            continue
        if at != before:
            open_, before = [], at
        line = (max(sentence.start, cells[at].start), sentence.end)
        mark = mark_of(text[line[0] : line[1]])
        opens = mark is not None and mark.kind is not UnitKind.NOTE and mark.series != "⇒"
        if mark is not None and opens and any(series == mark.series for series, _ in open_):
            while open_.pop()[0] != mark.series:
                pass
        found[sentence.start] = tuple(span for _, span in open_[-DEEPEST:])
        if mark is not None and opens:
            open_.append((mark.series, line))
    return found
