"""A small SQLite file beside the library, such as the chats: sound, or put aside so that the rest works."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from index.durable import own_file, own_files, own_folder, put_aside, stamp

ENDS = ("", "-wal", "-shm", "-journal")


def fault_of(path: Path) -> str:
    """What SQLite finds wrong with the file at `path`, "" for a sound one and for none. Changes nothing.
    Raises sqlite3.OperationalError where it cannot be opened at all."""
    if not path.is_file() or not path.stat().st_size:
        return ""
    try:
        with closing(sqlite3.connect(path, timeout=10)) as db:
            told = str(db.execute("pragma quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if told == "ok" else told


def sound_or_aside(path: Path) -> Path | None:
    """Lets a file be made at `path`, or one that is sound be used, by its owner alone. A damaged one is moved
    to `lost/` beside it; returns where it is then. Raises sqlite3.OperationalError, OSError."""
    own_folder(path.parent)
    moved = None
    if fault_of(path):
        at = stamp()
        for end in reversed(ENDS):
            part = path.with_name(path.name + end)
            if part.exists():
                moved = put_aside(part, path.parent, at)
    own_file(path)
    own_files(path.with_name(path.name + end) for end in ENDS)
    return moved
