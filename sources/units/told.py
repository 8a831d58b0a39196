"""What is told and cited of a table: its rows, and of a row with a long cell the lines of that cell.

A tender, a notice or a plan has tables of which one cell holds a page: "사업개요 │ ㅇ 사업명 … ㅇ 예산 …".
Told as one sentence such a row is read in part, told whole and cited whole, where one line was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from sources.blocks import Table
from sources.document import Language
from sources.text.sentences import sentence_spans
from sources.units.cells import Place, cells_in
from sources.units.marks import mark_of

Span = tuple[int, int]

LONG_CELL: Final = 150  # characters; a cell of more is told by its lines
LONG_LINE: Final = 100  # characters of a line that may be several sentences
# A mark or a number with nothing after it belongs to the next line.
_BARE: Final = re.compile(
    r"[\W_]*+(?:(?:[0-9]{1,2}|[A-Za-z가나다라마바사아자차카타파하ⅰ-ⅻⅠ-Ⅻ①-⑳])[.)]?)?[\W_]*+"
)


def row_spans(text: str, table: Table | None, language: Language) -> tuple[Span, ...]:
    """The sentences of a table's text: its rows that have words, without those that name the columns, in
    parts where a cell is long. A table of header rows alone has those. In order, each within one row."""
    cells, header = cells_in(text, table)
    rows = [
        list(row) for _, row in groupby(sorted(cells, key=lambda c: (c.row, c.start)), key=lambda c: c.row)
    ]
    told = [row for row in rows if row[0].row >= header]
    if not told:
        return tuple((row[0].start, row[-1].end) for row in rows)
    return tuple(span for row in told for span in _parts(text, row, language))


def _parts(text: str, row: Sequence[Place], language: Language) -> list[Span]:
    """A row in parts: the lines of each long cell, the first with the short cells before it. What stands
    after is of the whole row (its points, a box to tick) and no part of the last line."""
    found: list[Span] = []
    start: int | None = None
    for cell in row:
        start = cell.start if start is None else start
        lines = _lines(text, cell, language)
        if len(lines) > 1:
            found += [(start, lines[0][1]), *lines[1:]]
            start = None
    if start is not None:
        found.append((start, row[-1].end))
    return found


def _lines(text: str, cell: Place, language: Language) -> list[Span]:
    """The lines of a long cell, those of prose in sentences; the cell alone where it is short."""
    if cell.end - cell.start <= LONG_CELL:
        return [(cell.start, cell.end)]
    found: list[Span] = []
    open_at: int | None = None
    for start, end in _sentences(text, cell, language):
        begin = start if open_at is None else open_at
        open_at = begin if _BARE.fullmatch(text, begin, end) else None
        if found and open_at is None and _goes_on(text, found[-1], (begin, end)):
            found[-1] = (found[-1][0], end)
        elif open_at is None:
            found.append((begin, end))
    if open_at is not None:
        found = [*found[:-1], (found[-1][0] if found else cell.start, cell.end)]
    return found


def _sentences(text: str, cell: Place, language: Language) -> Iterator[Span]:
    for start, stop in pairwise((cell.start, *cell.lines, cell.end)):
        line = text[start:stop].rstrip()
        parts = sentence_spans(line, language) if len(line) > LONG_LINE else [(0, len(line))]
        yield from ((start + a, start + b) for a, b in parts)


def _goes_on(text: str, before: Span, line: Span) -> bool:
    """Whether a line is a part of the one before it: an aside in brackets, or what a comma leaves open."""
    words = text[line[0] : line[1]]
    if mark_of(words) is not None:
        return False
    aside = words[0] == "(" and words[-1] == ")" and words.count("(") == words.count(")")
    return aside or text[before[1] - 1] in ",·ㆍ"
