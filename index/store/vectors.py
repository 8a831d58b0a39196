"""Nearest vectors: a FAISS index per encoder and language, as a cache of the store. The only module that
imports faiss.

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
from pathlib import Path
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from index.durable import own_folder, sync_folder
from index.store.database import store_errors
from index.store.halves import unpacked
from index.store.store import Store
from sources.document import Language

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]

faiss: Any = _faiss
# The version faiss ships with takes batches off BLAS: 4 to 12 times slower at these sizes.
faiss.cvar.distance_compute_blas_threshold = 1536

EXACT_LIMIT = 200_000  # vectors up to which all of them are compared
LISTS_PER_ROOT = 2  # inverted lists: this many times the square root of the vectors
PROBED_SHARE = 1 / 16  # of the lists, searched for one question
# Vectors a list is trained on, and how often: five times as long a training found no more of the nearest.
TRAINED, ROUNDS = 50, 8
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
            options = self._options(allowed)
            scores, ids = self._index.search(
                np.ascontiguousarray(vector[None], np.float32), k, **({"params": options} if options else {})
            )
        found = ids[0] >= 0
        return Ranked(ids[0][found], scores[0][found])

    def ids(self) -> Ids:
        """The chunks in the index, ascending."""
        with self._lock:
            self.refresh()
            return self._ids()

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
        """Writes the cache file if the index has changed since: to a temporary file, flushed, renamed."""
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

    def _ids(self) -> Ids:
        lists = faiss.try_extract_index_ivf(self._index)
        if lists is None:
            return np.sort(faiss.vector_to_array(self._index.id_map)).astype(np.int64)
        parts = [
            faiss.rev_swig_ptr(lists.invlists.get_ids(n), lists.invlists.list_size(n)).copy()
            for n in range(lists.nlist)
            if lists.invlists.list_size(n)
        ]
        return np.sort(np.concatenate([np.zeros(0, np.int64), *parts])).astype(np.int64)

    def _options(self, allowed: Ids | None) -> Any:
        selector = None if allowed is None else faiss.IDSelectorBatch(allowed)
        lists = faiss.try_extract_index_ivf(self._index)
        if lists is not None:
            probed = max(8, int(lists.nlist * PROBED_SHARE))
            # A filter may leave little in the lists nearest to the question: then all are searched.
            probed = lists.nlist if selector is not None else probed
            return faiss.SearchParametersIVF(nprobe=probed, sel=selector)
        return None if selector is None else faiss.SearchParameters(sel=selector)

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
        return bool(np.array_equal(stored, self._ids()))

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
            outgrown = self._index.ntotal + len(added) > EXACT_LIMIT
            if outgrown and faiss.try_extract_index_ivf(self._index) is None:
                return False
            # An identical chunk may have gone and come back: taking all of them out first is always right.
            if final:
                self._index.remove_ids(np.array(list(final), np.int64))
            self._add(self._stored(db, added))
            self._seq = last
        return True

    def _rebuild(self) -> None:
        with self._store.database.read() as db:
            seq = self._store.seq
            count = db.execute(
                "select count(*) from chunk join chunk_vector on chunk_vector.chunk = chunk.id "
                "where encoder = ? and language = ? and paragraph > 0",
                (self._encoder, self._language),
            ).fetchone()[0]
            self._index = self._empty(count, db)
            self._add(self._stored(db, None))
            self._seq, self._saved = seq, -1

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

    def _add(self, rows: Iterable[tuple[int, bytes]]) -> None:
        batch: list[tuple[int, bytes]] = []

        def flush() -> None:
            if batch:
                table = unpacked((data for _, data in batch), self._dimension)
                numbers = np.array([number for number, _ in batch], np.int64)
                self._index.add_with_ids(table, numbers)
                batch.clear()

        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                flush()
        flush()

    def _empty(self, count: int, db: Any) -> Any:
        """An empty index fit for `count` vectors, trained where its kind needs that. It holds the numbers as
        the store does: in single precision they would be the same, in twice the memory and 1.5 times the
        time."""
        half = faiss.ScalarQuantizer.QT_fp16
        if count <= EXACT_LIMIT:
            flat = faiss.IndexScalarQuantizer(self._dimension, half, faiss.METRIC_INNER_PRODUCT)
            return faiss.IndexIDMap2(flat)
        lists = int(LISTS_PER_ROOT * count**0.5)
        coarse = faiss.IndexFlatIP(self._dimension)
        index = faiss.IndexIVFScalarQuantizer(
            coarse, self._dimension, lists, half, faiss.METRIC_INNER_PRODUCT, False
        )
        coarse.this.disown()
        index.own_fields = True
        index.cp.niter = ROUNDS
        # Inverted lists keep numbers of their own: under an id map, removal would mix them up.
        index.set_direct_map_type(faiss.DirectMap.Hashtable)
        sample = db.execute(
            "select data from chunk_vector join chunk on chunk.id = chunk where encoder = ? and language = ? "
            "and paragraph > 0 order by chunk.id * 2654435761 % 4294967296 limit ?",
            (self._encoder, self._language, lists * TRAINED),
        )
        index.train(unpacked((row[0] for row in sample), self._dimension))
        return index


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
