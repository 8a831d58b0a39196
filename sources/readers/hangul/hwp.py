"""HWP 5: the binary format of Hancom Office, read without its program.

`hwp_file` opens the streams and `hwp_records` says what their records mean; here the records become pieces
of text in order, with tables, notes and boxes where they are anchored. Pages are approximate.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sources.blocks import BlockKind, Reading
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.readers.hangul.hangul import Walk
from sources.readers.hangul.hwp_file import HwpFile
from sources.readers.hangul.hwp_records import (
    CTRL_HEADER,
    LIST_HEADER,
    PARA_CHAR_SHAPE,
    PARA_HEADER,
    PARA_LINE_SEG,
    PARA_TEXT,
    TABLE,
    Node,
    Record,
    heights_of,
    looks_of,
    records,
    runs_of,
    text_of,
    tree,
)
from sources.readers.office import Piece, raised, table

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


def read(path: Path, *, limits: Limits = Limits()) -> Reading:
    """The blocks of the HWP 5 file at `path`. Raises Refused."""
    import olefile

    name = display_name(path.name)
    try:
        with olefile.OleFileIO(str(path)) as ole:
            file = HwpFile(ole, name, limits)
            walk = _Walk(looks_of(records(file.stream(["DocInfo"]))))
            pieces = walk.gather(walk.section(records(file.stream(entry))) for entry in file.sections())
            metadata, printed = file.summary()
            return walk.reading(pieces, metadata, printed)
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error, zlib.error) as error:
        raise Refused(Reason.DAMAGED, name) from error


@dataclass(slots=True)
class _Walk(Walk):
    """Through the records of a document's sections."""

    def section(self, found: Iterator[Record]) -> Iterator[Piece]:
        yield from self.paragraphs(tree(found), top=True)

    def paragraphs(self, nodes: list[Node], *, top: bool = False) -> Iterator[Piece]:
        for node in nodes:
            if node.record.tag == PARA_HEADER:
                yield from self.paragraph(node, top=top)

    def paragraph(self, node: Node, *, top: bool) -> Iterator[Piece]:
        parts: dict[int, bytes] = {}
        for part in node.inside:
            parts.setdefault(part.record.tag, part.record.body)
        body = node.record.body
        shape, style = struct.unpack_from("<HB", body, 8) if len(body) >= 11 else (0, 0)
        text, places = text_of(parts.get(PARA_TEXT, b""))
        for part in node.inside:
            if part.record.tag == CTRL_HEADER and HOLDS.get(part.record.body[:4]) == "columns":
                self.pages.columns = max(1, struct.unpack_from("<H", part.record.body, 4)[0] >> 2 & 0xFF)
        runs = runs_of(parts.get(PARA_CHAR_SHAPE, b""), places)
        text = self.with_raised(text, runs)
        piece = self.looks.piece(text, style, shape, runs)
        if top:
            lead = len(text) - len(text.lstrip())
            self.pages.lines(piece, heights_of(parts.get(PARA_LINE_SEG, b""), places, lead))
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

    def control(self, node: Node) -> Iterator[Piece]:
        holds = HOLDS.get(node.record.body[:4], "")
        if holds in ("hidden", "columns", "section"):
            return
        if holds == "table":
            yield from self.table(node)
        elif holds in ("footnote", "endnote"):
            yield from self.note(self.deep(node), at_end=holds == "endnote")
        elif holds == "running":
            self.runs_along(self.deep(node))
        else:
            yield from self.deep(node)

    def deep(self, node: Node) -> Iterator[Piece]:
        """Every paragraph below a control, whatever stands between (a text box lies under its shape)."""
        for part in node.inside:
            if part.record.tag == PARA_HEADER:
                yield from self.paragraph(part, top=False)
            elif part.record.tag == CTRL_HEADER:
                yield from self.control(part)
            else:
                yield from self.deep(part)

    def table(self, node: Node) -> list[Piece]:
        cells: dict[tuple[int, int], list[Piece]] = {}
        before: list[Piece] = []
        place: tuple[int, int] | None = None
        seen_table = False
        # A cell's paragraphs follow its list header, at the same depth or one deeper.
        for part in node.inside:
            tag, body = part.record.tag, part.record.body
            if tag == TABLE:
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
