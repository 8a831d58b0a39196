"""The state of one browser tab: whose engine, which language, which conversation."""

from __future__ import annotations

import streamlit as st

from assistant.answer import Answer
from assistant.keeping.chats import new_id
from assistant.messages import say
from assistant.settings import load_settings
from assistant.web.engine import Engine, engine_for
from index.hit import Filters
from sources.document import Language

INTERFACE = "interface"  # preference and session key of the interface language
STYLE = "style"  # preference: the footnote style


def engine() -> Engine:
    """The engine of this process, with its opening begun. Raises SettingsError for a bad setting."""
    made = engine_for(load_settings())
    made.start()
    return made


def language() -> Language:
    """The language of the interface in this tab."""
    return Language(st.session_state.get(INTERFACE) or remembered_language())


def remembered_language() -> Language:
    """The interface language chosen last, else the one the settings name, else the browser's."""
    made = engine()
    stored = made.chats.preference(INTERFACE)
    if stored in set(Language):
        return Language(stored)
    spoken = (st.context.locale or "")[:2].lower()
    if "interface" not in made.settings.model_fields_set and spoken in set(Language):
        return Language(spoken)
    return made.settings.interface


def t(name: str, /, **values: object) -> str:
    """The sentence `web.<name>` in the language of the interface."""
    return say(f"web.{name}", language(), **values)


def style() -> str | None:
    """The footnote style in use; None for the default of the citing room."""
    made = engine()
    return made.chats.preference(STYLE) or made.settings.style or None


def conversation() -> str:
    """The id of the conversation this tab shows."""
    if "conversation" not in st.session_state:
        open_conversation(new_id())
    return str(st.session_state.conversation)


def answers() -> list[Answer]:
    """The exchanges of the shown conversation, oldest first."""
    conversation()
    shown: list[Answer] = st.session_state.answers
    return shown


def open_conversation(id: str) -> None:
    """Show the conversation with that id, an empty one if it has no exchange yet."""
    st.session_state.conversation = id
    st.session_state.answers = list(engine().chats.answers(id))
    st.session_state.earlier_shown = 0


def keep(answer: Answer, asked_in: str) -> None:
    """Add an exchange to the conversation it was asked in, and to what is shown if that is the same."""
    if asked_in == conversation():
        answers().append(answer)
    engine().chats.append(asked_in, answer)


def filters() -> Filters:
    """Which documents questions of this tab are answered from."""
    chosen: Filters = st.session_state.get("filters", Filters())
    return chosen
