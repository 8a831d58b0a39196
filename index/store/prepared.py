"""What is stored of a document: its chunks with their vectors and tokens."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.store.halves import Vectors
from sources.document import Document


@dataclass(frozen=True, slots=True)
class Span:
    """A chunk before it has an identity: `document.text[start:end]`, in `paragraph` (its first). `head` are
    the words it stands under, which are embedded and searched with it."""

    section: str
    page: int | None
    paragraph: int
    start: int
    end: int
    head: str = ""


@dataclass(frozen=True, slots=True)
class PreparedChunk:
    """A chunk with the digest of the text embedded for it, its token counts, and its vector."""

    span: Span
    digest: bytes
    words: Mapping[str, int]
    bigrams: Mapping[str, int]
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be stored. `extra` maps a chunk encoder's name to (chunks, its dimension). `keys`
    maps a key encoder's name to new keys' vectors."""

    document: Document
    chunks: tuple[PreparedChunk, ...]
    extra: Mapping[str, Vectors] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, Vectors]] = field(default_factory=dict)


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
