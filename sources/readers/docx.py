"""DOCX: paragraphs, headings by style, list numbers counted as Word counts them, tables, footnotes.

A DOCX has no pages; where Word noted the page breaks it last drew, they give approximate page numbers.
Deleted (tracked) and hidden text is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sources.blocks import BlockKind, Reading
from sources.door.archive import Archive, parse_xml
from sources.door.guard import Limits, display_name
from sources.door.packages import main_part, relationships
from sources.errors import Reason, Refused
from sources.readers.docx_runs import Run
from sources.readers.docx_styles import Lists, Style, is_on, outline_level, styles_of, value_of
from sources.readers.grid import Placed, table
from sources.readers.office import (
    attribute,
    child,
    finish,
    integer,
    local,
)
from sources.readers.pieces import Piece, usual_look


def read(path: Path, *, limits: Limits = Limits()) -> Reading:
    """The blocks of the DOCX at `path`. Raises Refused."""
    name = display_name(path.name)
    with Archive(path, limits) as archive:
        main = main_part(archive, name) or "word/document.xml"
        own = relationships(archive, main, name)

        def part(member: str) -> Any:
            return parse_xml(archive.read(member), name) if member in archive.names else None

        def related(kind: str) -> Any:
            named = (target for _, what, target in own if what == kind)
            return part(next(named, f"word/{kind}.xml"))

        root = part(main)
        body = child(root, "body") if root is not None else None
        if body is None:
            raise Refused(Reason.DAMAGED, name)
        walk = _Walk(styles_of(related("styles")), Lists.of(related("numbering")))
        walk.notes = {
            **_notes(related("footnotes"), "footnote", walk),
            **_notes(related("endnotes"), "endnote", walk),
        }
        _join_deleted(body)
        walk.paged = next((True for e in body.iter() if local(e) == "lastRenderedPageBreak"), False)
        pieces = [*walk.blocks(body), *walk.endnotes]
        running = [target for _, kind, target in own if kind in ("header", "footer")]
        running += [n for n in archive.names if re.fullmatch(r"word/(?:header|footer)\d*\.xml", n)]
        for member in dict.fromkeys(running):
            text = " ".join(piece.text for piece in walk.blocks(part(member)) if piece.text.strip())
            pieces.append(Piece(text, BlockKind.FURNITURE))
        metadata = _metadata(part("docProps/core.xml"))
    pages = walk.page if walk.paged else None
    return Reading(finish(pieces), pages=pages, pages_exact=False, metadata=metadata)


def _join_deleted(body: Any) -> None:
    """Put a paragraph whose end is marked as deleted before the text of the next one, as Word shows them."""
    for element in list(body.iter()):
        if local(element) != "p":
            continue
        mark = child(element, "pPr", "rPr")
        gone = mark is not None and any(local(part) in ("del", "moveFrom") for part in mark)
        below = element.getnext()
        if gone and below is not None and local(below) == "p":
            first = next((n for n, part in enumerate(below) if local(part) != "pPr"), len(below))
            for place, part in enumerate([part for part in element if local(part) != "pPr"]):
                below.insert(first + place, part)
            element.getparent().remove(element)


# ── the body ────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Walk:
    styles: dict[str, Style]
    lists: Lists
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    endnotes: list[Piece] = field(default_factory=list)
    page: int = 1
    paged: bool = False

    def blocks(self, element: Any) -> Iterator[Piece]:
        """The pieces below an element that holds paragraphs and tables."""
        for part in element:
            match local(part):
                case "p":
                    yield from self.paragraph(part)
                case "tbl":
                    yield from self.table(part)
                case (
                    "sdt"
                    | "sdtContent"
                    | "ins"
                    | "moveTo"
                    | "customXml"
                    | "smartTag"
                    | "AlternateContent"
                    | "Choice"
                ):
                    yield from self.blocks(part)

    def table(self, element: Any) -> list[Piece]:
        page = self.page if self.paged else None
        cells: list[Placed] = []
        open_: dict[int, Placed] = {}  # column → the merged cell that reaches down in it
        rows = [e for e in _through(element, "sdt", "sdtContent") if local(e) == "tr"]
        for number, row in enumerate(rows):
            properties = child(row, "trPr")
            at = integer(value_of(properties, "gridBefore"))
            headed = is_on(properties, "tblHeader")
            for cell in _through(row, "sdt", "sdtContent"):
                if local(cell) != "tc":
                    continue
                properties = child(cell, "tcPr")
                merged = child(properties, "vMerge") if properties is not None else None
                across = max(1, integer(value_of(properties, "gridSpan"), 1))
                if merged is not None and attribute(merged, "val") != "restart" and at in open_:
                    open_[at].row_span = number - open_[at].row + 1
                else:
                    made = Placed(number, at, list(self.blocks(cell)), 1, across, headed)
                    cells.append(made)
                    open_.pop(at, None)
                    if merged is not None:
                        open_[at] = made
                at += across
        return table(cells, page)

    def paragraph(self, element: Any) -> Iterator[Piece]:
        properties = child(element, "pPr")
        style = self.styles.get(value_of(properties, "pStyle"), self.styles.get("", Style()))
        run = Run(self)
        piece = Piece("", page=self.page if self.paged else None)
        run.walk(element, style)
        piece.text = "".join(run.text)
        lead = len(piece.text) - len(piece.text.lstrip())
        piece.text = piece.text.strip()
        piece.page_breaks = [(max(0, offset - lead), page) for offset, page in run.breaks]
        if piece.page_breaks and piece.page_breaks[0][0] == 0:
            piece.page = piece.page_breaks.pop(0)[1]
        outline = outline_level(properties)
        piece.level = outline if outline is not None else style.level
        piece.size, piece.bold = usual_look(run.looks)
        numbering = child(properties, "numPr") if properties is not None else None
        key = value_of(numbering, "numId") or style.list_id
        level = value_of(numbering, "ilvl")
        if piece.text and key and key != "0":
            piece.number = self.lists.number(key, integer(level, style.list_level))
            if not piece.number and piece.level is None:
                piece.kind = BlockKind.LIST
            piece.depth = 1 + integer(level, style.list_level)
        if style.contents:
            piece.kind = BlockKind.FURNITURE
        if piece.text:
            yield piece
        yield from run.boxes
        for kind, number in run.references:
            note = Piece(self.notes.get((kind, number), ""), BlockKind.FOOTNOTE, page=piece.page)
            if kind == "endnote":
                self.endnotes.append(note)
            else:
                yield note


def _through(element: Any, *wrappers: str) -> Iterator[Any]:
    for part in element:
        if local(part) in wrappers:
            yield from _through(part, *wrappers)
        else:
            yield part


def _notes(root: Any, kind: str, walk: _Walk) -> dict[tuple[str, str], str]:
    out = {}
    for note in root if root is not None else ():
        if local(note) == kind and attribute(note, "type") in ("", "normal"):
            text = " ".join(piece.text for piece in walk.blocks(note))
            out[kind, attribute(note, "id")] = text.strip()
    return out


def _metadata(root: Any) -> dict[str, str]:
    # The language a DOCX declares is its program's default more often than its own.
    names = {"title": "title", "creator": "author", "created": "date", "subject": "subject"}
    out = {}
    for element in root if root is not None else ():
        name, value = names.get(local(element)), (element.text or "").strip()
        if name and value:
            out[name] = value[:10] if name == "date" else value
    return out
