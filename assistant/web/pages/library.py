from __future__ import annotations

import streamlit as st

from assistant.web.session import t


def library_page() -> None:
    st.title(t("page_library"))
