"""Putting a backup in the place of what a home holds: `gakju restore`.

The backup is unpacked beside, every hash and the library in it checked, before anything moves. Then what is
there moves to `lost/`, and the backup's parts move in, one by one; a process that is killed between two moves
leaves a home in which `finish` goes on where it stopped, at whatever command comes next.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from assistant.keeping.archive import Archive, opened
from assistant.keeping.backup import Manifest, Progress, read_manifest, unpack
from assistant.keeping.home import DATABASES, LIBRARY, OWN, alone, sidecars
from index.durable import LOST, own_folder, stamp, sync_folder, write_durably
from index.errors import StoreError, Trouble
from index.store.database import store_errors
from index.store.schema import VERSION

UNPACKING: Final = ".restoring"
READY: Final = ".restore-ready"
_DONE: Final = ".restore-done"
_PLAN: Final = "plan.json"


def restore(home: Path, source: Path, progress: Progress | None = None) -> Manifest:
    """Makes `home` what the backup holds; what was there is in `lost/` afterwards. Raises BadArchive where
    the backup cannot be used and StoreError (IN_USE) while somebody works with the home: nothing is changed
    then."""
    finish(home)
    with alone(home), opened(source, shutil.disk_usage(home).free) as archive:
        manifest = read_manifest(archive, source)
        folder = home / UNPACKING
        shutil.rmtree(folder, ignore_errors=True)  # of one that was killed
        own_folder(folder)
        try:
            unpack(archive, manifest, folder, progress)
            _check_library(archive, folder / LIBRARY)
            _plan(home, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        folder.rename(home / READY)
        sync_folder(home)
        _move(home)
    return manifest


def finish(home: Path) -> None:
    """Goes on with a restoring that was interrupted, if there is one. Raises StoreError."""
    if (home / _DONE).is_dir():
        shutil.rmtree(home / _DONE, ignore_errors=True)
    if (home / READY).is_dir():
        with alone(home):
            _move(home)


def _check_library(archive: Archive, path: Path) -> None:
    """Raises BadArchive for a library that SQLite finds damaged or that would do more than hold rows, and
    StoreError (NEWER_SCHEMA)."""
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            held = db.execute("pragma user_version").fetchone()[0]
            sound = db.execute("pragma quick_check(1)").fetchone()[0] == "ok"
            rows = db.execute("select type, name from sqlite_master where type in ('trigger', 'view')")
            strange = [name for kind, name in rows if kind == "view" or not name.startswith("seal_")]
            tables = {row[0] for row in db.execute("select name from sqlite_master where type = 'table'")}
    except sqlite3.Error as error:
        raise archive.bad(LIBRARY) from error
    if held > VERSION:
        raise StoreError(Trouble.NEWER_SCHEMA, path=f"{path.name}", found=held, known=VERSION)
    if not sound or strange or held < 1 or "document" not in tables:
        raise archive.bad(LIBRARY)


def _plan(home: Path, folder: Path) -> None:
    """Writes down, in the unpacked backup, what of the home it has nothing for: that moves away too."""
    away = [name for name in OWN if name != LOST and (home / name).exists() and not (folder / name).exists()]
    plan = {"away": away, "to": f"{stamp()}-{secrets.token_hex(3)}-before-restore"}
    write_durably(folder / _PLAN, json.dumps(plan).encode())


def _move(home: Path) -> None:
    """Every step may have been done already: what is still in READY is what is left to do."""
    ready = home / READY
    with store_errors(home):
        plan = json.loads((ready / _PLAN).read_text("utf-8"))
        kept = home / LOST / plan["to"]
        own_folder(kept)
        for name in plan["away"]:
            _set_aside(home, name, kept)
        for name in (name for name in OWN if (ready / name).exists()):
            if name == LOST:
                _merge(ready / LOST, home / LOST)
                continue
            _set_aside(home, name, kept)
            (ready / name).rename(home / name)
            sync_folder(home)
        # Made from the library that was there; its numbers may mean other texts now.
        for path in (home / "cache").glob("*.faiss"):
            path.unlink(missing_ok=True)
        # Renamed first: half deleted, it would look like something still to do.
        ready.rename(home / _DONE)
        shutil.rmtree(home / _DONE, ignore_errors=True)
        if not any(kept.iterdir()):
            kept.rmdir()
        sync_folder(home)


def _set_aside(home: Path, name: str, kept: Path) -> None:
    for path in sidecars(home / name) if name in DATABASES else (home / name,):
        if path.exists():
            path.rename(kept / path.name)
    sync_folder(kept)


def _merge(folder: Path, into: Path) -> None:
    """What a backup has in `lost/` joins what is there; the same name is the same file put aside."""
    for path in sorted(folder.iterdir()):
        if not (into / path.name).exists():
            path.rename(into / path.name)
    sync_folder(into)
