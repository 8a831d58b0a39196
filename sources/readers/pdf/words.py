"""Words of a page's lines, and the runs of them that stand close together: what the cells of a table hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sources.readers.header_rows import is_figure
from sources.readers.pdf.geometry import Rect, around_all
from sources.readers.pdf.lines import Line

CLOSE: Final = 0.15  # ems between two values in cells of their own
_HEAD: Final = re.compile(r"[-–−]?\d{1,3}(?:\s\d{3})*")
CONTENTS: Final = re.compile(r"(?:[.·…‥]\s?){4,}\s*[\divxlc]+$", re.I)  # a title, dots, its page
_DOTS: Final = ".…·․"
LEADERS: Final = 3  # dots, at least, that only lead the eye from a row's name to its values
_THOUSAND: Final = re.compile(r"\d{3}(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the places of its characters, in points, and its baseline and size; `trailing` where its
    line ends behind it with a space that was drawn."""

    text: str
    boxes: tuple[Rect, ...]
    box: Rect
    base: float
    size: float
    trailing: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Words beside each other, as close as those of one cell."""

    words: tuple[Word, ...]
    left: float
    right: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def base(self) -> float:
        return self.words[0].base


def words_of(line: Line) -> list[Word]:
    """The words of a line whose characters kept their places."""
    found: list[Word] = []
    letters: list[str] = []
    boxes: list[Rect] = []
    for char, box in zip(f"{line.text} ", [*(line.boxes or []), None], strict=False):
        if box is None or char.isspace():
            if letters:
                found.append(Word("".join(letters), tuple(boxes), around_all(boxes), line.base, line.size))
            letters, boxes = [], []
        else:
            letters.append(char)
            boxes.append(box)
    if found and line.trailing:
        found[-1] = replace(found[-1], trailing=True)
    return found


def runs_of(words: Iterable[Word], apart: float) -> list[Run]:
    """The words of one row in runs, from left to right; `apart` ems between two words part them. Values stand
    in cells of their own however close they are."""
    ordered = sorted(words, key=lambda word: word.box.left)
    values = _trailing_values(ordered)
    now: list[Word] = []
    found: list[Run] = []
    right = 0.0
    for place, word in enumerate(ordered):
        if now:
            gap = (word.box.left - right) / max(word.size, 1.0)
            if gap > apart or (place >= values and gap > CLOSE and not _is_group(now[-1], word, gap)):
                found.append(_run(now))
                now = []
        now.append(word)
        right = word.box.right
    if now:
        found.append(_run(now))
    return found


def parted_at(run: Run, uprights: Sequence[Rect]) -> list[Run]:
    """A run in the parts between which an upright is drawn."""
    found: list[list[Word]] = [[run.words[0]]]
    for left, right in pairwise(run.words):
        low, high, level = left.box.right - 1.5, right.box.left + 1.5, right.base + 0.3 * right.size
        if any(low <= (u.left + u.right) / 2 <= high and u.bottom <= level <= u.top for u in uprights):
            found.append([])
        found[-1].append(right)
    return [_run(words) for words in found]


def without_leaders(words: Sequence[Word]) -> list[Word]:
    """The words of a row without the dots that lead from its name to its values: no words of the text."""
    kept: list[Word] = []
    dots: list[Word] = []
    for word in (*words, None):
        if word is not None and not word.text.strip(_DOTS):
            dots.append(word)
            continue
        if sum(len(dot.text) for dot in dots) < LEADERS:
            kept += dots
        elif kept:
            kept[-1] = _cut(kept[-1], len(kept[-1].text.rstrip(_DOTS)))
        dots = []
        if word is not None:
            body = word.text.rstrip(_DOTS)
            kept.append(_cut(word, len(body)) if len(word.text) - len(body) >= LEADERS else word)
    return kept


def _cut(word: Word, length: int) -> Word:
    boxes = word.boxes[:length]
    return replace(word, text=word.text[:length], boxes=boxes, box=around_all(boxes)) if boxes else word


def _trailing_values(words: Sequence[Word]) -> int:
    """Where the values begin with which a row ends, if it ends in two or more."""
    first = len(words)
    while first and is_figure(words[first - 1].text):
        first -= 1
    return first if len(words) - first > 1 else len(words)


def _is_group(left: Word, right: Word, gap: float) -> bool:
    """Whether two figures are one: its thousands parted by a space, or its share in brackets behind it."""
    if right.text.startswith(("(", "[")):
        return gap < 0.5
    return gap < 0.35 and bool(_HEAD.fullmatch(left.text) and _THOUSAND.fullmatch(right.text))


def _run(words: Sequence[Word]) -> Run:
    return Run(tuple(words), words[0].box.left, words[-1].box.right)
