"""The added files a library keeps below `files/`, one for each version of a document: `12-<content id>.pdf`.

A file is written within the transaction that stores its row. What no row knows is never deleted: it is put
aside in `lost/`. Only the files of documents that somebody removed go, and that they are to go is written in
the same transaction as the removal, so that a crash makes nothing come back.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from index.durable import own_folder, put_aside, write_durably
from index.errors import StoreError, Trouble
from index.store.database import Database, store_errors
from sources.document import Document

FOLDER: Final = "files"
NAME: Final = re.compile(r"(\d+)-(\w+)\.(\w+)")  # row number, content id, format
_GONE: Final = "gone:"  # in `meta`, before the name of a file that is to be deleted


def refuse_new_beside(path: Path, folder: Path) -> None:
    """Raises StoreError (EMPTY_BESIDE_FILES) where there are originals and the database at `path` is yet to
    be made: an empty library that looks sound would be worse than none."""
    numbers = originals(folder)
    if numbers and not (path.is_file() and path.stat().st_size):
        raise _strange(path, folder, len(numbers))


def originals(folder: Path) -> dict[str, int]:
    """Name of each kept file → the row number in it."""
    with store_errors(folder):
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return {name: int(found[1]) for name in names if (found := NAME.fullmatch(name))}


def _strange(path: Path, folder: Path, count: int) -> StoreError:
    return StoreError(Trouble.EMPTY_BESIDE_FILES, path=str(path), files=str(folder), count=count)


class KeptFiles:
    """The files of the library whose database this is."""

    def __init__(self, home: Path, database: Database) -> None:
        """Raises StoreError (EMPTY_BESIDE_FILES) for originals beside a database without a document."""
        self.folder = home / FOLDER
        self._home = home
        self._database = database
        self._refuse_strange()

    def _refuse_strange(self) -> None:
        with self._database.read() as db:
            _, gone = _known(db)
            held = db.execute("select count(*) from document").fetchone()[0]
            row = db.execute("select max(seq) from sqlite_sequence where name = 'document'").fetchone()
        # An addition that was killed leaves a file of the row that was to come.
        coming = (row[0] or 0) + 1
        found = originals(self.folder)
        if not held and any(n != coming and name not in gone for name, n in found.items()):
            raise _strange(self._database.path, self.folder, len(found))

    def keep(self, n: int, document: Document, content: bytes) -> str:
        """Writes the added file of row `n` durably; its name. To be called within the transaction of the row,
        so that a sweep never meets a file whose row is still to come."""
        name = f"{n}-{document.id}.{''.join(c for c in document.format if c.isalnum()) or 'bin'}"
        with store_errors(self.folder):
            own_folder(self.folder)
            write_durably(self.folder / name, content)
        return name

    def hash_all(self) -> None:
        """Notes the hash of each file that has none yet: those of a library made before version 4."""
        query = "select n, file from document where file is not null and file_hash is null"
        with self._database.read() as db:
            waiting = db.execute(query).fetchall()
        found = [(hash_of(path), n) for n, name in waiting if (path := self.folder / name).is_file()]
        if found:
            with self._database.write() as db:
                db.executemany("update document set file_hash = ? where n = ? and file_hash is null", found)

    def forsake(self, db: sqlite3.Connection, names: Iterable[str]) -> None:
        """Notes, within the removal's transaction, that these files are to be deleted."""
        rows = [(f"{_GONE}{name}",) for name in names]
        db.executemany("insert or replace into meta(name, value) values(?, '')", rows)

    def sweep(self) -> tuple[Path, ...]:
        """Deletes the files of removed documents, and puts those that no document has in `lost/`; returns
        where these are now."""
        with self._database.read() as db:
            kept, gone = _known(db)
        if self._database.read_only or not (gone or self._unknown(kept)):
            return ()
        with self._database.write() as db, store_errors(self.folder):
            kept, gone = _known(db)
            for name in gone:
                if name not in kept:
                    (self.folder / name).unlink(missing_ok=True)
                db.execute("delete from meta where name = ?", (f"{_GONE}{name}",))
            return tuple(put_aside(path, self._home) for path in self._unknown(kept))

    def _unknown(self, kept: set[str]) -> list[Path]:
        with store_errors(self.folder):
            if not self.folder.is_dir():
                return []
            return [path for path in self.folder.iterdir() if path.name not in kept and path.is_file()]


def hash_of(path: Path) -> str:
    """The SHA-256 of a kept file, in hex. Raises StoreError where it cannot be read."""
    with store_errors(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(db: sqlite3.Connection) -> tuple[set[str], set[str]]:
    """The names of the files documents have, and of those that are to be deleted."""
    kept = {row[0] for row in db.execute("select file from document where file is not null")}
    rows = db.execute("select name from meta where substr(name, 1, ?) = ?", (len(_GONE), _GONE)).fetchall()
    return kept, {name.removeprefix(_GONE) for (name,) in rows}
