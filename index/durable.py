"""Writing so that it stays written, on every system, and so that only its owner can read it.

The one place that knows what a system refuses: Windows opens no folder as a file and flushes no descriptor
that was opened for reading; some file systems flush no folder at all. There a rename is as durable as the
system makes it. Whatever else goes wrong is raised.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

LOST: Final = "lost"  # below a home: whatever tidying found that nothing knows
_REFUSED: Final = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM)


def write_durably(path: Path, content: bytes) -> None:
    """The whole file or none of it, readable by its owner alone. Raises OSError."""
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    sync_folder(path.parent)


_BINARY: Final = getattr(os, "O_BINARY", 0)


def sync_file(path: Path) -> None:
    """Flushes a file that something else wrote. Raises OSError."""
    with path.open("r+b") as written:  # Windows flushes only what is open for writing
        os.fsync(written.fileno())


def sync_folder(folder: Path) -> None:
    """Makes a rename in `folder` durable, as far as the system can. Raises OSError for a failing disk."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except (PermissionError, IsADirectoryError):
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _REFUSED:
            raise
    finally:
        os.close(descriptor)


def own_folder(folder: Path) -> None:
    """Makes a folder, or one that is there, its owner's alone. Raises OSError where it cannot be made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _close_to_others(folder, 0o700)


def own_files(paths: Iterable[Path]) -> None:
    """Makes files their owner's alone, those that are there; what belongs to another stays as it is."""
    for path in paths:
        _close_to_others(path, 0o600)


def own_file(path: Path) -> None:
    """An empty file at `path` if there is none: what SQLite would make could be read by everyone."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _close_to_others(path: Path, mode: int) -> None:
    with suppress(FileNotFoundError, PermissionError):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(mode)


def stamp() -> str:
    """This moment, as names of what is put aside begin."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")


def put_aside(path: Path, home: Path, at: str = "") -> Path:
    """Moves a file or folder to `lost/` in `home`, under a name of its own; returns that. Raises
    OSError."""
    lost = home / LOST
    own_folder(lost)
    at = at or stamp()
    target, number = lost / f"{at}-{path.name}", 1
    while target.exists():
        number += 1
        target = lost / f"{at}-{number}-{path.name}"
    path.rename(target)
    sync_folder(lost)
    return target
