"""The bibliographic record of a document as a form: read it, correct it, keep it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from assistant.web import session
from assistant.web.answer_view import kind_name
from assistant.web.plain import plain, printable
from assistant.web.problems import sentence
from assistant.web.session import t
from index.errors import IndexingError
from sources.document import Kind, Language, Record

DATE = re.compile(r"(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?")
LONGEST = 500


def record_form(record: Record, key: str, submit: str) -> Record | None:
    """Draw the form for `record`; the corrected record once it is submitted and sound, else None."""
    language = session.language()
    with st.form(key, border=False):
        titles = _both("titles", record.titles, key)
        authors = _both("authors", {k: "; ".join(v) for k, v in record.authors.items()}, key)
        publishers = _both("publishers", record.publishers, key)
        issuers = _both("issuers", record.issuers, key)
        series = _both("series", record.series, key)
        left, middle, right = st.columns(3)
        kinds = list(Kind)
        kind = left.selectbox(
            t("field_kind"),
            kinds,
            index=kinds.index(record.kind),
            format_func=lambda kind: kind_name(kind, language),
            key=f"{key}-kind",
        )
        date = _one(middle, "date", record.date, key)
        number = _one(right, "number", record.number, key)
        pages = _one(left, "pages", record.pages, key)
        offset = middle.number_input(
            t("field_page_offset"),
            -2000,
            2000,
            record.page_offset,
            help=t("field_page_offset_help"),
            key=f"{key}-page_offset",
        )
        collection = _one(right, "collection", record.collection, key)
        tags = st.text_input(t("field_tags"), ", ".join(record.tags), max_chars=LONGEST, key=f"{key}-tags")
        url = _one(st.container(), "url", record.url, key)
        if not st.form_submit_button(submit, type="primary"):
            return None
    if not DATE.fullmatch(date):
        st.error(t("field_date_wrong"), icon=":material/error:")
        return None
    return replace(
        record,
        titles=titles,
        publishers=publishers,
        issuers=issuers,
        series=series,
        authors={k: names for k, v in authors.items() if (names := _names(v, ";"))},
        kind=kind,
        date=date,
        number=number,
        pages=pages,
        page_offset=int(offset),
        collection=collection,
        tags=_names(printable(tags), ","),
        url=url,
        catalogued=True,
    )


def edit_record(record: Record) -> None:
    """The form in a dialog; a corrected record is kept in the library at once."""

    @st.dialog(t("edit_record"), width="large")
    def dialog() -> None:
        corrected = record_form(record, f"record-{record.key}", t("save"))
        if corrected is None:
            return
        try:
            session.engine().library.set_record(corrected)
        except IndexingError as problem:
            st.error(plain(sentence(problem, session.language())), icon=":material/error:")
        else:
            st.rerun()

    dialog()


def _both(name: str, values: Mapping[str, str], key: str) -> dict[str, str]:
    """Two fields side by side, one a language; empty ones are left out."""
    found = {}
    for column, language in zip(st.columns(2), Language, strict=True):
        label = t(f"field_{name}", tongue=t(f"language_{language}"))
        text = column.text_input(
            label, values.get(language, ""), max_chars=LONGEST, key=f"{key}-{name}-{language}"
        )
        if text.strip():
            found[language.value] = printable(text).strip()
    return found


def _one(column: st.delta_generator.DeltaGenerator, name: str, value: str, key: str) -> str:
    text = column.text_input(t(f"field_{name}"), value, max_chars=LONGEST, key=f"{key}-{name}")
    return printable(text).strip()


def _names(text: str, between: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(between) if part.strip()))
