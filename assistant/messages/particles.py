"""Korean particles after a value that is only known when the sentence is put together.

A template writes both forms, "{name}을(를)"; the one that fits the value's last syllable is kept. After
Latin letters, whose reading cannot be told, both stay.
"""

from __future__ import annotations

import re

# As a template writes it → after a final consonant, after none.
_PAIRS = {
    "을(를)": ("을", "를"),
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "과(와)": ("과", "와"),
    "(이)라는": ("이라는", "라는"),
    "(으)로": ("으로", "로"),
}
_CLOSING = "'’\"”)]」』》"
_AT_START = re.compile(rf"([{re.escape(_CLOSING)}]*)({'|'.join(map(re.escape, _PAIRS))})")
_DIGITS = "영일이삼사오육칠팔구"
_RIEUL = 8  # among the final consonants; 으로 is 로 after it


def fitted(before: str, literal: str) -> str:
    """`literal`, the wording that follows a value, with the particle it begins with made to fit `before`."""
    match = _AT_START.match(literal)
    if match is None:
        return literal
    final = _final(before.rstrip(_CLOSING)[-1:])
    if final is None:
        return literal
    with_final, without = _PAIRS[match[2]]
    if match[2] == "(으)로" and final == _RIEUL:
        final = 0
    return match[1] + (with_final if final else without) + literal[match.end() :]


def _final(sign: str) -> int | None:
    """The number of the final consonant `sign` is read with, 0 for none; None where that is unknown."""
    if sign.isascii() and sign.isdigit():
        sign = _DIGITS[int(sign)]
    return (ord(sign) - 0xAC00) % 28 if "가" <= sign <= "힣" and len(sign) == 1 else None
