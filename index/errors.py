"""What can go wrong while indexing and finding, as data. The sentence a user reads is made upstairs.

IndexingError
 ├ ModelError     the embedding model cannot be had
 └ StoreError     the library's files cannot be read or written, or lack what was asked for
"""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """Each has a sentence in `assistant/messages/store.toml`, which also names its placeholders."""

    MODEL_NOT_BUNDLED = "model_not_bundled"
    MODEL_NOT_FOUND = "model_not_found"
    MODEL_DAMAGED = "model_damaged"
    MODEL_CHANGED = "model_changed"
    WEIGHTS_MISSING = "weights_missing"
    WEIGHTS_DIFFER = "weights_differ"
    CACHE_NOT_WRITABLE = "cache_not_writable"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    LOCKED = "locked"
    STORE_DAMAGED = "store_damaged"
    STORE_FAILED = "store_failed"
    EMPTY_BESIDE_FILES = "empty_beside_files"
    IN_USE = "in_use"
    NEWER_SCHEMA = "newer_schema"
    NOT_UPDATED = "not_updated"
    CANNOT_OPEN = "cannot_open"
    UNKNOWN_DOCUMENT = "unknown_document"
    BAD_DOCUMENT = "bad_document"
    CANCELLED = "cancelled"


class IndexingError(Exception):
    """Anything the finding room raises on purpose. `details` fill the message's placeholders."""

    def __init__(self, code: Trouble, **details: str | int | float) -> None:
        super().__init__(f"{code.value} {details or ''}".rstrip())
        self.code = code
        self.details = details


class ModelError(IndexingError):
    """The embedding model is missing, damaged or cannot be unpacked."""


class StoreError(IndexingError):
    """The library's store is full, read-only, locked, damaged, or has no such document."""
