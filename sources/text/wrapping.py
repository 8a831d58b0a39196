"""How a plain text was wrapped into lines: its rows, their width, and what a break or a blank row means.

The rules look at shape alone. Nothing is joined here; `repair` does that by what is found out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

FINISHED: Final = re.compile(r"[.!?…。][\"'”’»)\]」』》〉]*(?:\[?\d{1,3}[\])]?)?$|[)\]][.]?$|[:：]$")
_CLAUSE: Final = re.compile(FINISHED.pattern + r"|[,;](?: and| or)?$")
# The end of a sentence, where FINISHED also takes a number or a bracket for one.
_STOP: Final = re.compile(r"[a-z다요음함임됨][.!?。][\"'”’»)\]」』》〉]*$")
BULLET: Final = re.compile(
    r"(?:[△▲▽▼▶▷►■□▪◾￭●○◆◇◈◦•∙※❍❏❑❖➢➤✓☞·‧ㆍㅇo-]|\*{1,4}|[①-⑳❶-❿➊-➓㉠-㉻⑴-⒇]"
    r"|\(?(?:\d{1,3}|[가-하]|[a-z]|[ivx]{1,4})[.)])\s"
    r"|[△▲▴▸▶▷■□●○◆◇※①-⑳❶-❿➊-➓㉠-㉻⑴-⒇]\S|제\s?\d{1,4}조(?:의\d{1,2})?\s?[(①]"
)
# One that no sentence goes on with, however full the line before it is.
ITEM: Final = re.compile(r"[▶▷►■□▪◾￭●○◆◇◈◦※❍❏❑❖➢➤✓☞ㅇ]\s")
# A line that a program wrote where a page begins: "----- p1 -----", "=== Page 2 ===".
PAGE_MARK: Final = re.compile(
    r"[-=_*#–—]{3,}\s*(?:p(?:age)?\.?\s?)?\d{1,4}\s?(?:쪽|페이지)?\s*[-=_*#–—]{3,}", re.I
)
# A word that is longer than this share of the line is no reason to leave the rest of the line empty.
FITS: Final = 0.75
# The same where blank rows part the paragraphs, and a short line says less.
FITS_BY_GAPS: Final = 0.5
PARTED: Final = 0.6  # share of the lines with a blank row before them, from which such rows part nearly all
FULL: Final = 0.9  # share of the width from which a line is full
AT_MARGIN: Final = 0.12  # share of all lines that end at the margin, from which a text is wrapped there
CARRIED: Final = 0.5  # share of sentences that a line began and another ended, from which a text is wrapped


@dataclass(frozen=True, slots=True)
class Row:
    """A line with text. `gap` is the number of blank rows before it, `turn` whether a page begins with it."""

    text: str
    gap: int
    turn: bool
    page: int
    indent: int
    spaced: bool
    width: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text is laid out.

    `unit`: blank rows that mean just the next line. `width`: of a full line, in columns. `wrapped`: whether
    lines are parts of paragraphs at all. `spaces_kept`: whether a line keeps the space that stood before its
    break. `gaps`: whether blank rows part paragraphs, `parted`: nearly all of them. `indent`: of lines that
    go on. `bullets`: whether many lines are items of lists. `words`: the words inside lines, with counts.
    """

    unit: int
    width: int
    wrapped: bool
    spaces_kept: bool
    gaps: bool
    indent: int
    bullets: bool
    parted: bool
    words: Counter[str] = field(default_factory=Counter)


# Characters of East Asian width W or F, by blocks.
_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)


def printed_width(text: str) -> int:
    """Columns `text` takes: two for a Hangul syllable or other wide character, one for the rest."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def rows_of(text: str) -> tuple[list[Row], bool]:
    """The lines with text, and whether form feeds or marks part them into pages."""
    rows: list[Row] = []
    gap, page, turn, marked = 0, 1, False, False
    for line in re.split(r"\r\n|[\n\r\v\x85\u2028\u2029]", text):
        pieces = line.split("\f")
        for number, piece in enumerate(pieces):
            if number:
                # A form feed before any text, or after all of it, begins no page.
                turn = bool(rows)
                gap = 0
            bare = piece.strip()
            if not bare:
                gap += number == len(pieces) - 1
                continue
            if PAGE_MARK.fullmatch(bare):
                turn, marked = bool(rows), True
            page += turn
            indent = printed_width(piece[: len(piece) - len(piece.lstrip())])
            rows.append(
                Row(bare, gap, turn, page, indent, piece.rstrip("\r") != piece.rstrip(), printed_width(bare))
            )
            gap, turn = 0, False
    return rows, page > 1 or marked


def turned(rows: list[Row]) -> tuple[list[Row], bool]:
    """Pages of a dump that puts a blank row between all lines: a page begins where the row is missing and
    the line is set in."""
    out: list[Row] = []
    page = 1
    for place, row in enumerate(rows):
        turn = place > 0 and row.gap == 0 and row.indent > 0
        page += turn
        out.append(replace(row, turn=turn, page=page))
    return out, page > 1


def layout_of(rows: list[Row]) -> Layout:
    """How the text of these rows, of which there is at least one, is laid out."""
    pairs = [(a, b) for a, b in pairwise(rows) if not b.turn]
    unit = _unit(pairs)
    widths = sorted(row.width for row in rows)
    width = widths[int(0.9 * (len(widths) - 1))]
    inner = [(a, b) for a, b in pairs if b.gap <= unit]
    open_ends = [(a, b) for a, b in inner if not FINISHED.search(a.text)]
    full = _share([a.width + 1 + first_word(b.text) > FITS * width for a, b in open_ends])
    open_lines = (
        len(open_ends) >= 2
        and len(open_ends) >= len(rows) / 5
        # With a blank row between all lines, a table's short lines may outnumber those cut at the margin.
        and (full >= 0.6 or (unit == 1 and _at_margin(open_ends, width) >= AT_MARGIN * len(rows)))
        # Lines of one text are cut at one width; those of a list are as long as they happen to be.
        and widths[-1] <= 1.5 * width
    )
    wrapped = 24 <= width <= 200 and (open_lines or _carried(inner, width) >= CARRIED)
    breaks = [a.spaced for a, _ in open_ends if a.width > 20]
    gaps = _share([b.gap > unit for _, b in pairs]) > 0.02
    # What goes on in the next line stands at the margin.
    indents = Counter(b.indent for _, b in open_ends) or Counter([0])
    return Layout(
        unit=unit,
        width=width,
        wrapped=wrapped,
        spaces_kept=_share(breaks) > 0.8,
        gaps=gaps,
        indent=indents.most_common(1)[0][0],
        parted=_share([b.gap > unit for _, b in pairs]) >= PARTED,
        bullets=_share([bool(BULLET.match(row.text)) for row in rows]) > 0.2,
        words=Counter(word for row in rows for word in row.text.split()[1:-1]),
    )


def _at_margin(pairs: list[tuple[Row, Row]], width: int) -> int:
    """How many lines that go on in the next end where a full line of `width` does."""
    return sum(0.93 * width <= a.width <= 1.08 * width for a, _ in pairs)


def _carried(pairs: list[tuple[Row, Row]], width: int) -> float:
    """The share of the lines in which a sentence ends that go on from a full line which ended none."""
    ends = [(a, b) for a, b in pairs if _STOP.search(b.text)]
    carried = [a.width >= FITS * width and not FINISHED.search(a.text) for a, _ in ends]
    return _share(carried) if sum(carried) >= 3 else 0.0


def _unit(pairs: list[tuple[Row, Row]]) -> int:
    """How many blank rows stand between the lines of one paragraph: 1 where most lines are parted by one
    and most of those do not end a sentence."""
    # A clause of a resolution ends in a comma or a semicolon.
    single = [not _CLAUSE.search(a.text) for a, b in pairs if b.gap == 1 and a.width > 20]
    none = sum(b.gap == 0 for _, b in pairs)
    return int(len(single) > 3 * none and len(single) >= 2 and _share(single) > 0.5)


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def first_word(text: str) -> int:
    """The width of a line's first word in columns."""
    return printed_width(text.split(maxsplit=1)[0])
