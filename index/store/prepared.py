"""What is stored of a document: its chunks with their vectors and tokens, its sentences' vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.store.halves import Vectors
from sources.document import Document, Paragraph, Role
from sources.units.grid import part_head
from sources.units.heads import heads_of
from sources.units.tree import Tree


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
    """A document ready to be stored. `sentences` maps a paragraph's number to its sentences' vectors,
    (sentences, dimension); a paragraph that is not in it is due. `extra` maps a chunk encoder's name to
    (chunks, its dimension). `keys` maps a key encoder's name to new keys' vectors."""

    document: Document
    chunks: tuple[PreparedChunk, ...]
    sentences: Mapping[int, Vectors]
    extra: Mapping[str, Vectors] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, Vectors]] = field(default_factory=dict)

    @property
    def due(self) -> bool:
        """Whether some of its sentences have no vector yet."""
        return any(item.sentences and item.number not in self.sentences for item in self.document.paragraphs)


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors that need not be made again: by digest of the embedded text, and by a sentence's text."""

    chunks: Mapping[bytes, Vectors] = field(default_factory=dict)
    sentences: Mapping[str, Vectors] = field(default_factory=dict)


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def sentence_texts(document: Document) -> dict[int, list[str]]:
    """Paragraph number → what is embedded of its sentences: an item of a list and a row of a table under its
    head, any other as written. So are all of a document that was stored before documents had a tree: its
    vectors are those."""
    tree = Tree(document)
    heads = heads_of(tree) if document.units else {}
    return {
        paragraph.number: texts_under(heads.get(paragraph.number, ""), tree, paragraph)
        for paragraph in document.paragraphs
    }


def texts_under(head: str, tree: Tree, paragraph: Paragraph) -> list[str]:
    """What is embedded of the sentences of a paragraph that stands under `head`, "" for none: a line of a
    table's cell with the names of its row too."""
    text = tree.document.text
    tabled = paragraph.role is Role.TABLE and bool(tree.document.units)
    heads = [(head, part_head(tree, item.start) if tabled else "") for item in paragraph.sentences]
    return [
        "\n".join(part for part in (*over, text[item.start : item.end]) if part)
        for over, item in zip(heads, paragraph.sentences, strict=True)
    ]
