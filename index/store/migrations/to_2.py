"""Version 2: rows carry a seal (see index/store/seals.py), which tells damage that SQLite does not see."""

from __future__ import annotations

import sqlite3

_TABLES = (
    "note", "document", "record_history", "chunk", "encoder", "chunk_vector", "sentence_vector", "key_vector",
    "term", "alignment",
)  # fmt: skip


def step(db: sqlite3.Connection) -> None:
    for table in _TABLES:
        db.execute(f"alter table {table} add column seal blob")
