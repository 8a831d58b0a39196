"""What is stored of a document: its chunks with their vectors and tokens, its sentences' vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sources.document import Document

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """A chunk before it has an identity: `document.text[start:end]`, in `paragraph` (its first)."""

    section: str
    page: int | None
    paragraph: int
    start: int
    end: int


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
    """A document ready to be stored. `sentences` maps a paragraph's number to its sentences' vectors,
    (sentences, dimension). `extra` maps a chunk encoder's name to (chunks, its dimension). `keys` maps a
    key encoder's name to new keys' vectors."""

    document: Document
    chunks: tuple[PreparedChunk, ...]
    sentences: Mapping[int, Vectors]
    extra: Mapping[str, Vectors] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, Vectors]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors that need not be made again: by digest of the embedded text, and by a sentence's text."""

    chunks: Mapping[bytes, Vectors] = field(default_factory=dict)
    sentences: Mapping[str, Vectors] = field(default_factory=dict)


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def sentence_texts(document: Document) -> dict[int, list[str]]:
    """Paragraph number → its sentences as written."""
    return {
        paragraph.number: [document.text[item.start : item.end] for item in paragraph.sentences]
        for paragraph in document.paragraphs
    }
