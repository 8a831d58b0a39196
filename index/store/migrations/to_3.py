"""Version 3: a document's tree of units. Those there are have none stored: it is
told from their text and paragraphs, as they are read."""

from __future__ import annotations

import sqlite3


def step(db: sqlite3.Connection) -> None:
    db.execute("alter table document add column units text not null default ''")
