"""Nearest vectors: a FAISS index per encoder and language, as a cache of the store.

The store is the truth. A file of this cache carries the log position it stands at, which encoder it holds,
and a hash of itself; it is brought up to date by replaying the log from there, and made anew from the store
whenever it is missing, behind the log's beginning, of another encoder, or does not read back as written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import struct
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.durable import own_folder, sync_folder
from index.store import flat_or_lists
from index.store.database import store_errors
from index.store.flat_or_lists import faiss, has_lists, ids_in, options
from index.store.halves import unpacked
from index.store.store import Store
from sources.document import Language

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]

PATIENCE = 1.25  # times EXACT_LIMIT: beyond it a question makes the lists that else are made when saving
BATCH = 2000
ABANDONED_SECONDS = 600  # a part file of this age has no writer any more

_HEADER = struct.Struct("<8sQQQ32s")  # magic, log position, encoder, vectors, SHA-256 of the rest
_MAGIC = b"gakjuvx3"
_NAME = re.compile(r"(\d+)-\w+\.faiss(\..*\.part)?")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Chunks best first: `ids` and their `scores` (inner products; cosines for unit vectors)."""

    ids: Ids
    scores: NDArray[np.float32]


class VectorIndex:
    """All searchable chunks of one language under one encoder. Safe to use from several threads."""

    def __init__(self, store: Store, encoder: int, dimension: int, language: Language, folder: Path) -> None:
        self._store, self._encoder, self._dimension, self._language = store, encoder, dimension, language
        self._path = folder / f"{encoder}-{language}.faiss"
        # One index must not be searched while it is added to: faiss crashes.
        self._lock = threading.RLock()
        self._index: Any = None
        self._seq = -1
        self._saved = -1

    def search(self, vector: Vectors, k: int | None, allowed: Ids | None = None) -> Ranked:
        """The `k` best chunks for a vector of shape (dimension,), all of them for None, out of `allowed`
        where that is given. Ties are in no promised order."""
        with self._lock:
            self.refresh()
            count = self._index.ntotal if allowed is None else min(len(allowed), self._index.ntotal)
            k = count if k is None else min(k, count)
            if k == 0:
                return Ranked(np.zeros(0, np.int64), np.zeros(0, np.float32))
            faiss.omp_set_num_threads(1)
            how = options(self._index, allowed)
            scores, ids = self._index.search(
                np.ascontiguousarray(vector[None], np.float32), k, **({"params": how} if how else {})
            )
        found = ids[0] >= 0
        return Ranked(ids[0][found], scores[0][found])

    def ids(self) -> Ids:
        """The chunks in the index, ascending."""
        with self._lock:
            self.refresh()
            return ids_in(self._index)

    def reconstruct(self, ids: Ids) -> Vectors:
        """The vectors as the index holds them, (len(ids), dimension). Raises RuntimeError for an id that is
        not in it."""
        with self._lock:
            self.refresh()
            rows = [self._index.reconstruct(int(number)) for number in ids]
            return np.array(rows, np.float32).reshape(-1, self._dimension)

    def refresh(self) -> None:
        """Brings the index up to the store's present state."""
        with self._lock:
            loaded = self._index is None and self._load()
            if self._index is None or not self._replay() or (loaded and not self._complete()):
                self._rebuild()

    def rebuild(self) -> None:
        """Makes the index anew from the store, whatever it holds."""
        with self._lock:
            self._rebuild()

    def save(self) -> None:
        """Writes the cache file if the index has changed since: to a temporary file, flushed, renamed. Before
        that, an index that has outgrown its kind is made anew, while the old one still answers."""
        if self._outgrown(flat_or_lists.EXACT_LIMIT, self._added_since()):
            # Without memory for both, all vectors go on being compared.
            with contextlib.suppress(MemoryError, RuntimeError):
                grown = self._made()
                with self._lock:
                    self._index, self._seq, self._saved = *grown, -1
        with self._lock:
            if self._index is None or self._seq == self._saved:
                return
            part = self._path.with_name(f"{self._path.name}.{os.getpid()}.{threading.get_ident()}.part")
            with store_errors(self._path):
                own_folder(self._path.parent)
                try:
                    with part.open("w+b") as out:
                        # In blocks: a whole copy in memory would be as large as the index.
                        out.write(bytes(_HEADER.size))
                        faiss.write_index(self._index, faiss.PyCallbackIOWriter(out.write))
                        out.seek(_HEADER.size)
                        mark = hashlib.file_digest(out, "sha256").digest()
                        out.seek(0)
                        count = self._index.ntotal
                        out.write(_HEADER.pack(_MAGIC, self._seq, self._encoder, count, mark))
                        out.flush()
                        os.fsync(out.fileno())
                    part.replace(self._path)
                finally:
                    part.unlink(missing_ok=True)
                sync_folder(self._path.parent)
            self._saved = self._seq

    def _load(self) -> bool:
        """Takes the cache file if it is whole and of this encoder; leaves no index otherwise."""
        with contextlib.suppress(OSError, RuntimeError, struct.error, ValueError):
            with self._path.open("rb") as file:
                magic, seq, encoder, count, mark = _HEADER.unpack(file.read(_HEADER.size))
                if magic != _MAGIC or encoder != self._encoder:
                    return False
                if hashlib.file_digest(file, "sha256").digest() != mark:
                    return False
                file.seek(_HEADER.size)
                index = faiss.read_index(faiss.PyCallbackIOReader(file.read))
            if index.ntotal == count and index.d == self._dimension and seq <= self._store.seq:
                self._index, self._seq, self._saved = index, seq, seq
                return True
        return False

    def _complete(self) -> bool:
        """Whether index and store hold the same chunks: a store put back from a backup may have gone
        another way since the file was written."""
        query = (
            "select chunk.id from chunk join chunk_vector on chunk_vector.chunk = chunk.id "
            "where encoder = ? and language = ? and paragraph > 0 order by chunk.id"
        )
        rows = self._store.database.rows(query, (self._encoder, self._language))
        stored = np.fromiter((row[0] for row in rows), np.int64)
        return bool(np.array_equal(stored, ids_in(self._index)))

    def _replay(self) -> bool:
        """Applies what the log says since; False where the index has to be made anew."""
        with self._store.database.read() as db:
            last = self._store.seq
            if last <= self._seq:
                return True  # a reader who holds on to an earlier moment does not turn the index back
            rows = db.execute(
                "select op, chunk from log where seq > ? and language = ? and op <> 0 order by seq",
                (self._seq, self._language),
            ).fetchall()
            final = {chunk: op for op, chunk in rows}
            added = [chunk for chunk, op in final.items() if op > 0]
            if self._outgrown(int(flat_or_lists.EXACT_LIMIT * PATIENCE), len(added)):
                return False
            # An identical chunk may have gone and come back: taking all of them out first is always right.
            if final:
                self._index.remove_ids(np.array(list(final), np.int64))
            self._add(self._index, self._stored(db, added))
            self._seq = last
        return True

    def _outgrown(self, limit: int, added: int = 0) -> bool:
        """Whether all vectors are compared, though with `added` ones there are more than `limit`."""
        if self._index is None or self._index.ntotal + added <= limit:
            return False
        return not has_lists(self._index)

    def _added_since(self) -> int:
        """About how many vectors the store has got since the index was last asked."""
        query = "select count(*) from log where seq > ? and language = ? and op > 0"
        [(count,)] = self._store.database.rows(query, (self._seq, self._language))
        return int(count)

    def _rebuild(self) -> None:
        self._index, self._seq = self._made()
        self._saved = -1

    def _made(self) -> tuple[Any, int]:
        """An index of what the store has now, and the position of the log that is."""
        with self._store.database.read() as db:
            seq = self._store.seq
            count = db.execute(
                "select count(*) from chunk join chunk_vector on chunk_vector.chunk = chunk.id "
                "where encoder = ? and language = ? and paragraph > 0",
                (self._encoder, self._language),
            ).fetchone()[0]
            index = flat_or_lists.empty(self._dimension, count, partial(self._sample, db))
            self._add(index, self._stored(db, None))
        return index, seq

    def _stored(self, db: Any, chunks: list[int] | None) -> Iterable[tuple[int, bytes]]:
        """(chunk, vector) of the chunks named, or of every one that is searchable."""
        query = (
            "select chunk.id, data from chunk join chunk_vector on chunk_vector.chunk = chunk.id "
            "where encoder = ? and language = ? and paragraph > 0"
        )
        if chunks is None:
            yield from db.execute(query, (self._encoder, self._language))
            return
        for chunk in chunks:
            yield from db.execute(query + " and chunk.id = ?", (self._encoder, self._language, chunk))

    def _add(self, index: Any, rows: Iterable[tuple[int, bytes]]) -> None:
        batch: list[tuple[int, bytes]] = []

        def flush() -> None:
            if batch:
                table = unpacked((data for _, data in batch), self._dimension)
                numbers = np.array([number for number, _ in batch], np.int64)
                index.add_with_ids(table, numbers)
                batch.clear()

        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                flush()
        flush()

    def _sample(self, db: Any, count: int) -> Vectors:
        """Vectors of `count` chunks, spread over all."""
        sample = db.execute(
            "select data from chunk_vector join chunk on chunk.id = chunk where encoder = ? and language = ? "
            "and paragraph > 0 order by chunk.id * 2654435761 % 4294967296 limit ?",
            (self._encoder, self._language, count),
        )
        return unpacked((row[0] for row in sample), self._dimension)


def sweep(folder: Path, keep: Iterable[int]) -> None:
    """Deletes what crashed writers of this cache left, and the files of encoders that are no more. Whatever
    else lies in the folder is no business of this."""
    kept = set(keep)
    for path in folder.glob("*-*.faiss*"):
        named = _NAME.fullmatch(path.name)
        if named is None:
            continue
        with contextlib.suppress(OSError):
            abandoned = bool(named[2]) and time.time() - path.stat().st_mtime > ABANDONED_SECONDS
            if abandoned or int(named[1]) not in kept:
                path.unlink()
