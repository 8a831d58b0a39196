"""What the search side reads of a library: rankings, postings, vectors, chunks, as of now.

A Reader follows the store's change log: the first call after any process has added or removed something
sees it. What is held in memory is small (a few numbers a chunk, the documents last read) and dropped at
every change. Rankings are per language: texts of the question's language crowd out the others in one list.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.hit import Chunk, Filters
from index.store.encoder_tables import DENSE, EncoderRow
from index.store.halves import unpacked
from index.store.postings import EMPTY, Posting, read_posting
from index.store.state import ChunkTable, State, read_state
from index.store.store import Row, Store, passes
from index.store.term_tables import vocabulary
from index.store.vectors import Ids, Ranked, VectorIndex
from sources.document import Document, Language

Vectors = NDArray[np.float32]
HELD_DOCUMENTS = 64
HELD_CHUNKS = 4096
HELD_POSTINGS = 4_000_000  # chunks in the postings held: some words stand in every second one


class Reader:
    """Reads the library in `store`; `folder` holds the FAISS files. Safe to use from several threads."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self._folder = folder
        self._lock = threading.RLock()
        self._state: State | None = None
        self._pinned = threading.local()
        self._indexes: dict[tuple[int, Language], VectorIndex] = {}

    # The library

    @property
    def seq(self) -> int:
        return self._now().seq

    def rows(self) -> Mapping[int, Row]:
        """Current documents by their row number."""
        return self._now().rows

    def originals(self) -> Mapping[str, Row]:
        """Current documents that are no translations, by key."""
        return self._now().originals

    def current(self, key: str) -> Row | None:
        """The current version of a document or translation."""
        return self._now().current.get(key)

    def document(self, n: int) -> Document | None:
        """The document of one row; the last ones read are kept."""
        state = self._now()
        with self._lock:
            found = state.documents.get(n)
            if found is not None:
                state.documents.move_to_end(n)
                return found
        found = self.store.document_at(n)
        if found is not None:
            with self._lock:
                state.documents[n] = found
                if len(state.documents) > HELD_DOCUMENTS:
                    state.documents.popitem(last=False)
        return found

    def table(self, language: Language) -> ChunkTable:
        return self._now().tables[language]

    def shares(self, language: Language, *, bigrams: bool) -> NDArray[np.float64]:
        """How long each chunk of the table is, in words or in bigrams, over their average."""
        state = self._now()
        name = (language, bigrams)
        if name not in state.shares:
            table = state.tables[language]
            lengths = table.bigrams if bigrams else table.words
            state.shares[name] = lengths / max(1.0, float(lengths.mean()))
        return state.shares[name]

    def allowed(self, filters: Filters, language: Language) -> Ids | None:
        """The chunks of a language that `filters` leave; None where they leave all of them. A translation's
        chunk is judged by its original."""
        if filters.empty:
            return None
        state = self._now()
        rows = [row.n for row in state.originals.values() if passes(row, filters)]
        table = state.tables[language]
        return table.ids[np.isin(table.documents, np.array(rows, np.int64))]

    def chunks(self, ids: Sequence[int] | Ids) -> list[Chunk]:
        """The chunks of these ids, in this order; those that are gone meanwhile are left out."""
        state = self._now()
        found: list[Chunk] = []
        with self.store.database.read() as db:
            for number in map(int, ids):
                chunk = state.chunks.get(number) or self._chunk(db, number)
                if chunk is not None:
                    found.append(chunk)
        with self._lock:
            state.chunks.update((chunk.id, chunk) for chunk in found)
            while len(state.chunks) > HELD_CHUNKS:
                state.chunks.popitem(last=False)
        return found

    def _chunk(self, db: sqlite3.Connection, number: int) -> Chunk | None:
        row = db.execute(
            "select document, language, section, page, paragraph, start, end from chunk "
            "where id = ? and paragraph > 0",
            (number,),
        ).fetchone()
        if row is None:
            return None
        # The text alone: a document's paragraphs and units are read for what an answer looks at.
        whole = db.execute(
            "select id, key, translation_of, text from document where n = ?", row[:1]
        ).fetchone()
        start, end = row[5], row[6]
        return Chunk(
            id=number,
            document_id=whole[0],
            key=whole[1],
            language=Language(row[1]),
            section=row[2],
            page=row[3],
            paragraph=row[4],
            start=start,
            end=end,
            text=whole[3][start:end],
            translation_of=whole[2],
        )

    # Dense

    def dense(
        self,
        vector: Vectors,
        language: Language,
        k: int | None = None,
        *,
        allowed: Ids | None = None,
        encoder: str = DENSE,
    ) -> Ranked:
        """Chunks of a language by their vector's product with `vector`, best first: the `k` best, or all."""
        row = self._now().encoders.get(encoder)
        if row is None:
            return Ranked(np.zeros(0, np.int64), np.zeros(0, np.float32))
        found = self.index(row, language).search(vector, k, allowed)
        # The index may be ahead of the moment that is read.
        held = self._now().tables[language].has(found.ids)
        return found if held.all() else Ranked(found.ids[held], found.scores[held])

    def vectors(self, ids: Iterable[int] | Ids, encoder: str = DENSE) -> Vectors:
        """Stored vectors, (len(ids), dimension); a row of zeros for a chunk without one."""
        row = self._now().encoders.get(encoder)
        wanted = [int(number) for number in ids]
        size = row.dimension if row else 0
        table = np.zeros((len(wanted), size), np.float32)
        if row is None:
            return table
        query = "select data from chunk_vector where encoder = ? and chunk = ?"
        with self.store.database.read() as db:
            for place, number in enumerate(wanted):
                found = db.execute(query, (row.id, number)).fetchone()
                if found is not None:
                    table[place] = unpacked(found)[0]
        return table

    def encoders(self) -> Mapping[str, EncoderRow]:
        """The encoders whose vectors are searched, by name."""
        return self._now().encoders

    def index(self, encoder: EncoderRow, language: Language) -> VectorIndex:
        with self._lock:
            name = (encoder.id, language)
            if name not in self._indexes:
                size = encoder.dimension
                self._indexes[name] = VectorIndex(self.store, encoder.id, size, language, self._folder)
            return self._indexes[name]

    def save(self) -> None:
        """Writes the FAISS files of the indexes in use."""
        with self._lock:
            indexes = list(self._indexes.values())
        for index in indexes:
            index.save()

    # Lexical

    def posting(self, token: str, language: Language) -> Posting:
        """The searchable chunks that hold a token; its document frequency is their number."""
        state = self._now()
        with self._lock:
            found = state.postings.get((language, token))
        if found is None:
            with self.store.database.read() as db:
                found = read_posting(db, language, token)
            held = state.tables[language].has(found.ids)
            found = Posting(found.ids[held], found.counts[held]) if held.any() else EMPTY
            with self._lock:
                state.hold(language, token, found, HELD_POSTINGS)
        return found

    def frequency(self, token: str, language: Language) -> int:
        """In how many chunks a token stands, those of translations without their original included."""
        row = self.store.database.row(
            "select df from term where language = ? and token = ?", (language, token)
        )
        return int(row[0]) if row else 0

    def vocabulary(self, language: Language) -> Mapping[str, int]:
        """Every token of a language with its document frequency."""
        state = self._now()
        if language not in state.vocabularies:
            with self.store.database.read() as db:
                state.vocabularies[language] = vocabulary(db, language)
        return state.vocabularies[language]

    # Keys

    def keys(self, name: str, after: int = 0) -> tuple[int, tuple[str, ...], Vectors]:
        """The keys of a key encoder stored after the row `after`, in the order of storing, and their vectors,
        (keys, dimension); before them the row of the last one."""
        row = self._now().encoders.get(name)
        query = "select n, key, data from key_vector where encoder = ? and n > ? order by n"
        rows = self.store.database.rows(query, (row.id if row else -1, after))
        last = rows[-1][0] if rows else after
        return last, tuple(key for _, key, _ in rows), unpacked(data for *_, data in rows)

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Within it, this thread reads the library as it is at its beginning, whatever others change."""
        if getattr(self._pinned, "state", None) is not None:
            yield
            return
        with self.store.database.read():
            self._pinned.state = self._now()
            try:
                yield
            finally:
                self._pinned.state = None

    def _now(self) -> State:
        pinned: State | None = getattr(self._pinned, "state", None)
        if pinned is not None:
            return pinned
        state = self._state
        if state is not None and state.seq == self.store.seq:
            return state
        with self._lock, self.store.database.read() as db:
            if self._state is not None and self._state.seq == self.store.seq:
                return self._state
            made = read_state(self.store, db, self._state)
            if self._state is None or self._state.seq < made.seq:
                self._state = made
            return made
