"""What can go wrong while citing, as data.

CitingError          `code` has a sentence in `messages/citing.toml`, which `details` fill
 ├ StyleError        a style that does not exist, or a style file that cannot be used
 ├ PlaceError        a page or paragraph the document does not have
 ├ BadReceipt        a receipt or link that cannot be read
 ├ BasketError       the basket's file cannot be read or written
 └ ExportError       a format that does not exist, or nothing to export
"""

from __future__ import annotations


class CitingError(Exception):
    """Anything the citing part raises on purpose."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(f"{code} {details or ''}".rstrip())
        self.code = code
        self.details = details


class StyleError(CitingError):
    """`details["style"]` is the style's name or its file's."""


class PlaceError(CitingError):
    """`details` name the document, what was asked for and what there is."""


class BadReceipt(CitingError):
    """Mistyped, cut short, or not one of ours."""

    def __init__(self, text: str) -> None:
        super().__init__("bad_receipt", receipt=text[:80])


class BasketError(CitingError):
    """`details["path"]` is the basket's file."""


class ExportError(CitingError):
    """`details` name the format asked for and those there are."""
