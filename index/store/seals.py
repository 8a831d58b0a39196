"""Seals: a short hash in every row that holds what a user gave or what is searched, set by the database.

SQLite sees damage to its own structure, not to what is in it: forty flipped bytes in texts and vectors pass
its check. Triggers seal a row whenever it is written, so nothing that writes can forget it; `broken` counts
the rows that are not what was written. A damaged row stays told as damaged through changes of the tables.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

# Table → its key columns and the columns that are sealed. A new column of value is added here; what is
# stored already is sealed again at the next opening.
SEALED: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = MappingProxyType(
    {
        "note": (("name",), ("name", "value")),
        "document": (
            ("n",),
            ("id", "key", "current", "language", "format", "pages", "pages_exact", "ocr", "translation_of",
             "text", "paragraphs", "layout", "record", "shipped", "file", "added_at", "units",
             "file_hash"),
        ),
        "record_history": (("seq",), ("key", "changed_at", "record")),
        "chunk": (
            ("id",),
            ("document", "language", "section", "page", "paragraph", "start", "end", "digest", "words",
             "bigrams", "terms"),
        ),
        "encoder": (("id",), ("name", "card")),
        "chunk_vector": (("encoder", "chunk"), ("encoder", "chunk", "data")),
        "key_vector": (("encoder", "key"), ("encoder", "key", "data")),
        "term": (("id",), ("id", "language", "token")),
        "alignment": (
            ("translation", "paragraph"),
            ("translation", "paragraph", "original", "number", "groups"),
        ),
    }
)  # fmt: skip
SIZE: Final = 8  # bytes of a seal
_SPOILT: Final = f"zeroblob({SIZE})"  # the seal of a row that was found damaged: none fits it
_NOTED: Final = "seals"


def register(db: sqlite3.Connection) -> None:
    """Gives a connection the function the triggers call."""
    db.create_function("seal", -1, _seal, deterministic=True)


def _seal(*values: bytes | None) -> bytes:
    mark = hashlib.blake2b(digest_size=SIZE)
    for value in values:
        # The length parts the fields: "ab", "c" is not "a", "bc".
        mark.update(b"-" if value is None else b"%d:" % len(value))
        mark.update(value or b"")
    return mark.digest()


def current(db: sqlite3.Connection) -> bool:
    """Whether the rows are sealed as SEALED says."""
    row = db.execute("select value from meta where name = ?", (_NOTED,)).fetchone()
    return row is not None and row[0] == _described()


def lift(db: sqlite3.Connection) -> None:
    """Takes the triggers away, for a change of the tables. Rows that are damaged by now are marked so."""
    if _installed(db):
        held = json.loads(db.execute("select value from meta where name = ?", (_NOTED,)).fetchone()[0])
        for table, (_, columns) in held.items():
            db.execute(f"update {table} set seal = {_SPOILT} where seal is not {_call(columns)}")
    for name in _installed(db):
        db.execute(f"drop trigger {name}")


def install(db: sqlite3.Connection) -> None:
    """Seals every row that is not marked as damaged, and whatever is written from now on."""
    for table, (keys, columns) in SEALED.items():
        call = f"update {table} set seal = {_call(columns, 'new.')} where " + " and ".join(
            f'"{key}" = new."{key}"' for key in keys
        )
        named = ", ".join(f'"{column}"' for column in columns)
        db.execute(f"update {table} set seal = {_call(columns)} where seal is not {_SPOILT}")
        db.execute(f"create trigger seal_{table}_new after insert on {table} begin {call}; end")
        db.execute(f"create trigger seal_{table}_set after update of {named} on {table} begin {call}; end")
    db.execute("insert or replace into meta(name, value) values(?, ?)", (_NOTED, _described()))


def broken(db: sqlite3.Connection, table: str) -> int:
    """How many rows of a table are not what was written."""
    _, columns = SEALED[table]
    count: int = db.execute(f"select count(*) from {table} where seal is not {_call(columns)}").fetchone()[0]
    return count


def spoilt(db: sqlite3.Connection, table: str, key: int) -> bool:
    """Whether one row of a table with a number for its key is not what was written."""
    (name,), columns = SEALED[table]
    row = db.execute(
        f'select seal is not {_call(columns)} from {table} where "{name}" = ?', (key,)
    ).fetchone()
    return row is not None and bool(row[0])


def _call(columns: Sequence[str], of: str = "") -> str:
    # As bytes: text that damage has made unreadable could not even be handed over.
    return "seal(" + ", ".join(f'cast({of}"{column}" as blob)' for column in columns) + ")"


def _installed(db: sqlite3.Connection) -> list[str]:
    rows = db.execute(
        "select name from sqlite_master where type = 'trigger' and name like 'seal\\_%' escape '\\'"
    )
    return [name for (name,) in rows]


def _described() -> str:
    return json.dumps(dict(SEALED))
