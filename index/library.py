"""The library: documents go in, hits and passages come out. The one door to the finding room.

`Library` wires the parts and holds no logic of its own beyond order: prepare a document (slow, outside any
transaction), store it (one transaction), let the caches follow. Several processes may have the same library
open; all of them see a change as soon as it is stored.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.codec import layout
from index.config import IndexConfig
from index.embed import Embedder, ModelCard, describe, load_embedder
from index.encoders import ChunkEncoder, KeyEncoder, chunk_encoders, key_encoders
from index.errors import ModelError, StoreError, Trouble
from index.hit import Filters, Hit, Passage, Retrieval
from index.passages import Passages
from index.prepare import Known, Progress, prepare
from index.reader import Reader, passes
from index.retrieve import retrieve
from index.store import DENSE, Row, Store, card_from, card_json, missing
from index.translations import links
from index.vectors import sweep
from sources.document import Document, Language, Record

SAVE_EVERY = 50  # additions after which the FAISS files are written again


class Status(StrEnum):
    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document. `key` is the one it has in the library: another than it came with where the
    same text is there already under that name."""

    status: Status
    key: str
    document_id: str
    pages: int | None
    paragraphs: int
    chunks: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the library. `translations` are the languages it has an aligned translation in."""

    record: Record
    document_id: str
    language: Language
    format: str
    pages: int | None
    paragraphs: int
    chunks: int
    added_at: str
    shipped: bool
    translations: tuple[Language, ...] = ()

    @property
    def key(self) -> str:
        return self.record.key


class Library:
    """A library in a directory of its own. Use `open`; close it when done. Raises StoreError where the
    directory cannot be used, ModelError where vectors are needed and no model can be had."""

    def __init__(self, home: Path, config: IndexConfig, progress: Progress | None = None) -> None:
        self.home = home
        self.config = config
        self.store = Store(home)
        self.reader = Reader(self.store, home / "cache")
        self._passages = Passages(self.reader)
        self._loading = threading.Lock()
        self._adding = threading.Lock()
        self._embedder: Embedder | None = None
        self._extra: tuple[ChunkEncoder, ...] = ()
        self._keyed: tuple[KeyEncoder, ...] = ()
        self._unsaved = 0
        self.store.sweep()
        sweep(home / "cache", (row.id for row in self.store.serving().values()))

    @classmethod
    def open(
        cls, home: Path, config: IndexConfig = IndexConfig(), *, progress: Progress | None = None
    ) -> Library:
        """The library in `home`, made there if there is none."""
        return cls(home, config, progress)

    def close(self) -> None:
        """Writes the caches and lets go of the files."""
        self.save()
        self.store.close()

    def save(self) -> None:
        """Writes the FAISS files. Never needed for safety: they are a cache."""
        self.reader.save()
        self._unsaved = 0

    # The model

    @property
    def model(self) -> ModelCard:
        """The model whose vectors are searched."""
        row = self.store.serving().get(DENSE)
        return card_from(row.card) if row else describe(self.config)

    @property
    def model_name(self) -> str:
        return self.model.name

    @property
    def outdated(self) -> bool:
        """Whether another model is configured than the one the index was made with: the old index serves
        until `rebuild()` is done."""
        row = self.store.serving().get(DENSE)
        return row is not None and not same_model(card_from(row.card), describe(self.config))

    @property
    def embedder(self) -> Embedder:
        """The model that made the index, loaded at first use. Raises ModelError where it is gone."""
        with self._loading:
            if self._embedder is None:
                self._embedder = self._load()
            return self._embedder

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """A question's vector, (dimension,), unit length."""
        return self.embedder.query(question)

    def _load(self) -> Embedder:
        row = self.store.serving().get(DENSE)
        if row is None:
            embedder = load_embedder(self.config)
            self.store.add_encoder(DENSE, card_json(embedder.card), serving=True)
        else:
            card = card_from(row.card)
            embedder = load_embedder(config_for(card, self.config))
            if not same_model(card, embedder.card):
                raise ModelError(Trouble.MODEL_CHANGED, model=card.name)
        self._extra = chunk_encoders(self.config)
        self._keyed = key_encoders(self.config, embedder)
        every: list[ChunkEncoder | KeyEncoder] = [*self._extra, *self._keyed]
        for encoder in every:
            if encoder.name not in self.store.serving():
                self.store.add_encoder(encoder.name, encoder_card(encoder), serving=True)
        return embedder

    # What is in it

    def entries(self, filters: Filters = Filters()) -> tuple[Entry, ...]:
        """The originals `filters` allow, in the order of adding."""
        rows = self.reader.rows().values()
        return tuple(
            Entry(
                record=row.record,
                document_id=row.id,
                language=row.language,
                format=row.format,
                pages=row.pages,
                paragraphs=row.paragraphs,
                chunks=row.chunks,
                added_at=row.added_at,
                shipped=row.shipped,
                translations=tuple(other.language for other in rows if other.translation_of == row.key),
            )
            for row in rows
            if row.translation_of is None and passes(row, filters)
        )

    def document(self, key_or_id: str) -> Document:
        """The current version of a key, or any version ever added by its id. Raises StoreError."""
        found = self.store.document(key_or_id)
        if found is None:
            raise missing(key_or_id)
        return found

    def translation(self, key: str, language: Language) -> Document | None:
        """The aligned translation of a document into a language."""
        for row in self.reader.rows().values():
            if row.translation_of == key and row.language is language:
                return self.store.document_at(row.n)
        return None

    def file(self, document_id: str) -> Path | None:
        """The file a version was added from, as it was."""
        return self.store.file(document_id)

    def records(self, key: str) -> tuple[tuple[str, Record], ...]:
        """A document's bibliographic records over time, oldest first, each with the moment it was set."""
        return self.store.records(key)

    def note(self, name: str) -> str:
        """A small text kept with the library under a name, "" where there is none."""
        return self.store.note(name)

    def set_note(self, name: str, value: str) -> None:
        self.store.set_note(name, value)

    @property
    def version(self) -> str:
        """Names the state of the library: whatever an answer may depend on changes it."""
        return f"{self.model.digest[:8]}-{self.store.seq}"

    # Changing it

    def add(
        self,
        document: Document,
        *,
        file: bytes | None = None,
        shipped: bool = False,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Added:
        """Adds a document, or replaces its key's version: all of it or nothing.

        Raises StoreError: CANCELLED where `cancelled()` became true, BAD_DOCUMENT for impossible spans,
        DISK_FULL, READ_ONLY and the like. `progress` gets (texts embedded, texts to embed).
        """
        with self._adding:
            while True:
                done = self._try_add(document, file, shipped, _watched(progress, cancelled))
                if done is not None:
                    break
            self._unsaved += 1
            if self._unsaved >= SAVE_EVERY:
                self.save()
            return done

    def _try_add(
        self, document: Document, file: bytes | None, shipped: bool, progress: Progress
    ) -> Added | None:
        rows = self.store.rows()
        old = next((row for row in rows if row.key == document.key), None)
        twin = next((row for row in rows if row.id == document.id and row.layout == layout(document)), None)
        if twin is not None and (old is None or old is twin):
            return _added(Status.UNCHANGED, twin)
        embedder = self.embedder
        encoders = {name: row.id for name, row in self.store.serving().items()}
        prepared = prepare(
            document,
            embedder,
            target=self.config.chunk_tokens,
            known=self.store.known(old.n, encoders[DENSE]) if old else Known(),
            encoders=self._extra,
            key_encoders=self._keyed,
            have_keys=lambda name, keys: self.store.have_keys(encoders[name], keys),
            progress=progress,
        )
        n = self.store.put(
            prepared,
            encoders=encoders,
            replaces=old.n if old else None,
            file=file,
            shipped=shipped,
            links=links(self.store, prepared, rows, old, encoders[DENSE]),
        )
        if n is None:
            return None
        status = Status.UPDATED if old else Status.ADDED
        sizes = (document.pages, len(document.paragraphs), len(prepared.chunks))
        return Added(status, document.key, document.id, *sizes)

    def remove(self, key: str) -> bool:
        """Removes a document, its versions, translations and files. From then on it is neither found nor
        citable, in any process. False where there is none of this key."""
        return self.store.remove(key)

    def set_record(self, record: Record) -> None:
        """Corrects a document's bibliographic record. Raises StoreError for an unknown key."""
        if not self.store.set_record(record):
            raise missing(record.key)

    # Finding

    def retrieve(
        self, question: str, language: Language, *, filters: Filters = Filters(), k: int = 6
    ) -> Retrieval:
        """What the library has for a question asked in `language`: see index/retrieve.py."""
        return retrieve(self.reader, self.embedder, question, language, filters, k, self.config)

    def passages(self, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        """The paragraphs of originals that hits point to, best first."""
        return self._passages.of(hits)


def same_model(one: ModelCard, other: ModelCard) -> bool:
    """Whether two cards make the same vectors; a dimension of 0 is not known yet."""
    same_size = one.dimension == other.dimension or 0 in (one.dimension, other.dimension)
    prefixes = (one.query_prefix, one.passage_prefix) == (other.query_prefix, other.passage_prefix)
    return same_size and prefixes and one.digest == other.digest


def config_for(card: ModelCard, config: IndexConfig) -> IndexConfig:
    """`config` with the model of `card` in it."""
    return replace(
        config,
        model=card.name,
        revision=card.revision,
        query_prefix=card.query_prefix,
        passage_prefix=card.passage_prefix,
        max_tokens=card.max_tokens,
    )


def encoder_card(encoder: ChunkEncoder | KeyEncoder) -> dict[str, object]:
    return {"revision": encoder.revision, "dimension": getattr(encoder, "dimension", 0)}


def _added(status: Status, row: Row) -> Added:
    return Added(status, row.key, row.id, row.pages, row.paragraphs, row.chunks)


def _watched(
    progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None
) -> Callable[[int, int], None]:
    def step(done: int, total: int) -> None:
        if cancelled is not None and cancelled():
            raise StoreError(Trouble.CANCELLED)
        if progress is not None:
            progress(done, total)

    return step
