"""Zip files that carry a library: written so that a kill leaves nothing, read without believing a word.

What a file declares is capped before it is unpacked, every member is streamed, and whatever a damaged one
makes the zip code raise becomes one BadArchive that names the member.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

from index.durable import sync_folder
from sources.door.guard import MIB, display_name

PIECE: Final = 1 << 20
ALWAYS: Final = 256 * MIB  # unpacked bytes that any archive may have
RATIO: Final = 30  # of unpacked to packed: what libraries have is below 10
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
    OverflowError, struct.error, KeyError,
)  # fmt: skip


class Fault(StrEnum):
    """Why a file cannot be taken in; each has a sentence `keeping.archive_<value>`."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"  # not what Gakju writes
    NEWER = "newer"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    NO_ROOM = "no_room"


class BadArchive(Exception):
    """Not an archive of the kind wanted, or a damaged one. `member` is the damaged part, "" for none."""

    def __init__(self, path: Path, fault: Fault, member: str = "") -> None:
        super().__init__(f"{path}: {fault.value} {member}".rstrip())
        self.path = path
        self.fault = fault
        self.member = display_name(member, 80)


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file to write, at `target` only once it is complete and on the disk. Where the system has files
    without a name, a process that is killed meanwhile leaves nothing behind. Raises OSError."""
    folder = target.absolute().parent
    part = folder / f".{target.name}.part"
    nameless = _nameless(folder)
    if nameless is None:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
            try:
                yield out
                _flush(out)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
    else:
        with os.fdopen(nameless, "w+b") as out:
            yield out
            _flush(out)
            part.unlink(missing_ok=True)
            # With a folder's descriptor the link is followed to the nameless file itself.
            os.link(f"/proc/self/fd/{nameless}", part, src_dir_fd=nameless, follow_symlinks=True)
    part.replace(target)
    sync_folder(folder)


def _nameless(folder: Path) -> int | None:
    flag = getattr(os, "O_TMPFILE", 0)
    if not flag or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(folder, os.O_RDWR | flag, 0o600)
    except OSError:
        return None  # this file system has none, or the folder cannot be written: the next way says so


def _flush(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())


class Archive:
    """A zip to read, of which at most `allowed` bytes are unpacked. `names` are its members."""

    def __init__(self, path: Path, file: zipfile.ZipFile, allowed: int) -> None:
        self._path = path
        self._zip = file
        infos = file.infolist()
        self.names = frozenset(info.filename for info in infos)
        self.unpacked = sum(info.file_size for info in infos)
        if len(self.names) != len(infos):
            raise BadArchive(path, Fault.DAMAGED)
        self._allowed = self._left = allowed
        if self.unpacked > self._allowed:
            raise BadArchive(path, Fault.TOO_LARGE)

    def again(self) -> None:
        """What was read so far counts no more: the archive is read another time."""
        self._left = self._allowed

    def bad(self, member: str, fault: Fault = Fault.DAMAGED) -> BadArchive:
        return BadArchive(self._path, fault, member)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member piece by piece. Raises BadArchive where it is not there or not whole."""
        try:
            info = self._zip.getinfo(name)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 1:
                raise self.bad(name)
            with self._zip.open(info) as member:
                while piece := member.read(PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise self.bad(name, Fault.TOO_LARGE)
                    yield piece
        except _BROKEN as error:
            raise self.bad(name) from error

    def read(self, name: str, limit: int) -> bytes:
        """A member of at most `limit` bytes."""
        out = bytearray()
        with closing(self.pieces(name)) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                out += piece
                if len(out) > limit:
                    raise self.bad(name, Fault.TOO_LARGE)
        return bytes(out)


@contextmanager
def opened(path: Path, allowed: int | None = None) -> Iterator[Archive]:
    """The archive at `path`; unpacked, it may have `allowed` bytes, by default what its size lets expect.
    Raises BadArchive."""
    try:
        packed = path.stat().st_size
        file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BadArchive(path, Fault.MISSING) from None
    except zipfile.BadZipFile as error:
        raise BadArchive(path, Fault.DAMAGED if _looks_like_one(path) else Fault.FOREIGN) from error
    except OSError as error:
        raise BadArchive(path, Fault.UNREADABLE) from error
    except _BROKEN as error:
        raise BadArchive(path, Fault.DAMAGED) from error
    with file:
        yield Archive(path, file, max(ALWAYS, RATIO * packed) if allowed is None else allowed)


def _looks_like_one(path: Path) -> bool:
    with suppress(*_BROKEN):
        return zipfile.is_zipfile(path)
    return False


def safe_path(name: str) -> bool:
    """Whether a member's name stays in the folder it is unpacked to, on any system."""
    parts = name.split("/")
    return not re.search(r'[\\:*?"<>|\x00-\x1f\x7f]', name) and all(p.strip(" .") for p in parts)
