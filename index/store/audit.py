"""Whether a library is sound: the store in itself, the caches with the store, the vectors with the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

import numpy as np

from index.errors import StoreError
from index.store import seals
from index.store.blocks import BLOCKS
from index.store.encoder_tables import DENSE
from index.store.kept_files import hash_of
from index.store.postings import unpacked
from index.store.reader import Reader
from index.store.store import Store
from sources.document import Language, content_id

TOLERANCE = 2e-3  # of a vector in the FAISS file against the store's: half precision, where it is used
COMPARED = 1000  # vectors of each index that are compared
BATCH = 20_000  # blocks of postings read at a time


class Flaw(StrEnum):
    """Each has a sentence in `assistant/messages/store.toml`, as `flaw_…`."""

    DAMAGED = "damaged"
    TEXT_CHANGED = "text_changed"
    ROWS_CHANGED = "rows_changed"
    NOT_CHECKED = "not_checked"
    SPAN_OUTSIDE = "span_outside"
    VECTORS_MISSING = "vectors_missing"
    POSTINGS_DIFFER = "postings_differ"
    CACHE_DIFFERS = "cache_differs"
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    MODEL_DIFFERS = "model_differs"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found wrong. `details` fill the message's placeholders."""

    flaw: Flaw
    details: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.flaw} ({told})" if told else str(self.flaw)


def audit(store: Store, reader: Reader) -> list[Problem]:
    """Every problem of the library, none for a sound one. Reads everything once; changes nothing. Each part
    is examined by itself: what cannot be is a problem of its own, and the rest is told all the same."""
    parts: dict[str, Callable[[], Iterator[Problem]]] = {
        "tables": lambda: _tables(store),
        **{f"rows of {table}": partial(_rows, store, table) for table in seals.SEALED},
        "documents": lambda: _documents(store),
        "files": lambda: _files(store),
        "words": lambda: _postings(store),
        "vectors": lambda: _vectors(store),
        "indexes": lambda: _caches(store, reader),
    }
    found: list[Problem] = []
    for name, part in parts.items():
        try:
            found += part()
        except (StoreError, RuntimeError, ValueError) as error:
            reason = str(error.details.get("reason", error)) if isinstance(error, StoreError) else str(error)
            found.append(Problem(Flaw.NOT_CHECKED, {"part": name, "reason": reason}))
    return found


def _tables(store: Store) -> Iterator[Problem]:
    with store.database.read() as db:
        for (told,) in db.execute("pragma quick_check(5)"):
            if told != "ok":
                yield Problem(Flaw.DAMAGED, {"reason": told})


def _rows(store: Store, table: str) -> Iterator[Problem]:
    with store.database.read() as db:
        if count := seals.broken(db, table):
            yield Problem(Flaw.ROWS_CHANGED, {"table": table, "count": count})


def _documents(store: Store) -> Iterator[Problem]:
    with store.database.read() as db:
        rows = db.execute("select n, id, key, text from document").fetchall()
        for n, number, key, text in rows:
            if content_id(text) != number:
                yield Problem(Flaw.TEXT_CHANGED, {"document": key})
            outside = db.execute(
                "select count(*) from chunk "
                "where document = ? and not (0 <= start and start < end and end <= ?)",
                (n, len(text)),
            ).fetchone()[0]
            if outside:
                yield Problem(Flaw.SPAN_OUTSIDE, {"document": key, "count": outside})


def _files(store: Store) -> Iterator[Problem]:
    with store.database.read() as db:
        rows = db.execute("select key, file, file_hash from document where file is not null").fetchall()
    for key, name, hashed in rows:
        path = store.files / name
        if not path.is_file():
            yield Problem(Flaw.FILE_MISSING, {"document": key, "path": str(path)})
        elif hashed is not None and hash_of(path) != hashed:
            yield Problem(Flaw.FILE_CHANGED, {"document": key, "path": str(path)})


def _postings(store: Store) -> Iterator[Problem]:
    with store.database.read() as db:
        lists = db.execute("select coalesce(sum(length(terms)) / 8, 0) from chunk").fetchone()[0]
        counted = db.execute("select coalesce(sum(df), 0) from term").fetchone()[0]
        terms = np.array(db.execute("select id from term").fetchall(), np.int64).ravel()
        chunks = np.array(db.execute("select id from chunk").fetchall(), np.int64).ravel()
        found, lost = 0, False
        blocks = db.execute("select place, data from posting")
        while batch := blocks.fetchmany(BATCH):
            held = unpacked([(place % BLOCKS, data) for place, data in batch]).ids
            found += len(held)
            owners = np.array([place // BLOCKS for place, _ in batch])
            lost = lost or not (np.isin(held, chunks).all() and np.isin(owners, terms).all())
    if not lists == found == counted or lost:
        yield Problem(Flaw.POSTINGS_DIFFER, {"expected": lists, "found": found})


def _vectors(store: Store) -> Iterator[Problem]:
    for name, encoder in store.encoders.serving().items():
        if encoder.card.get("dimension"):
            missing = sum(store.encoders.without_vectors(encoder.id).values())
            if missing:
                yield Problem(Flaw.VECTORS_MISSING, {"name": name, "count": missing})


def _caches(store: Store, reader: Reader) -> Iterator[Problem]:
    encoder = store.encoders.serving().get(DENSE)
    if encoder is None:
        return
    for language in Language:
        held = reader.index(encoder, language).ids()
        stored = reader.table(language).ids
        if not np.array_equal(held, stored):
            differing = len(np.setxor1d(held, stored))
            yield Problem(Flaw.CACHE_DIFFERS, {"language": language, "count": differing})
            continue
        sample = stored[:: max(1, len(stored) // COMPARED)]
        told = reader.index(encoder, language).reconstruct(sample)
        off = np.abs(told - reader.vectors(sample)).max(1) > TOLERANCE if len(sample) else np.zeros(0)
        if off.any():
            yield Problem(Flaw.CACHE_DIFFERS, {"language": language, "count": int(off.sum())})
