"""Making a library again from the originals it keeps, when its database is damaged, empty or gone.

What can still be read of the old database, and a backup where there is one, tell each original's record, tags
and key; the others are read as new files are. Nothing is deleted: the old database goes to `lost/`, and so
does an original that cannot be read. Killed, it goes on where it stopped when it is called again.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from assistant.keeping.archive import opened
from assistant.keeping.backup import BELOW, read_manifest
from assistant.keeping.home import LIBRARY, RECOVERING, alone, sidecars
from assistant.keeping.shipped import ensure_shipped
from index.config import IndexConfig
from index.durable import own_folder, put_aside, stamp, sync_folder
from index.errors import IndexingError, StoreError, Trouble
from index.library import Library
from index.store import seals
from index.store.codec import record_from
from index.store.database import store_errors
from index.store.kept_files import FOLDER, NAME
from sources.document import Document, Record
from sources.door.child import read_guarded
from sources.errors import Refused
from sources.load import document_of
from sources.record.guess import unique_key

_UNPACKED: Final = 100_000_000_000  # bytes: a backup's database is read, nothing else of it


@dataclass(frozen=True, slots=True)
class Known:
    """What a database told of an original: its record and place. `sound` where the row is as it was
    written."""

    record: Record
    translation_of: str | None
    current: bool
    sound: bool


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of one original. `error` is why it could not be read; `record_known` tells that its record
    was found, rather than guessed again."""

    name: str
    title: str = ""
    key: str = ""
    record_known: bool = False
    error: Exception | None = None


def recover(
    home: Path,
    config: IndexConfig,
    backup: Path | None = None,
    *,
    ocr: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Recovered]:
    """Puts the database of `home` aside and adds the originals again; yields each. Raises StoreError (IN_USE)
    while somebody has the library open, BadArchive for a backup that cannot be read, IndexingError where the
    new library cannot go on."""
    with ExitStack() as stack:
        told = _from_backup(backup, stack) if backup else {}
        with alone(home):
            _set_out(home)
        known = {**told, **_known_of(home)}
        library = stack.enter_context(closing(Library.open(home, config)))
        ensure_shipped(library)
        waiting = sorted((home / RECOVERING).iterdir(), key=lambda path: _order(path, known))
        for done, path in enumerate(waiting):
            if progress is not None:
                progress(done, len(waiting))
            yield _bring(library, path, known.get(path.name), ocr)
        with suppress(OSError):
            (home / RECOVERING).rmdir()


def _set_out(home: Path) -> None:
    """The originals move to RECOVERING, the database to `lost/`. Called again, it moves what is left."""
    folder, waiting = home / FOLDER, home / RECOVERING
    with store_errors(home):
        if waiting.is_dir() and any(waiting.iterdir()) and (home / LIBRARY).exists():
            return  # begun before: what is in `files/` now belongs to the new library
        own_folder(waiting)
        at = stamp()  # one name for a database and what lies beside it
        for path in sidecars(home / LIBRARY):
            if path.exists():
                put_aside(path, home, at)
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_file():
                path.rename(waiting / path.name)
        sync_folder(waiting)


def _known_of(home: Path) -> dict[str, Known]:
    """What the databases put aside tell, the latest last."""
    found: dict[str, Known] = {}
    for path in sorted((home / "lost").glob(f"*{LIBRARY}")):
        for name, known in salvage(path).items():
            if known.sound or name not in found:
                found[name] = known
    return found


def _from_backup(backup: Path, stack: ExitStack) -> dict[str, Known]:
    with opened(backup, _UNPACKED) as archive:
        if LIBRARY not in read_manifest(archive, backup).parts:
            return {}
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gakju-")))
        with (folder / LIBRARY).open("wb") as out:
            for piece in archive.pieces(BELOW + LIBRARY):
                out.write(piece)
        return salvage(folder / LIBRARY)


def salvage(path: Path) -> dict[str, Known]:
    """File name → what the database at `path`, however damaged, can still tell of it."""
    found: dict[str, Known] = {}
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as db:
        numbers: list[int] = []
        with suppress(sqlite3.Error):
            numbers += (row[0] for row in db.execute("select n from document"))
        for n in numbers or range(1, 100_000):
            query = "select file, record, translation_of, current from document where n = ?"
            try:
                row = db.execute(query, (n,)).fetchone()
                if row and row[0] and NAME.fullmatch(row[0]):
                    known = Known(record_from(row[1]), row[2], bool(row[3]), not _spoilt(db, n))
                    found[row[0]] = known
            except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError):
                continue
            if row is None and not numbers and n > 1000 + len(found) * 10:
                break
    return found


def _spoilt(db: sqlite3.Connection, n: int) -> bool:
    """Whether the row is not what was written; unknown, and so taken for sound, before rows were sealed."""
    with suppress(sqlite3.Error):
        seals.register(db)
        return seals.spoilt(db, "document", n)
    return False


def _order(path: Path, known: Mapping[str, Known]) -> tuple[bool, bool, int]:
    """Originals before translations, older versions before the current one."""
    told = known.get(path.name)
    named = NAME.fullmatch(path.name)
    return bool(told and told.translation_of), bool(told and told.current), int(named[1]) if named else 0


def _bring(library: Library, path: Path, known: Known | None, ocr: bool) -> Recovered:
    try:
        form, reading = read_guarded(path, ocr=ocr)
        document = document_of(form, reading, path, record=known.record if known else None)
    except Refused as refusal:
        put_aside(path, library.home)
        return Recovered(path.name, error=refusal)
    if known is None:
        document = _apart(library, document)
    elif known.translation_of:
        document = replace(document, translation_of=known.translation_of)
    try:
        added = library.add(document, file=path.read_bytes())
    except StoreError as error:
        if error.code is not Trouble.BAD_DOCUMENT:
            raise
        put_aside(path, library.home)
        return Recovered(path.name, error=error)
    stored = library.file(document.id)
    if stored is not None and stored.read_bytes() == path.read_bytes():
        path.unlink()
    else:
        put_aside(path, library.home)  # another file of the same text: both stay
    title = document.record.title(document.language)
    return Recovered(path.name, title, added.key, known is not None)


def _apart(library: Library, document: Document) -> Document:
    """Under a key that no other document has: nothing tells that the two are versions of one."""
    taken: set[str] = set()
    key = document.key
    while True:
        with suppress(IndexingError):
            there = library.document(key)
            if there.key == key and there.id != document.id:
                taken.add(key)
                key = unique_key(document.key, taken)
                continue
        return replace(document, record=replace(document.record, key=key))
