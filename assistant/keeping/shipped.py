"""The documents that come with Gakju, put into a library once.

A shipped document that the user removed stays removed: what was once offered is remembered in the
library, by content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING

from index.catalogue import Catalogue
from index.store.schema import VERSION
from sources.record.catalog import DOCUMENTS

if TYPE_CHECKING:
    from index.library import Library

# Imported where they are used: whether anything is to be added is told without reading a document.
OFFERED = "shipped_documents"
READ_AS = "shipped_read_as"


def ensure_shipped(library: Library, progress: Callable[[int, int], None] | None = None) -> int:
    """Add the shipped documents that this library was never given, and those that are read better now;
    returns how many were added."""
    if is_current(library):
        return 0
    from sources.load import read_library

    documents = read_library()
    offered = set(library.note(OFFERED).split())
    held = {entry.document_id for entry in library.entries() if entry.shipped}
    waiting = [document for document in documents if document.id not in offered or document.id in held]
    for done, document in enumerate(waiting):
        if progress is not None:
            progress(done, len(waiting))
        library.add(document, shipped=True)
        offered.add(document.id)
        library.set_note(OFFERED, " ".join(sorted(offered)))
    library.set_note(READ_AS, _state())
    if progress is not None and waiting:
        progress(len(waiting), len(waiting))
    return len(waiting)


def is_current(library: Catalogue) -> bool:
    """Whether the library was given all that ships, as it is read now."""
    return library.note(READ_AS) == _state()


def _state() -> str:
    """What the shipped documents are and how they are read, so that a start need not read them to know."""
    mark = hashlib.sha256(f"{version('gakju')} {VERSION}".encode())
    for path in sorted(DOCUMENTS.iterdir()):
        mark.update(path.name.encode() + path.read_bytes())
    return mark.hexdigest()[:16]


def remove_document(library: Library, key: str) -> bool:
    """Removes a document; False where there is none of this key. A text that ships and had been replaced by
    this one comes back: only what ships itself, removed, stays away."""
    entry = next((entry for entry in library.entries() if entry.key == key), None)
    if not library.remove(key):
        return False
    if entry is not None and not entry.shipped:
        from sources.load import read_library

        for document in read_library():
            if key in (document.key, document.translation_of):
                library.add(document, shipped=True)
    return True
