"""The records of an HWP 5 stream, and what their bodies say of text, characters, lines and styles.

A stream is a run of records, each with a tag, a depth and a body; those that belong to one follow it, one
level deeper. Tags and layouts are those of the published description of the format.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sources.readers.hangul.hangul import BULLET, NO_HEAD, NUMBER, OUTLINE, Looks, ParagraphLook
from sources.readers.numbering import ListLevel
from sources.readers.pieces import CharacterLook

# Tags of the records that matter here (0x10 is the first a document uses).
CHAR_SHAPE, NUMBERING, BULLETS, PARA_SHAPE, STYLE = 21, 23, 24, 25, 26
PARA_HEADER, PARA_TEXT, PARA_CHAR_SHAPE, PARA_LINE_SEG, CTRL_HEADER, LIST_HEADER, PAGE, TABLE, EQUATION = (
    66, 67, 68, 69, 71, 72, 73, 77, 88,
)  # fmt: skip
# Control characters that take one place; all others take eight.
SINGLE: Final = {
    0: "",
    10: "\n",
    13: "",
    24: "-",
    25: "",
    26: "",
    27: "",
    28: "",
    29: "",
    30: "\u00a0",
    31: " ",
}
# Control characters that take eight places and have no control record of their own.
INLINE: Final = frozenset((4, 5, 6, 7, 8, 9, 19, 20))
HEADS: Final = (NO_HEAD, OUTLINE, NUMBER, BULLET)
FORMATS: Final = {
    0: "decimal",
    1: "decimalEnclosedCircle",
    2: "upperRoman",
    3: "lowerRoman",
    4: "upperLetter",
    5: "lowerLetter",
    8: "ganada",
    10: "chosung",
}


class Record(NamedTuple):
    """One record: its tag, its depth, its body."""

    tag: int
    depth: int
    body: bytes


def records(data: bytes) -> Iterator[Record]:
    """The records of a stream. One that claims more than there is ends it."""
    at, size = 0, len(data)
    while at + 4 <= size:
        head = struct.unpack_from("<I", data, at)[0]
        at += 4
        length = head >> 20
        if length == 0xFFF:
            if at + 4 > size:
                return
            length = struct.unpack_from("<I", data, at)[0]
            at += 4
        yield Record(head & 0x3FF, (head >> 10) & 0x3FF, data[at : at + length])
        at += length


def looks_of(found: Iterable[Record]) -> Looks:
    """The styles, shapes and lists that the records of the document's head define."""
    looks = Looks()
    counts = {STYLE: 0, PARA_SHAPE: 0, CHAR_SHAPE: 0, NUMBERING: 0, BULLETS: 0}
    for record in found:
        if record.tag not in counts:
            continue
        at = counts[record.tag]
        counts[record.tag] += 1
        body = record.body
        if record.tag == STYLE and len(body) >= 2:
            looks.styles[at] = _wide(body, 2, struct.unpack_from("<H", body)[0])
        elif record.tag == PARA_SHAPE and len(body) >= 32:
            kind = struct.unpack_from("<I", body)[0]
            number = struct.unpack_from("<H", body, 30)[0]
            looks.paragraphs[at] = ParagraphLook(
                HEADS[kind >> 23 & 3], kind >> 25 & 7, str(number) if number else ""
            )
        elif record.tag == CHAR_SHAPE and len(body) >= 50:
            size, kind = struct.unpack_from("<iI", body, 42)
            looks.characters[at] = CharacterLook(size / 100, bool(kind & 2), bool(kind & 1 << 15))
        elif record.tag == NUMBERING:
            looks.lists[str(at + 1)] = _numbering(body)
        elif record.tag == BULLETS and len(body) >= 14:
            looks.bullets[str(at + 1)] = _wide(body, 12, 1).strip("\0\uffff")
    return looks


def _numbering(body: bytes) -> dict[int, ListLevel]:
    out: dict[int, ListLevel] = {}
    at = 0
    for level in range(7):
        if at + 14 > len(body):
            break
        kind = struct.unpack_from("<I", body, at)[0]
        length = struct.unpack_from("<H", body, at + 12)[0]
        out[level] = ListLevel(FORMATS.get(kind >> 5 & 0xF, "decimal"), _wide(body, at + 14, length))
        at += 14 + 2 * length
    return out


def _wide(body: bytes, at: int, length: int) -> str:
    return body[at : at + 2 * length].decode("utf-16-le", "replace")


def text_of(body: bytes, marks: Sequence[str] = ()) -> tuple[str, list[int]]:
    """The text of a paragraph, and for each of its characters the place it has in the record (in 16-bit
    units), by which line positions and character shapes are given. `marks` are what the controls that have
    a record show within the text, in their order."""
    out: list[str] = []
    places: list[int] = []
    at, count, seen = 0, len(body) // 2, 0
    units = struct.unpack_from(f"<{count}H", body)
    while at < count:
        unit = units[at]
        if unit >= 32:
            end = at + 2 if 0xD800 <= unit < 0xDC00 and at + 1 < count else at + 1
            char = struct.pack(f"<{end - at}H", *units[at:end]).decode("utf-16-le", "ignore")
            out.append(char)
            places += [at] * len(char)
            at = end
            continue
        sign = " " if unit == 9 else SINGLE.get(unit, "")
        if unit not in SINGLE and unit not in INLINE:
            sign = marks[seen] if seen < len(marks) else ""
            seen += 1
        if sign:
            out.append(sign)
            places += [at] * len(sign)
        at += 1 if unit in SINGLE else 8
    return "".join(out), places


@dataclass(slots=True)
class Node:
    """A record and those one level deeper that follow it."""

    record: Record
    inside: list[Node] = field(default_factory=list)


def tree(found: Iterable[Record]) -> list[Node]:
    """The records by their depth."""
    roots: list[Node] = []
    open_: list[Node] = []
    for record in found:
        node = Node(record)
        while open_ and open_[-1].record.depth >= record.depth:
            open_.pop()
        (open_[-1].inside if open_ else roots).append(node)
        open_.append(node)
    return roots


def runs_of(body: bytes, places: list[int]) -> list[tuple[int, int]]:
    """(character shape, how many characters it covers)."""
    pairs = [struct.unpack_from("<II", body, at) for at in range(0, len(body) - 7, 8)]
    out = []
    for k, (start, shape) in enumerate(pairs):
        end = pairs[k + 1][0] if k + 1 < len(pairs) else 1 << 30
        out.append((shape, sum(start <= place < end for place in places)))
    return out


def heights_of(body: bytes, places: list[int], lead: int) -> list[tuple[int, int]]:
    """(offset in the stripped text, height) of each stored line."""
    out = []
    for at in range(0, len(body) - 35, 36):
        place, height = struct.unpack_from("<Ii", body, at)
        out.append((bisect_left(places, place) - lead, height))
    return out
