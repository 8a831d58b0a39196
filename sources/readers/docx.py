"""DOCX: paragraphs, headings by style, list numbers counted as Word counts them, tables, footnotes.

A DOCX has no pages; where Word noted the page breaks it last drew, they give approximate page numbers.
Deleted (tracked) and hidden text is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sources.archive import Archive, parse_xml
from sources.blocks import BlockKind, Reading
from sources.errors import Reason, Refused
from sources.guard import Limits, display_name
from sources.readers.office import (
    CharacterLook,
    Counters,
    ListLevel,
    Piece,
    attribute,
    child,
    finish,
    integer,
    local,
    raised,
    table,
    usual_look,
)

SKIPPED: Final = {
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "pPr",
    "rPr",
    "Fallback",
    "commentRangeStart",
    "rubyPr",
    "rt",
}
SIGNS: Final = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def read(path: Path, *, limits: Limits = Limits()) -> Reading:
    """The blocks of the DOCX at `path`. Raises Refused."""
    name = display_name(path.name)
    with Archive(path, limits) as archive:

        def part(member: str) -> Any:
            return parse_xml(archive.read(member), name) if member in archive.names else None

        main = part("word/document.xml")
        body = child(main, "body") if main is not None else None
        if body is None:
            raise Refused(Reason.DAMAGED, name)
        walk = _Walk(_styles(part("word/styles.xml")), _Lists.of(part("word/numbering.xml")))
        walk.notes = {
            **_notes(part("word/footnotes.xml"), "footnote", walk),
            **_notes(part("word/endnotes.xml"), "endnote", walk),
        }
        walk.paged = next((True for e in body.iter() if local(e) == "lastRenderedPageBreak"), False)
        pieces = [*walk.blocks(body), *walk.endnotes]
        for member in archive.names:
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", member):
                text = " ".join(piece.text for piece in walk.blocks(part(member)) if piece.text.strip())
                pieces.append(Piece(text, BlockKind.FURNITURE))
        metadata = _metadata(part("docProps/core.xml"))
    pages = walk.page if walk.paged else None
    return Reading(finish(pieces), pages=pages, pages_exact=False, metadata=metadata)


# ── styles and lists ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Style:
    level: int | None = None
    size: float = 0.0
    bold: bool = False
    list_id: str = ""
    list_level: int = 0
    contents: bool = False  # a line of a table of contents


def _styles(root: Any) -> dict[str, _Style]:
    if root is None:
        return {}
    elements = {attribute(e, "styleId"): e for e in root if local(e) == "style"}
    default = child(root, "docDefaults", "rPrDefault", "rPr")
    base = _Style(size=_size(default) or 10.0)
    made = {key: _style(element, elements, base, 0) for key, element in elements.items()}
    first = next(
        (
            k
            for k, e in elements.items()
            if attribute(e, "default") == "1" and attribute(e, "type") == "paragraph"
        ),
        "",
    )
    return {"": made.get(first, base), **made}


def _style(element: Any, elements: dict[str, Any], base: _Style, depth: int) -> _Style:
    parent = child(element, "basedOn")
    above = elements.get(attribute(parent, "val")) if parent is not None else None
    inherited = _style(above, elements, base, depth + 1) if above is not None and depth < 20 else base
    shown = child(element, "name")
    name = attribute(shown, "val").lower() if shown is not None else ""
    heading = re.fullmatch(r"(?:heading|제목|개요)\s*(\d)", name)
    level = (
        int(heading[1]) if heading else 1 if name in ("title", "제목") else _outline(child(element, "pPr"))
    )
    run = child(element, "rPr")
    numbering = child(element, "pPr", "numPr")
    return _Style(
        level=level if level is not None else inherited.level,
        size=_size(run) or inherited.size,
        bold=_is_on(run, "b", inherited.bold),
        list_id=_value(numbering, "numId") or inherited.list_id,
        list_level=integer(_value(numbering, "ilvl"), inherited.list_level),
        contents=bool(re.match(r"toc \d|contents", name)) or inherited.contents,
    )


def _outline(properties: Any) -> int | None:
    level = integer(_value(properties, "outlineLvl"), 9)
    return level + 1 if 0 <= level < 9 else None


def _value(element: Any, name: str) -> str:
    found = child(element, name) if element is not None else None
    return attribute(found, "val") if found is not None else ""


def _size(run: Any) -> float:
    return max(0, integer(_value(run, "sz"))) / 2


def _is_on(run: Any, name: str, otherwise: bool = False) -> bool:
    found = child(run, name) if run is not None else None
    return otherwise if found is None else attribute(found, "val") not in ("0", "false", "none", "off")


@dataclass(slots=True)
class _Lists:
    levels: dict[str, dict[int, ListLevel]]
    abstract: dict[str, str]
    counters: Counters = field(default_factory=lambda: Counters("%"))

    @classmethod
    def of(cls, root: Any) -> _Lists:
        abstract: dict[str, dict[int, ListLevel]] = {}
        levels: dict[str, dict[int, ListLevel]] = {}
        names: dict[str, str] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                abstract[attribute(element, "abstractNumId")] = dict(_levels(element))
            elif local(element) == "num":
                key, name = attribute(element, "numId"), _value(element, "abstractNumId")
                own = [e for e in element if local(e) == "lvlOverride"]
                levels[key] = dict(abstract.get(name, {}))
                # A list that sets its own start counts for itself; others of one kind count on.
                names[key] = f"{name}/{key}" if own else name
                for override in own:
                    levels[key].update(_levels(override))
                    at, start = (
                        integer(attribute(override, "ilvl")),
                        integer(_value(override, "startOverride"), -1),
                    )
                    if start >= 0 and at in levels[key]:
                        known = levels[key][at]
                        levels[key][at] = ListLevel(known.style, known.text, start)
        return cls(levels, names)

    def number(self, key: str, level: int) -> str:
        return self.counters.next(self.abstract.get(key, key), level, self.levels.get(key, {}))


def _levels(element: Any) -> Iterator[tuple[int, ListLevel]]:
    for level in element:
        if local(level) == "lvl":
            start = _value(level, "start")
            style = _value(level, "numFmt") or "decimal"
            text = _value(level, "lvlText")
            yield (
                integer(attribute(level, "ilvl")),
                ListLevel(style, text, integer(start, 1)),
            )


# ── the body ────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Walk:
    styles: dict[str, _Style]
    lists: _Lists
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
        cells: dict[tuple[int, int], list[Piece]] = {}
        rows = [e for e in _through(element, "sdt", "sdtContent") if local(e) == "tr"]
        for number, row in enumerate(rows):
            at = 0
            for cell in _through(row, "sdt", "sdtContent"):
                if local(cell) != "tc":
                    continue
                properties = child(cell, "tcPr")
                merged = child(properties, "vMerge") if properties is not None else None
                if merged is None or attribute(merged, "val") == "restart":
                    cells[number, at] = list(self.blocks(cell))
                span = _value(properties, "gridSpan")
                at += max(1, integer(span, 1))
        return table(cells, page)

    def paragraph(self, element: Any) -> Iterator[Piece]:
        properties = child(element, "pPr")
        style = self.styles.get(_value(properties, "pStyle"), self.styles.get("", _Style()))
        run = _Run(self)
        piece = Piece("", page=self.page if self.paged else None)
        run.walk(element, style)
        piece.text = "".join(run.text)
        lead = len(piece.text) - len(piece.text.lstrip())
        piece.text = piece.text.strip()
        piece.page_breaks = [(max(0, offset - lead), page) for offset, page in run.breaks]
        if piece.page_breaks and piece.page_breaks[0][0] == 0:
            piece.page = piece.page_breaks.pop(0)[1]
        outline = _outline(properties)
        piece.level = outline if outline is not None else style.level
        piece.size, piece.bold = usual_look(run.looks)
        numbering = child(properties, "numPr") if properties is not None else None
        key = _value(numbering, "numId") or style.list_id
        level = _value(numbering, "ilvl")
        if piece.text and key and key != "0":
            piece.number = self.lists.number(key, integer(level, style.list_level))
            if not piece.number and piece.level is None:
                piece.kind = BlockKind.LIST
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


@dataclass(slots=True)
class _Run:
    """The text of one paragraph, gathered run by run."""

    owner: _Walk
    text: list[str] = field(default_factory=list)
    length: int = 0
    looks: dict[CharacterLook, int] = field(default_factory=dict)
    breaks: list[tuple[int, int]] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Piece] = field(default_factory=list)

    def walk(self, element: Any, style: _Style) -> None:
        for part in element:
            name = local(part)
            if name in SKIPPED:
                continue
            if name == "r":
                self.run(part, style)
            elif name == "txbxContent":
                self.boxes.extend(self.owner.blocks(part))
            else:
                self.walk(part, style)

    def run(self, element: Any, style: _Style) -> None:
        properties = child(element, "rPr")
        if _is_on(properties, "vanish") or _is_on(properties, "webHidden"):
            return
        look = CharacterLook(_size(properties) or style.size, _is_on(properties, "b", style.bold))
        for part in element:
            name = local(part)
            if name == "t":
                above = _value(properties, "vertAlign") == "superscript" and self.length > 0
                self.add(raised(part.text or "") if above else part.text or "")
                self.looks[look] = self.looks.get(look, 0) + len(part.text or "")
            elif name in SIGNS:
                self.add(SIGNS[name] if attribute(part, "type") != "page" else "")
            elif name == "sym":
                code = attribute(part, "char")
                self.add(chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else "")
            elif name == "lastRenderedPageBreak":
                self.owner.page += 1
                self.breaks.append((self.length, self.owner.page))
            elif name in ("footnoteReference", "endnoteReference"):
                self.references.append((name.removesuffix("Reference"), attribute(part, "id")))
            elif name in ("drawing", "pict", "object", "AlternateContent", "ruby"):
                self.walk(part, style)

    def add(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)


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
