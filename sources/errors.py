"""What can go wrong while reading, as data. The sentence a user reads is made upstairs, in their language.

SourceError
 └ Refused      this file or address is not read: `reason` says why
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a file or address was refused. Each has a sentence in `assistant/messages/refused.toml`,
    which also names the parameters it may print."""

    NOT_FOUND = "not_found"
    NOT_READABLE = "not_readable"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_CELLS = "too_many_cells"
    UNKNOWN_TYPE = "unknown_type"
    WRONG_TYPE = "wrong_type"
    OLD_FORMAT = "old_format"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    ZIP_BOMB = "zip_bomb"
    UNSAFE_ARCHIVE = "unsafe_archive"
    UNSAFE_XML = "unsafe_xml"
    TOO_DEEP = "too_deep"
    NO_TEXT = "no_text"
    SCANNED = "scanned"
    UNKNOWN_ENCODING = "unknown_encoding"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    TIMED_OUT = "timed_out"
    TOO_MUCH_MEMORY = "too_much_memory"
    CRASHED = "crashed"
    BAD_ADDRESS = "bad_address"
    FORBIDDEN_ADDRESS = "forbidden_address"
    OFFLINE = "offline"
    HTTP_STATUS = "http_status"
    BAD_CATALOG = "bad_catalog"
    WOULD_REPLACE = "would_replace"


class SourceError(Exception):
    """Anything the reading room raises on purpose."""


class Refused(SourceError):
    """A file or address that is not read. `details` fill the message's placeholders."""

    def __init__(self, reason: Reason, name: str, **details: str | int | float) -> None:
        super().__init__(f"{name}: {reason.value} {details or ''}".rstrip())
        self.reason = reason
        self.name = name
        self.details = details
