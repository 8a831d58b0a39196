"""What the readers of word-processor formats share: pieces made blocks, and headings told by their look where
no style says so. (Pieces: `pieces`; tables: `grid`; list numbers: `numbering`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from sources.blocks import Block, BlockKind
from sources.readers.grid import captioned
from sources.readers.headings import headings, is_remark
from sources.readers.pieces import CAPTION, Piece


def finish(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """The pieces as blocks: numbers before their text, headings named, empty ones left out."""
    kept = [piece for piece in pieces if piece.text.strip()]
    found = headings(kept)
    looks = sorted(set(found.values()), reverse=True)
    return captioned([_block(p, 1 + looks.index(found[n]) if n in found else 0) for n, p in enumerate(kept)])


def _block(piece: Piece, look: int) -> Block:
    """`look`: the level of a heading that its look tells, 0 for none."""
    kind, level = piece.kind, 1
    text, shift = piece.text, 0
    if piece.number and kind in (BlockKind.BODY, BlockKind.LIST):
        shift = len(piece.number) + 1
        text = f"{piece.number} {text}"
        kind = BlockKind.LIST if piece.level is None else kind
    if piece.level is not None and piece.kind is BlockKind.BODY and not is_remark(text):
        kind, level = BlockKind.HEADING, piece.level
    elif kind is BlockKind.BODY and CAPTION.match(text) and len(text) < 150:
        kind = BlockKind.CAPTION
    elif look:
        kind, level = BlockKind.HEADING, min(6, look)
    elif kind is BlockKind.LIST:
        level = piece.depth
    breaks = tuple((offset + shift if offset else 0, page) for offset, page in piece.page_breaks)
    label = piece.number if shift else None
    return Block(text, kind, piece.page, breaks, label, level, piece.table)


# ── raised figures ──────────────────────────────────────────────────────────────────────────────


SUPERSCRIPTS: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def raised(text: str) -> str:
    """Text set above the line. Figures stay raised, since 10⁶ is not 106; words cannot be."""
    return text.translate(SUPERSCRIPTS) if re.fullmatch(r"[+-]?[0-9]{1,3}", text) else text


def equation(script: str, around: str) -> str:
    """The mark that stands for a formula inside text, in the language of the text `around` it: whoever quotes
    the sentence sees that something stands there. `script` is how the format writes the formula, "" where it
    draws it only."""
    name = "수식" if not around.strip() or re.search("[가-힣]", around) else "equation"
    script = " ".join(script.split())
    return f"[{name}: {script}]" if script else f"[{name}]"


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
