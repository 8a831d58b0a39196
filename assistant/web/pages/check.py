from __future__ import annotations

import streamlit as st

from assistant.web.session import t


def check_page() -> None:
    st.title(t("page_check"))
