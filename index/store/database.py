"""Connections to the store's SQLite file: one a thread, durable, with errors turned into ours.

WAL lets many processes and threads read while one writes; `synchronous=FULL` makes a commit that
returned survive a power cut; `BEGIN IMMEDIATE` takes the write lock at once, so a writer never finds
half-way that another was first.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.durable import own_file, own_folder
from index.errors import StoreError, Trouble
from index.store import seals
from index.store.opening import prepare

WAIT_SECONDS = 60

_CODES = {
    sqlite3.SQLITE_FULL: Trouble.DISK_FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_CORRUPT: Trouble.STORE_DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.STORE_DAMAGED,
    sqlite3.SQLITE_CANTOPEN: Trouble.CANNOT_OPEN,
    sqlite3.SQLITE_IOERR: Trouble.CANNOT_OPEN,
}


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turns what SQLite and the file system raise about `path` into StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        code = _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, Trouble.STORE_FAILED)
        if "decode" in str(error):  # said by Python, without a code: bytes that are no text any more
            code = Trouble.STORE_DAMAGED
        raise StoreError(code, path=str(path), reason=str(error)) from error
    except UnicodeDecodeError as error:  # damage may reach the very words SQLite complains in
        raise StoreError(Trouble.STORE_DAMAGED, path=str(path), reason="unreadable text") from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        barred = error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)
        code = Trouble.DISK_FULL if full else Trouble.READ_ONLY if barred else Trouble.CANNOT_OPEN
        raise StoreError(code, path=str(path), reason=error.strerror or str(error)) from error


class Database:
    """The store's file `path`, created with its tables if it is not there. Raises StoreError.

    `read_only` where neither the file nor its folder can be written: it can be read all the same."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._all: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._lock = threading.Lock()
        self._closed = False
        with store_errors(path):
            self.read_only = _only_readable(path)
            if not self.read_only:
                own_folder(path.parent)
                own_file(path)
            prepare(self.connection, path)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None or self._closed:
            found = self._connect()
            self._local.connection = found
        return found

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A consistent view: every query in it sees the same moment. May be nested."""
        connection = self.connection
        with store_errors(self.path):
            if connection.in_transaction:
                yield connection
                return
            connection.execute("begin")
            try:
                yield connection
            finally:
                connection.execute("rollback")

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of one query."""
        with self.read() as connection:
            found: list[tuple[Any, ...]] = connection.execute(query, tuple(values)).fetchall()
        return found

    def row(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of one query, None where there is none."""
        with self.read() as connection:
            found: tuple[Any, ...] | None = connection.execute(query, tuple(values)).fetchone()
        return found

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction that holds the write lock from its start: all of it happens, or nothing."""
        connection = self.connection
        with store_errors(self.path):
            connection.execute("begin immediate")
            try:
                yield connection
                connection.execute("commit")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("rollback")
                raise

    def close(self) -> None:
        """Closes every thread's connection; the last one folds the write-ahead log into the file."""
        with self._lock:
            self._closed = True
            for _, connection in self._all:
                connection.close()
            self._all.clear()

    def _connect(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise StoreError(Trouble.CANNOT_OPEN, path=str(self.path), reason="closed")
            with store_errors(self.path):
                found = sqlite3.connect(
                    _address(self.path, self.read_only),
                    timeout=WAIT_SECONDS,
                    isolation_level=None,
                    check_same_thread=False,
                    uri=True,
                )
                if not self.read_only:
                    found.execute("pragma journal_mode=wal")
                found.execute("pragma synchronous=full")
                found.execute("pragma foreign_keys=on")
                found.execute("pragma cache_size=-32000")
                seals.register(found)
            self._close_orphans()
            self._all.append((threading.current_thread(), found))
            return found

    def _close_orphans(self) -> None:
        """Closes the connections of threads that have ended: a server starts a thread a page."""
        for thread, connection in self._all:
            if not thread.is_alive():
                connection.close()
        self._all = [pair for pair in self._all if pair[0].is_alive()]


def _only_readable(path: Path) -> bool:
    """Whether there is a database that this user may read and not write."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _address(path: Path, read_only: bool) -> str:
    address = path.absolute().as_uri()
    if not read_only:
        return f"{address}?mode=rw"
    log = path.with_name(f"{path.name}-wal")
    # Without a log nobody is writing; with one its index file is needed too, which cannot be made here.
    writing = log.is_file() and log.stat().st_size > 0
    return f"{address}?mode=ro" if writing else f"{address}?immutable=1"
