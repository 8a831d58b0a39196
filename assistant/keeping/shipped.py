"""The documents that come with Gakju, put into a library once.

A shipped document that the user removed stays removed: what was once offered is remembered in the
library, by content.
"""

from __future__ import annotations

from collections.abc import Callable

from index.library import Library
from sources.load import read_library

OFFERED = "shipped_documents"


def ensure_shipped(library: Library, progress: Callable[[int, int], None] | None = None) -> int:
    """Add the shipped documents that this library was never given; returns how many were added."""
    documents = read_library()
    offered = set(library.note(OFFERED).split())
    waiting = [document for document in documents if document.id not in offered]
    for done, document in enumerate(waiting):
        if progress is not None:
            progress(done, len(waiting))
        library.add(document, shipped=True)
        offered.add(document.id)
        library.set_note(OFFERED, " ".join(sorted(offered)))
    if progress is not None and waiting:
        progress(len(waiting), len(waiting))
    return len(waiting)


def remove_document(library: Library, key: str) -> bool:
    """Removes a document; False where there is none of this key. A text that ships and had been replaced by
    this one comes back: only what ships itself, removed, stays away."""
    entry = next((entry for entry in library.entries() if entry.key == key), None)
    if not library.remove(key):
        return False
    if entry is not None and not entry.shipped:
        for document in read_library():
            if key in (document.key, document.translation_of):
                library.add(document, shipped=True)
    return True
