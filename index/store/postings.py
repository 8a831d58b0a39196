"""The lexical index: which chunks hold a token, and how often, in blocks.

A row of the table `posting` is what one term has in 2,048 chunks that follow each other: four bytes a chunk,
its place in the block and its count. A word of every second text of a large library is read from some hundred
rows, no longer from a hundred thousand; and a document that is added, whose chunks have the highest numbers,
is put to the end of one row a term. `term_tables` knows which chunk has which terms; scoring is `lexical`'s
business.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sources.document import Language

Ids = NDArray[np.int64]

CHUNKS = 2048  # of a block
BLOCKS = 1 << 20  # blocks a term has room for: two thousand million chunks
# A chunk's place in its block, and how often it holds the term; more often than this is counted as this.
ENTRY = np.dtype([("place", "<u2"), ("count", "<u2")])
MOST = int(np.iinfo(np.uint16).max)


@dataclass(frozen=True, slots=True)
class Posting:
    """The chunks that hold one token, ids ascending, and how often each does: two arrays of one length."""

    ids: Ids
    counts: NDArray[np.int32]


EMPTY = Posting(np.zeros(0, np.int64), np.zeros(0, np.int32))


def read_posting(db: sqlite3.Connection, language: Language, token: str) -> Posting:
    """What is stored of a token; of none that is stored, EMPTY."""
    found = db.execute("select id from term where language = ? and token = ?", (language, token)).fetchone()
    if found is None:
        return EMPTY
    first = found[0] * BLOCKS
    query = "select place, data from posting where place between ? and ? order by place"
    rows = db.execute(query, (first, first + BLOCKS - 1)).fetchall()
    return unpacked([(place - first, data) for place, data in rows])


def unpacked(blocks: Iterable[tuple[int, bytes]]) -> Posting:
    """One posting of (number of the block, its entries), blocks ascending."""
    held = list(blocks)
    if not held:
        return EMPTY
    parts = [_entries(data) for _, data in held]
    entries = np.concatenate(parts)
    starts = np.array([block for block, _ in held], np.int64) * CHUNKS
    sizes = [len(part) for part in parts]
    return Posting(np.repeat(starts, sizes) + entries["place"], entries["count"].astype(np.int32))


def _entries(data: bytes) -> NDArray[np.void]:
    """What a row holds; of one that damage has cut, what is whole: `audit` tells that some is missing."""
    return np.frombuffer(data, ENTRY, len(data) // ENTRY.itemsize)


def put(db: sqlite3.Connection, table: NDArray[np.int64]) -> None:
    """Stores rows of (term, chunk, count), whose chunks come after all that a term has already."""
    db.executemany(
        "insert into posting(place, data) values(?, ?) "
        "on conflict(place) do update set data = cast(data || excluded.data as blob)",
        blocks_of(table),
    )


def drop(db: sqlite3.Connection, table: NDArray[np.int64]) -> None:
    """Takes rows of (term, chunk, count) out again; those that are not there are none."""
    for place, gone in blocks_of(table):
        row = db.execute("select data from posting where place = ?", (place,)).fetchone()
        if row is None:
            continue
        held = _entries(row[0])
        left = held[~np.isin(held["place"], _entries(gone)["place"])]
        if len(left):
            db.execute("update posting set data = ? where place = ?", (left.tobytes(), place))
        else:
            db.execute("delete from posting where place = ?", (place,))


def blocks_of(table: NDArray[np.int64]) -> Iterator[tuple[int, bytes]]:
    """Rows of (term, chunk, count), shape (rows, 3), as rows of the table: where each stands, its entries."""
    if not len(table):
        return
    terms, chunks, counts = table.T
    order = np.lexsort((chunks, terms))
    places = (terms * BLOCKS + chunks // CHUNKS)[order]
    entries = np.empty(len(table), ENTRY)
    entries["place"] = (chunks % CHUNKS)[order]
    entries["count"] = np.minimum(counts, MOST)[order]
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(places)], strict=True):
        yield int(places[start]), entries[start:end].tobytes()
