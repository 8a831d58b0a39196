"""The lexical index as it is searched: the chunks that hold a token. `term_tables` keeps it; scoring is
`lexical`'s business."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import chain

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


def read_posting(db: sqlite3.Connection, language: Language, token: str) -> Posting:
    found = db.execute(
        "select chunk, count from posting "
        "where term = (select id from term where language = ? and token = ?) order by chunk",
        (language, token),
    )
    table = np.fromiter(chain.from_iterable(found), np.int64).reshape(-1, 2)
    if not len(table):
        return EMPTY
    return Posting(np.ascontiguousarray(table[:, 0]), table[:, 1].astype(np.int32))
