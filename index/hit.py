"""The types that leave the finding room: Chunk, Hit, Passage, Retrieval.

A chunk is what is embedded and searched; a hit is a chunk that was found; a passage is a whole
paragraph of an original document that hits point to, with its sentences and their aligned translations: what
the answering room writes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from sources.document import Language, Paragraph, Record

if TYPE_CHECKING:  # what only lists a library has no use for numpy
    import numpy as np
    from numpy.typing import NDArray

Vector: TypeAlias = "NDArray[np.float32]"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences within one section: `text == document.text[start:end]`.

    `document_id` names the version it comes from, `key` the library's document. For a chunk of a
    translation, `translation_of` is the key of the original, and `paragraph` its number in both.
    """

    id: int
    document_id: str
    key: str
    language: Language
    section: str
    page: int | None
    paragraph: int
    start: int
    end: int
    text: str
    translation_of: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a question. `score`: higher is better, comparable within one retrieval.
    `ranks`: the 1-based rank each single index gave it ("dense", "lexical", …), where it gave one."""

    chunk: Chunk
    score: float
    ranks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PassageSentence:
    """A sentence of a passage. `start`, `end` are offsets in the original document's text. `translation`: the
    aligned sentence of the other language, "" where there is none. `head` are the words it is read under: a
    list's head, a table's caption and, for a row, its cells with what their columns are called. They are no
    part of the quote."""

    start: int
    end: int
    text: str
    translation: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of an original document, as found. `score` is its best hit's. `beside` tells a paragraph
    of supplementary provisions, of an annex, or a note: it stands beside the text it belongs to."""

    document_id: str
    key: str
    record: Record
    language: Language
    paragraph: Paragraph
    text: str
    score: float
    hits: tuple[Hit, ...]
    sentences: tuple[PassageSentence, ...]
    translation: str = ""
    translation_label: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Everything retrieve() found for one question, best first.

    `hits` mixes the languages with places reserved for each; `lists` holds each language's own fused
    list. `vectors` are the question's embedding, (dim,), by the language of the texts that it is compared
    with. `coverage` per language is the share of the question's term weight that the best chunk covers, 0
    to 1. `unknown` are the question's content terms that occur nowhere in the searched documents, as the
    user wrote them. `renderings`: for each word of the question, the tokens of the other language's
    documents that may stand for it, with how surely, 0 to 1.
    """

    question: str
    language: Language
    hits: tuple[Hit, ...]
    lists: Mapping[Language, tuple[Hit, ...]]
    vectors: Mapping[Language, Vector]
    coverage: Mapping[Language, float] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    renderings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToRead:
    """A text for the reader: what it stands under (title and section, "" for none), and the spans asked
    about, in order."""

    text: str
    head: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents a question may be answered from; an empty field allows all."""

    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    date_from: str = ""
    date_to: str = ""
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return self == Filters()
