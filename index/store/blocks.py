"""The lexical index as it is written: a row, or block, for what a term has in 2,048 chunks after each other.

Four bytes a chunk, its place in the block and its count. A word of every second text of a large library is
read from some hundred rows, not from a hundred thousand; and a document that is added, whose chunks have the
highest numbers, is put to the end of one row a term. `postings` reads them, with what finding needs; who
only writes or lists a library does without that.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable
from typing import Final

CHUNKS: Final = 2048  # of a block
BLOCKS: Final = 1 << 20  # blocks a term has room for: two thousand million chunks
# A chunk's place in its block, and how often it holds the term; more often than MOST is counted as that.
ENTRY: Final = struct.Struct("<HH")
MOST: Final = 0xFFFF
Held = tuple[int, int, int]  # term, chunk, count


def put(db: sqlite3.Connection, held: Iterable[Held]) -> None:
    """Stores what chunks hold, whose numbers are higher than those of all that a term has already."""
    db.executemany(
        "insert into posting(place, data) values(?, ?) "
        "on conflict(place) do update set data = cast(data || excluded.data as blob)",
        _blocks(held).items(),
    )


def drop(db: sqlite3.Connection, held: Iterable[Held]) -> None:
    """Takes out again what chunks hold; what is not there is nothing."""
    for place, gone in _blocks(held).items():
        row = db.execute("select data from posting where place = ?", (place,)).fetchone()
        if row is None:
            continue
        chunks = {chunk for chunk, _ in ENTRY.iter_unpack(gone)}
        # Of a row that damage has cut, what is whole: `audit` tells that some is missing.
        whole = row[0][: len(row[0]) // ENTRY.size * ENTRY.size]
        left = b"".join(ENTRY.pack(*one) for one in ENTRY.iter_unpack(whole) if one[0] not in chunks)
        if left:
            db.execute("update posting set data = ? where place = ?", (left, place))
        else:
            db.execute("delete from posting where place = ?", (place,))


def _blocks(held: Iterable[Held]) -> dict[int, bytearray]:
    """What chunks hold, as rows of the table: where each stands, and its entries in the order of chunks."""
    found: dict[int, bytearray] = {}
    for term, chunk, count in sorted(held):
        block, place = divmod(chunk, CHUNKS)
        found.setdefault(term * BLOCKS + block, bytearray()).extend(ENTRY.pack(place, min(count, MOST)))
    return found
