"""Headings told by their look, where no style names them: larger or bolder, short, without an end.

Not all that looks so is one. A remark never is; a bullet begins one before a few words only; and a heading
has something under it: a row of boxes with a word each is a drawing, a row of lines with one bullet a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from sources.blocks import BlockKind
from sources.readers.pieces import CAPTION, Piece
from sources.units.marks import mark_of

SENTENCE_END: Final = re.compile(r"[.!?…。:;,][\'\"”’»)\]」』]*$")
_LONGEST: Final = 90
_LONGEST_LISTED: Final = 30  # after a bullet
_REMARK: Final = re.compile(r"[※☞*＊]")
_SIGN: Final = re.compile(r"[^\w\s\"'“”‘’「」『』()\[\]<>〈〉《》【】#]|[ㅇo](?=\s)")
_TOPIC: Final = re.compile(r"[(\[〔【].{1,20}?[)\]〕】]\s*\S")  # "(서비스) …": what follows is said of it

# A whole sentence, which some pages set as a heading for its size: "…받을 수 있습니다. (다만, … 제외)".
# English titles and sections end with a stop as well.
_SENTENCE: Final = re.compile(r"[가-힣]다\.(?:\s*\([^()]*\))?$")
_SENTENCE_LENGTH: Final = 30  # characters of one, at least


def is_sentence(text: str) -> bool:
    """Whether what is marked as a heading is a Korean sentence, and no article with its number."""
    return bool(_SENTENCE.search(text)) and len(text) >= _SENTENCE_LENGTH and not mark_of(text)


def headings(pieces: Sequence[Piece]) -> dict[int, float]:
    """The headings among `pieces` that their look tells: place → size in points."""
    found = [
        look and not is_remark(piece.text) and _may_head(piece.text)
        for piece, look in zip(pieces, _looks(pieces), strict=True)
    ]
    return {place: pieces[place].size for place in _with_something_under(pieces, found)}


def is_remark(text: str) -> bool:
    """Whether a paragraph is a remark by the sign it begins with: that of a note, which names nothing."""
    return bool(_REMARK.match(text))


def _may_head(text: str) -> bool:
    """Whether a line may be a heading by its words: without a bullet, or a few words after one."""
    words = text[len(_sign(text)) :].strip()
    return words == text.strip() or (len(words) <= _LONGEST_LISTED and not _TOPIC.match(words))


def _sign(text: str) -> str:
    found = _SIGN.match(text)
    return found[0] if found else ""


def _with_something_under(pieces: Sequence[Piece], found: Sequence[bool]) -> Iterator[int]:
    """The places of what was found, without rows of lines that look the same: after one bullet, or of a
    word each."""

    def row(place: int) -> tuple[object, ...]:
        piece = pieces[place]
        bare = _sign(piece.text) or (" " not in piece.text and not mark_of(piece.text))
        return (found[place], piece.size, piece.bold, bare) if bare else (found[place], place)

    for _, places in groupby(range(len(pieces)), row):
        first, *more = places
        if found[first] and not more:
            yield first


def _looks(pieces: Sequence[Piece]) -> list[bool]:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        if piece.kind is BlockKind.BODY:
            sizes[piece.size] += len(piece.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    lightly = sum(len(p.text) for p in pieces if p.bold) < 0.4 * sum(len(p.text) for p in pieces)
    return [piece.level is None and _looks_like_heading(piece, usual, lightly) for piece in pieces]


def _looks_like_heading(piece: Piece, usual: float, bold_is_rare: bool) -> bool:
    text = piece.text.strip()
    if piece.kind is not BlockKind.BODY or len(text) > _LONGEST or SENTENCE_END.search(text):
        return False
    if text.count("\n") > (2 if usual > 0 and piece.size > 1.3 * usual else 0):
        return False  # only a title is set in several lines
    if not any(char.isalpha() for char in text) or CAPTION.match(text):
        return False
    return (usual > 0 and piece.size > 1.12 * usual) or (
        piece.bold and bold_is_rare and piece.size >= 0.95 * usual
    )
