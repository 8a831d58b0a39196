"""The frame of every page: the look, the sidebar with its pages, languages and history, and the opening."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from assistant.keeping.chats import Conversation, new_id
from assistant.settings import SettingsError, default_interface
from assistant.web import intake, session
from assistant.web.components import own_words
from assistant.web.engine import Stage
from assistant.web.narrowing import narrow
from assistant.web.pages.basket import basket_page
from assistant.web.pages.chat import chat_page
from assistant.web.pages.check import check_page
from assistant.web.pages.library import library_page
from assistant.web.plain import plain
from assistant.web.problems import sentence
from assistant.web.session import t
from sources.document import Language

LANGUAGES = {Language.KO: "한국어", Language.EN: "English"}
HISTORY = 30


@cache
def _look() -> str:
    return f"<style>{Path(__file__).with_name('look.css').read_text('utf-8')}</style>"


def show() -> None:
    """Draw the page the address names. The one entrance of `app.py`."""
    try:
        session.engine()
    except SettingsError as problem:
        st.set_page_config(page_title="Gakju", page_icon="📑")
        st.text(sentence(problem, default_interface()))
        return
    st.set_page_config(page_title=t("name"), page_icon="📑", layout="centered")
    st.html(_look())
    language_choice()
    pages = {
        "chat": st.Page(framed(chat_page), title=t("page_chat"), icon=":material/forum:", default=True),
        "library": st.Page(
            framed(library_page), title=t("page_library"), icon=":material/library_books:", url_path="library"
        ),
        "basket": st.Page(
            framed(basket_page), title=t("page_basket"), icon=":material/format_quote:", url_path="basket"
        ),
        "check": st.Page(
            framed(check_page), title=t("page_check"), icon=":material/fact_check:", url_path="check"
        ),
    }
    st.session_state.pages = pages
    if (aside := session.engine().chats.put_aside) is not None and "aside_told" not in st.session_state:
        st.session_state.aside_told = True
        st.toast(plain(t("side_file_aside", path=aside)), icon=":material/healing:", duration="infinite")
    chosen = st.navigation(list(pages.values()))
    with st.sidebar:
        if chosen.url_path == "" and session.engine().ready:
            narrow()
        history(pages)
        own_words(session.language())
    chosen.run()


def framed(page: Callable[[], None]) -> Callable[[], None]:
    """`page`, drawn once the library is open; until then, how far the opening is."""

    def run() -> None:
        if session.engine().ready:
            page()
        else:
            opening()

    run.__name__ = page.__name__
    return run


def language_choice() -> None:
    """The 한국어/English switch. The choice is remembered for the next visit."""
    st.session_state.setdefault(session.INTERFACE, session.remembered_language())
    with st.sidebar:
        st.segmented_control(
            "언어 / Language",
            list(LANGUAGES),
            format_func=lambda language: LANGUAGES[language],
            key=session.INTERFACE,
            required=True,
            label_visibility="collapsed",
            width="stretch",
            on_change=_remember_language,
        )


def _remember_language() -> None:
    session.engine().chats.prefer(session.INTERFACE, session.language().value)


@st.fragment(run_every=0.5)
def opening() -> None:
    """The progress of the first start; when it is done the page appears by itself."""
    progress = session.engine().progress
    if progress.stage is Stage.READY:
        st.rerun()
    if progress.stage is Stage.FAILED:
        assert progress.problem is not None
        st.html(f'<div class="gj-hello"><h1>{t("cannot_open")}</h1></div>')
        st.text(sentence(progress.problem, session.language()))
        if st.button(t("try_again"), icon=":material/refresh:"):
            session.engine().start(again=True)
            st.rerun()
        return
    st.html(f'<div class="gj-hello"><h1>{t("opening_title")}</h1><p>{t("opening_text")}</p></div>')
    share = progress.done / progress.total if progress.total else 0.0
    label = t(f"stage_{progress.stage.value}", done=progress.done, total=progress.total)
    st.progress(min(share, 1.0), text=label)


def history(pages: dict[str, StreamlitPage]) -> None:
    """New conversation, and the ones before."""
    if st.button(t("new_conversation"), icon=":material/add:", width="stretch", key="new"):
        session.open_conversation(new_id())
        intake.forget_results()
        st.switch_page(pages["chat"])
    chats = session.engine().chats
    count = chats.count()
    if not count:
        return
    st.html(f'<p class="gj-heading">{t("history")}</p>')
    words = ""
    if count > HISTORY:
        label = t("history_find")
        words = st.text_input(label, key="history_find", max_chars=200, placeholder=label,
                              label_visibility="collapsed")  # fmt: skip
    stored = chats.conversations(HISTORY * (1 + st.session_state.get("history_pages", 0)), words)
    if words and not stored:
        st.html(f'<p class="gj-small">{t("history_none")}</p>')
    for conversation in stored:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            shown = conversation.id == session.conversation()
            if st.button(
                plain(conversation.title),
                key=f"open-{conversation.id}",
                type="secondary" if shown else "tertiary",
                width="stretch",
            ):
                session.open_conversation(conversation.id)
                st.switch_page(pages["chat"])
            if st.button(
                "",
                key=f"edit-{conversation.id}",
                icon=":material/more_horiz:",
                help=plain(t("conversation_edit_of", title=conversation.title)),
                type="tertiary",
            ):
                edit_conversation(conversation)
    if not words and count > len(stored):
        left = t("history_more", count=count - len(stored))
        st.button(left, key="history_more", type="tertiary", on_click=_more_history)


def _more_history() -> None:
    st.session_state.history_pages = st.session_state.get("history_pages", 0) + 1


def edit_conversation(conversation: Conversation) -> None:
    """Rename or delete one conversation."""

    @st.dialog(t("conversation_edit"), width="small")
    def dialog() -> None:
        st.text_input(t("conversation_title"), conversation.title, max_chars=200, key="new_title")
        with st.container(horizontal=True):
            renamed = st.button(t("rename"), type="primary", on_click=_rename, args=(conversation.id,))
            icon = ":material/delete:"
            deleted = st.button(t("delete"), icon=icon, on_click=_delete, args=(conversation.id,))
        if renamed or deleted:
            st.rerun()  # closes the dialog

    dialog()


def _rename(id: str) -> None:
    session.engine().chats.rename(id, st.session_state.new_title)


def _delete(id: str) -> None:
    session.engine().chats.delete(id)
    if id == session.conversation():
        session.open_conversation(new_id())
