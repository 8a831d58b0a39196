"""Citing: footnotes and bibliographies in many styles, their receipts, and exports of whole reports."""

from __future__ import annotations

from assistant.citing.footnotes import (
    bibliography,
    find_style,
    footnote,
    footnote_runs,
    in_text,
    numbered,
    styles,
)
from assistant.citing.house import house_style, house_styles, style_named
from assistant.citing.style import Style, StyleError, style_names

__all__ = [
    "Style",
    "StyleError",
    "bibliography",
    "find_style",
    "footnote",
    "footnote_runs",
    "house_style",
    "house_styles",
    "in_text",
    "numbered",
    "style_named",
    "style_names",
    "styles",
]
