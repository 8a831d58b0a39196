"""The source of a footnote: the quote marked in its paragraph, the paragraphs around it, its translation,
the footnote itself, and for a PDF the page as it looks."""

from __future__ import annotations

import logging

import streamlit as st

from assistant.answer import Citation
from assistant.citing.footnotes import footnote, styles
from assistant.citing.receipt import link_of, receipt_of
from assistant.citing.style import DEFAULT
from assistant.messages import say
from assistant.web import collecting, session
from assistant.web.answer_view import kind_name, places
from assistant.web.components import copy_button
from assistant.web.page_image import marked_page
from assistant.web.plain import escaped, printable
from assistant.web.session import t
from index.errors import IndexingError
from sources.document import Document, Kind, Language, Paragraph, Role
from sources.units.grid import Grid
from sources.units.tree import Tree

log = logging.getLogger(__name__)

# Widths of the drawer in pixels, with and without a translation; narrower screens give all they have.
WIDE, NARROW = 860, 620
AT = "at"  # query parameter of a link to a sentence


def open_source(citation: Citation, language: Language | None = None) -> None:
    """Show where the quote of a citation stands, in a drawer at the right. `language` is that of the text
    the footnote belongs to, None for the interface's."""

    width = WIDE if citation.translation else NARROW

    @st.dialog(t("source"), width=width, position="right")
    def drawer() -> None:
        draw_source(citation, language or session.language())

    drawer()


def draw_source(citation: Citation, language: Language) -> None:
    """The content of the drawer."""
    heading(citation)
    try:
        document = session.engine().library.document(citation.location.document_id)
    except (LookupError, IndexingError):
        st.warning(t("source_gone"), icon=":material/link_off:")
        st.html(_article(f"<p><mark class='gj-mark'>{escaped(citation.quote)}</mark></p>", citation.language))
    else:
        paragraphs(citation, document)
        facsimile(citation, document)
    footnote_box(citation, language)


def heading(citation: Citation) -> None:
    """Title, kind, and the pinpoint in words."""
    language, record = session.language(), citation.record
    pills = [(kind_name(record.kind, language), record.kind is Kind.DIGEST)]
    pills += [(place, False) for place in places(citation, language, session.engine().library)]
    if record.date:
        pills.append((record.date, False))
    marks = {"second_hand": citation.second_hand, "ocr": citation.ocr}
    pills += [(t(name), True) for name, is_so in marks.items() if is_so]
    shown = "".join(
        f'<span class="gj-pill{" gj-warn" if warn else ""}">{escaped(text)}</span>' for text, warn in pills
    )
    st.html(
        f'<p class="gj-title">{escaped(record.title(language))}</p><div class="gj-meta-line">{shown}</div>'
    )
    if record.kind is Kind.DIGEST:
        st.html(f'<p class="gj-small">{t("digest_note")}</p>')


def paragraphs(citation: Citation, document: Document) -> None:
    """The paragraph with the quote marked, its neighbours faint, the translation beside it."""
    place = citation.location
    here = document.paragraphs[place.paragraph - 1]
    if document.text[place.start : place.end] != citation.quote:
        st.warning(t("quote_moved"))
    marked = marked_paragraph(document, here, place.start, place.end)
    translated = translation_beside(citation, document)
    body = marked
    if translated is not None:
        text, sentence, label = translated
        beside = marked_text(text, sentence, "gj-soft")
        body = (
            f'<div class="gj-pair"><div lang="{document.language}"><h4>{t("original")}</h4>{marked}</div>'
            f'<div lang="{document.language.other}"><h4>{escaped(label)}</h4>'
            f"<p>{beside}</p></div></div>"
        )
    before = neighbour(document, here.number - 1)
    after = neighbour(document, here.number + 1)
    st.html(_article(before + body + after, document.language))


def translation_beside(citation: Citation, document: Document) -> tuple[str, str, str] | None:
    """The translated paragraph, the sentence of it that renders the quote, and its label; None where the
    quote is in the reader's own language or no translation exists."""
    wanted = citation.translation or ""
    if not wanted and document.language is session.language():
        return None
    # What a digest is stands above both columns already.
    noted = "" if citation.record.kind is Kind.DIGEST else citation.translation_label
    label = noted or t("unofficial_translation")
    other = session.engine().library.translation(document.key, document.language.other)
    number = citation.location.paragraph
    if other is not None and number <= len(other.paragraphs):
        place = other.paragraphs[number - 1]
        text = other.text[place.start : place.end]
        # A translation of another version may be numbered otherwise: it has to hold the sentence.
        if not wanted or wanted in text:
            return text, wanted, label
    return (wanted, wanted, label) if wanted else None


def marked_paragraph(document: Document, paragraph: Paragraph, start: int, end: int) -> str:
    """HTML of a paragraph with `document.text[start:end]` marked."""
    text = document.text
    if paragraph.role is Role.TABLE:
        return marked_table(document, paragraph, start, end)
    stop = max(end, paragraph.end)  # a quote may run on into the next paragraph
    return (
        f'<p aria-label="{escaped(t("place_paragraph", number=paragraph.number))}">{_number(paragraph)}'
        f"{escaped(text[paragraph.start : start])}<mark class='gj-mark'>{escaped(text[start:end])}</mark>"
        f"{escaped(text[end:stop])}</p>"
    )


def marked_table(document: Document, paragraph: Paragraph, start: int, end: int) -> str:
    """HTML of a table with the words of its cells marked that are within `document.text[start:end]`."""
    tree = Tree(document)
    cell = tree.units[tree.at(paragraph.start)]
    grid = Grid(tree, cell.parent)
    rows: dict[int, list[str]] = {}
    for one in grid.cells:
        tag = "th" if one.row < grid.headers else "td"
        shown = escaped(grid.words(one))
        first, last = max(start, one.start), min(end, one.end)
        if first < last:  # of a long cell a line may be quoted
            parts = (document.text[a:b] for a, b in ((one.start, first), (first, last), (last, one.end)))
            before, quoted, after = map(escaped, parts)
            shown = f"{before}<mark class='gj-mark'>{quoted}</mark>{after}"
        spans = f' rowspan="{one.row_span}" colspan="{one.column_span}"'
        rows.setdefault(one.row, []).append(f"<{tag}{spans}>{shown}</{tag}>")
    body = "".join(f"<tr>{''.join(rows[row])}</tr>" for row in sorted(rows))
    caption = escaped(" ".join(" ".join(text.split()) for text in grid.captions))
    return f'<div class="gj-table"><table><caption>{caption}</caption>{body}</table></div>'


def marked_text(text: str, part: str, mark: str) -> str:
    """HTML of `text` with `part` marked where it occurs."""
    start = text.find(part) if part else -1
    if start < 0:
        return escaped(text)
    end = start + len(part)
    return (
        f"{escaped(text[:start])}<mark class='{mark}'>{escaped(text[start:end])}</mark>{escaped(text[end:])}"
    )


def neighbour(document: Document, number: int) -> str:
    """HTML of the paragraph with that number, faint; "" where there is none."""
    if not 1 <= number <= len(document.paragraphs):
        return ""
    paragraph = document.paragraphs[number - 1]
    text = document.text[paragraph.start : paragraph.end]
    return f'<p class="gj-next">{_number(paragraph)}{escaped(text)}</p>'


def facsimile(citation: Citation, document: Document) -> None:
    """The page of a PDF with the quote marked on it."""
    if document.format != "pdf":
        return
    file = session.engine().library.file(document.id)
    page = citation.location.page
    image = marked_page(file, page, citation.quote) if file and page else None
    if image is None:
        st.html(f'<p class="gj-small">{t("no_page_image")}</p>')
        return
    title = t("page_image", page=citation.location.page)
    st.html(f'<p class="gj-heading">{title}</p>')
    st.image(image, caption=None, width="stretch", alt=title)


def footnote_box(citation: Citation, language: Language) -> None:
    """The footnote in the chosen style, ready to be copied, linked or put in the basket."""
    st.html(f'<p class="gj-heading">{t("footnote")}</p>')
    chosen = style_choice(f"style-{key_of(citation)}")
    text = printable(footnote(citation, chosen, language))
    st.html(f'<p class="gj-footnote">{escaped(text)}</p>')
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        copy_button(text, f"copy-{key_of(citation)}", t)
        if st.button(t("collect_quote"), key=f"collect-{key_of(citation)}", icon=":material/bookmark_add:"):
            collecting.collect(citation)
    with st.expander(t("proof")):
        st.html(f'<p class="gj-heading">{t("link")}</p>')
        st.code(address(citation), language=None, wrap_lines=True)
        st.html(f'<p class="gj-heading">{t("receipt")}</p>')
        st.json(receipt_of(citation).as_json(), expanded=True)


def style_choice(key: str) -> str:
    """The list of footnote styles; the choice holds everywhere and is remembered."""
    names = list(styles())
    current = session.style() or DEFAULT[session.language()]
    if current not in names:
        names.append(current)  # a house style from the settings

    def remember() -> None:
        session.engine().chats.prefer(session.STYLE, st.session_state[key])

    return st.selectbox(
        t("style"),
        names,
        index=names.index(current),
        format_func=style_name,
        key=key,
        on_change=remember,
    )


def address(citation: Citation) -> str:
    """The address that opens this sentence in the chat."""
    base = (st.context.url or "http://127.0.0.1/").split("?")[0]
    root = "/".join(base.split("/")[:3])
    return f"{root}/?{AT}={link_of(citation).partition(':')[2]}"


def style_name(name: str) -> str:
    """A footnote style's name for people, where the citing room has one."""
    try:
        return say(f"citing.style_{name.replace('-', '_')}", session.language())
    except KeyError:
        return name


def key_of(citation: Citation) -> str:
    """A short name of a quote for widget keys."""
    place = citation.location
    return f"{place.document_id}-{place.start}-{place.end}"


def _number(paragraph: Paragraph) -> str:
    named = {Role.FOOTNOTE: "place_footnote", Role.TABLE: "place_table"}.get(paragraph.role)
    text = t(named) if named else f"¶{paragraph.label or paragraph.number}"
    return f'<span class="gj-number" aria-hidden="true">{escaped(text)}</span>'


def _article(inside: str, language: str) -> str:
    return f'<article class="gj-source" lang="{language}">{inside}</article>'
