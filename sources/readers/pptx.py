"""PPTX: slides as pages, read with python-pptx: the title a heading, then text, lists and tables from the top
down, and the speaker's notes, marked as such. Hidden slides are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sources.blocks import Block, BlockKind, Reading
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.readers.grid import Placed, captioned, table
from sources.readers.pieces import CAPTION, Piece
from sources.readers.xlsx import check_parts, package_metadata

# Placeholders (ECMA-376 part 1, 19.7.10) that repeat on slides: date, number, footer, header.
RUNNING: Final = frozenset((13, 14, 15, 16))
TITLES: Final = frozenset((1, 3, 5))
SUBTITLE: Final = 4
MOST_DEPTH: Final = 50  # of groups within groups


def read(path: Path, *, limits: Limits = Limits()) -> Reading:
    """The blocks of the PPTX at `path`. Raises Refused."""
    name = display_name(path.name)
    check_parts(path, limits)
    import pptx

    try:
        show = pptx.Presentation(str(path))
        slides = list(show.slides)
        if len(slides) > limits.pages:
            raise Refused(Reason.TOO_MANY_PAGES, name, pages=len(slides), limit=limits.pages)
        blocks = [
            block
            for number, slide in enumerate(slides, 1)
            if slide._element.get("show") != "0"
            for block in _slide(slide, number)
        ]
        metadata = package_metadata(show.core_properties)
    except Refused:
        raise
    except Exception as error:  # python-pptx raises what its parts raise
        raise Refused(Reason.DAMAGED, name) from error
    return Reading(captioned(blocks), pages=len(slides), metadata=metadata)


def _slide(slide: Any, page: int) -> Iterator[Block]:
    shapes = sorted(_shapes(slide.shapes, 0), key=lambda shape: (shape.top or 0, shape.left or 0))
    # The title is read first wherever it stands.
    shapes.sort(key=lambda shape: _placeholder(shape) not in TITLES)
    for shape in shapes:
        if getattr(shape, "has_table", False):
            yield from (_as_block(piece, page) for piece in _table(shape.table, page))
        elif getattr(shape, "has_text_frame", False):
            yield from _text(shape, page)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        said = slide.notes_slide.notes_text_frame.text.strip()
        mark = "발표자 메모" if re.search("[가-힣]", said) else "Speaker notes"
        if said:
            yield Block(f"[{mark}] {_tidy(said)}", BlockKind.FOOTNOTE, page)


def _shapes(shapes: Any, depth: int) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes") and depth < MOST_DEPTH:
            yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _placeholder(shape: Any) -> int | None:
    """The kind of placeholder a shape is, None where it is none."""
    return int(shape.placeholder_format.type) if shape.is_placeholder else None


def _text(shape: Any, page: int) -> Iterator[Block]:
    kind = _placeholder(shape)
    paragraphs = [(_tidy(_said(p)), p.level) for p in shape.text_frame.paragraphs]
    if kind in TITLES:
        text = " ".join(text for text, _ in paragraphs if text)
        if text:
            yield Block(text, BlockKind.HEADING, page)
        return
    several = sum(bool(text) for text, _ in paragraphs) > 1
    for text, level in paragraphs:
        if not text:
            continue
        if kind in RUNNING:
            yield Block(text, BlockKind.FURNITURE, page)
        elif CAPTION.match(text):
            yield Block(text, BlockKind.CAPTION, page)
        else:
            listed = level > 0 or (several and kind is not None and kind != SUBTITLE)
            yield Block(text, BlockKind.LIST if listed else BlockKind.BODY, page, level=level + 1)


def _said(paragraph: Any) -> str:
    # Line breaks come as vertical tabs.
    return str(paragraph.text).replace("\v", " ")


def _table(found: Any, page: int) -> list[Piece]:
    cells = []
    for number, row in enumerate(found.rows):
        for column, cell in enumerate(row.cells):
            if cell.is_spanned:
                continue
            down, across = (cell.span_height, cell.span_width) if cell.is_merge_origin else (1, 1)
            headed = bool(found.first_row) and number == 0
            pieces = [Piece(_tidy(cell.text.replace("\v", " ")), page=page)]
            cells.append(Placed(number, column, pieces, down, across, headed))
    return table(cells, page)


def _as_block(piece: Piece, page: int) -> Block:
    kind = BlockKind.HEADING if piece.level is not None else piece.kind
    return Block(piece.text, kind, page, level=piece.level or 1, table=piece.table)


def _tidy(text: str) -> str:
    return " ".join(text.split())
