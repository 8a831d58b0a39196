"""Version 4: the SHA-256 of a document's kept file. That of the files there are is taken at the next opening:
a step reads no file."""

from __future__ import annotations

import sqlite3


def step(db: sqlite3.Connection) -> None:
    db.execute("alter table document add column file_hash text")
