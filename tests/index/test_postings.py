"""The lexical index in blocks against a plain table of (term, chunk, count)."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from index.store.blocks import BLOCKS, CHUNKS, MOST, Held, drop, put
from index.store.postings import read_posting, unpacked
from sources.document import Language

# Chunks at the borders of blocks, and terms next to each other.
CHUNK = st.sampled_from([1, 2, CHUNKS - 1, CHUNKS, CHUNKS + 1, 5 * CHUNKS, 5 * CHUNKS + 7])
TERM = st.integers(1, 4)
pairs = st.dictionaries(st.tuples(TERM, CHUNK), st.integers(1, 9), max_size=20)


def stored() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("create table posting(place integer primary key, data blob not null)")
    db.execute("create table term(id integer primary key, language text, token text)")
    db.executemany("insert into term values(?, 'ko', ?)", [(n, f"t{n}") for n in range(1, 5)])
    return db


def table(held: dict[tuple[int, int], int]) -> list[Held]:
    return [(*pair, count) for pair, count in held.items()]


def kept(db: sqlite3.Connection) -> dict[tuple[int, int], int]:
    found = {}
    for term in range(1, 5):
        posting = read_posting(db, Language.KO, f"t{term}")
        assert posting.ids.tolist() == sorted(posting.ids.tolist())
        for chunk, count in zip(posting.ids.tolist(), posting.counts.tolist(), strict=True):
            found[term, chunk] = count
    return found


@given(pairs, pairs)
def test_what_is_put_is_read_and_what_is_dropped_is_gone(held, gone) -> None:
    with closing(stored()) as db:
        # As chunks are numbered: a document's come after all that are there.
        for chunk in sorted({chunk for _, chunk in held}):
            put(db, table({pair: count for pair, count in held.items() if pair[1] == chunk}))
        assert kept(db) == held
        drop(db, table(gone))
        assert kept(db) == {pair: count for pair, count in held.items() if pair not in gone}
        drop(db, table(held))
        assert db.execute("select count(*) from posting").fetchone() == (0,)


def test_a_count_too_large_for_two_bytes_is_the_largest_they_hold() -> None:
    with closing(stored()) as db:
        put(db, table({(1, 3): MOST + 5}))
        assert kept(db) == {(1, 3): MOST}


def test_a_term_reaches_into_no_other_ones_blocks() -> None:
    with closing(stored()) as db:
        put(db, table({(1, CHUNKS * (BLOCKS - 1)): 2, (2, 0): 3}))
        assert kept(db) == {(1, CHUNKS * (BLOCKS - 1)): 2, (2, 0): 3}


def test_of_a_row_that_is_cut_what_is_whole_is_read() -> None:
    with closing(stored()) as db:
        put(db, table({(1, 3): 2, (1, 5): 1}))
        db.execute("update posting set data = substr(data, 1, 6)")
        assert kept(db) == {(1, 3): 2}
        drop(db, table({(1, 3): 2}))
        assert kept(db) == {}


def test_a_token_that_is_not_there_has_nothing() -> None:
    with closing(stored()) as db:
        assert len(read_posting(db, Language.KO, "없는").ids) == 0
    assert len(unpacked([]).ids) == 0
