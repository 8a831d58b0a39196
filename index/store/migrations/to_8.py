"""Version 8: sentences have no vectors. Nothing that answers needs them since the reader scores sentences."""

from __future__ import annotations

import sqlite3


def step(db: sqlite3.Connection) -> None:
    db.execute("drop table sentence_vector")
    db.execute("drop index document_due")
    db.execute("alter table document drop column sentences_due")
