"""The numbers of lists and outlines as word processors count them: styles of counting, levels, restarts.

DOCX, HWPX and HWP name the styles differently and mean the same ones; HTML has a few of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

GANADA: Final = "가나다라마바사아자차카타파하"
CHOSUNG: Final = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"


def numeral(style: str, number: int) -> str:
    """`number` in one of the counting styles the formats name ("decimal", "upperRoman", "ganada" …)."""
    style = re.sub(r"[^a-z]", "", style.lower())
    if number < 1 or style in ("none", "bullet"):
        return "" if style in ("none", "bullet") else str(number)
    if style in ("lowerletter", "latinsmall", "loweralpha"):
        return _letter(number, "abcdefghijklmnopqrstuvwxyz")
    if style in ("upperletter", "latincapital", "upperalpha"):
        return _letter(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if style in ("lowerroman", "romansmall"):
        return _roman(number).lower()
    if style in ("upperroman", "romancapital"):
        return _roman(number)
    if style in ("ganada", "hangulsyllable"):
        return _letter(number, GANADA)
    if style in ("chosung", "hanguljamo"):
        return _letter(number, CHOSUNG)
    if style in ("decimalenclosedcircle", "circleddigit", "decimalenclosedcirclechinese") and number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalzero":
        return f"{number:02d}"
    return str(number)


def _letter(number: int, alphabet: str) -> str:
    return alphabet[(number - 1) % len(alphabet)] * ((number - 1) // len(alphabet) + 1 if number < 200 else 1)


def _roman(number: int) -> str:
    if number > 3999:
        return str(number)
    out = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        out += sign * (number // value)
        number %= value
    return out


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a numbered list: counting style, the text around the numbers with `mark` + the level's
    own digit where a number goes ("%1.%2" or "^1."), and the first number."""

    style: str
    text: str
    start: int = 1


@dataclass(slots=True)
class Counters:
    """The running numbers of every list in a document."""

    mark: str
    values: dict[tuple[str, int], int] = field(default_factory=dict)

    def next(self, name: str, level: int, levels: Mapping[int, ListLevel]) -> str:
        """The number printed before the next paragraph of list `name` at `level` (from 0); "" for bullets."""
        here = levels.get(level)
        if here is None:
            return ""
        key = (name, level)
        self.values[key] = self.values.get(key, here.start - 1) + 1
        for deeper in [k for k in self.values if k[0] == name and k[1] > level]:
            del self.values[deeper]
        if numeral(here.style, 1) == "":
            return ""

        def put(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            shown = levels.get(at, here)
            return numeral(shown.style, self.values.get((name, at), shown.start))

        return re.sub(re.escape(self.mark) + r"(\d)", put, here.text).strip()
