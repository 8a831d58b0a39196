"""The library: its documents with their records, and everything that can be done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import streamlit as st

from assistant.keeping.shipped import remove_document
from assistant.web import intake, session
from assistant.web.answer_view import kind_name
from assistant.web.official_texts import official_texts
from assistant.web.plain import escaped, plain, printable
from assistant.web.problems import sentence
from assistant.web.record_form import edit_record
from assistant.web.session import t
from index.catalogue import Entry
from index.errors import IndexingError
from sources.document import Kind, Language

Text = TypeVar("Text")
SHOWN = 30  # documents drawn at once


def library_page() -> None:
    """Draw the library and take documents and corrections."""
    st.title(t("page_library"), anchor=False)
    entries = session.engine().library.entries()
    text = t("library_text", count=len(entries)) if entries else t("library_empty")
    st.html(f'<p class="gj-lede">{text}</p>')
    intake.add_box()
    intake.progress()
    official_texts()
    if entries:
        shelf(entries)


def shelf(entries: Sequence[Entry]) -> None:
    """The documents, those with the words of the search field in their record."""
    st.subheader(t("documents"), anchor=False)
    words = (
        printable(st.text_input(t("find_document"), key="find_document", max_chars=200)).casefold().split()
    )
    found = [entry for entry in entries if all(word in described(entry) for word in words)]
    if not found:
        st.html(f'<p class="gj-lede">{t("no_such_document")}</p>')
    pages = max(1, -(-len(found) // SHOWN))
    page = 1
    if pages > 1:
        page = int(st.number_input(t("check_page", pages=pages), 1, pages, 1, key="shelf_page"))
    for entry in found[(page - 1) * SHOWN : page * SHOWN]:
        card(entry)


def described(entry: Entry) -> str:
    """Everything in a record that a search may mean, in small letters."""
    record = entry.record
    fields = (record.titles, record.publishers, record.issuers, record.series)
    texts = [text for field in fields for text in field.values()]
    texts += [name for names in record.authors.values() for name in names]
    texts += [record.key, record.date, record.number, record.collection, *record.tags]
    texts += [kind_name(record.kind, language) for language in Language]
    return " ".join(texts).casefold()


def card(entry: Entry) -> None:
    """One document with its record in short, and its buttons."""
    record = entry.record
    with st.container(border=True, key=f"document-{entry.document_id}"):
        st.html(summary(entry, session.language()))
        with st.container(horizontal=True, gap="small"):
            actions = (
                ("read", ":material/menu_book:", read),
                ("edit_record", ":material/edit:", lambda entry: edit_record(entry.record)),
                ("replace", ":material/published_with_changes:", replace_version),
                ("remove", ":material/delete:", remove),
            )
            for name, icon, action in actions:
                label = t(name)
                if st.button(label, key=f"{name}-{record.key}", icon=icon, type="tertiary"):
                    action(entry)


def summary(entry: Entry, language: Language) -> str:
    """HTML of a record in short."""
    record = entry.record
    people = ", ".join(_either(record.authors, language) or ()) or _either(record.issuers, language) or ""
    publisher = _either(record.publishers, language) or ""
    line = " · ".join(dict.fromkeys(part for part in (people, publisher, record.date) if part))
    sizes = t("size", pages=entry.pages, paragraphs=entry.paragraphs)
    if entry.pages is None:
        sizes = t("size_without_pages", paragraphs=entry.paragraphs)
    pills = [(kind_name(record.kind, language), record.kind is Kind.DIGEST), (sizes, False)]
    pills.append((t(f"language_{entry.language}"), False))
    pills += [(t("translated_into", tongue=t(f"language_{o}")), False) for o in entry.translations]
    pills += [(f"#{tag}", False) for tag in record.tags]
    if record.collection:
        pills.append((record.collection, False))
    if not record.catalogued:
        pills.append((t("guessed"), True))
    shown = "".join(
        f'<span class="gj-pill{" gj-warn" if warn else ""}">{escaped(text)}</span>' for text, warn in pills
    )
    return (
        f'<p class="gj-title">{escaped(record.title(language))}</p>'
        f'<p class="gj-small">{escaped(line)}</p><div class="gj-meta-line">{shown}</div>'
    )


def read(entry: Entry) -> None:
    """The document's text, paragraph by paragraph, as it is cited."""

    @st.dialog(t("read"), width="large", position="right")
    def dialog() -> None:
        document = session.engine().library.document(entry.document_id)
        st.html(summary(entry, session.language()))
        parts, section = [], ""
        for paragraph in document.paragraphs[:400]:
            if paragraph.section != section:
                section = paragraph.section
                parts.append(f"<h4>{escaped(section)}</h4>")
            number = escaped(f"¶{paragraph.label or paragraph.number}")
            page = t("place_page", page=paragraph.page) if paragraph.page else ""
            text = escaped(document.text[paragraph.start : paragraph.end])
            parts.append(f'<p><span class="gj-number">{number} {page}</span>{text}</p>')
        st.html(f'<article class="gj-source" lang="{document.language}">{"".join(parts)}</article>')
        if len(document.paragraphs) > 400:
            st.html(f'<p class="gj-small">{t("read_more", count=len(document.paragraphs) - 400)}</p>')

    dialog()


def replace_version(entry: Entry) -> None:
    """Put a newer file in the place of this one; what was cited from the old version still resolves."""

    @st.dialog(t("replace"), width="medium")
    def dialog() -> None:
        st.text(printable(entry.record.title(session.language())))
        st.html(f'<p class="gj-small">{t("replace_text")}</p>')
        file = st.file_uploader(t("replace_file"), type=list(intake.ENDINGS), key=f"newer-{entry.record.key}")
        if st.button(t("replace"), type="primary", disabled=file is None, key="replace-go") and file:
            intake.add_uploads([file], {printable(file.name): entry.record})
            st.rerun()

    dialog()


def remove(entry: Entry) -> None:
    """Take a document out, after a question."""

    @st.dialog(t("remove"), width="small")
    def dialog() -> None:
        st.text(printable(entry.record.title(session.language())))
        st.html(f'<p class="gj-small">{t("remove_sure")}</p>')
        if st.button(t("remove_yes"), type="primary", icon=":material/delete:", key="remove-go"):
            try:
                remove_document(session.engine().library, entry.record.key)
                intake.forget_results()  # they would still say that it is here
            except IndexingError as problem:
                st.error(plain(sentence(problem, session.language())), icon=":material/error:")
            else:
                st.rerun()

    dialog()


def _either(values: Mapping[str, Text], language: Language) -> Text | None:
    return values.get(language) or values.get(language.other)
