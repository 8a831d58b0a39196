"""What the readers of word-processor formats share: pieces on their way to blocks, tables, and headings
told by their look where no style says so. (List numbers: `numbering`.)

DOCX, HWPX and HWP know their paragraphs; what differs is how they write them down.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sources.blocks import Block, BlockKind

SENTENCE_END: Final = re.compile(r"[.!?…。:;,][\'\"”’»)\]」』]*$")
CAPTION: Final = re.compile(r"[<\[〈【(]?\s*(?:표|그림|도표|table|figure|fig\.|chart)\s*[\dⅠ-Ⅻ]+", re.I)


@dataclass(slots=True)
class Piece:
    """A paragraph as a format has it. `level` is a heading's depth where a style names it one; `size` is in
    points, 0 where unknown; `number` is the list number printed before it ("3.", "가)")."""

    text: str
    kind: BlockKind = BlockKind.BODY
    level: int | None = None
    size: float = 0.0
    bold: bool = False
    number: str = ""
    page: int | None = None
    page_breaks: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CharacterLook:
    """A character shape: its size in points, whether it is bold, whether it stands above the line."""

    size: float = 0.0
    bold: bool = False
    above: bool = False


def usual_look(lengths: Mapping[CharacterLook, int]) -> tuple[float, bool]:
    """The size most of a paragraph's characters have (0.0 without any), and whether nearly all are bold."""
    if not lengths:
        return 0.0, False
    bold = sum(length for look, length in lengths.items() if look.bold)
    return max(lengths, key=lambda look: lengths[look]).size, bold > 0.8 * sum(lengths.values())


def finish(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """The pieces as blocks: numbers before their text, headings named, empty ones left out."""
    kept = [piece for piece in pieces if piece.text.strip()]
    sizes: Counter[float] = Counter()
    for piece in kept:
        if piece.kind is BlockKind.BODY:
            sizes[piece.size] += len(piece.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    lightly = sum(len(p.text) for p in kept if p.bold) < 0.4 * sum(len(p.text) for p in kept)
    looks = sorted(
        {p.size for p in kept if p.level is None and _looks_like_heading(p, usual, lightly)}, reverse=True
    )
    return tuple(_block(piece, usual, lightly, looks) for piece in kept)


def _looks_like_heading(piece: Piece, usual: float, bold_is_rare: bool) -> bool:
    text = piece.text.strip()
    if piece.kind is not BlockKind.BODY or len(text) > 90 or "\n" in text or SENTENCE_END.search(text):
        return False
    if not any(char.isalpha() for char in text) or CAPTION.match(text):
        return False
    return (usual > 0 and piece.size > 1.12 * usual) or (
        piece.bold and bold_is_rare and piece.size >= 0.95 * usual
    )


def _block(piece: Piece, usual: float, bold_is_rare: bool, looks: Sequence[float]) -> Block:
    kind, level = piece.kind, 1
    text, shift = piece.text, 0
    if piece.number and kind in (BlockKind.BODY, BlockKind.LIST):
        shift = len(piece.number) + 1
        text = f"{piece.number} {text}"
        kind = BlockKind.LIST if piece.level is None else kind
    if piece.level is not None and piece.kind is BlockKind.BODY:
        kind, level = BlockKind.HEADING, piece.level
    elif kind is BlockKind.BODY and CAPTION.match(text) and len(text) < 150:
        kind = BlockKind.CAPTION
    elif _looks_like_heading(piece, usual, bold_is_rare):
        kind, level = BlockKind.HEADING, min(6, 1 + looks.index(piece.size))
    breaks = tuple((offset + shift if offset else 0, page) for offset, page in piece.page_breaks)
    return Block(text, kind, piece.page, breaks, None, level)


# ── tables ──────────────────────────────────────────────────────────────────────────────────────


def table(cells: Mapping[tuple[int, int], Sequence[Piece]], page: int | None) -> list[Piece]:
    """A table's cells, (row, column) → their pieces, as one piece: rows on lines, cells parted by tabs. A
    table that only frames or arranges prose (one column, or long texts in its cells) gives that prose."""
    filled = {place: [p for p in pieces if p.text.strip()] for place, pieces in sorted(cells.items())}
    filled = {place: pieces for place, pieces in filled.items() if pieces}
    if not filled:
        return []
    lengths = [sum(len(piece.text) for piece in pieces) for pieces in filled.values()]
    columns = {column for _, column in filled}
    if len(columns) < 2 or sum(lengths) / len(lengths) > 200:
        return [piece for pieces in filled.values() for piece in pieces]
    rows: dict[int, list[str]] = {}
    for (row, _), pieces in filled.items():
        texts = (
            f"{p.number} {p.text}" if p.number else p.text for p in pieces if p.kind is not BlockKind.FOOTNOTE
        )
        rows.setdefault(row, []).append(re.sub(r"\s+", " ", " ".join(texts)).strip())
    notes = [p for pieces in filled.values() for p in pieces if p.kind is BlockKind.FOOTNOTE]
    text = "\n".join("\t".join(row) for row in rows.values())
    return [Piece(text, BlockKind.TABLE, page=page), *notes]


# ── raised figures ──────────────────────────────────────────────────────────────────────────────


SUPERSCRIPTS: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def raised(text: str) -> str:
    """Text set above the line. Figures stay raised, since 10⁶ is not 106; words cannot be."""
    return text.translate(SUPERSCRIPTS) if re.fullmatch(r"[+-]?[0-9]{1,3}", text) else text


# ── XML ─────────────────────────────────────────────────────────────────────────────────────────


def local(element: Any) -> str:
    """An element's name without its namespace, which versions of a format differ in; "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its name without a namespace; "" where there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def integer(text: str, otherwise: int = 0) -> int:
    """A whole number as the formats write it; `otherwise` where it is none of a sensible size."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise


def child(element: Any, *names: str) -> Any:
    """The descendant reached through children of these names, or None."""
    for name in names:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element
