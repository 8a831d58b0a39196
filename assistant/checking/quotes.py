"""Quotations of a draft, found verbatim in a source or set beside what the source says.

Compared without spaces, quotation marks, Hanja in brackets, case and composition (NFC or NFD); every other
character counts, digits above all. `…` and `[…]` stand for words left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from sources.text.normalise import matching_key

_QUOTED = re.compile(
    r"“(?P<a>[^“”]{2,600})”|\"(?P<b>[^\"]{2,600})\"|‘(?P<c>(?:[^‘’]|(?<=[A-Za-z])’(?=[A-Za-z])){2,600})’(?![A-Za-z])"
    r"|(?<![A-Za-z0-9가-힣])'(?P<d>(?:[^']|(?<=[A-Za-z])'(?=[A-Za-z])){2,600})'(?![A-Za-z])|«(?P<e>[^«»]{2,600})»"
)
_HANJA = re.compile(r"[(（\[［][一-鿿㐀-䶿·\s]+[)）\]］]")
_LEFT_OUT = re.compile(
    r"\s*(?:\[\s*(?:…|\.\.\.|중략|\.{3,})\s*\]|\(\s*(?:중략|…|\.\.\.)\s*\)|…+|\.{3,}|⋯+)\s*"
)
_INSERTED = re.compile(r"\[[^\]]{1,30}\]")
_DROPPED = frozenset("\"'“”‘’「」『』《》〈〉«»")
_TRAILING = ".,;:!?。"
ALIKE = 0.55  # SequenceMatcher ratio from which a source passage is what a quotation was made from


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation at `[start, end)` of the sentence, marks left out. `words` counts its words. `single` ones
    may also be emphasis."""

    text: str
    start: int
    end: int
    single: bool = False

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation, or what comes closest, stands: `[start, end)` of the text searched. `ratio` is 1
    for verbatim."""

    start: int
    end: int
    ratio: float


def quotes(text: str) -> tuple[Quote, ...]:
    """The quotations of a sentence; titles in 「」 and 『』 are none."""
    found = []
    for match in _QUOTED.finditer(text):
        name = match.lastgroup or "a"
        if re.search(r"[^\W_]", match[name]):
            found.append(Quote(match[name], match.start(name), match.end(name), name in ("c", "d")))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A text's key for matching; `places[i]` is the offset in the text that key character i comes from."""

    key: str
    places: tuple[int, ...]


@lru_cache(maxsize=4096)
def _char_key(char: str) -> str:
    return "" if char in _DROPPED else "".join(c for c in matching_key(char) if c not in _DROPPED)


@lru_cache(maxsize=4096)
def keyed(text: str) -> Keyed:
    """The key of `text`, which is NFC, with the way back to its offsets."""
    skipped: set[int] = set()
    for match in _HANJA.finditer(text):
        skipped.update(range(match.start(), match.end()))
    key: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if place not in skipped:
            for out in _char_key(char):
                key.append(out)
                places.append(place)
    return Keyed("".join(key), tuple(places))


def _parts(quote: str) -> list[str]:
    """The runs of a quotation between omissions and insertions, as keys."""
    text = unicodedata.normalize("NFC", quote).strip().rstrip(_TRAILING)
    pieces = [keyed(p).key for part in _LEFT_OUT.split(text) for p in _INSERTED.split(part)]
    return [piece for piece in pieces if piece]


def find(quote: str, text: str) -> Place | None:
    """Where `text` says `quote` verbatim: its runs, in order and not far apart. Figures match whole:
    "5%" is not found in "2.5%"."""
    runs = _parts(quote)
    if not runs:
        return None
    source = keyed(text)
    at = -1
    while (at := source.key.find(runs[0], at + 1)) >= 0:
        end = _follow(runs, source.key, at)
        if end is not None and _whole_figures(source.key, at, end):
            return Place(source.places[at], source.places[end - 1] + 1, 1.0)
    return None


def _follow(runs: Sequence[str], key: str, at: int) -> int | None:
    end = at + len(runs[0])
    for run in runs[1:]:
        found = key.find(run, end, end + 600)
        if found < 0:
            return None
        end = found + len(run)
    return end


def _whole_figures(key: str, start: int, end: int) -> bool:
    """Whether the match cuts no number in two."""
    before = key[max(0, start - 2) : start]
    if key[start].isdigit() and re.search(r"(?:\d|\d[.,])$", before):
        return False
    return not (key[end - 1].isdigit() and re.match(r"\d|[.,]\d", key[end : end + 2]))


def alike(quote: str, other: str) -> float:
    """How alike two quotations are, 0 to 1."""
    return SequenceMatcher(None, keyed(other).key, "".join(_parts(quote)), autojunk=False).ratio()


def closest(quote: str, text: str) -> Place | None:
    """The words of `text` most like `quote`, where they are like enough to be what it was made from.

    Windows of whole words, from two thirds to one and a half of the quotation's length."""
    key = "".join(_parts(quote))
    if len(key) < 2:
        return None
    best: Place | None = None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    for start, end in _windows(text, len(key)):
        candidate = keyed(text[start:end]).key
        if not candidate:
            continue
        matcher.set_seq1(candidate)
        floor = max(ALIKE, best.ratio if best else 0.0)
        if matcher.real_quick_ratio() < floor or matcher.quick_ratio() < floor:
            continue
        ratio = matcher.ratio()
        if ratio > floor or (best is None and ratio >= ALIKE):
            best = Place(start, end, ratio)
    return best


def _windows(text: str, length: int) -> Iterator[tuple[int, int]]:
    words = [match.span() for match in re.finditer(r"\S+", text)]
    for first, (start, _) in enumerate(words):
        size = 0
        for begin, end in words[first:]:
            size += end - begin
            if size > 1.5 * length + 4:
                break
            if size >= 0.66 * length:
                yield start, end
