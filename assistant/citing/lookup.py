"""Citations made by hand: of a whole document, of a page, of a paragraph, of the sentence behind a link."""

from __future__ import annotations

from assistant.answer import Citation
from assistant.citing.errors import BadReceipt, PlaceError
from assistant.citing.footnotes import AnyStyle, footnote
from assistant.citing.proof import Shelf, Verdict, prove
from sources.document import Document, Language, Location, Paragraph
from sources.units.names import name_at
from sources.units.tree import Tree


def cite(
    library: Shelf,
    key: str,
    page: int | None = None,
    paragraph: int | None = None,
    *,
    style: AnyStyle = None,
    language: Language = Language.KO,
) -> str:
    """The footnote to a document, or to a page or paragraph of it. `page` counts the pages of the file,
    as everywhere; the footnote prints the printed page. `paragraph` is the library's number.
    Raises PlaceError, StyleError, and what the library raises for an unknown document."""
    return footnote(citation_of(library.document(key), page, paragraph), style, language)


def citation_of(document: Document, page: int | None = None, paragraph: int | None = None) -> Citation:
    """A citation of a document by place; its quote is the paragraph, or empty where a page or the whole
    is cited. Raises PlaceError."""
    if paragraph is not None:
        found = _paragraph(document, paragraph)
        place = document.location(found, found.start, found.end)
        if page is not None:
            _check_page(document, page)
            first, last = place.page or page, place.end_page or place.page or page
            if not first <= page <= last:
                raise PlaceError(
                    "not_on_page", document=document.key, paragraph=paragraph, page=page, actual=first
                )
        return citation_in(Tree(document), place)
    if page is not None:
        _check_page(document, page)
    return citation_in(Tree(document), Location(document.id, page, "", 0, 0, 0))


def citation_in(tree: Tree, place: Location, number: int = 1) -> Citation:
    """A citation of what stands at `place` in the document of `tree`."""
    document = tree.document
    label = _label(document, place.paragraph)
    return Citation(
        number,
        document.text[place.start : place.end],
        place,
        document.record,
        document.language,
        label=label,
        pages_exact=document.pages_exact,
        ocr=document.ocr,
        unit=name_at(tree, place.start, place.end) if place.paragraph else (),
    )


def _label(document: Document, paragraph: int) -> str | None:
    """The number a paragraph prints: that of the second list's first item is none of the document's."""
    label = document.paragraphs[paragraph - 1].label if paragraph else None
    alike = sum(other.label == label for other in document.paragraphs) if label else 0
    return label if alike == 1 else None


def citation_at(library: Shelf, link: str) -> Citation:
    """The sentence behind a short link. Raises BadReceipt where the link is damaged or stands for nothing
    in this library."""
    proof = prove(link, library)
    if proof.verdict is not Verdict.PROVED or proof.location is None:
        raise BadReceipt(link)
    return citation_in(Tree(library.document(proof.location.document_id)), proof.location)


def _paragraph(document: Document, number: int) -> Paragraph:
    if not 1 <= number <= len(document.paragraphs):
        raise PlaceError(
            "no_such_paragraph",
            document=document.key,
            paragraph=number,
            paragraphs=len(document.paragraphs),
        )
    return document.paragraphs[number - 1]


def _check_page(document: Document, page: int) -> None:
    if document.pages is None:
        raise PlaceError("no_pages", document=document.key)
    if not 1 <= page <= document.pages:
        raise PlaceError("no_such_page", document=document.key, page=page, pages=document.pages)
