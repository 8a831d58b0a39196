"""One form of text for display, and one for comparing.

`display()` is applied once, at reading: everything downstream holds its result, so offsets stay valid.
`matching_key()` is for comparing quotes and names and is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final


@dataclass(frozen=True, slots=True)
class Normalised:
    """Display text. `offsets[i]` is where the first source character of `text[i]` stands in the raw text;
    `offsets` has one entry more than `text`, the length of the raw text."""

    text: str
    offsets: Sequence[int]

    def position(self, raw_offset: int) -> int:
        """The offset in `text` of the first character that comes from `raw_offset` or later."""
        return bisect_left(self.offsets, raw_offset, 0, len(self.text))


# What programs print for code points of the private use areas. Of Hanyang's old Hangul the syllables that
# modern documents use; of Hancom's signs the numbers in squares, for which Unicode has circles.
_PRIVATE: Final = {
    0xF53A: "\u1112\u119e\u11ab",
    0xEBD4: "\u110a\u119e",
    0xF012B: "(인)",
    0xF03C5: "□",
    **{0xF02B1 + n: chr(0x2460 + n) for n in range(20)},
    **{0xF02CE + n: chr(0x2776 + n if n < 10 else 0x24EB + n - 10) for n in range(20)},
}
PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# Bullets of the Symbol and Wingdings fonts, which reach plain text as private-use characters.
_BULLETS: Final = {
    0xF02D: "-",
    0xF06C: "●",
    0xF06D: "❍",
    0xF06E: "■",
    0xF06F: "□",
    0xF071: "❑",
    0xF072: "❒",
    0xF073: "⬧",
    0xF074: "◆",
    0xF075: "◆",
    0xF076: "❖",
    0xF077: "⬥",
    0xF09F: "•",
    0xF0A1: "○",
    0xF0A7: "▪",
    0xF0A8: "◻",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0DF: "←",
    0xF0E0: "→",
    0xF0E8: "➔",
    0xF0F0: "⇨",
    0xF0FB: "✗",
    0xF0FC: "✓",
    0xF0FE: "☑",
}
# Invisible although not of category Cf: jamo and Hangul fillers, joiners, variation selectors.
_INVISIBLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\ufffc\U000e0100-\U000e01ef]"
)
_NONCHARACTER: Final = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
# Format characters that print something: Arabic number signs and their like.
_PRINTING: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd\U000110cd")
_NEWLINES: Final = frozenset("\r\v\f\x85\u2028\u2029\x1c\x1d\x1e")
# What needs no work: printable ASCII, newline, tab, Hangul syllables, common punctuation.
_PLAIN: Final = re.compile("[\n\t\x20-\x7e\xa1-\xac\xae-\u02ff가-힣一-鿿、-〿‐-‧‰-⁞←-⇿①-⓿■-◿㈀-㋿㌀-㏿！-～]*")


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    """What stands for `char` in display text: itself, a replacement, or "" where it shows nothing."""
    code = ord(char)
    if char in "\n\t":
        return char
    if char in _NEWLINES:
        return "\n"
    if code in _BULLETS:
        return _BULLETS[code]
    if code in _PRIVATE:
        return _PRIVATE[code]
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category in ("Cc", "Cs") or (category == "Cf" and char not in _PRINTING):
        return ""
    if _INVISIBLE.match(char) or _NONCHARACTER.match(char) or code & 0xFFFE == 0xFFFE:
        return ""
    return char


def _continues(char: str) -> bool:
    """Whether `char` may compose with the one before it: marks, and vowel and final jamo."""
    return "\u1160" <= char <= "\u11ff" or unicodedata.category(char)[0] == "M"


def display(raw: str) -> Normalised:
    """`raw` as it is shown, stored and quoted: NFC, without invisible or control characters or lone
    surrogates, one kind of space and of newline, symbol-font bullets as ordinary ones. A character for
    private use whose look is not known is U+FFFD, since nobody else would see it.

    No other character is lost, and applying it twice changes nothing more.
    """
    if _PLAIN.fullmatch(raw) and unicodedata.is_normalized("NFC", raw):
        return Normalised(raw, range(len(raw) + 1))
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(raw):
        if char == "\n" and place and raw[place - 1] == "\r":
            continue
        if shown := _shown(char):
            kept += shown
            places += [place] * len(shown)
    return _compose(kept, places, len(raw))


def _compose(chars: Sequence[str], places: Sequence[int], length: int) -> Normalised:
    out: list[str] = []
    offsets: list[int] = []
    first = 0
    while first < len(chars):
        last = first + 1
        while last < len(chars) and _continues(chars[last]):
            last += 1
        composed = unicodedata.normalize("NFC", "".join(chars[first:last]))
        out.append(composed)
        # Where a cluster stays several characters, each keeps the place of its own source as far as known.
        offsets += [places[min(first + i, last - 1)] for i in range(len(composed))]
        first = last
    return Normalised(PRIVATE.sub("\ufffd", _line_bullets("".join(out))), [*offsets, length])


def _line_bullets(text: str) -> str:
    """A private-use character alone at the head of a line is a bullet of a font we do not know."""
    return re.sub(rf"(?m)^([ \t]*){PRIVATE.pattern}(?=[ \t])", r"\1•", text)


_ALIKE: Final = {
    **dict.fromkeys(map(ord, "ㆍᆞ・‧∙•⋅･᛫·•"), "·"),
    **dict.fromkeys(map(ord, "“”„‟＂〝〞«»"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛＇´`′"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"),
    **dict.fromkeys(map(ord, "～∼〜˜"), "~"),
    ord("…"): "...",
    ord("‥"): "..",
}


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    """The key of one display character; "" for a space."""
    if char.isspace():
        return ""
    alike = _ALIKE.get(ord(char))
    if alike is not None:
        return alike
    # NFKC would take compatibility jamo (ㄱ) apart into another, conjoining letter.
    if "\u3130" <= char <= "\u318f":
        return char
    folded = unicodedata.normalize("NFKC", char).casefold()
    return "".join(_ALIKE.get(ord(c), c) for c in folded if not c.isspace())


def matching_key(text: str) -> str:
    """`text` for comparing: display form, no spaces, one kind of quotation mark, hyphen and middle dot,
    compatibility forms (％, ㈜, ①) resolved, case folded."""
    return "".join(map(_folded, display(text).text))


def find_quote(quote: str, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where `quote` stands in `text[start:end]`: the exact span in `text`, of the first place that reads
    the same up to spacing, quotation marks, hyphens and middle dots. None where it stands nowhere or is
    empty."""
    key = matching_key(quote)
    if not key:
        return None
    shown = display(text if end is None else text[:end])
    folded = [_folded(char) for char in shown.text]
    first = shown.position(start)
    # Where each display character begins in the key: one may read as several ("…" as "...").
    begins = list(accumulate(map(len, folded[first:]), initial=0))
    whole = "".join(folded[first:])
    at = whole.find(key)
    while at >= 0:
        begin, last = bisect_right(begins, at) - 1, bisect_left(begins, at + len(key))
        if begins[begin] == at and begins[last] == at + len(key):
            return shown.offsets[first + begin], _end(shown, first + last - 1)
        at = whole.find(key, at + 1)
    return None


def _end(shown: Normalised, last: int) -> int:
    # Up to where the next shown character begins, but not over the spaces in between that show nothing.
    following = last + 1
    if following < len(shown.text):
        return shown.offsets[following]
    return shown.offsets[-1]
