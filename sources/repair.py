"""Paragraphs out of plain text that was wrapped into lines: dumps of PDF pages, e-mails, old text files.

The rules look at shape alone. They find out how this text is laid out (which number of blank rows means
"next line", how wide a full line is, whether the space before a break was kept) and then ask of each pair
of lines whether the break between them was meant. Nothing but white space is ever dropped or added: the
other characters of the input come out once each, in order.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from sources.blocks import Block, BlockKind

_FINISHED: Final = re.compile(r"[.!?…。][\"'”’»)\]」』》〉]*(?:\[?\d{1,3}[\])]?)?$|[)\]][.]?$|[:：]$")
BULLET: Final = re.compile(
    r"(?:[△▲▽▼▶▷►■□▪◾●○◆◇◦•∙※❍❏❑❖➢➤✓☞·‧ㆍ*o-]|[①-⑳㉠-㉻⑴-⒇]|\(?(?:\d{1,3}|[가-하]|[a-z]|[ivx]{1,4})[.)])\s"
    r"|[△▲▶▷■□●○◆◇※①-⑳㉠-㉻⑴-⒇]\S"
)
NUMBERED_HEADING: Final = re.compile(
    r"(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}|\d{1,2}(?:[.-]\d{1,2})*|제\s?\d{1,2}\s?[장절편부])[.)]?\s+\S"
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
# A word that is longer than this share of the line is no reason to leave the rest of the line empty.
_FITS_BY_GAPS: Final = 0.5
_FITS: Final = 0.75


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with text. `gap` is the number of blank rows before it, `turn` whether a page begins with it."""

    text: str
    gap: int
    turn: bool
    page: int
    indent: int
    spaced: bool
    width: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the text is laid out.

    `unit`: blank rows that mean just the next line. `width`: of a full line, in columns. `wrapped`: whether
    lines are parts of paragraphs at all. `spaces_kept`: whether a line keeps the space that stood before its
    break. `gaps`: whether blank rows part paragraphs. `indent`: of lines that go on. `bullets`: whether many
    lines are items of lists. `words`: the words inside lines, with counts.
    """

    unit: int
    width: int
    wrapped: bool
    spaces_kept: bool
    gaps: bool
    indent: int
    bullets: bool
    words: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Draft:
    """A paragraph as it grows."""

    text: str
    page: int
    rows: int
    breaks: list[tuple[int, int]]
    gap: int
    furniture: bool = False


# Characters of East Asian width W or F, by blocks.
_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)


def printed_width(text: str) -> int:
    """Columns `text` takes: two for a Hangul syllable or other wide character, one for the rest."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def repair(text: str) -> tuple[tuple[Block, ...], int | None]:
    """Blocks of `text` in order, and how many pages it shows (None where it shows no page ends).

    Raises nothing. `"".join(block texts)` without white space equals `text` without white space.
    """
    rows, paged = _rows(text)
    if not rows:
        return (), None
    layout = _layout(rows)
    if not paged and layout.unit == 1 and layout.wrapped:
        rows, paged = _turned(rows)
    furniture = _furniture(rows) if paged else set()
    drafts = _join(rows, layout, furniture)
    kinds = _kinds(drafts, layout)
    blocks = tuple(
        Block(
            draft.text,
            kind,
            draft.page if paged else None,
            tuple(draft.breaks) if paged else (),
        )
        for draft, kind in zip(drafts, kinds, strict=True)
    )
    return blocks, rows[-1].page if paged else None


def _rows(text: str) -> tuple[list[_Row], bool]:
    rows: list[_Row] = []
    gap, page, turn = 0, 1, False
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
            page += turn
            indent = printed_width(piece[: len(piece) - len(piece.lstrip())])
            rows.append(
                _Row(bare, gap, turn, page, indent, piece.rstrip("\r") != piece.rstrip(), printed_width(bare))
            )
            gap, turn = 0, False
    return rows, page > 1


def _turned(rows: list[_Row]) -> tuple[list[_Row], bool]:
    """Pages of a dump that puts a blank row between all lines: a page begins where the row is missing and
    the line is set in."""
    out: list[_Row] = []
    page = 1
    for place, row in enumerate(rows):
        turn = place > 0 and row.gap == 0 and row.indent > 0
        page += turn
        out.append(replace(row, turn=turn, page=page))
    return out, page > 1


def _layout(rows: list[_Row]) -> _Layout:
    pairs = [(a, b) for a, b in pairwise(rows) if not b.turn]
    unit = _unit(pairs)
    widths = sorted(row.width for row in rows)
    width = widths[int(0.9 * (len(widths) - 1))]
    inner = [(a, b) for a, b in pairs if b.gap <= unit]
    open_ends = [(a, b) for a, b in inner if not _FINISHED.search(a.text)]
    full = _share([a.width + 1 + _first_word(b.text) > _FITS * width for a, b in open_ends])
    wrapped = (
        len(open_ends) >= 2
        and len(open_ends) >= len(rows) / 5
        and 24 <= width <= 200
        and full >= 0.6
        # Lines of one text are cut at one width; those of a list are as long as they happen to be.
        and widths[-1] <= 1.5 * width
    )
    breaks = [a.spaced for a, _ in open_ends if a.width > 20]
    gaps = _share([b.gap > unit for _, b in pairs]) > 0.02
    # What goes on in the next line stands at the margin.
    indents = Counter(b.indent for _, b in open_ends) or Counter([0])
    return _Layout(
        unit=unit,
        width=width,
        wrapped=wrapped,
        spaces_kept=_share(breaks) > 0.8,
        gaps=gaps,
        indent=indents.most_common(1)[0][0],
        bullets=_share([bool(BULLET.match(row.text)) for row in rows]) > 0.2,
        words=Counter(word for row in rows for word in row.text.split()[1:-1]),
    )


def _unit(pairs: list[tuple[_Row, _Row]]) -> int:
    """How many blank rows stand between the lines of one paragraph: 1 where most lines are parted by one
    and most of those do not end a sentence."""
    single = [not _FINISHED.search(a.text) for a, b in pairs if b.gap == 1 and a.width > 20]
    none = sum(b.gap == 0 for _, b in pairs)
    return int(len(single) > 3 * none and len(single) >= 2 and _share(single) > 0.5)


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _first_word(text: str) -> int:
    return printed_width(text.split(maxsplit=1)[0])


def _furniture(rows: list[_Row]) -> set[int]:
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
        if repeats or (outer and (_PAGE_NUMBER.fullmatch(row.text) or _GENRE.fullmatch(row.text))):
            found.add(place)
    return found


def _join(rows: list[_Row], layout: _Layout, furniture: set[int]) -> list[_Draft]:
    drafts: list[_Draft] = []
    last: _Row | None = None
    open_draft: _Draft | None = None
    crossing = False
    for place, row in enumerate(rows):
        crossing = crossing or row.turn
        if place in furniture:
            drafts.append(_Draft(row.text, row.page, 1, [], row.gap, furniture=True))
            continue
        if open_draft is not None and last is not None and not _breaks(last, row, layout, crossing):
            glue = "" if _one_word(last, row, layout) else " "
            open_draft.text += glue
            if row.page != last.page:
                open_draft.breaks.append((len(open_draft.text), row.page))
            open_draft.text += row.text
            open_draft.rows += 1
        else:
            open_draft = _Draft(row.text, row.page, 1, [], row.gap)
            drafts.append(open_draft)
        last, crossing = row, False
    return drafts


def _breaks(last: _Row, row: _Row, layout: _Layout, crossing: bool) -> bool:
    """Whether a paragraph ends between `last` and `row`."""
    finished = bool(_FINISHED.search(last.text))
    if not layout.wrapped:
        return not (crossing and not finished and last.width > 30 and re.match(r"[a-z가-힣]", row.text))
    short = last.width + 1 + _first_word(row.text) <= _FITS * layout.width
    if crossing:
        heading = row.width <= 0.35 * layout.width and not _FINISHED.search(row.text)
        starts = bool(BULLET.match(row.text)) or last.width < 0.9 * layout.width
        return (finished and starts) or heading or (short and not finished)
    if row.gap > layout.unit:
        return True
    if BULLET.match(row.text) and (finished or short or layout.bullets):
        return True
    if layout.gaps:
        return last.width + 1 + _first_word(row.text) <= _FITS_BY_GAPS * layout.width and not finished
    indented = row.indent >= layout.indent + 1 and finished
    return short or indented


def _one_word(last: _Row, row: _Row, layout: _Layout) -> bool:
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


def _kinds(drafts: list[_Draft], layout: _Layout) -> list[BlockKind]:
    kinds = [_first_kind(draft, layout) for draft in drafts]
    text = [i for i, kind in enumerate(kinds) if kind is not BlockKind.FURNITURE]
    for position, place in enumerate(text):
        if kinds[place] is not BlockKind.HEADING:
            continue
        following = [kinds[i] for i in text[position + 1 : position + 4]]
        run = _numbered_run(drafts, text, position)
        # A heading heads something; three numbered lines in a row are a list.
        if BlockKind.BODY not in following and BlockKind.LIST not in following:
            kinds[place] = BlockKind.BODY
        elif run >= 3:
            kinds[place] = BlockKind.LIST
    return kinds


def _numbered_run(drafts: list[_Draft], text: list[int], position: int) -> int:
    """How many short numbered lines stand in a row around the one at `position`."""

    def numbered(i: int) -> bool:
        draft = drafts[text[i]]
        return bool(NUMBERED_HEADING.match(draft.text)) and printed_width(draft.text) < 110

    if not numbered(position):
        return 0
    first = last = position
    while first > 0 and numbered(first - 1):
        first -= 1
    while last + 1 < len(text) and numbered(last + 1):
        last += 1
    return last - first + 1


def _first_kind(draft: _Draft, layout: _Layout) -> BlockKind:
    if draft.furniture:
        return BlockKind.FURNITURE
    width = printed_width(draft.text)
    room = min(0.95 * layout.width, 110) if layout.wrapped else min(0.6 * layout.width, 80)
    unfinished = not _FINISHED.search(draft.text) or bool(_PART_TITLE.match(draft.text))
    if NUMBERED_HEADING.match(draft.text) and unfinished and width <= room:
        return BlockKind.HEADING
    if BULLET.match(draft.text):
        return BlockKind.LIST
    return BlockKind.HEADING if unfinished and width <= room and draft.rows <= 2 else BlockKind.BODY


_PART_TITLE: Final = re.compile(r"(?:제\s?\d{1,3}\s?[장절편부]|Chapter\s\d+|Part\s[IVX\d]+)\b")
