"""Version 7: the lexical index in blocks: a row for what a term has in 2,048 chunks, not one a chunk;
and an index of what tells that a document changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import numpy as np

_ENTRY = np.dtype([("place", "<u2"), ("count", "<u2")])
_ROWS = 500_000  # read at a time


def step(db: sqlite3.Connection) -> None:
    db.execute("alter table posting rename to before")
    db.execute(
        """create table posting(
  place integer primary key,               -- term * 1048576 + chunk / 2048
  data blob not null                       -- uint16 pairs: chunk % 2048, occurrences; chunks ascending
)"""
    )
    db.executemany(
        "insert into posting(place, data) values(?, ?) "
        "on conflict(place) do update set data = cast(data || excluded.data as blob)",
        _blocks(db),
    )
    db.execute("drop table before")
    db.execute("create index document_seal on document(n, seal) where current = 1")


def _blocks(db: sqlite3.Connection) -> Iterator[tuple[int, bytes]]:
    """The rows there are, as blocks; one that is cut by the reading comes in two parts."""
    rows = db.execute(
        "select term * 1048576 + chunk / 2048, chunk % 2048, count from before order by term, chunk"
    )
    while batch := rows.fetchmany(_ROWS):
        table = np.array(batch, np.int64)
        entries = np.empty(len(table), _ENTRY)
        entries["place"] = table[:, 1]
        entries["count"] = np.minimum(table[:, 2], 65535)
        starts = np.flatnonzero(np.diff(table[:, 0], prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(table)], strict=True):
            yield int(table[start, 0]), entries[start:end].tobytes()
