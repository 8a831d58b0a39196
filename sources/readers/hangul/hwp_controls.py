"""What the controls of an HWP 5 paragraph show within its text: automatic numbers, formulas, words with
a gloss (덧말), letters set over each other. Without it the sentence would close over a gap.
"""

from __future__ import annotations

import struct
from typing import Final

from sources.readers.hangul.hwp_records import EQUATION, FORMATS, Node
from sources.readers.numbering import numeral
from sources.readers.office import equation

# Kinds of automatic numbers that are printed in the text: of figures, tables and formulas.
PRINTED: Final = (3, 4, 5)


def mark_of(control: Node) -> str:
    """What a control shows in its place in the text, "" for one that stands apart from it."""
    body = control.record.body
    match body[:4]:
        case b"onta":
            return _number(body)
        case b"deqe":
            return _formula(control)
        case b"tudt":
            word, end = _text(body, 4)
            gloss, _ = _text(body, end)
            return f"{word}({gloss})" if gloss.strip() else word
        case b"spct":
            return _text(body, 4)[0]
    return ""


def _number(body: bytes) -> str:
    if len(body) < 10:
        return ""
    flags, number = struct.unpack_from("<IH", body, 4)
    return numeral(FORMATS.get(flags >> 4 & 0xFF, "decimal"), number) if flags & 0xF in PRINTED else ""


def _formula(control: Node) -> str:
    record = next((part.record.body for part in control.inside if part.record.tag == EQUATION), b"")
    return equation(_text(record, 4)[0], "")


def _text(body: bytes, at: int) -> tuple[str, int]:
    """The counted text at `at`, and where it ends."""
    length = struct.unpack_from("<H", body, at)[0] if len(body) >= at + 2 else 0
    end = at + 2 + 2 * length
    return body[at + 2 : end].decode("utf-16-le", "replace").replace("\0", ""), end
