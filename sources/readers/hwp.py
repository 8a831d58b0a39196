"""HWP 5: the binary format of Hancom Office, read with olefile and the published description of its records.

A section is a run of records, each with a tag, a depth and a body; a paragraph's records are followed by
those of what is anchored in it, one level deeper. Pages are approximate. Documents "for distribution"
carry their key with them and are read; documents with a password are refused.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from sources.blocks import BlockKind, Reading
from sources.errors import Reason, Refused
from sources.guard import MIB, Limits, display_name
from sources.readers.hangul import (
    BULLET,
    NO_HEAD,
    NUMBER,
    OUTLINE,
    CharacterLook,
    Looks,
    Pages,
    ParagraphLook,
    without_pages,
)
from sources.readers.office import ListLevel, Piece, finish, raised, table

# Tags of the records that matter here (0x10 is the first a document uses).
CHAR_SHAPE, NUMBERING, PARA_SHAPE, STYLE = 21, 23, 25, 26
PARA_HEADER, PARA_TEXT, PARA_CHAR_SHAPE, PARA_LINE_SEG, CTRL_HEADER, LIST_HEADER = 66, 67, 68, 69, 71, 72
DISTRIBUTION: Final = 28
COMPRESSED, PASSWORD, FOR_DISTRIBUTION, DRM = 1, 2, 4, 16
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
# What a control holds, by its name as stored (backwards).
HOLDS: Final = {
    b" lbt": "table",
    b"  nf": "footnote",
    b"  ne": "endnote",
    b"daeh": "running",
    b"toof": "running",
    b"tcet": "hidden",
    b"dloc": "columns",
    b"dces": "section",
}
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


def read(path: Path, *, limits: Limits = Limits()) -> Reading:
    """The blocks of the HWP 5 file at `path`. Raises Refused."""
    import olefile

    name = display_name(path.name)
    try:
        with olefile.OleFileIO(str(path)) as ole:
            return _Document(ole, name, limits).reading()
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error, zlib.error) as error:
        raise Refused(Reason.DAMAGED, name) from error


class _Document:
    def __init__(self, ole: Any, name: str, limits: Limits) -> None:
        self.ole, self.name, self.limits = ole, name, limits
        self.left = limits.unpacked
        header = ole.openstream("FileHeader").read(256)
        self.flags = struct.unpack_from("<I", header, 36)[0]
        if header[35] < 5:
            raise Refused(Reason.OLD_FORMAT, name, found=f"HWP {header[35]}")
        if self.flags & (PASSWORD | DRM):
            raise Refused(Reason.ENCRYPTED, name)

    def reading(self) -> Reading:
        looks = _looks(records(self.stream(["DocInfo"])))
        walk = _Walk(looks)
        root = "ViewText" if self.flags & FOR_DISTRIBUTION else "BodyText"
        sections = sorted(
            (
                e
                for e in self.ole.listdir()
                if len(e) == 2 and e[0] == root and re.fullmatch(r"Section\d+", e[1])
            ),
            key=lambda entry: int(entry[1][7:]),
        )
        if not sections:
            raise Refused(Reason.DAMAGED, self.name)
        pieces: list[Piece] = []
        for number, section in enumerate(sections):
            if number:
                walk.pages.next_section()
            pieces.extend(walk.section(list(records(self.stream(section)))))
        pieces += walk.endnotes
        pieces += [Piece(text, BlockKind.FURNITURE) for text in dict.fromkeys(walk.running) if text]
        metadata, printed = self.summary()
        counted = walk.pages.seen > 0.5 * sum(piece.kind is BlockKind.BODY for piece in pieces)
        if not counted:
            without_pages(pieces)
        pages = max(walk.pages.page, printed) if counted else printed or None
        return Reading(finish(pieces), pages=pages, pages_exact=False, metadata=metadata)

    def stream(self, entry: list[str]) -> bytes:
        """A stream as it was before it was compressed and, for distribution, encrypted."""
        if self.ole.get_size(entry) > self.limits.member:
            raise Refused(Reason.TOO_LARGE, self.name, limit_mb=self.limits.member // MIB)
        raw: bytes = self.ole.openstream(entry).read()
        if entry[0] == "ViewText":
            raw = _unlock(raw)
        if not self.flags & COMPRESSED:
            return raw
        unpacker = zlib.decompressobj(-15)
        cap = min(self.limits.member, self.left)
        out = unpacker.decompress(raw, cap)
        if unpacker.unconsumed_tail:
            raise Refused(Reason.ZIP_BOMB, self.name, limit_mb=self.limits.unpacked // MIB)
        if not unpacker.eof and entry[0] != "ViewText":
            # It breaks off: the text that is there is not the whole.
            raise Refused(Reason.DAMAGED, self.name)
        self.left -= len(out)
        return out

    def summary(self) -> tuple[dict[str, str], int]:
        """What the file says of itself, and how many pages it says it printed to (0 where it does not)."""
        try:
            properties = self.ole.getproperties("\x05HwpSummaryInformation", convert_time=True)
        except (OSError, ValueError, KeyError, IndexError, TypeError, struct.error):
            return {}, 0
        out = {}
        for key, what in ((2, "title"), (3, "subject"), (4, "author"), (20, "date_text")):
            value = properties.get(key)
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
            # What follows a text's end are the properties after it.
            if isinstance(text, str) and (text := text.partition("\0")[0].strip()):
                out[what] = text
        date = re.match(r"(\d{4})년 (\d{1,2})월 (\d{1,2})일", out.pop("date_text", ""))
        if date:
            out["date"] = f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}"
        pages = properties.get(14)
        return out, pages if isinstance(pages, int) and 0 < pages < 100_000 else 0


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


def _unlock(raw: bytes) -> bytes:
    """A stream "for distribution": its first record holds the key, hidden under a pseudo-random mask; the
    rest is AES-128 in ECB mode."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    head = struct.unpack_from("<I", raw, 0)[0]
    if head & 0x3FF != DISTRIBUTION or len(raw) < 260:
        return raw
    data = bytearray(raw[4:260])
    seed = state = struct.unpack_from("<I", data, 0)[0]

    def random() -> int:
        nonlocal state
        state = (state * 214013 + 2531011) & 0xFFFFFFFF
        return int(state >> 16) & 0x7FFF

    run = mask = 0
    for at in range(256):
        if run == 0:
            mask = random() & 0xFF
            run = (random() & 0xF) + 1
        if at >= 4:
            data[at] ^= mask
        run -= 1
    start = 4 + (seed & 0xF)
    cipher = Cipher(algorithms.AES(bytes(data[start : start + 16])), modes.ECB()).decryptor()
    body = raw[260:]
    return cipher.update(body[: len(body) // 16 * 16]) + cipher.finalize()


# ── tables of looks ─────────────────────────────────────────────────────────────────────────────


def _looks(found: Iterator[Record]) -> Looks:
    looks = Looks()
    counts = {STYLE: 0, PARA_SHAPE: 0, CHAR_SHAPE: 0, NUMBERING: 0}
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


# ── the text ────────────────────────────────────────────────────────────────────────────────────


def text_of(body: bytes) -> tuple[str, list[int]]:
    """The text of a paragraph, and for each of its characters the place it has in the record (in 16-bit
    units), by which line positions and character shapes are given."""
    out: list[str] = []
    places: list[int] = []
    at, count = 0, len(body) // 2
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
        if sign:
            out.append(sign)
            places.append(at)
        at += 1 if unit in SINGLE else 8
    return "".join(out), places


@dataclass(slots=True)
class _Node:
    """A record and those one level deeper that follow it."""

    record: Record
    inside: list[_Node] = field(default_factory=list)


def _tree(found: list[Record]) -> list[_Node]:
    roots: list[_Node] = []
    open_: list[_Node] = []
    for record in found:
        node = _Node(record)
        while open_ and open_[-1].record.depth >= record.depth:
            open_.pop()
        (open_[-1].inside if open_ else roots).append(node)
        open_.append(node)
    return roots


@dataclass(slots=True)
class _Walk:
    looks: Looks
    pages: Pages = field(default_factory=Pages)
    endnotes: list[Piece] = field(default_factory=list)
    running: list[str] = field(default_factory=list)

    def section(self, found: list[Record]) -> Iterator[Piece]:
        yield from self.paragraphs(_tree(found), top=True)

    def paragraphs(self, nodes: list[_Node], *, top: bool = False) -> Iterator[Piece]:
        for node in nodes:
            if node.record.tag == PARA_HEADER:
                yield from self.paragraph(node, top=top)

    def paragraph(self, node: _Node, *, top: bool) -> Iterator[Piece]:
        parts: dict[int, bytes] = {}
        for part in node.inside:
            parts.setdefault(part.record.tag, part.record.body)
        body = node.record.body
        shape, style = struct.unpack_from("<HB", body, 8) if len(body) >= 11 else (0, 0)
        text, places = text_of(parts.get(PARA_TEXT, b""))
        for part in node.inside:
            if part.record.tag == CTRL_HEADER and HOLDS.get(part.record.body[:4]) == "columns":
                self.pages.columns = max(1, struct.unpack_from("<H", part.record.body, 4)[0] >> 2 & 0xFF)
        runs = _runs(parts.get(PARA_CHAR_SHAPE, b""), places)
        text = self.with_raised(text, runs)
        piece = self.looks.piece(text, style, shape, runs)
        if top:
            lead = len(text) - len(text.lstrip())
            self.pages.lines(piece, _heights(parts.get(PARA_LINE_SEG, b""), places, lead))
        else:
            piece.page = self.pages.page
        if piece.text:
            yield piece
        for part in node.inside:
            if part.record.tag == CTRL_HEADER:
                yield from self.control(part)

    def with_raised(self, text: str, runs: list[tuple[int, int]]) -> str:
        """`text` with the figures that stand above the line raised; as long as before."""
        out, at = [], 0
        for shape, length in runs:
            look = self.looks.characters.get(shape)
            part = text[at : at + length]
            out.append(raised(part) if look and look.above and at else part)
            at += length
        return "".join(out) + text[at:]

    def control(self, node: _Node) -> Iterator[Piece]:
        holds = HOLDS.get(node.record.body[:4], "")
        if holds in ("hidden", "columns", "section"):
            return
        if holds == "table":
            yield from self.table(node)
        elif holds in ("footnote", "endnote"):
            text = " ".join(piece.text for piece in self.deep(node)).strip()
            note = Piece(text, BlockKind.FOOTNOTE, page=self.pages.page)
            if holds == "endnote":
                self.endnotes.append(note)
            elif text:
                yield note
        elif holds == "running":
            self.running.append(" ".join(piece.text for piece in self.deep(node)).strip())
        else:
            yield from self.deep(node)

    def deep(self, node: _Node) -> Iterator[Piece]:
        """Every paragraph below a control, whatever stands between (a text box lies under its shape)."""
        for part in node.inside:
            if part.record.tag == PARA_HEADER:
                yield from self.paragraph(part, top=False)
            elif part.record.tag == CTRL_HEADER:
                yield from self.control(part)
            else:
                yield from self.deep(part)

    def table(self, node: _Node) -> list[Piece]:
        cells: dict[tuple[int, int], list[Piece]] = {}
        before: list[Piece] = []
        place: tuple[int, int] | None = None
        seen_table = False
        # A cell's paragraphs follow its list header, at the same depth or one deeper.
        for part in node.inside:
            tag, body = part.record.tag, part.record.body
            if tag == 77:
                seen_table = True
            elif tag == LIST_HEADER:
                place = None
                if seen_table and len(body) >= 12:
                    column, row = struct.unpack_from("<HH", body, 8)
                    place = (row, column)
                pieces = list(self.deep(part))
                (cells.setdefault(place, []) if place else before).extend(pieces)
            elif tag == PARA_HEADER:
                (cells.setdefault(place, []) if place else before).extend(self.paragraph(part, top=False))
        for piece in before:
            piece.kind = BlockKind.CAPTION
        return [*before, *table(cells, self.pages.page)]


def _runs(body: bytes, places: list[int]) -> list[tuple[int, int]]:
    """(character shape, how many characters it covers)."""
    pairs = [struct.unpack_from("<II", body, at) for at in range(0, len(body) - 7, 8)]
    out = []
    for k, (start, shape) in enumerate(pairs):
        end = pairs[k + 1][0] if k + 1 < len(pairs) else 1 << 30
        out.append((shape, sum(start <= place < end for place in places)))
    return out


def _heights(body: bytes, places: list[int], lead: int) -> list[tuple[int, int]]:
    """(offset in the stripped text, height) of each stored line."""
    from bisect import bisect_left

    out = []
    for at in range(0, len(body) - 35, 36):
        place, height = struct.unpack_from("<Ii", body, at)
        out.append((bisect_left(places, place) - lead, height))
    return out
