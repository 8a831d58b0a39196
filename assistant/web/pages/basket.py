"""The report basket: what was collected, in the order of the report, and the files made of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.answer import Answer
from assistant.citing.basket import Basket, BasketItem
from assistant.citing.errors import CitingError
from assistant.citing.exports import ExportFormat, export
from assistant.citing.footnotes import footnote
from assistant.web import collecting, session
from assistant.web.plain import escaped, plain, printable
from assistant.web.problems import sentence
from assistant.web.session import t
from assistant.web.source_view import open_source, style_choice
from sources.document import Language

FORMATS = {
    ExportFormat.DOCX: "Word (.docx)",
    ExportFormat.HWPX: "한글 (.hwpx)",
    ExportFormat.MARKDOWN: "Markdown (.md)",
    ExportFormat.TEXT: "Text (.txt)",
    ExportFormat.RIS: "RIS (.ris)",
    ExportFormat.BIBTEX: "BibTeX (.bib)",
    ExportFormat.CSL_JSON: "CSL-JSON (.json)",
}


def basket_page() -> None:
    """Draw the basket and take changes to it."""
    st.title(t("page_basket"), anchor=False)
    try:
        basket = collecting.basket()
        items = basket.items()
        if not items:
            st.html(f'<p class="gj-lede">{t("basket_empty")}</p>')
            return
        st.html(f'<p class="gj-lede">{t("basket_text")}</p>')
        settings(basket)
        downloads(basket)
        for place, item in enumerate(items):
            card(basket, item, place, len(items))
        clearing(basket)
    except CitingError as problem:
        st.error(plain(sentence(problem, session.language())), icon=":material/error:")


def settings(basket: Basket) -> None:
    """Style and language of the report, and what is printed with it."""
    left, right = st.columns([2, 1])
    with left:
        style_choice("basket-style")
    languages = list(Language)
    stored = basket.preference("language")
    current = Language(stored) if stored in languages else session.language()
    chosen = right.selectbox(
        t("report_language"),
        languages,
        index=languages.index(current),
        format_func=lambda language: t(f"language_{language}"),
        key="basket-language",
    )
    if chosen != current:
        basket.prefer("language", chosen.value)
    with st.container(horizontal=True):
        for name in ("side_by_side", "receipts"):
            before = basket.preference(name) == "1"
            now = st.checkbox(t(f"basket_{name}"), before, key=f"basket-{name}")
            if now != before:
                basket.prefer(name, "1" if now else "")


def downloads(basket: Basket) -> None:
    """A button for each format. The files are made beforehand: Streamlit loses one made on request where
    leaving the field of a note redraws the page at the same moment."""
    language = Language(basket.preference("language") or session.language())
    side_by_side, receipts = (basket.preference(name) == "1" for name in ("side_by_side", "receipts"))
    items = basket.items()
    stamp = repr([(item.id, item.note) for item in items])
    st.html(f'<p class="gj-heading">{t("export")}</p>')
    with st.container(horizontal=True, gap="small"):
        for form, name in FORMATS.items():
            st.download_button(
                name,
                data=_file(items, stamp, form, session.style(), language, side_by_side, receipts),
                file_name=f"gakju{form.extension}",
                mime=form.mime,
                on_click="ignore",
                key=f"export-{form}",
            )


@st.cache_data(show_spinner=False, max_entries=64)
def _file(
    _items: Sequence[BasketItem],
    stamp: str,
    form: ExportFormat,
    style: str | None,
    language: Language,
    side_by_side: bool,
    receipts: bool,
) -> bytes:
    """The file of the basket; `stamp` stands for its items."""
    return export(_items, form, style=style, language=language, side_by_side=side_by_side, receipts=receipts)


def card(basket: Basket, item: BasketItem, place: int, count: int) -> None:
    """One thing collected, with its note and its place in the report."""
    with st.container(border=True, key=f"item-{item.id}"):
        st.html(f'<div class="gj-item"><span class="gj-number">{place + 1}.</span>{_content(item)}</div>')
        st.text_input(
            t("note"),
            item.note,
            key=f"note-{item.id}",
            max_chars=2000,
            placeholder=t("note_hint"),
            on_change=lambda: basket.annotate(item.id, printable(st.session_state[f"note-{item.id}"])),
        )
        with st.container(horizontal=True, gap="small"):
            if not isinstance(item.content, Answer) and st.button(
                t("open_source"), key=f"show-{item.id}", icon=":material/menu_book:", type="tertiary"
            ):
                open_source(item.content)
            st.button(
                t("up"),
                key=f"up-{item.id}",
                icon=":material/arrow_upward:",
                type="tertiary",
                disabled=place == 0,
                on_click=basket.move,
                args=(item.id, place - 1),
            )
            st.button(
                t("down"),
                key=f"down-{item.id}",
                icon=":material/arrow_downward:",
                type="tertiary",
                disabled=place == count - 1,
                on_click=basket.move,
                args=(item.id, place + 1),
            )
            st.button(
                t("take_out"),
                key=f"out-{item.id}",
                icon=":material/close:",
                type="tertiary",
                on_click=basket.remove,
                args=(item.id,),
            )


def _content(item: BasketItem) -> str:
    content, language = item.content, session.language()
    if isinstance(content, Answer):
        head = f"<p class='gj-title'>{escaped(content.question)}</p>"
        body = f"<p lang='{content.language}'>{_claims(content)}</p>"
    else:
        head = ""
        body = f"<blockquote lang='{content.language}'>{escaped(content.quote)}</blockquote>"
        if content.translation:
            body += f"<p class='gj-next'>{escaped(content.translation)}</p>"
    style = session.style()
    notes = "".join(
        f"<p class='gj-footnote'>{escaped(footnote(citation, style, language))}</p>"
        for citation in item.citations
    )
    own = f"<p class='gj-own-note'>{escaped(item.note)}</p>" if item.note else ""
    return head + body + notes + own


def _claims(answer: Answer) -> str:
    """HTML of an answer's claims; one that names its document begins a line with that name."""
    parts: list[str] = []
    for claim in answer.claims:
        if claim.lead:
            parts.append(f"{'<br>' if parts else ''}<b>{escaped(claim.lead)}</b><br>")
        parts.append(f"{escaped(claim.text)} ")
        if claim.quoted:
            parts.append(f"{escaped(claim.quoted)} ")
    return "".join(parts)


def clearing(basket: Basket) -> None:
    """Empty the basket, after a question."""
    with st.popover(t("basket_clear"), icon=":material/delete:", type="tertiary"):
        st.text(t("basket_clear_sure"))
        st.button(t("basket_clear_yes"), type="primary", on_click=basket.clear, key="clear-yes")
