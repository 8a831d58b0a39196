"""Writes small HWP 5 files, so that the reader can be checked against known text.

`container()` writes the compound file (MS-CFB, version 3), `Hwp` the records of the published HWP 5
description: enough for paragraphs, headings, lists, tables, footnotes, running heads and line positions.
Another reader than ours (hwp-hwpx-parser) opens what comes out; a test sees to it.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def container(streams: dict[str, bytes]) -> bytes:
    """A compound file holding `streams`, whose names may have one folder ("BodyText/Section0")."""
    names: list[str] = []
    for name in streams:
        folder, _, _ = name.rpartition("/")
        names += [n for n in (folder, name) if n and n not in names]
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, minifat = b"", []

    def store(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[i : i + SECTOR].ljust(SECTOR, b"\0") for i in range(0, len(data), SECTOR)]
        sectors.extend(pieces)
        fat.extend([first + k + 1 for k in range(len(pieces) - 1)] + [END])
        return first

    places: dict[str, tuple[int, int]] = {}
    for name, data in streams.items():
        if len(data) >= CUTOFF:
            places[name] = store(data), len(data)
        elif data:
            first = len(minifat)
            count = -(-len(data) // MINI)
            minifat += [first + k + 1 for k in range(count - 1)] + [END]
            mini += data.ljust(count * MINI, b"\0")
            places[name] = first, len(data)
        else:
            places[name] = END, 0
    mini_at = store(mini) if mini else END
    minifat_at = (
        store(
            struct.pack(f"<{len(minifat)}I", *minifat).ljust(-(-len(minifat) * 4 // SECTOR) * SECTOR, b"\xff")
        )
        if minifat
        else END
    )
    directory = _directory(names, places, mini_at, len(mini))
    directory_at = store(directory)
    fat_count = 1
    while fat_count * SECTOR // 4 < len(fat) + fat_count:
        fat_count += 1
    fat_at = len(sectors)
    fat += [FAT_SECTOR] * fat_count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_count * SECTOR, b"\xff")
    sectors += [table[i : i + SECTOR] for i in range(0, len(table), SECTOR)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIIII", 0, fat_count, directory_at, 0, CUTOFF, minifat_at,
        -(-len(minifat) * 4 // SECTOR), END, 0, fat_at,
    )  # fmt: skip
    header += struct.pack("<108I", *[fat_at + k if k < fat_count else FREE for k in range(1, 109)])
    return header + b"".join(sectors)


def _directory(names: list[str], places: dict[str, tuple[int, int]], mini_at: int, mini_size: int) -> bytes:
    """The entries: the root, then every folder and stream; the children of one folder are a chain to the
    right, in the order the format sorts names (by length, then by letter)."""
    order = ["", *names]
    at = {name: k for k, name in enumerate(order)}
    right = dict.fromkeys(order, FREE)
    below = dict.fromkeys(order, FREE)
    for folder in order:
        children = [n for n in names if n.rpartition("/")[0] == folder and n != folder]
        children.sort(key=lambda n: (len(n.rpartition("/")[2]), n.rpartition("/")[2].upper()))
        if children:
            below[folder] = at[children[0]]
        for one, other in pairwise(children):
            right[one] = at[other]
    out = b""
    for name in order:
        own = (name.rpartition("/")[2] or "Root Entry").encode("utf-16-le") + b"\0\0"
        kind = 5 if not name else 2 if name in places else 1
        start, size = (mini_at, mini_size) if not name else places.get(name, (0, 0))
        out += own.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(own), kind, 1, FREE, right[name], below[name]
        )
        out += bytes(16 + 4 + 8 + 8) + struct.pack("<IQ", start, size)
    return out.ljust(-(-len(out) // SECTOR) * SECTOR, b"\0")


def record(tag: int, depth: int, body: bytes) -> bytes:
    """One record."""
    if len(body) < 0xFFF:
        return struct.pack("<I", tag | depth << 10 | len(body) << 20) + body
    return struct.pack("<II", tag | depth << 10 | 0xFFF << 20, len(body)) + body


def _wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<H", len(raw) // 2) + raw


STYLES = ("바탕글", "개요 1", "개요 2")
BODY_STYLE, HEADING_STYLE = 0, 1
PLAIN_SHAPE, NUMBERED_SHAPE, HEADING_SHAPE = 0, 1, 2


@dataclass
class Hwp:
    """An HWP 5 file in the making. `flags` are those of the file header; 1 is "compressed"."""

    flags: int = 1
    section: bytes = b""

    def paragraph(self, text: str, **options: Any) -> Hwp:
        """Add a paragraph; the options are those of the function of that name."""
        self.section += paragraph(text, **options)
        return self

    def table(self, rows: tuple[tuple[str, ...], ...]) -> Hwp:
        """Add a paragraph that holds a table."""
        return self.paragraph("", controls=((11, table(rows, 1)),))

    def bytes(self) -> bytes:
        """The file."""
        header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05010000, self.flags)
        pack = deflate if self.flags & 1 else lambda data: data
        return container(
            {
                "FileHeader": header.ljust(256, b"\0"),
                "DocInfo": pack(doc_info()),
                "BodyText/Section0": pack(self.section),
            }
        )


def deflate(data: bytes) -> bytes:
    """A stream as HWP compresses it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def paragraph(
    text: str,
    *,
    style: int = BODY_STYLE,
    shape: int = PLAIN_SHAPE,
    look: int = 0,
    depth: int = 0,
    height: int | None = None,
    controls: tuple[tuple[int, bytes], ...] = (),
    breaks: tuple[tuple[int, int], ...] = (),
) -> bytes:
    """The records of one paragraph. `height` is where its first line stands from the top of its page,
    `breaks` are (offset, height) of further lines; `controls` are (control character, records one
    level deeper)."""
    raw = b""
    for sign, inside in controls:
        raw += struct.pack("<H", sign) + inside[4:8] + bytes(8) + struct.pack("<H", sign)
    raw += text.encode("utf-16-le") + struct.pack("<H", 13)
    out = record(
        66,
        depth,
        struct.pack("<IIHBBHHHI", len(raw) // 2, 0, shape, style, 0, 1, 0, 1 if height is not None else 0, 0),
    )
    out += record(67, depth + 1, raw)
    out += record(68, depth + 1, struct.pack("<II", 0, look))
    if height is not None:
        stands = [(0, height), *breaks]
        out += record(
            69,
            depth + 1,
            b"".join(
                struct.pack("<Ii7iI", at, top, 1000, 1000, 850, 600, 0, 42520, 0, 0x60000)[:36]
                for at, top in stands
            ),
        )
    for _, inside in controls:
        out += inside
    return out


def note(text: str, depth: int = 1) -> tuple[int, bytes]:
    """A footnote, as a control of the paragraph it is anchored in."""
    inside = record(71, depth, b"  nf" + bytes(8)) + record(
        72, depth + 1, struct.pack("<II", 1, 0) + bytes(8)
    )
    return 17, inside + paragraph(text, depth=depth + 1)


def running(text: str, depth: int = 1) -> tuple[int, bytes]:
    """A running head."""
    inside = record(71, depth, b"daeh" + bytes(8)) + record(
        72, depth + 1, struct.pack("<II", 1, 0) + bytes(8)
    )
    return 16, inside + paragraph(text, depth=depth + 1)


def table(rows: tuple[tuple[str, ...], ...], depth: int) -> bytes:
    """The records of a table."""
    out = record(71, depth, b" lbt" + bytes(40))
    out += record(
        77, depth + 1, struct.pack("<IHHH", 0, len(rows), len(rows[0]), 0) + bytes(8 + 2 * len(rows) + 4)
    )
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            out += record(72, depth + 1, struct.pack("<IIHHHHII8xH", 1, 0, c, r, 1, 1, 1000, 500, 1))
            out += paragraph(cell, depth=depth + 1)
    return out


def doc_info() -> bytes:
    """The records of the document's tables: two character shapes, a numbering, three paragraph shapes."""
    out = record(16, 0, struct.pack("<7H3I", 1, 1, 1, 1, 1, 1, 1, 0, 0, 0))
    out += record(17, 0, struct.pack("<18I", *([0] * 9 + [2] + [0] * 8)))
    for size, bold in ((1000, 0), (1600, 2)):
        out += record(21, 1, bytes(42) + struct.pack("<iI", size, bold) + bytes(20))
    levels = b"".join(
        struct.pack("<IHHI", kind << 5, 0, 0, 0) + _wide(text)
        for kind, text in ((0, "^1."), (8, "^2."), (0, "^3)"))
    )
    out += record(
        23, 1, levels + b"".join(struct.pack("<IHHI", 0, 0, 0, 0) + _wide("") for _ in range(4)) + bytes(2)
    )
    for head, level in ((0, 0), (2, 0), (1, 0)):
        out += record(
            25,
            1,
            struct.pack("<I", head << 23 | level << 25)
            + bytes(26)
            + struct.pack("<H", 1 if head == 2 else 0)
            + bytes(22),
        )
    for name in STYLES:
        out += record(26, 1, _wide(name) + _wide("") + struct.pack("<BBHHH", 0, 0, 1042, 0, 0))
    return out
