"""Putting quotes and whole answers into the report basket."""

from __future__ import annotations

import streamlit as st

from assistant.answer import Answer, Citation
from assistant.citing.basket import Basket
from assistant.citing.errors import BasketError
from assistant.web import session
from assistant.web.plain import plain
from assistant.web.problems import sentence
from assistant.web.session import t


def basket() -> Basket:
    """The basket of this data directory. Raises BasketError."""
    found = Basket(session.engine().settings.home)
    if found.put_aside is not None:
        st.warning(plain(t("side_file_aside", path=found.put_aside)), icon=":material/healing:")
    return found


def collect(content: Citation | Answer) -> None:
    """Put a quote or an answer into the basket and say so; a basket that cannot be written is said too."""
    try:
        basket().add(content)
    except BasketError as problem:
        st.error(plain(sentence(problem, session.language())), icon=":material/error:")
    else:
        st.toast(t("collected"), icon=":material/check:")
