"""Receipts: what a footnote stands on, provable years later, and the short link that opens it.

A receipt names a version of a document by the hash of its text, the span of the quote in it and the
hash of the quote. Nothing in it depends on an index, a row number or a file name, so it still proves,
or disproves, its footnote after every re-indexing and on another machine.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from assistant.answer import Citation
from assistant.citing.errors import BadReceipt

__all__ = ["BadReceipt", "Receipt", "link_of", "quote_hash", "read_link", "read_receipt", "receipt_of"]

SCHEME = "gakju:"
_CHECK_BYTES = 3


@dataclass(frozen=True, slots=True)
class Receipt:
    """`page` and `end_page` count pages of the file, `printed_page` is the page as printed where that is
    known to differ or agree. `start`, `end`: half-open code-point offsets into the document's NFC text.
    `quote_hash`: SHA-256 of the quote in UTF-8, in hex."""

    key: str
    document_id: str
    start: int
    end: int
    quote_hash: str
    page: int | None = None
    end_page: int | None = None
    printed_page: int | None = None
    paragraph: int = 0
    label: str | None = None
    section: str = ""

    @property
    def link(self) -> str:
        return _link(self.document_id, self.start, self.end, self.quote_hash)

    def as_json(self) -> dict[str, Any]:
        return {"gakju": 1, **asdict(self), "link": self.link}


def quote_hash(quote: str) -> str:
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()


def receipt_of(citation: Citation) -> Receipt:
    """The receipt of a citation."""
    place = citation.location
    printed = None if place.page is None else place.page + citation.record.page_offset
    return Receipt(
        citation.record.key, place.document_id, place.start, place.end, quote_hash(citation.quote),
        place.page, place.end_page, printed if printed is None or printed > 0 else None,
        place.paragraph, citation.label, place.section,
    )  # fmt: skip


def read_receipt(text: str) -> Receipt:
    """A receipt from its JSON. Raises BadReceipt."""
    try:
        data = json.loads(text)
        receipt = Receipt(**{item.name: data[item.name] for item in fields(Receipt)})
        sound = receipt.link == data["link"] and 0 <= receipt.start <= receipt.end
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise BadReceipt(text) from error
    if not sound:
        raise BadReceipt(text)
    return receipt


def link_of(citation: Citation) -> str:
    """The short link to a citation's sentence: "gakju:" and about 26 letters and digits."""
    return receipt_of(citation).link


def read_link(link: str) -> Receipt:
    """What a short link says: document hash, span, and the beginning of the quote's hash, as a receipt
    without a key. Raises BadReceipt."""
    code = link.strip().rpartition(SCHEME)[2].strip().upper()
    try:
        raw = base64.b32decode(code + "=" * (-len(code) % 8))
        document, rest = raw[:8], raw[8:]
        start, rest = _read_number(rest)
        length, rest = _read_number(rest)
    except (binascii.Error, ValueError, IndexError) as error:
        raise BadReceipt(link) from error
    if len(document) != 8 or len(rest) != _CHECK_BYTES:
        raise BadReceipt(link)
    return Receipt("", document.hex(), start, start + length, rest.hex())


def _link(document_id: str, start: int, end: int, quote_hash: str) -> str:
    """Base32 in small letters: no sign that can be misread, none that an address has to escape."""
    try:
        raw = bytes.fromhex(document_id)[:8] + _number(start) + _number(end - start)
        raw += bytes.fromhex(quote_hash)[:_CHECK_BYTES]
    except ValueError as error:
        raise BadReceipt(document_id) from error
    return SCHEME + base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def _number(value: int) -> bytes:
    """A non-negative number in seven-bit groups, the lowest first (LEB128)."""
    if value < 0:
        raise ValueError(value)
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _read_number(raw: bytes) -> tuple[int, bytes]:
    value = 0
    for position in range(9):
        value |= (raw[position] & 127) << 7 * position
        if raw[position] < 128:
            return value, raw[position + 1 :]
    raise ValueError("number too long")
