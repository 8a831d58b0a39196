"""The vocabulary, and each chunk's terms: what goes into the lexical index (`blocks`) and out of it again.

Tokens come ready from `terms`. A chunk keeps its terms in a forward list, so that removing it touches its own
blocks only.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from index.store.blocks import Held, drop, put
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
    put(db, _held(forward))


def drop_postings(db: sqlite3.Connection, forward: Mapping[int, bytes]) -> None:
    """Takes the tokens of chunks out again; a token no chunk holds leaves the vocabulary."""
    held = list(_held(forward))
    drop(db, held)
    counts = Counter(term for term, _, _ in held)
    db.executemany("update term set df = df - ? where id = ?", [(n, term) for term, n in counts.items()])
    db.executemany("delete from term where id = ? and df <= 0", [(term,) for term in counts])


def _held(forward: Mapping[int, bytes]) -> Iterator[Held]:
    """(term, chunk, count) of every forward list, which is int32: (term, count) after (term, count)."""
    for chunk, stored in forward.items():
        numbers = memoryview(stored).cast(_INT32).tolist()
        for term, count in zip(numbers[::2], numbers[1::2], strict=True):
            yield term, chunk, count


def vocabulary(db: sqlite3.Connection, language: Language) -> dict[str, int]:
    """Every token of a language with the number of chunks that hold it."""
    return dict(db.execute("select token, df from term where language = ?", (language,)))
