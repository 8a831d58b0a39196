"""A link to one sentence: `/?at=…` opens the source drawer at exactly that quote."""

from __future__ import annotations

import streamlit as st

from assistant.citing.errors import BadReceipt
from assistant.citing.lookup import citation_at
from assistant.web import session
from assistant.web.session import t
from assistant.web.source_view import AT, open_source


def follow() -> None:
    """Open the sentence the address names, once a visit."""
    code = st.query_params.get(AT)
    if not code or st.session_state.get("followed") == code:
        return
    st.session_state.followed = code
    try:
        citation = citation_at(session.engine().library, code)
    except BadReceipt:
        st.toast(t("bad_link"), icon=":material/link_off:")
    else:
        open_source(citation)
