"""What a library remembers of files it was given: which bytes, under which name, became which document."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass

from index.errors import StoreError
from index.library import Library
from sources.document import Document


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that was added: the SHA-256 of its bytes, and the key, content id and number of chunks of the
    document it became."""

    hash: str
    key: str
    id: str
    chunks: int


class KnownFiles:
    """The memory of one library, kept in its notes. Reading it is cheap and may be done from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def under(self, identity: str) -> KnownFile | None:
        """What was last added under a path, address or name."""
        return self._note(_file_note(identity))

    def bytes_of(self, digest: str) -> KnownFile | None:
        """What the bytes with this hash became."""
        return self._note(_content_note(digest))

    def current(self, key: str) -> Document | None:
        """The library's current document of that key."""
        with suppress(StoreError):
            document = self._library.document(key)
            return document if document.key == key else None
        return None

    def find(self, identity: str, digest: str) -> KnownFile | None:
        """The file with this hash, under this name or another, if its document is still the current one."""
        for held in (self.under(identity), self.bytes_of(digest)):
            if held is not None and held.hash == digest:
                document = self.current(held.key)
                if document is not None and document.id == held.id:
                    return held
        return None

    def remember(self, identity: str, file: KnownFile) -> None:
        """Written after the document itself: a crash in between costs one more reading of the file."""
        note = json.dumps(asdict(file))
        self._library.set_note(_file_note(identity), note)
        self._library.set_note(_content_note(file.hash), note)

    def _note(self, name: str) -> KnownFile | None:
        written = self._library.note(name)
        if not written:
            return None
        try:
            held = json.loads(written)
            return KnownFile(str(held["hash"]), str(held["key"]), str(held["id"]), int(held["chunks"]))
        except (ValueError, KeyError, TypeError):
            return None


def _file_note(identity: str) -> str:
    return "file:" + hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _content_note(digest: str) -> str:
    return f"content:{digest[:32]}"
