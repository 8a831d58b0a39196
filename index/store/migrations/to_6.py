"""Version 6: documents whose sentences' vectors are still to be made. Those there are have them."""

from __future__ import annotations

import sqlite3


def step(db: sqlite3.Connection) -> None:
    db.execute("alter table document add column sentences_due integer not null default 0")
    db.execute("create index document_due on document(n) where sentences_due = 1")
