"""What reading an unknown file may cost, and how its name is stored and shown.

The first of the checks, and the only ones made in this process: `formats` and `archive` look at hostile
bytes themselves, so `child` runs them in the child. Everything refuses with a `Reason`; the details of the
refusals are `limit_mb`/`limit`, `size_mb`, `found` (what the content is), `extension` (what the name says)
and `member`.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sources.errors import Reason, Refused

MIB: Final = 1 << 20
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. Sizes in bytes, times in seconds.

    `unpacked` bounds everything taken out of one archive, `member` a single part of it; `output`
    bounds what the child may hand back. `memory` is address space, so it stands well above what a
    reader touches.
    """

    size: int = 50 * MIB
    pages: int = 1500
    unpacked: int = 200 * MIB
    member: int = 64 * MIB
    members: int = 5000
    memory: int = 2048 * MIB
    cpu: int = 90
    wall: int = 240
    output: int = 256 * MIB


def check_file(path: Path, limits: Limits = Limits()) -> None:
    """Whether `path` is an ordinary file of an allowed size. Reads nothing."""
    name = display_name(path.name)
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(Reason.NOT_FOUND, name) from None
    except (OSError, ValueError):  # a name too long for the system, or with a NUL in it
        raise Refused(Reason.NOT_READABLE, name) from None
    if not stat.S_ISREG(status.st_mode):
        raise Refused(Reason.NOT_READABLE, name)
    if status.st_size == 0:
        raise Refused(Reason.EMPTY, name)
    if status.st_size > limits.size:
        raise Refused(Reason.TOO_LARGE, name, limit_mb=limits.size // MIB, size_mb=status.st_size // MIB)


def read_once(path: Path, limits: Limits = Limits()) -> bytes:
    """The bytes of an ordinary file of an allowed size, opened once: what is checked is what is read,
    whatever is put in its place meanwhile. Opening never waits, as it would for a pipe. Raises Refused."""
    name = display_name(path.name)
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_WAITING)
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(Reason.NOT_FOUND, name) from None
    except (OSError, ValueError):
        raise Refused(Reason.NOT_READABLE, name) from None
    try:
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Refused(Reason.NOT_READABLE, name)
            data = file.read(limits.size + 1)
    except OSError:
        raise Refused(Reason.NOT_READABLE, name) from None
    if not data:
        raise Refused(Reason.EMPTY, name)
    if len(data) > limits.size:
        size = max(path.stat().st_size, len(data)) if path.is_file() else len(data)
        raise Refused(Reason.TOO_LARGE, name, limit_mb=limits.size // MIB, size_mb=size // MIB)
    return data


def extension_of(name: str) -> str:
    """The extension in lower case without its dot; "" where what follows the last dot is none ("v1.2")."""
    extension = unicodedata.normalize("NFC", name).rpartition(".")[2].lower() if "." in name else ""
    return extension if re.fullmatch(r"[a-z][a-z0-9]{0,7}", extension) else ""


# Names Windows keeps for devices.
RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)


def safe_name(name: str, limit: int = 180) -> str:
    """A file name that can be stored anywhere: no folders, no invisible or bidirectional marks, nothing a
    shell or Windows minds, at most `limit` bytes of UTF-8 with its extension kept. Never empty."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C" and c not in "\u2028\u2029")
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension) > 8:
        stem, extension = name, ""
    if stem.lower() in RESERVED:
        stem = f"_{stem}"
    room = limit - len(extension.encode()) - 1
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return (f"{stem}.{extension}" if extension else stem) or "document"


def display_name(name: str, limit: int = 120) -> str:
    """`name` for a message: visible characters only, shortened in the middle."""
    shown = "".join(
        c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] not in "CZ" or c == " "
    )
    return shown if len(shown) <= limit else f"{shown[: limit - 20]}…{shown[-19:]}"
