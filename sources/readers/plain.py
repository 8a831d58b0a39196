"""Plain text in any encoding a Korean file may have."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from sources.blocks import Reading
from sources.door.guard import display_name
from sources.errors import Reason, Refused
from sources.text.repair import repair

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings that Korean and English texts come in, besides UTF-8, UTF-16 and CP949.
_OTHERS: Final = ["johab", "iso2022_kr", "cp1252", "utf_32_le", "utf_32_be"]
# How many of the characters may be ones that no Korean or English text has.
_ODD: Final = re.compile(
    "[^\t-\r\x20-\x7e\xa0-\u024f\u02b0-\u03ff\u0400-\u04ff\u1100-\u11ff\u2000-\u2bff\u3000-\u303f\u3040-\u318f\u3200-\u33ff"
    "\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf000-\uf0ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\ufe0f\u1e00-\u1fff"
    "\U0001f000-\U0001faff]"
)


def read(path: Path) -> Reading:
    """The paragraphs of a text file. Raises Refused (UNKNOWN_ENCODING, NO_TEXT, NOT_READABLE)."""
    name = display_name(path.name)
    text, encoding = decode(read_bytes(path), name)
    blocks, pages = repair(text)
    if not blocks:
        raise Refused(Reason.NO_TEXT, name)
    return Reading(blocks, pages=pages, metadata={"encoding": encoding})


def read_bytes(path: Path) -> bytes:
    """The bytes of the file. Raises Refused (NOT_FOUND, NOT_READABLE)."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(Reason.NOT_FOUND, display_name(path.name)) from None
    except OSError:
        raise Refused(Reason.NOT_READABLE, display_name(path.name)) from None


def decode(data: bytes, name: str) -> tuple[str, str]:
    """`data` as text, and the encoding it was in. Raises Refused (UNKNOWN_ENCODING).

    A byte-order mark decides; then UTF-8 if it is valid, UTF-16 by its NULs, CP949 (which holds EUC-KR), and
    only then a guess among a few others. A damaged byte or two in otherwise good UTF-8 or CP949 becomes
    U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff"), encoding
    if (wide := _wide(data)) and (text := _try(data, wide)) is not None:
        return text, wide
    if b"\x1b$)C" in data[:64] and (text := _try(data, "iso2022_kr")) is not None:
        return text, "iso2022_kr"
    for encoding in ("utf-8", "cp949"):
        if (text := _try(data, encoding)) is not None:
            return text, encoding
    for encoding in ("utf-8", "cp949"):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") <= len(text) // 500:
            return text, encoding
    return _guess(data, name)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None
    return text if len(_ODD.findall(text)) <= len(text) // 50 else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: half of ASCII's bytes are NUL, on one side."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(even, odd) < max(1, len(head) // 40) or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guess(data: bytes, name: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_OTHERS, preemptive_behaviour=False).best()
    if best is None or (text := _try(data, best.encoding)) is None:
        raise Refused(Reason.UNKNOWN_ENCODING, name)
    return text, best.encoding
