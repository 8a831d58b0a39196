"""The lexical index: which chunk holds which token how often, in the store's own tables.

Tokens come ready from `terms`; scoring is `lexical`'s business. A chunk keeps its terms in a forward list
as well, so that removing it touches its own rows only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sources.document import Language

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Posting:
    """The chunks that hold one token, ids ascending, and how often each does: two arrays of one length."""

    ids: Ids
    counts: NDArray[np.int32]


EMPTY = Posting(np.zeros(0, np.int64), np.zeros(0, np.int32))


def add_terms(db: sqlite3.Connection, language: Language, counts: Mapping[str, int]) -> bytes:
    """Counts a new chunk's tokens in the vocabulary; returns its forward list for `add_postings`."""
    if not counts:
        return b""
    rows = [(language, token) for token in counts]
    db.executemany(
        "insert into term(language, token, df) values(?, ?, 1) "
        "on conflict(language, token) do update set df = df + 1",
        rows,
    )
    query = "select id from term where language = ? and token = ?"
    ids = [db.execute(query, row).fetchone()[0] for row in rows]
    return np.array([ids, list(counts.values())], np.int32).T.tobytes()


def add_postings(db: sqlite3.Connection, chunk: int, forward: bytes) -> None:
    pairs = np.frombuffer(forward, np.int32).reshape(-1, 2).tolist()
    db.executemany(
        "insert into posting(term, chunk, count) values(?, ?, ?)",
        [(term, chunk, count) for term, count in pairs],
    )


def drop_postings(db: sqlite3.Connection, chunk: int, forward: bytes) -> None:
    """Takes a chunk's tokens out again; a token no chunk holds leaves the vocabulary."""
    ids = [(term,) for term in np.frombuffer(forward, np.int32).reshape(-1, 2)[:, 0].tolist()]
    db.executemany("delete from posting where term = ? and chunk = ?", [(term, chunk) for (term,) in ids])
    db.executemany("update term set df = df - 1 where id = ?", ids)
    db.executemany("delete from term where id = ? and df <= 0", ids)


def read_posting(db: sqlite3.Connection, language: Language, token: str) -> Posting:
    rows = db.execute(
        "select chunk, count from posting "
        "where term = (select id from term where language = ? and token = ?) order by chunk",
        (language, token),
    ).fetchall()
    if not rows:
        return EMPTY
    table = np.array(rows, np.int64)
    return Posting(np.ascontiguousarray(table[:, 0]), table[:, 1].astype(np.int32))


def vocabulary(db: sqlite3.Connection, language: Language) -> dict[str, int]:
    """Every token of a language with the number of chunks that hold it."""
    return dict(db.execute("select token, df from term where language = ?", (language,)))
