"""HWP 5: the binary format of Hancom Office, read without its program.

`hwp_file` opens the streams and `hwp_records` says what their records mean; here the records become pieces
of text in order, with tables, notes and boxes where they are anchored.
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
from sources.readers.grid import Placed
from sources.readers.hangul.hangul import Walk
from sources.readers.hangul.hwp_controls import mark_of
from sources.readers.hangul.hwp_file import HwpFile
from sources.readers.hangul.hwp_records import (
    CTRL_HEADER,
    LIST_HEADER,
    PAGE,
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
from sources.readers.office import raised
from sources.readers.pieces import Piece

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
    b"onwn": "number",
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
        controls = [part for part in node.inside if part.record.tag == CTRL_HEADER]
        body = node.record.body
        shape, style = struct.unpack_from("<HB", body, 8) if len(body) >= 11 else (0, 0)
        text, places = text_of(parts.get(PARA_TEXT, b""), [mark_of(control) for control in controls])
        if top:
            self.set_out(controls, body[11] if len(body) > 11 else 0)
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
        for control in controls:
            yield from self.control(control, top=top)

    def set_out(self, controls: list[Node], flags: int) -> None:
        """What a paragraph says of the page and columns it begins: `flags` are 4 for a new page, 8 for a new
        column."""
        self.pages.begins(page=bool(flags & 4), column=bool(flags & 8))
        for control in controls:
            holds, body = HOLDS.get(control.record.body[:4]), control.record.body
            if holds == "columns":
                self.pages.columns = max(1, struct.unpack_from("<H", body, 4)[0] >> 2 & 0xFF)
            elif holds == "section":
                page = next((part.record.body for part in control.inside if part.record.tag == PAGE), b"")
                if len(page) >= 40:
                    wide, high, _, _, above, below, head, foot = struct.unpack_from("<8i", page)
                    turned = struct.unpack_from("<I", page, 36)[0] & 1
                    self.pages.body = max(0, (wide if turned else high) - above - below - head - foot)
            elif holds == "number" and self.pages.page == 1 and len(body) >= 10 and not body[4] & 0xF:
                self.first_number = struct.unpack_from("<H", body, 8)[0]

    def with_raised(self, text: str, runs: list[tuple[int, int]]) -> str:
        """`text` with the figures that stand above the line raised; as long as before."""
        out, at = [], 0
        for shape, length in runs:
            look = self.looks.characters.get(shape)
            part = text[at : at + length]
            out.append(raised(part) if look and look.above and at else part)
            at += length
        return "".join(out) + text[at:]

    def control(self, node: Node, *, top: bool = False) -> Iterator[Piece]:
        holds = HOLDS.get(node.record.body[:4], "")
        if holds in ("hidden", "columns", "section", "number"):
            return
        if holds == "table":
            yield from self.table_of(node, top=top)
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

    def table_of(self, node: Node, *, top: bool) -> list[Piece]:
        cells: list[Placed] = []
        before: list[Piece] = []
        heights: dict[int, int] = {}
        grid: bytes | None = None
        now = before
        # A cell's paragraphs follow its list header, at the same depth or one deeper.
        for part in node.inside:
            tag, body = part.record.tag, part.record.body
            if tag == TABLE:
                grid = body
            elif tag == LIST_HEADER:
                now = before
                if grid is not None and len(body) >= 24:
                    flags, column, row, across, down, _, height = struct.unpack_from("<I4H2I", body, 4)
                    now = []
                    cells.append(
                        Placed(row, column, now, max(1, down), max(1, across), bool(flags & 1 << 18))
                    )
                    if down == 1:
                        heights[row] = max(heights.get(row, 0), height)
                now.extend(self.deep(part))
            elif tag == PARA_HEADER:
                now.extend(self.paragraph(part, top=False))
        for piece in before:
            piece.kind = BlockKind.CAPTION
        body = node.record.body
        like_a_letter = len(body) < 8 or struct.unpack_from("<I", body, 4)[0] & 1
        flags = struct.unpack_from("<I", grid)[0] if grid and len(grid) >= 4 else 0
        hangs = top and not like_a_letter
        return [*before, *self.table(cells, heights, hangs=hangs, repeats=flags >> 2 & 1)]
