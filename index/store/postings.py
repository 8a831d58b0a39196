"""The lexical index as it is searched: the chunks that hold a token, and how often. `blocks` writes it,
`term_tables` knows which chunk has which terms; scoring is `lexical`'s business."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.store.blocks import BLOCKS, CHUNKS
from sources.document import Language

Ids = NDArray[np.int64]
_ENTRY = np.dtype([("place", "<u2"), ("count", "<u2")])


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
    """One posting of (number of the block, its entries), blocks ascending. Of a row that damage has cut, what
    is whole."""
    held = list(blocks)
    if not held:
        return EMPTY
    parts = [np.frombuffer(data, _ENTRY, len(data) // _ENTRY.itemsize) for _, data in held]
    entries = np.concatenate(parts)
    starts = np.array([block for block, _ in held], np.int64) * CHUNKS
    sizes = [len(part) for part in parts]
    return Posting(np.repeat(starts, sizes) + entries["place"], entries["count"].astype(np.int32))
