"""The first moments of a library's file: its tables are made, or brought from an older version to this one.

Both happen in one transaction that holds the write lock: a process that opens the same library meanwhile
waits and then finds it done. Before tables change, the file is copied to `library.v<N>.db` beside it where
the disk has room for that. The copy lies there for COPY_DAYS: long enough to notice that something is amiss,
not for ever, as what is removed from the library is still in it.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from index.durable import own_file, sync_file
from index.errors import StoreError, Trouble
from index.store import seals
from index.store.migrations import migrate
from index.store.schema import TABLES, VERSION

COPY_DAYS = 30

log = logging.getLogger(__name__)


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Makes the file at `path`, open in `db`, one of this version. Raises StoreError: NEWER_SCHEMA for a
    newer one, NOT_UPDATED where a step failed, which leaves the file as it was."""
    if _ready(db, path):
        return
    older = 0 < _version(db) < VERSION
    # Within a transaction this is ignored; a step may make a table anew, which must not empty those that
    # point at it.
    db.execute("pragma foreign_keys=off")
    db.execute("begin immediate")
    try:
        if not _ready(db, path):  # another process may have been first
            _make(db, path)
        db.execute("commit")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise
    finally:
        db.execute("pragma foreign_keys=on")
    if older:
        _shrink(db, path)


def _ready(db: sqlite3.Connection, path: Path) -> bool:
    held = _version(db)
    if held > VERSION:
        raise StoreError(Trouble.NEWER_SCHEMA, path=str(path), found=held, known=VERSION)
    return held == VERSION and seals.current(db)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("pragma user_version").fetchone()[0])


def _make(db: sqlite3.Connection, path: Path) -> None:
    held = _version(db)
    if held == 0:
        # executescript() would commit; the tables are to appear all at once.
        for statement in _statements(TABLES):
            db.execute(statement)
        db.execute(f"pragma user_version={VERSION}")
        seals.install(db)
        return
    if held < VERSION:
        keep_copy(path, path.with_name(f"{path.stem}.v{held}{path.suffix}"))
    try:
        seals.lift(db)
        migrate(db, held, VERSION)
        seals.install(db)
    except Exception as error:
        log.exception("Bringing %s from version %d to %d failed", path, held, VERSION)
        raise StoreError(
            Trouble.NOT_UPDATED, path=str(path), found=held, known=VERSION, reason=str(error)
        ) from error


def _shrink(db: sqlite3.Connection, path: Path) -> None:
    """Gives the disk back what a change of the tables left empty, where nobody else has the file open and
    there is room to write it anew. Else it is used by what is added later."""
    if shutil.disk_usage(path.parent).free < 3 * path.stat().st_size:
        return
    with suppress(sqlite3.OperationalError):
        db.execute("vacuum")


def keep_copy(path: Path, target: Path) -> bool:
    """Copies the database at `path`, as it is committed, to `target`; False, with a line in the log, where
    the disk has no room for it. A reader beside a writer: the caller may hold the write lock."""
    if shutil.disk_usage(path.parent).free < 3 * path.stat().st_size:  # the copy, and the change itself
        log.warning("No room for a copy of %s before it is changed", path)
        return False
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    own_file(part)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    sync_file(part)
    part.replace(target)
    return True


def copies(path: Path) -> tuple[Path, ...]:
    """The copies that were made of the database at `path` before its tables changed."""
    return tuple(sorted(path.parent.glob(f"{path.stem}.v*{path.suffix}")))


def drop_old_copies(path: Path) -> None:
    """Deletes the copies of the database at `path` that have lain beside it for COPY_DAYS, where it can."""
    for copy in copies(path):
        with suppress(OSError):
            if time.time() - copy.stat().st_mtime > COPY_DAYS * 86_400:
                copy.unlink()


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
