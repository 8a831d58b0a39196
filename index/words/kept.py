"""Files of the cache directory: written whole or not at all, and made again where they are not there."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def keep(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Put what `write` writes in the place of `path` at once. A cache that cannot be written costs some
    seconds at the next start, and no more: nothing is raised for it."""
    part = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            write(file)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
