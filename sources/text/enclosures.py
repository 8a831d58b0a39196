"""Quotations and brackets in Korean and English text: where each opens and closes.

A straight mark opens or closes by what stands around it, an apostrophe does neither, and an opener without a
closer within reach is a slip of the pen.
"""

from __future__ import annotations

import re
from typing import Final

CLOSERS: Final = "\"'”’»)]}」』》〉】"
_PAIRS: Final = {
    "“": "”",
    "‘": "’",
    "(": ")",
    "[": "]",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "【": "】",
}
# An opener whose closer is further away than this is a slip of the pen, not a quotation.
_PAIR_REACH: Final = 300
# How far back an opener is looked for that an apostrophe would close, in characters.
_APOSTROPHE_REACH: Final = 120


def enclosed(text: str) -> list[int]:
    """For each character, the end of the innermost quotation or bracket around it, 0 for none.

    An opener without a closer within reach opens nothing.
    """
    inside = [0] * len(text)
    for begin, end in _pairs(text):
        for place in range(begin, end):
            inside[place] = max(inside[place], end)
    return inside


def _pairs(text: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        if char == '"' or char == "'":
            _straight(text, place, waiting, pairs)
        elif char in _PAIRS:
            waiting.append((_PAIRS[char], place))
        elif char in CLOSERS and not (char == "’" and _apostrophe(text, place)):
            # The nearest opener it closes; openers in between were slips.
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == char:
                    pairs.append((waiting[depth][1], place + 1))
                    del waiting[depth:]
                    break
    # A quotation that is the whole paragraph is split like any paragraph.
    most = min(_PAIR_REACH, max(100, int(0.8 * len(text))))
    return [(a, b) for a, b in pairs if b - a <= most]


def _straight(text: str, place: int, waiting: list[tuple[str, int]], pairs: list[tuple[int, int]]) -> None:
    """A straight mark opens or closes by what stands around it."""
    char = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    opened = next((depth for depth in range(len(waiting) - 1, -1, -1) if waiting[depth][0] == char), None)
    if char == "'" and _apostrophe(text, place):
        return
    if opened is not None and place - waiting[opened][1] <= _PAIR_REACH and before and not before.isspace():
        pairs.append((waiting[opened][1], place + 1))
        del waiting[opened:]
    elif after and not after.isspace() and (char == '"' or not before or not before.isalnum()):
        waiting.append((char, place))


def _apostrophe(text: str, place: int) -> bool:
    """Whether the mark stands inside an English word (don't) or makes a plural possessive (Allies' plans)."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if not (before.isascii() and before.isalpha()):
        return False
    if after.isascii() and after.isalpha():
        return True
    return (
        before == "s"
        and bool(re.match(r"\s[a-z]", text[place + 1 : place + 3]))
        and "‘" not in text[max(0, place - _APOSTROPHE_REACH) : place]
    )
