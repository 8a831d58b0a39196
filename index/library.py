"""The library: documents go in, hits and passages come out. The one door to the finding room.

`Library` wires the parts and holds no logic of its own beyond order: prepare a document (slow, outside any
transaction), store it (one transaction), let the caches follow. Several processes may have the same library
open; all of them see a change as soon as it is stored.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue
from index.config import IndexConfig
from index.errors import StoreError, Trouble
from index.finding.passages import Passages
from index.finding.retrieve import Retriever
from index.hit import Filters, Hit, Passage, Retrieval, ToRead
from index.making.models import Models
from index.making.prepare import Progress
from index.making.translations import links
from index.models.card import ModelCard
from index.models.embed import Embedder
from index.models.reading.choice import LazyReader
from index.models.recent import Recent
from index.store.audit import Flaw, Problem, audit
from index.store.codec import layout
from index.store.encoder_tables import DENSE, card_json
from index.store.reader import Reader
from index.store.store import Row, Store, missing
from index.store.vectors import sweep
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


class Library(Catalogue):
    """A library in a directory of its own. Use `open`; close it when done. Raises StoreError where the
    directory cannot be used, ModelError where vectors are needed and no model can be had."""

    def __init__(self, home: Path, config: IndexConfig, progress: Progress | None = None) -> None:
        self.home = home
        self.config = config
        self.store = Store(home)
        self.reader = Reader(self.store, home / "cache")
        self._models = Models(self.store, config)
        self._passages = Passages(self.reader)
        self._retriever = Retriever(self.reader, config)
        self._passage_reader = LazyReader(config)
        self._recent = Recent()
        self._adding = threading.Lock()
        self._unsaved = 0
        if not self.read_only:
            self.store.sweep()
            self.store.hash_files()
            sweep(home / "cache", (row.id for row in self.store.encoders.serving().values()))
            self._models.complete(progress or _ignore)

    @classmethod
    def open(
        cls, home: Path, config: IndexConfig = IndexConfig(), *, progress: Progress | None = None
    ) -> Library:
        """The library in `home`, made there if there is none."""
        return cls(home, config, progress)

    def close(self) -> None:
        """Writes the caches and lets go of the files."""
        self._save_if_possible()
        self.store.close()

    def save(self) -> None:
        """Writes the FAISS files. Never needed for safety: they are a cache."""
        self.reader.save()
        self._unsaved = 0

    def _save_if_possible(self) -> None:
        """A full disk is no reason to report a stored document as failed: the cache is made again later."""
        with suppress(StoreError):
            self.save()

    # The model

    @property
    def model(self) -> ModelCard:
        """The model whose vectors are searched."""
        return self._models.card

    @property
    def model_name(self) -> str:
        return self.model.name

    @property
    def precisions(self) -> tuple[str, ...]:
        """What the library's vectors were made in: float32, bfloat16 or both, which may be compared."""
        return self._models.precisions

    @property
    def outdated(self) -> bool:
        """Whether another model is configured than the one the index was made with: the old index serves
        until `rebuild()` is done."""
        return self._models.outdated

    @property
    def embedder(self) -> Embedder:
        """The model that made the index, loaded at first use. Raises ModelError where it is gone."""
        return self._models.embedder

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of texts as passages have them, (len(texts), dimension), unit rows. Those asked for
        last are kept."""
        return self._recent.of(texts, self.embedder)

    def read(self, question: str, passages: Sequence[ToRead]) -> list[list[float]] | None:
        """How likely each span of each passage answers the question, in log-odds against its passage not
        answering; None where there is no reader. Raises ModelError where a configured one cannot be had."""
        return self._passage_reader.read(question, passages) if self._passage_reader.there else None

    # What is in it: see Catalogue

    def _rows(self) -> Collection[Row]:
        return self.reader.rows().values()

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
                self._save_if_possible()
            return done

    def _try_add(
        self, document: Document, file: bytes | None, shipped: bool, progress: Progress
    ) -> Added | None:
        """One attempt; None where another process changed the library under it."""
        rows = self.store.relatives(document)
        old = next((row for row in rows if row.key == document.key), None)
        twin = next((row for row in rows if row.id == document.id and row.layout == layout(document)), None)
        if twin is not None and (old is None or old is twin):
            return _added(Status.UNCHANGED, twin)
        chunks = self._store_document(document, rows, old, file, shipped, "", progress)
        if chunks is None:
            return None
        status = Status.UPDATED if old else Status.ADDED
        return Added(status, document.key, document.id, document.pages, len(document.paragraphs), chunks)

    def _store_document(
        self,
        document: Document,
        rows: Sequence[Row],
        old: Row | None,
        file: bytes | None,
        shipped: bool,
        added_at: str,
        progress: Progress,
    ) -> int | None:
        """Prepares and stores; the number of chunks, or None where it has to be tried again."""
        encoders = self._models.encoders()
        prepared = self._models.prepare(document, old, encoders, progress)

        def embed(texts: Sequence[str]) -> NDArray[np.float32]:
            return self.embedder.passages(texts, progress=lambda _: progress(1, 1))

        n = self.store.put(
            prepared,
            encoders=encoders,
            replaces=old.n if old else None,
            file=file,
            shipped=shipped,
            links=links(self.store, document, rows, old, embed),
            added_at=added_at,
        )
        self._models.note_precision()
        return None if n is None else len(prepared.chunks)

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
        self,
        question: str,
        language: Language,
        *,
        filters: Filters = Filters(),
        k: int = 6,
    ) -> Retrieval:
        """What the library has for a question asked in `language`: see index/finding/retrieve.py."""
        while True:
            embedder = self.embedder
            with self.reader.moment():
                # A rebuild may have put another model in place just now.
                if self.reader.encoders()[DENSE].card == card_json(embedder.card):
                    return self._retriever.retrieve(embedder, question, language, filters, k)

    def renderings(self, question: str, language: Language) -> dict[str, dict[str, float]]:
        """For each content word of a question, the tokens of the other language's documents that stand for
        it, with their weights: those of `retrieve`, without a search."""
        with self.reader.moment():
            return self._retriever.renderings(question, language)

    def passages(self, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        """The paragraphs of originals that hits point to, best first."""
        with self.reader.moment():
            return self._passages.of(hits)

    def passages_at(self, key: str, numbers: Sequence[int]) -> tuple[Passage, ...]:
        """The paragraphs `numbers` of the document `key`, in that order; none for an unknown one."""
        with self.reader.moment():
            return self._passages.at(key, numbers)

    # Upkeep

    def check(self) -> list[Problem]:
        """What is wrong with the library, nothing for a sound one: see index/store/audit.py."""
        found = audit(self.store, self.reader)
        if self.outdated:
            names = {"stored": self.model.name, "configured": self.config.model}
            found.append(Problem(Flaw.MODEL_DIFFERS, names))
        return found

    def rebuild(self, progress: Progress | None = None) -> None:
        """Makes everything again that is made from documents: vectors of a newly configured model, or else
        chunks, tokens and whatever vectors no longer fit; and the FAISS files. What was there is found until
        the new is complete. Interrupted, it goes on where it stopped. `progress` gets (done, to do)."""
        step = progress or _ignore
        if self.outdated:
            self._models.embed_again(step)
        else:
            self._prepare_again(step)
        self._models.complete(step)
        for encoder in self.store.encoders.serving().values():
            for language in Language:
                if encoder.dimension:
                    self.reader.index(encoder, language).rebuild()
        self.save()
        sweep(self.home / "cache", (row.id for row in self.store.encoders.serving().values()))

    def _prepare_again(self, progress: Progress) -> None:
        """Cuts and counts every document anew; vectors of texts that stay the same are kept."""
        keys = [row.key for row in self.store.rows()]
        for done, key in enumerate(keys):
            progress(done, len(keys))
            while True:
                document = self.store.document(key)
                rows = self.store.relatives(document) if document else ()
                old = next((row for row in rows if row.key == key), None)
                if document is None or old is None:
                    break
                stored = self._store_document(document, rows, old, None, old.shipped, old.added_at, _ignore)
                if stored is not None:
                    break
        progress(len(keys), len(keys))


def _ignore(done: int, total: int) -> None:
    """Progress nobody asked for."""


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
