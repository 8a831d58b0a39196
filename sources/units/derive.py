"""The tree of a document that was stored before documents had one: from its text and its paragraphs alone."""

from __future__ import annotations

from collections.abc import Iterator

from sources.blocks import BlockKind
from sources.document import Document, Role, Unit
from sources.units.build import Piece, build_units

_KINDS = {
    Role.BODY: BlockKind.BODY,
    Role.LIST: BlockKind.LIST,
    Role.TABLE: BlockKind.TABLE,
    Role.FOOTNOTE: BlockKind.FOOTNOTE,
    Role.CAPTION: BlockKind.CAPTION,
}


def derive_units(document: Document) -> tuple[Unit, ...]:
    """The units of `document`, as far as its text tells: what stands between paragraphs is a heading where
    the sections name it, else a running head; a table's cells are parted by tabs."""
    return build_units(document.text, tuple(_pieces(document)))


def _pieces(document: Document) -> Iterator[Piece]:
    at = 0
    for paragraph in document.paragraphs:
        yield from _between(document, at, paragraph.start, paragraph.section)
        kind, label = _KINDS[paragraph.role], paragraph.label or ""
        yield Piece(paragraph.start, paragraph.end, kind, paragraph.number, paragraph.page, label=label)
        at = paragraph.end
    yield from _between(document, at, len(document.text), "")


def _between(document: Document, start: int, end: int, section: str) -> Iterator[Piece]:
    levels = section.split(" › ")
    for part in document.text[start:end].split("\n\n"):
        words = part.strip()
        if words:
            at = start + part.index(words)
            flat = " ".join(words.split())
            level = levels.index(flat) + 1 if flat in levels else 1
            kind = BlockKind.HEADING if flat in levels or not section else BlockKind.FURNITURE
            yield Piece(at, at + len(words), kind, level=level)
        start += len(part) + 2
