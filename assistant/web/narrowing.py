"""Which documents a question is answered from: the filters in the sidebar of the chat."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import streamlit as st

from assistant.web import session
from assistant.web.answer_view import kind_name
from assistant.web.plain import printable
from assistant.web.session import t
from index.catalogue import Entry
from index.hit import Filters
from sources.document import Kind, Language

FIELDS = ("keys", "kinds", "languages", "tags", "collections", "date_from", "date_to")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def narrow() -> None:
    """Draw the filters; the choice is what `session.filters()` returns."""
    chosen = session.filters()
    size = sum(bool(getattr(chosen, name)) for name in FIELDS)
    title = t("filters_on", count=size) if size else t("filters")
    with st.expander(title, icon=":material/filter_list:", key="filters_box"):
        _draw(session.engine().library.entries())
    if not session.filters().empty and not size:
        st.rerun()  # the title counts what was chosen a moment ago


def _draw(entries: Sequence[Entry]) -> None:
    language = session.language()
    titles = {entry.record.key: printable(entry.record.title(language)) for entry in entries}
    tags = {tag for entry in entries for tag in entry.record.tags}
    collections = {entry.record.collection for entry in entries} - {""}
    keys = _several("keys", list(titles), lambda key: titles.get(key, key))
    kinds = _several(
        "kinds",
        sorted({entry.record.kind for entry in entries}),
        lambda kind: kind_name(Kind(kind), language),
    )
    languages = _several("languages", list(Language), lambda value: t(f"language_{value}"))
    left, right = st.columns(2)
    st.session_state.filters = Filters(
        keys=keys,
        kinds=kinds,
        languages=tuple(Language(value) for value in languages),
        tags=_several("tags", sorted(tags), printable) if tags else (),
        collections=_several("collections", sorted(collections), printable) if collections else (),
        date_from=_date(left, "date_from"),
        date_to=_date(right, "date_to"),
    )
    st.button(t("filters_clear"), type="tertiary", disabled=session.filters().empty, on_click=_clear)


def _several(name: str, options: Sequence[str], shown: Callable[[str], str]) -> tuple[str, ...]:
    key = f"filter_{name}"
    if key in st.session_state:  # what has left the library cannot be chosen any more
        st.session_state[key] = [value for value in st.session_state[key] if value in options]
    chosen = st.multiselect(
        t(key), options, format_func=shown, placeholder=t("filter_all"), key=key, persist_state="session"
    )
    return tuple(chosen)


def _date(column: st.delta_generator.DeltaGenerator, name: str) -> str:
    key = f"filter_{name}"
    text = column.text_input(t(key), placeholder="2024", max_chars=10, key=key, persist_state="session")
    text = text.strip()
    if text and not _DATE.fullmatch(text):
        column.caption(t("filter_bad_date"))
        return ""
    return text


def _clear() -> None:
    for name in FIELDS:
        st.session_state[f"filter_{name}"] = "" if name.startswith("date") else []
