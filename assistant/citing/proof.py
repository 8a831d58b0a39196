"""The proof of a footnote: whether the words its receipt stands for are in the library where it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.citing.receipt import Receipt, quote_hash, read_link, read_receipt
from index.errors import StoreError, Trouble
from sources.document import Document, Location, content_id
from sources.text.normalise import find_quote


class Shelf(Protocol):
    """The one thing a proof needs of a library (`index.library.Library` has it)."""

    def document(self, key_or_id: str) -> Document:
        """The version of a document with that content hash, or the current one of that key.
        Raises StoreError (UNKNOWN_DOCUMENT) or LookupError where there is none."""
        ...


class Verdict(StrEnum):
    """What a proof found; each has a sentence in `messages/citing.toml`."""

    PROVED = "proved"  # the very span of the very text
    SAME_WORDS = "same_words"  # the words stand in the text, but not at that span of that version
    CHANGED = "changed"  # the document is there, the words are not
    UNKNOWN = "unknown"  # the document is not in the library


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome. `quote` are the words found; `location` is where; `current` tells whether the words
    still stand in the document's current version."""

    verdict: Verdict
    quote: str = ""
    location: Location | None = None
    current: bool = False


def prove(receipt: Receipt | str, library: Shelf, quote: str = "") -> Proof:
    """Whether the words a receipt stands for are in the library where it says.

    `receipt` may be its JSON or a short link. `quote`, the printed words, lets the proof find them again
    where the version itself is gone. Raises BadReceipt for a receipt that cannot be read.
    """
    if isinstance(receipt, str):
        receipt = _from_text(receipt)
    version = _document(library, receipt.document_id)
    current = _document(library, receipt.key) if receipt.key else version
    if version is not None and content_id(version.text) == receipt.document_id:
        words = version.text[receipt.start : receipt.end]
        if quote_hash(words).startswith(receipt.quote_hash):
            still = current is not None and find_quote(words, current.text) is not None
            place = _place(version, receipt.start, receipt.end)
            return Proof(Verdict.PROVED, words, place, still)
    documents = [document for document in (version, current) if document is not None]
    for document in documents:
        span = find_quote(quote, document.text) if quote.strip() else None
        if span and quote_hash(quote).startswith(receipt.quote_hash):
            words = document.text[span[0] : span[1]]
            return Proof(Verdict.SAME_WORDS, words, _place(document, *span), document is current)
    return Proof(Verdict.CHANGED if documents else Verdict.UNKNOWN)


def _from_text(text: str) -> Receipt:
    return read_receipt(text) if text.lstrip().startswith("{") else read_link(text)


def _document(library: Shelf, key_or_id: str) -> Document | None:
    try:
        return library.document(key_or_id)
    except LookupError:
        return None
    except StoreError as error:
        if error.code is not Trouble.UNKNOWN_DOCUMENT:
            raise
        return None


def _place(document: Document, start: int, end: int) -> Location | None:
    for paragraph in document.paragraphs:
        if paragraph.start <= start < paragraph.end:
            return document.location(paragraph, start, end)
    return None
