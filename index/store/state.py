"""What a reader holds in memory of a library at one position of its change log, and how it follows the log.

An addition to a library of a hundred thousand chunks changes a few: what the log names is read, the rest is
carried over. Where the log does not tell enough (a translation, another model, a log that begins later), all
of it is read again; both ways give the same.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.hit import Chunk
from index.store.encoder_tables import EncoderRow
from index.store.postings import Posting
from index.store.store import Row, Store
from index.store.vectors import Ids
from sources.document import Document, Language


@dataclass(frozen=True, slots=True)
class ChunkTable:
    """The searchable chunks of one language, as arrays of one length, ids ascending. `documents` are rows
    of the original, `words` and `bigrams` lengths in tokens."""

    ids: Ids
    documents: Ids
    words: NDArray[np.int32]
    bigrams: NDArray[np.int32]
    _at: NDArray[np.int32] = field(init=False)  # of each id up to the last its place, -1 for what is none

    def __post_init__(self) -> None:
        # Looked up, not searched for: the words of one question stand in a hundred thousand chunks.
        at = np.full(int(self.ids[-1]) + 1 if len(self.ids) else 1, -1, np.int32)
        at[self.ids] = np.arange(len(self.ids), dtype=np.int32)
        object.__setattr__(self, "_at", at)

    def places(self, ids: Ids) -> NDArray[np.int32]:
        """Where in the arrays `ids` stand; all of them must be in the table."""
        return self._at[ids]

    def has(self, ids: Ids) -> NDArray[np.bool_]:
        """Which of `ids` are in the table."""
        found: NDArray[np.bool_] = self._at[np.minimum(ids, len(self._at) - 1)] >= 0
        return found & (ids < len(self._at))


@dataclass(slots=True)
class State:
    """Everything read at one position of the log. `seals` tells of each document row whether it changed;
    `shares` are the lengths of a language's chunks, in words or bigrams, over their average."""

    seq: int
    rows: dict[int, Row]
    originals: dict[str, Row]
    current: dict[str, Row]
    tables: dict[Language, ChunkTable]
    encoders: dict[str, EncoderRow]
    seals: dict[int, bytes]
    documents: OrderedDict[int, Document] = field(default_factory=OrderedDict)
    chunks: OrderedDict[int, Chunk] = field(default_factory=OrderedDict)
    postings: OrderedDict[tuple[Language, str], Posting] = field(default_factory=OrderedDict)
    vocabularies: dict[Language, dict[str, int]] = field(default_factory=dict)
    shares: dict[tuple[Language, bool], NDArray[np.float64]] = field(default_factory=dict)
    _held: int = 0  # chunks in all the postings

    def hold(self, language: Language, token: str, posting: Posting, most: int) -> None:
        """Keeps a posting, and lets go of the oldest ones beyond `most` chunks in all of them."""
        before = self.postings.pop((language, token), None)
        self.postings[language, token] = posting
        self._held += len(posting.ids) - (len(before.ids) if before else 0)
        while self._held > most:
            _, oldest = self.postings.popitem(last=False)
            self._held -= len(oldest.ids)


_OWNER = "select document from chunk where id = ?"


def read_state(store: Store, db: sqlite3.Connection, before: State | None = None) -> State:
    """The library as it is in the transaction `db` is in; from `before`, an earlier state of it, where the
    log tells what changed since."""
    seq = store.seq
    if before is not None and (followed := _follow(store, db, before, seq)) is not None:
        return followed
    rows = {row.n: row for row in store.rows()}
    originals, current = _by_key(rows)
    source = _sources(rows, originals)
    tables = {language: _table(_chunks(db, language), source) for language in Language}
    return State(seq, rows, originals, current, tables, store.encoders.serving(), _seals(db))


def _follow(store: Store, db: sqlite3.Connection, before: State, seq: int) -> State | None:
    """`before` with what the log tells since, None where all has to be read."""
    first = db.execute("select min(seq) from log").fetchone()[0]
    if first is None or first > before.seq + 1 or seq < before.seq:
        return None
    entries = db.execute(
        "select op, chunk, language from log where seq > ? order by seq", (before.seq,)
    ).fetchall()
    seals = _seals(db)
    changed = {n for n, seal in seals.items() if before.seals.get(n) != seal}
    gone = before.seals.keys() - seals.keys()
    dropped = {chunk for op, chunk, _ in entries if op < 0}
    added = {chunk for op, chunk, _ in entries if op > 0}
    # A rebuild makes a document's chunks anew and leaves its row.
    changed |= {n for number in added for (n,) in db.execute(_OWNER, (number,)) if n in seals}
    fresh = {row.n: row for row in store.rows_at(sorted(changed))}
    if any(row.translation_of for row in fresh.values()):
        return None  # a translation's chunks stand for its original's: who is whose may have changed
    touched = {before.rows[n].key for n in gone if n in before.rows} | {row.key for row in fresh.values()}
    if any(row.translation_of in touched for row in before.rows.values()):
        return None
    if any(before.rows[n].translation_of for n in gone if n in before.rows):
        return None
    if store.encoders.serving() != before.encoders:
        return None
    rows = {n: fresh.get(n) or before.rows[n] for n in sorted(seals)}
    originals, current = _by_key(rows)
    tables = {
        language: _patched(db, before.tables[language], language, dropped, added) for language in Language
    }
    made = State(seq, rows, originals, current, tables, before.encoders, seals)
    made.documents = OrderedDict(
        (n, document) for n, document in before.documents.items() if n in rows and n not in changed
    )
    held = {row.id for n, row in rows.items() if n not in changed}
    made.chunks = OrderedDict(
        (number, chunk)
        for number, chunk in before.chunks.items()
        if number not in dropped and chunk.document_id in held
    )
    return made


def _by_key(rows: Mapping[int, Row]) -> tuple[dict[str, Row], dict[str, Row]]:
    """The documents that are no translations, and all of them, by key."""
    current = {row.key: row for row in rows.values()}
    return {key: row for key, row in current.items() if row.translation_of is None}, current


def _seals(db: sqlite3.Connection) -> dict[int, bytes]:
    return dict(db.execute("select n, seal from document where current = 1"))


def _sources(rows: Mapping[int, Row], originals: Mapping[str, Row]) -> dict[int, int]:
    """The row of each document's original: its own, or that of what it translates."""
    return {
        row.n: originals[row.translation_of].n
        if row.translation_of is not None and row.translation_of in originals
        else row.n
        for row in rows.values()
    }


def _chunks(db: sqlite3.Connection, language: Language) -> list[tuple[int, ...]]:
    return db.execute(
        "select id, document, words, bigrams from chunk where language = ? and paragraph > 0 order by id",
        (language,),
    ).fetchall()


def _table(found: Sequence[tuple[int, ...]], source: Mapping[int, int]) -> ChunkTable:
    columns = np.array(found, np.int64).reshape(-1, 4)
    documents = np.array([source.get(n, n) for n in columns[:, 1].tolist()], np.int64)
    lengths = columns[:, 2:].astype(np.int32)
    return ChunkTable(columns[:, 0].copy(), documents, lengths[:, 0], lengths[:, 1])


def _patched(
    db: sqlite3.Connection, table: ChunkTable, language: Language, dropped: set[int], added: set[int]
) -> ChunkTable:
    """The table without the chunks that were dropped and with those that were added and are still there."""
    query = "select id, document, words, bigrams from chunk where id = ? and language = ? and paragraph > 0"
    found = [row for number in sorted(added) if (row := db.execute(query, (number, language)).fetchone())]
    new = _table(found, {})
    stale = np.fromiter(dropped | added, np.int64, len(dropped | added))
    kept = ~np.isin(table.ids, stale)
    if kept.all() and not found:
        return table
    ids = np.concatenate([table.ids[kept], new.ids])
    order = np.argsort(ids, kind="stable")
    return ChunkTable(
        ids[order],
        np.concatenate([table.documents[kept], new.documents])[order],
        np.concatenate([table.words[kept], new.words])[order],
        np.concatenate([table.bigrams[kept], new.bigrams])[order],
    )
