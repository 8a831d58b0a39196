"""The lexical index as it is kept: which chunk holds which token how often, in the store's own tables.

Tokens come ready from `terms`. A chunk keeps its terms in a forward list as well, so that removing it touches
its own rows only.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Mapping
from itertools import chain
from typing import Final

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


def add_postings(db: sqlite3.Connection, chunk: int, forward: bytes) -> None:
    terms, counts = _forward(forward)
    db.executemany(
        "insert into posting(term, chunk, count) values(?, ?, ?)",
        [(term, chunk, count) for term, count in zip(terms, counts, strict=True)],
    )


def drop_postings(db: sqlite3.Connection, chunk: int, forward: bytes) -> None:
    """Takes a chunk's tokens out again; a token no chunk holds leaves the vocabulary."""
    ids = [(term,) for term in _forward(forward)[0]]
    db.executemany("delete from posting where term = ? and chunk = ?", [(term, chunk) for (term,) in ids])
    db.executemany("update term set df = df - 1 where id = ?", ids)
    db.executemany("delete from term where id = ? and df <= 0", ids)


def _forward(stored: bytes) -> tuple[list[int], list[int]]:
    """The terms of a forward list and how often each is held: (term, count) after (term, count)."""
    numbers = memoryview(stored).cast(_INT32).tolist()
    return numbers[::2], numbers[1::2]


def vocabulary(db: sqlite3.Connection, language: Language) -> dict[str, int]:
    """Every token of a language with the number of chunks that hold it."""
    return dict(db.execute("select token, df from term where language = ?", (language,)))
