"""HWPX: the XML format of Hancom Office (OWPML, KS X 6101), read with lxml.

Footnotes and endnotes, tables, text boxes, outline and list numbers are kept; deleted (tracked) text,
memos and hidden comments are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sources.blocks import BlockKind, Reading
from sources.door.archive import Archive, parse_xml
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.readers.grid import Placed
from sources.readers.hangul.hangul import (
    Looks,
    Walk,
)
from sources.readers.hangul.hwpx_controls import body_height, mark_of
from sources.readers.hangul.hwpx_looks import looks_of
from sources.readers.hangul.hwpx_measure import Spacing, height_of, objects_in, text_width
from sources.readers.office import attribute, child, integer, local, raised
from sources.readers.pieces import CharacterLook, Piece

SIGNS: Final = {"lineBreak": "\n", "tab": " ", "nbSpace": "\u00a0", "fwSpace": " ", "hyphen": "-"}
SKIPPED: Final = frozenset(
    ("secPr", "fieldBegin", "hiddenComment", "colPr", "linesegarray", "switch", "memogroup")
)


def read(path: Path, *, limits: Limits = Limits()) -> Reading:
    """The blocks of the HWPX at `path`. Raises Refused."""
    name = display_name(path.name)
    with Archive(path, limits) as archive:
        if any(
            n.lower() == "meta-inf/manifest.xml" and b"encryption-data" in archive.read(n)
            for n in archive.names
        ):
            raise Refused(Reason.ENCRYPTED, name)
        sections = section_parts(archive, name)
        header = next((n for n in archive.names if n.lower() == "contents/header.xml"), None)
        walk = _Walk(looks_of(parse_xml(archive.read(header), name)) if header else Looks())
        pieces = walk.gather(walk.section(parse_xml(archive.read(section), name)) for section in sections)
        package = next((n for n in archive.names if n.lower() == "contents/content.hpf"), None)
        metadata = _metadata(parse_xml(archive.read(package), name)) if package else {}
    return walk.reading(pieces, metadata)


def section_parts(archive: Archive, name: str) -> list[str]:
    """The parts that hold the text of the HWPX file called `name`, in order. Raises Refused for none."""
    found = (n for n in archive.names if re.fullmatch(r"Contents/section\d+\.xml", n, re.I))
    sections = sorted(found, key=lambda n: int(re.findall(r"\d+", n)[-1]))
    if not sections:
        raise Refused(Reason.DAMAGED, name)
    return sections


def _number(element: Any, name: str, otherwise: int = 0) -> int:
    return integer(attribute(element, name), otherwise)


@dataclass(slots=True)
class _Walk(Walk):
    """Through the XML of a document's sections. `deleting`: within text marked as deleted."""

    deleting: bool = False
    placeless: bool = False  # whether most paragraphs of the section have no line positions
    width: int = 42520  # of the text on a page

    def section(self, root: Any) -> Iterator[Piece]:
        paragraphs = [element for element in root if local(element) == "p"]
        placed = sum(child(element, "linesegarray") is not None for element in paragraphs)
        self.placeless = 2 * placed < len(paragraphs)
        for element in root:
            if local(element) == "p":
                yield from self.paragraph(element, top=True)
            else:
                yield from self.anchored(element)

    def set_out(self, element: Any) -> None:
        """What a paragraph says of the page and columns it begins."""
        self.pages.begins(
            page=attribute(element, "pageBreak") == "1", column=attribute(element, "columnBreak") == "1"
        )
        for part in (part for run in element for part in run.iter()):
            match local(part):
                case "colPr":
                    self.pages.columns = max(1, _number(part, "colCount", 1))
                case "pagePr":
                    self.pages.body = body_height(part, child(element, "linesegarray"))
                    self.width = text_width(part)
                case "startNum" if self.pages.page == 1 and _number(part, "page"):
                    self.first_number = _number(part, "page")
                case "newNum" if self.pages.page == 1 and attribute(part, "numType") == "PAGE":
                    self.first_number = _number(part, "num")
                case "tbl" | "subList":
                    break

    def paragraph(self, element: Any, *, top: bool = False) -> Iterator[Piece]:
        """A paragraph, and after it what is anchored in it: tables, boxes, notes."""
        text: list[str] = []
        runs: list[tuple[int, int]] = []
        anchored: list[Any] = []
        if top:
            self.set_out(element)
        for run in element:
            if local(run) != "run":
                continue
            before = sum(map(len, text))
            for part in run:
                if local(part) == "t":
                    look = self.looks.characters.get(_number(run, "charPrIDRef"))
                    said = "".join(self.text(part))
                    text.append(raised(said) if look and look.above and text else said)
                elif shown := mark_of(part, "".join(text)):
                    text.append("" if self.deleting else shown)
                else:
                    anchored.append(part)
            runs.append((_number(run, "charPrIDRef"), sum(map(len, text)) - before))
        whole = "".join(text)
        piece = self.looks.piece(whole, _number(element, "styleIDRef"), _number(element, "paraPrIDRef"), runs)
        if top:
            lead = len(whole) - len(whole.lstrip())
            lines = child(element, "linesegarray")
            if self.placeless:
                self.reckon(element, piece)
            else:
                stored = () if lines is None else lines
                heights = [(_number(s, "textpos") - lead, _number(s, "vertpos")) for s in stored]
                self.pages.lines(piece, heights)
        else:
            piece.page = self.pages.page
        if piece.text:
            yield piece
        for part in anchored:
            yield from self.anchored(part, top=top)

    def reckon(self, element: Any, piece: Piece) -> None:
        """Place a paragraph that no line position places."""
        spacing = self.looks.spacings.get(_number(element, "paraPrIDRef"), Spacing())
        size = piece.size or next((look.size for look in self._run_looks(element)), 0.0)
        made = height_of(piece.text, size, spacing, objects_in(element), self.width // self.pages.columns)
        self.pages.reckon(piece, made.above, made.lines, made.below)

    def _run_looks(self, element: Any) -> Iterator[CharacterLook]:
        for run in element:
            if local(run) == "run":
                yield self.looks.characters.get(_number(run, "charPrIDRef"), CharacterLook())

    def text(self, element: Any) -> Iterator[str]:
        """The text of one `t`, without what is marked as deleted."""
        if not self.deleting:
            yield element.text or ""
        for sign in element:
            name = local(sign)
            if name in ("deleteBegin", "deleteEnd"):
                self.deleting = name == "deleteBegin"
            elif not self.deleting:
                yield SIGNS.get(name, "")
            if not self.deleting:
                yield sign.tail or ""

    def anchored(self, element: Any, *, top: bool = False) -> Iterator[Piece]:
        name = local(element)
        if name in SKIPPED:
            return
        if name == "tbl":
            yield from self.table_of(element, top=top)
        elif name in ("footNote", "endNote"):
            yield from self.note(self.inside(element), at_end=name == "endNote")
        elif name in ("header", "footer"):
            self.runs_along(self.inside(element))
        elif name == "caption":
            for piece in self.inside(element):
                piece.kind = BlockKind.CAPTION
                yield piece
        elif name == "p":
            yield from self.paragraph(element)
        else:
            yield from self.inside(element)

    def inside(self, element: Any) -> Iterator[Piece]:
        for part in element:
            yield from self.anchored(part)

    def table_of(self, element: Any, *, top: bool = False) -> Iterator[Piece]:
        cells: list[Placed] = []
        heights: dict[int, int] = {}
        for number, row in enumerate(part for part in element if local(part) == "tr"):
            for column, cell in enumerate(part for part in row if local(part) == "tc"):
                made = self.cell(cell, number, column)
                cells.append(made)
                size = child(cell, "cellSz")
                if made.row_span == 1 and size is not None:
                    heights[made.row] = max(heights.get(made.row, 0), _number(size, "height"))
        for part in element:
            if local(part) == "caption":
                yield from self.anchored(part)
        place = child(element, "pos")
        hangs = top and place is not None and attribute(place, "treatAsChar") == "0"
        repeats = int(attribute(element, "repeatHeader") == "1")
        yield from self.table(cells, heights, hangs=hangs, repeats=repeats)

    def cell(self, element: Any, row: int, column: int) -> Placed:
        address, span = child(element, "cellAddr"), child(element, "cellSpan")
        if address is not None:
            row, column = _number(address, "rowAddr"), _number(address, "colAddr")
        down, across = (1, 1) if span is None else (_number(span, "rowSpan", 1), _number(span, "colSpan", 1))
        headed = attribute(element, "header") == "1"
        return Placed(row, column, list(self.inside(element)), max(1, down), max(1, across), headed)


def _metadata(root: Any) -> dict[str, str]:
    names = {"title": "title", "creator": "author", "subject": "subject", "CreatedDate": "date"}
    out: dict[str, str] = {}
    for element in root.iter():
        key = attribute(element, "name") if local(element) == "meta" else local(element)
        value = (element.text or "").strip()
        # Where a field was left empty, the program writes the word "text".
        if key in names and value and value != "text":
            out[names[key]] = value[:10] if key == "CreatedDate" else value
    return out
