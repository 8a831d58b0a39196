"""Everything a home holds as one file, and back: `gakju backup` and `gakju restore`.

A backup is a zip: `gakju-backup.json` lists every part with its size and SHA-256, the parts lie below `home/`
as they lie in the home. Databases are copied with SQLite's own backup, under the library's write lock, and
the originals that belong to that moment are linked beside them: the chat may go on meanwhile. A backup counts
as made only when it has been read back and every hash is right.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.keeping.archive import PIECE, Archive, BadArchive, Fault, safe_path, whole_file
from assistant.keeping.home import DATABASES, LIBRARY, OWN, RECOVERING, own_paths
from index.durable import LOST, own_folder
from index.store.database import Database, store_errors
from index.store.kept_files import FOLDER as FILES

MANIFEST: Final = "gakju-backup.json"
FORMAT: Final = 1
BELOW: Final = "home/"
_COPYING: Final = ".backup-"  # a folder in the home while a backup is made
_MAX_MANIFEST: Final = 100_000_000

Progress = Callable[[int, int], None]


class Part(BaseModel):
    """One file of a backup: bytes, and their SHA-256."""

    model_config = ConfigDict(extra="forbid", strict=True)
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """What a backup holds. `parts` maps names below the home."""

    model_config = ConfigDict(extra="forbid", strict=True)
    format: Annotated[int, Field(ge=1)]
    made: str
    parts: dict[str, Part]


def backup(home: Path, target: Path, progress: Progress | None = None) -> Manifest:
    """Writes everything in `home` to `target`. Raises StoreError for a library that cannot be read, OSError
    where `target` cannot be written, BadArchive where it does not read back as written."""
    for left in home.glob(f"{_COPYING}*"):
        shutil.rmtree(left, ignore_errors=True)  # of one that was killed
    own_folder(home)
    with tempfile.TemporaryDirectory(prefix=_COPYING, dir=home) as folder:
        _copy(home, Path(folder))
        paths = [path for path in sorted(Path(folder).rglob("*")) if path.is_file()]
        total = sum(path.stat().st_size for path in paths)
        parts: dict[str, Part] = {}
        done = 0
        with whole_file(target) as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in paths:
                    name = path.relative_to(folder).as_posix()
                    parts[name] = _pack(archive, path, name)
                    done += parts[name].size
                    if progress is not None:
                        progress(done // 2, total)
                made = datetime.now(UTC).isoformat(timespec="seconds")
                manifest = Manifest(format=FORMAT, made=made, parts=parts)
                archive.writestr(MANIFEST, manifest.model_dump_json())
            out.flush()
            _read_back(out.fileno(), target, manifest)
    if progress is not None:
        progress(total, total)
    return manifest


def _copy(home: Path, folder: Path) -> None:
    """The home as it is at one moment, in `folder`."""
    if not (home / LIBRARY).is_file():
        _copy_others(home, folder)
        return
    database = Database(home / LIBRARY)
    try:
        with database.read() if database.read_only else database.write():
            with store_errors(home / LIBRARY):
                _copy_database(home / LIBRARY, folder / LIBRARY)
            _copy_others(home, folder)
    finally:
        database.close()


def _copy_others(home: Path, folder: Path) -> None:
    for name in DATABASES:
        if name != LIBRARY and (home / name).is_file():
            try:
                _copy_database(home / name, folder / name)
            except sqlite3.Error:
                shutil.copyfile(home / name, folder / name)  # damaged: as it is
    for name, path in own_paths(home):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if name.partition("/")[0] in (FILES, LOST, RECOVERING):  # never written to again under their names
            with suppress(OSError):  # a file system without links, or one that forbids this one
                os.link(path, place)
                continue
        shutil.copyfile(path, place)


def _copy_database(path: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def _pack(archive: zipfile.ZipFile, path: Path, name: str) -> Part:
    mark, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo.from_file(path, BELOW + name, strict_timestamps=False)
    info.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as member:
        while piece := source.read(PIECE):
            mark.update(piece)
            size += len(piece)
            member.write(piece)
    return Part(size=size, sha256=mark.hexdigest())


def _read_back(descriptor: int, target: Path, manifest: Manifest) -> None:
    """Raises BadArchive where the disk does not give back what was written."""
    with os.fdopen(os.dup(descriptor), "rb") as written, zipfile.ZipFile(written) as file:
        archive = Archive(target, file, sum(info.file_size for info in file.infolist()))
        for name, part in manifest.parts.items():
            mark = hashlib.sha256()
            for piece in archive.pieces(BELOW + name):
                mark.update(piece)
            if mark.hexdigest() != part.sha256:
                raise archive.bad(name)


def read_manifest(archive: Archive, source: Path) -> Manifest:
    """The list of a backup's parts, each of which is there and goes where parts go. Raises BadArchive."""
    if MANIFEST not in archive.names:
        raise BadArchive(source, Fault.FOREIGN)
    data = archive.read(MANIFEST, _MAX_MANIFEST)
    try:
        if int(json.loads(data)["format"]) > FORMAT:
            raise BadArchive(source, Fault.NEWER)
        manifest = Manifest.model_validate_json(data)
    except (ValidationError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise archive.bad(MANIFEST) from error
    listed = {BELOW + name for name in manifest.parts} | {MANIFEST}
    if listed != archive.names:
        raise archive.bad(next(iter(listed ^ archive.names)))
    for name in manifest.parts:
        if not safe_path(name) or name.partition("/")[0] not in OWN:
            raise archive.bad(name)
    return manifest


def unpack(archive: Archive, manifest: Manifest, folder: Path, progress: Progress | None = None) -> None:
    """Every part of a backup into `folder`, hashes checked. Raises BadArchive, OSError."""
    total, done = sum(part.size for part in manifest.parts.values()), 0
    if shutil.disk_usage(folder).free < total * 1.1:
        raise archive.bad("", Fault.NO_ROOM)
    for name, part in manifest.parts.items():
        place = folder / name
        own_folder(place.parent)
        mark = hashlib.sha256()
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for piece in archive.pieces(BELOW + name):
                mark.update(piece)
                out.write(piece)
                done += len(piece)
                if progress is not None:
                    progress(done, total)
            out.flush()
            os.fsync(out.fileno())
        if mark.hexdigest() != part.sha256 or place.stat().st_size != part.size:
            raise archive.bad(name)
