"""What of a home is the user's, and how one process has it to itself.

Everything else in a home is made from this (`cache/`), on its way (`uploads/`), or of this machine (the key
of its door).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from assistant.citing.basket import FILE_NAME as BASKET
from assistant.citing.house import FOLDER as STYLES
from assistant.keeping.chats import FILE_NAME as CHATS
from assistant.settings import FILE_NAME as SETTINGS
from index.durable import LOST, own_folder
from index.errors import StoreError, Trouble
from index.store.kept_files import FOLDER as FILES
from index.words.glossary import USER_FILE as GLOSSARY

LIBRARY: Final = "library.db"
DATABASES: Final = (LIBRARY, CHATS, BASKET)
RECOVERING: Final = "recovering"  # originals on their way back into a library that is made again
OWN: Final = (*DATABASES, SETTINGS, GLOSSARY, STYLES, FILES, LOST, RECOVERING)
_LOCK: Final = ".keeping.lock"


def own_paths(home: Path) -> Iterator[tuple[str, Path]]:
    """Every file the user's own things are in, databases aside: its name below `home`, and where it is."""
    for name in OWN:
        place = home / name
        if name in DATABASES:
            continue
        if place.is_file():
            yield name, place
        elif place.is_dir():
            for path in sorted(place.rglob("*")):
                if path.is_file() and not path.name.endswith(".part"):
                    yield path.relative_to(home).as_posix(), path


def sidecars(path: Path) -> tuple[Path, ...]:
    """A database's file and what SQLite keeps beside it."""
    return (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal")))


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Within it nobody else has the home's databases open. Raises StoreError (IN_USE) where somebody has."""
    own_folder(home)
    try:
        with FileLock(home / _LOCK, timeout=0.5):
            for name in DATABASES:
                _require_closed(home / name)
            yield
    except Timeout:
        raise StoreError(Trouble.IN_USE, path=str(home)) from None


def _require_closed(path: Path) -> None:
    """Raises StoreError where another process has the database open: only the last one may end its log."""
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as db:
            db.execute("pragma journal_mode=delete").fetchone()
    except sqlite3.Error as error:
        # A damaged one is what brings somebody here; it is moved as it is.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(Trouble.IN_USE, path=str(path)) from error
