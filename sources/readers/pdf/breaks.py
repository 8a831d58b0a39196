"""Where a paragraph of a PDF ends, by what is usual in its document.

A line ends its paragraph when the next line's first word would still have fitted into it, when the gap to
the next is wider than the leading, or when the next is indented, marked as a list item or set in another
size. Across the end of a column or page there is no gap to measure, and only the other signs count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from sources.readers.pdf.baselines import BESIDE, ROW
from sources.readers.pdf.columns import Column
from sources.readers.pdf.join import Joiner
from sources.readers.pdf.layout import Flow
from sources.readers.pdf.lines import Line, is_hangul
from sources.readers.pdf.words import CONTENTS
from sources.units.marks import caption_label

# The label of a caption, which no sentence goes on with.
_TITLED: Final = re.compile(r"\S+ ?\S*\d[a-z]?(?:[:|>\])〉】]|\.(?!\d))")
ENDED: Final = re.compile(r"[.!?…。:：][\'\"”’»)\]」』〉》]*$")
# Signs that head a statement, whatever size it is set in. The letter ㅇ serves as a circle.
SIGN: Final = r"(?:[△▲▶▷►■□▪▫●○◯◎◆◇◦•∙·※❍➢➤☞✓✔❖⇒➡→◈▣❏❑❒\uf000-\uf0ff]\s*|[ㅇoO*＊]\s+|[-–—]\s+|－\s*)(?=\S)"
SIGNED: Final = re.compile(SIGN)
# Of these, the ones that never stand at a line's start within a sentence, if a space follows.
OPENS: Final = re.compile(r"(?:[▶▷►■□▪▫●○◯◎◆◇◦※❍➢➤☞✓✔❖⇒➡▣❏❑❒\uf000-\uf0ff]|[ㅇo])\s+\S")
BULLET: Final = re.compile(
    rf"(?:{SIGN}|\d{{1,3}}[.)]\s|[가나다라마바사아자차카타파하][.)]\s|[①-⑳]|\((?:\d{{1,3}}|[a-z]|[ivx]{{2,4}}|[가나다라마바사아자차카타파하])\)\s|[a-z][.)]\s)\s*\S"
)


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a document: body size and leading in points, how much more than the leading the gap
    between two lines of a paragraph can be (a factor), whether paragraphs are indented, how lines join."""

    size: float
    leading: float
    spread: float
    indented: bool
    joiner: Joiner


def usual_style(flows: Sequence[Flow], size: float) -> Style:
    """What is usual in a document whose body is set in `size` points."""
    every = [
        (a, b)
        for flow in flows
        for a, b in zip(flow.body, flow.body[1:], strict=False)
        if a[1] == b[1] and a[0].kind != ROW and b[0].kind != ROW
    ]
    pairs = [(a, b) for a, b in every if _is_of_body(a[0], b[0], size)]
    inner = [a[0].base - b[0].base for a, b in pairs if _is_full(a, b[0]) and not ENDED.search(a[0].text)]
    steps = sorted(step for step in inner if 0.8 * size < step < 4 * size)
    leading = median(steps) if steps else 1.5 * size
    spread = steps[int(0.95 * (len(steps) - 1))] / leading if len(steps) >= 5 else 1.15
    starts = [b for a, b in pairs if ENDED.search(a[0].text) and not _is_full(a, b[0])]
    indents = sum(0.6 * size < line.box.left - column.left < 4.5 * size for line, column in starts)
    joiner = Joiner.of(
        (line.text for flow in flows for line, _ in flow.body),
        [
            (a[0], b[0])
            for a, b in every
            if _is_full(a, b[0]) and (_is_of_body(a[0], b[0], size) or _hangs_on(a[0], b[0], size))
        ],
    )
    return Style(size, leading, min(spread, 1.15), indents > 0.5 * len(starts) > 0, joiner)


def _is_of_body(upper: Line, lower: Line, size: float) -> bool:
    return _alike(upper.size, lower.size, 0.06) and _alike(upper.size, size, 0.1)


def _alike(a: float, b: float, share: float) -> bool:
    return abs(a - b) <= share * max(a, b)


def _is_full(a: tuple[Line, Column], b: Line) -> bool:
    """Whether the next line's first word would not have fitted at the end of this one."""
    line, column = a
    return line.box.right + 0.2 * line.size + b.first_word > column.right - 0.1 * line.size


def breaks(a: tuple[Line, Column], b: tuple[Line, Column], style: Style) -> bool:
    """Whether a paragraph ends between two lines that follow each other."""
    (upper, left), (lower, column) = a, b
    if ROW in (upper.kind, lower.kind):
        return not _are_rows(a, b)
    em = max(upper.size, 1.0)
    if BESIDE in (upper.kind, lower.kind):
        return True
    if lower.page > upper.page and _TITLED.match(lower.text) and caption_label(lower.text):
        return True
    ended = bool(ENDED.search(upper.text))
    full = _is_full(a, lower)
    if OPENS.match(lower.text):
        return True
    if full and not ended and _hangs_on(upper, lower, style.size):
        return False
    if not (_alike(upper.size, lower.size, 0.08) or (full and not ended and _ends_smaller(a, b, style))):
        return True
    if upper.bold != lower.bold and (ended or not full):
        return True
    if CONTENTS.search(upper.text):
        return True
    bullet = bool(BULLET.match(lower.text))
    # A triangle also counts up within a sentence.
    if bullet and (not full or (ended and lower.text[0] not in "△▲")):
        return True
    indent = _is_indented(lower, column, em)
    step = upper.base - lower.base
    leading = style.leading * (upper.size / style.size)
    if lower.page == upper.page and 0 < step < 6 * em and _shares_edge(upper, lower, left, column):
        most = 1.6 if full and not ended else style.spread * 1.05
        if step > most * leading:
            return True
        if not full:
            # Half-empty and unfinished is a heading or an address, unless the text is set ragged.
            return (
                ended
                or (lower.text[:1].isupper() and caption_label(upper.text) is not None)
                or left.right - upper.box.right > 0.35 * (left.right - left.left)
            )
        return ended and indent and not _is_indented(upper, left, em)
    if lower.page > upper.page + 1 or (ended and left.lines < 3):
        return True
    if not ended:
        # A heading at a page's foot does not go on at the next one's head.
        apart = upper.bold > lower.bold or upper.size > 1.08 * style.size
        return not full and (apart or left.right - upper.box.right > 0.35 * (left.right - left.left))
    return not full or indent


def _ends_smaller(a: tuple[Line, Column], b: tuple[Line, Column], style: Style) -> bool:
    """Whether the line under one of the body is its paragraph's last one, in which Latin words or what
    stands in brackets, set smaller, are most."""
    (upper, left), (lower, right) = a, b
    korean = any(is_hangul(char) for char in upper.text)
    if not korean or BULLET.match(lower.text) or caption_label(lower.text) or not _mostly_latin(lower.text):
        return False
    near = 0 < upper.base - lower.base < 1.15 * style.leading * (upper.size / style.size)
    body = _alike(upper.size, style.size, 0.1) and 0.75 * upper.size < lower.size < upper.size
    return near and body and left == right and upper.page == lower.page


def _mostly_latin(text: str) -> bool:
    """Whether more than half of a line is Latin letters, or stands in brackets."""
    plain = re.sub(r"\([^()]*\)|\s", "", text)
    return 2 * len(re.sub(r"[A-Za-z]", "", plain)) < len("".join(text.split()))


def _are_rows(a: tuple[Line, Column], b: tuple[Line, Column]) -> bool:
    """Whether two lines are rows of one table that was not told as a whole."""
    (upper, left), (lower, right) = a, b
    alike = upper.kind == lower.kind and upper.page == lower.page and left.index == right.index
    whole = upper.table is not None or lower.table is not None
    return alike and not whole and 0 < upper.base - lower.base < 8 * upper.size


def _hangs_on(upper: Line, lower: Line, size: float) -> bool:
    """Whether a line goes on with the item of the one above it: it stands in from the item's sign, though
    what it says in brackets may be set smaller."""
    if not SIGNED.match(upper.text) or BULLET.match(lower.text) or upper.page != lower.page:
        return False
    near = 0 < upper.base - lower.base < 1.7 * max(upper.size, size)
    inside = 0.3 * upper.size < lower.box.left - upper.box.left < 3.5 * upper.size
    return near and inside and 0.8 * upper.size < lower.size < 1.25 * upper.size


def _shares_edge(upper: Line, lower: Line, left: Column, right: Column) -> bool:
    overlap = upper.box.left < lower.box.right and lower.box.left < upper.box.right
    return left.index == right.index or overlap


def _is_indented(line: Line, column: Column, em: float) -> bool:
    """Whether a line stands in from its column's edge, as a paragraph's first does and all of a quotation."""
    return 0.6 * em < line.box.left - column.left < 5 * em
