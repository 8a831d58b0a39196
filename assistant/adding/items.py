"""What is to be added: the files and addresses that paths name."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sources.document import Record
from sources.door.fetch import is_address
from sources.door.formats import BY_EXTENSION
from sources.door.guard import extension_of


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to add. `source` is what the user named it, a path or an address. `path` is where it is
    read from, None for an address. `identity` is what it is remembered by: adding it again under the same
    identity is an update; `upload` tells one that is only a file name. `record`, where given, is taken as it
    stands, key included."""

    source: str
    path: Path | None = None
    identity: str = ""
    record: Record | None = None
    upload: bool = False


def find_items(paths: Iterable[str | Path], *, outside_links: bool = False) -> list[Item]:
    """The files and addresses that `paths` name, each once: folders are searched for readable files, hidden
    ones and editors' lock files aside. Links in a folder that lead out of it are followed only where
    `outside_links` allows it: a folder somebody else packed must not bring in other files of this machine."""
    found: dict[str, Item] = {}
    for path in paths:
        text = os.fspath(path)
        if is_address(text):
            found.setdefault(text, Item(text, identity=text))
            continue
        place = Path(text).expanduser()
        for file in _files_in(place, outside_links) if is_folder(place) else [place]:
            known = str(_absolute(file))
            found.setdefault(known, Item(str(file), file, unicodedata.normalize("NFC", known)))
    return list(found.values())


def is_folder(path: Path) -> bool:
    """Whether `path` is a folder; False for what cannot even be a path."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _absolute(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return path.absolute()


def _files_in(folder: Path, outside: bool) -> list[Path]:
    files = []
    home = _absolute(folder)
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            path
            for name in sorted(names)
            if (path := Path(place, name))
            and extension_of(name) in BY_EXTENSION
            and not name.startswith((".", "~$"))
            and (outside or _absolute(path).is_relative_to(home))
        ]
    # An empty folder is named like an empty file.
    return files or [folder]
