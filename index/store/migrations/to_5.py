"""Version 5: vectors in half precision, in tables with row numbers.

A row of two kilobytes in a table without row numbers spills onto a page of its own. Sentences' vectors were
half precision already. A row whose seal does not fit what is in it keeps that seal, and so stays damaged.
"""

from __future__ import annotations

import sqlite3

import numpy as np

_TABLES = {
    "chunk_vector": """create table chunk_vector(
  chunk integer not null references chunk(id) on delete cascade,
  encoder integer not null references encoder(id) on delete cascade,
  data blob not null,                      -- float16
  seal blob,
  unique(chunk, encoder)
)""",
    "sentence_vector": """create table sentence_vector(
  document integer not null references document(n) on delete cascade,
  paragraph integer not null,
  encoder integer not null references encoder(id) on delete cascade,
  data blob not null,                      -- float16, (sentences, dimension)
  seal blob,
  unique(document, paragraph, encoder)
)""",
    "key_vector": """create table key_vector(
  n integer primary key,                   -- grows: what is new comes last
  encoder integer not null references encoder(id) on delete cascade,
  key text not null,
  data blob not null,                      -- float16
  seal blob,
  unique(encoder, key)
)""",
}
_COPIES = {
    "chunk_vector": "chunk, encoder, half(data), seal from before order by encoder, chunk",
    "sentence_vector": "document, paragraph, encoder, data, seal from before order by document, paragraph",
    "key_vector": "null, encoder, key, half(data), seal from before order by encoder, key",
}


def step(db: sqlite3.Connection) -> None:
    db.create_function("half", 1, _half, deterministic=True)
    db.execute("drop index chunk_vector_chunk")
    for table, made in _TABLES.items():
        db.execute(f"alter table {table} rename to before")
        db.execute(made)
        db.execute(f"insert into {table} select {_COPIES[table]}")
        db.execute("drop table before")


def _half(data: bytes) -> bytes:
    """Single-precision numbers as half; what damage has made no numbers stays as it is."""
    if len(data) % 4:
        return data
    with np.errstate(over="ignore", invalid="ignore"):
        return np.frombuffer(data, np.float32).astype(np.float16).tobytes()
