"""The page of a PDF as a picture, with the quote marked on it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from sources.errors import Refused
from sources.pagemap import page_image


@st.cache_data(show_spinner=False, max_entries=32)
def marked_page(file: Path, page: int, quote: str) -> bytes | None:
    """PNG of page `page` (from 1) of the PDF with `quote` marked; None where it cannot be drawn."""
    try:
        return page_image(file, page, quote)
    except Refused:
        return None
