"""Citing: footnotes and bibliographies in many styles, their receipts, and exports of whole reports."""

from __future__ import annotations

from assistant.citing.errors import BadReceipt, CitingError, PlaceError, StyleError
from assistant.citing.footnotes import (
    bibliography,
    find_style,
    footnote,
    footnote_runs,
    in_text,
    numbered,
    styles,
)
from assistant.citing.house import house_style, house_styles, style_named, style_source
from assistant.citing.lookup import citation_at, citation_of, cite
from assistant.citing.proof import Proof, Verdict, prove
from assistant.citing.receipt import Receipt, link_of, read_link, read_receipt, receipt_of
from assistant.citing.style import Style, style_names

__all__ = [
    "BadReceipt",
    "CitingError",
    "PlaceError",
    "Proof",
    "Receipt",
    "Style",
    "StyleError",
    "Verdict",
    "bibliography",
    "citation_at",
    "citation_of",
    "cite",
    "find_style",
    "footnote",
    "footnote_runs",
    "house_style",
    "house_styles",
    "in_text",
    "link_of",
    "numbered",
    "prove",
    "read_link",
    "read_receipt",
    "receipt_of",
    "style_named",
    "style_names",
    "style_source",
    "styles",
]
