"""Bringing the tables of an older version to this one, a step at a time.

How to write the next step. Say the tables are at version N and you change them:

1. Change `TABLES` in `index/store/schema.py` and set `VERSION` to N + 1: that is what a new library gets.
2. Add `to_<N + 1>.py` here with `step(db)`, which makes the same change to tables of version N:

       def step(db: sqlite3.Connection) -> None:
           db.execute("alter table document add column units text not null default '[]'")

   A step runs inside the one transaction of the opening, with the write lock held and foreign keys not
   enforced, so it may make a table anew and drop the old one. It commits nothing, reads no file, loads no
   model and imports nothing of `schema`: what it does must not change when the tables do. Columns are added
   at the end, in `TABLES` too; a column that means something also goes into `SEALED` of `seals.py`.
   What can be made from documents is better left empty, and made by `Library.open` or `gakju rebuild`.
3. `tests/index/test_migrations.py` compares a migrated library of version 1 with a new one, table by table;
   add what your step must keep or fill.

A step that raises leaves the library as it was; a copy of it, made beforehand, lies beside it.
"""

from __future__ import annotations

import sqlite3
from importlib import import_module


def migrate(db: sqlite3.Connection, held: int, wanted: int) -> None:
    """Runs the steps from version `held` to `wanted` in the transaction `db` is in. Whatever a step raises
    passes; a step that leaves rows pointing at nothing raises sqlite3.IntegrityError."""
    before = set(db.execute("pragma foreign_key_check"))
    for version in range(held + 1, wanted + 1):
        import_module(f"{__name__}.to_{version}").step(db)
    if lost := set(db.execute("pragma foreign_key_check")) - before:
        raise sqlite3.IntegrityError(f"rows that point at nothing: {sorted(map(str, lost))[:3]}")
    db.execute(f"pragma user_version={wanted}")
