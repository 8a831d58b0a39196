"""What the paragraphs of a plain text are: headings, items, text. Their words and their shape tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sources.blocks import BlockKind
from sources.text.wrapping import BULLET, FINISHED, Layout, printed_width

NUMBERED_HEADING: Final = re.compile(
    r"(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}|\d{1,2}(?:[.-]\d{1,2})*|제\s?\d{1,2}\s?[장절편부])[.)]?\s+\S"
)
_PART_TITLE: Final = re.compile(r"(?:제\s?\d{1,3}\s?[장절편부]|Chapter\s\d+|Part\s[IVX\d]+)\b")
# What goes on in the next line, and so heads nothing: "a person who—", "the Minister; or".
_GOES_ON: Final = re.compile(r"(?:[,;—–]|[;,] (?:and|or))$")
# The head of a list: what follows by number are its items.
_ANNOUNCES: Final = re.compile(r"[:：—]$|다음과\s?같|다음\s?각\s?[호목]|다음의\s|the following|as follows")
_NUMBERED: Final = re.compile(r"(\d{1,2})(?:의\d{1,2})?\s?[.)]")
_ARTICLE: Final = re.compile(r"제\s?\d{1,4}\s?조(?:의\s?\d{1,2})?\s*(?:[(（【①]|삭제)")
# What heads parts of a statute, besides its articles.
_DIVISION: Final = re.compile(
    r"제\s?\d{1,3}\s?[편장절관]|부\s{0,3}칙|[\[<〈〔【(]?\s?(?:별표|별지|서식|부록|붙임)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]"
)
_ARTICLES: Final = 0.08  # share of the paragraphs that begin articles, from which a text is a statute


@dataclass(slots=True)
class Draft:
    """A paragraph as it grows."""

    text: str
    page: int
    rows: int
    breaks: list[tuple[int, int]]
    furniture: bool = False


def kinds_of(drafts: Sequence[Draft], layout: Layout) -> list[BlockKind]:
    """What each paragraph of a text is: a heading, an item, text or a running line."""
    kinds = [_first_kind(draft, layout) for draft in drafts]
    text = [i for i, kind in enumerate(kinds) if kind is not BlockKind.FURNITURE]
    for place in (*_of_statute(drafts, text), *_announced(drafts, kinds, text)):
        if kinds[place] is BlockKind.HEADING:
            kinds[place] = BlockKind.LIST if _NUMBERED.match(drafts[place].text) else BlockKind.BODY
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


def _of_statute(drafts: Sequence[Draft], text: Sequence[int]) -> Iterator[int]:
    """What stands in the articles of a Korean statute: however short, it is the text of an item."""
    articles = [place for place in text if _ARTICLE.match(drafts[place].text)]
    if len(articles) >= max(2, _ARTICLES * len(text)):
        for place in text[text.index(articles[0]) :]:
            if not _DIVISION.match(drafts[place].text):
                yield place


def _announced(drafts: Sequence[Draft], kinds: Sequence[BlockKind], text: Sequence[int]) -> Iterator[int]:
    """The numbered lines below a sentence that announces them, up to one that text stands under: that is a
    heading."""
    due, held = 0, list[int]()
    for place in text:
        found = _NUMBERED.match(drafts[place].text)
        if due and found and int(found[1]) == due:
            due, held = due + 1, [*held, place]
        elif due and kinds[place] is not BlockKind.LIST:
            yield from held if len(held) > 1 else ()
            due, held = 0, []
        if _ANNOUNCES.search(drafts[place].text):
            yield from held
            due, held = 1, []
    yield from held


def _numbered_run(drafts: Sequence[Draft], text: Sequence[int], position: int) -> int:
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


def _first_kind(draft: Draft, layout: Layout) -> BlockKind:
    if draft.furniture:
        return BlockKind.FURNITURE
    width = printed_width(draft.text)
    room = min(0.95 * layout.width, 110) if layout.wrapped else min(0.6 * layout.width, 80)
    unfinished = not FINISHED.search(draft.text) or bool(_PART_TITLE.match(draft.text))
    unfinished = unfinished and not _GOES_ON.search(draft.text)
    if NUMBERED_HEADING.match(draft.text) and unfinished and width <= room:
        return BlockKind.HEADING
    if BULLET.match(draft.text):
        return BlockKind.LIST
    return BlockKind.HEADING if unfinished and width <= room and draft.rows <= 2 else BlockKind.BODY
