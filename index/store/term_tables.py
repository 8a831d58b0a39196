"""The vocabulary, and each chunk's terms: what goes into the lexical index (`postings`) and out of it again.

Tokens come ready from `terms`. A chunk keeps its terms in a forward list, so that removing it touches its own
blocks only.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Mapping
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.store.postings import drop, put
from sources.document import Language

_INT32: Final = "i"


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
    return array(_INT32, chain.from_iterable(zip(ids, counts.values(), strict=True))).tobytes()


def add_postings(db: sqlite3.Connection, forward: Mapping[int, bytes]) -> None:
    """Puts new chunks, each with its forward list, into the lexical index."""
    put(db, _table(forward))


def drop_postings(db: sqlite3.Connection, forward: Mapping[int, bytes]) -> None:
    """Takes the tokens of chunks out again; a token no chunk holds leaves the vocabulary."""
    table = _table(forward)
    drop(db, table)
    terms, held = np.unique(table[:, 0], return_counts=True)
    pairs = list(zip(held.tolist(), terms.tolist(), strict=True))
    db.executemany("update term set df = df - ? where id = ?", pairs)
    db.executemany("delete from term where id = ? and df <= 0", [(term,) for _, term in pairs])


def _table(forward: Mapping[int, bytes]) -> NDArray[np.int64]:
    """(term, chunk, count) of every forward list, which is int32: (term, count) after (term, count)."""
    lists = {chunk: np.frombuffer(stored, np.int32).reshape(-1, 2) for chunk, stored in forward.items()}
    if not lists:
        return np.zeros((0, 3), np.int64)
    pairs = np.concatenate(list(lists.values())).astype(np.int64)
    chunks = np.repeat(np.array(list(lists), np.int64), [len(one) for one in lists.values()])
    return np.stack((pairs[:, 0], chunks, pairs[:, 1]), axis=1)


def vocabulary(db: sqlite3.Connection, language: Language) -> dict[str, int]:
    """Every token of a language with the number of chunks that hold it."""
    return dict(db.execute("select token, df from term where language = ?", (language,)))
