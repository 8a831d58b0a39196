"""`list`, `show`, `cite`, `styles`: what the library holds, told without opening what finding needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from assistant.commands.base import Refusal, Session, emit, json_option, out, pass_session, text
from index.errors import StoreError
from sources.document import Document, Language, Paragraph, Record

# What only one of these commands needs is imported there: each is to be there at once.


@click.command(name="list", help=text("list_help"))
@json_option
@pass_session
def list_documents(session: Session, as_json: bool) -> None:
    for entry in session.catalogue.entries():
        record = entry.record
        if as_json:
            emit(
                {
                    "document": record.key,
                    "title": record.title(session.language),
                    "kind": record.kind.value,
                    "language": entry.language.value,
                    "date": record.date,
                    "pages": entry.pages,
                    "paragraphs": entry.paragraphs,
                    "chunks": entry.chunks,
                    "document_hash": entry.document_id,
                    "added_at": entry.added_at,
                    "shipped": entry.shipped,
                    **_record_json(record),
                }
            )
        else:
            kind = session.say(f"cli.kind_{record.kind.value}")
            out(f"{record.key}\t{record.title(session.language)}\t{kind}\t{record.date}\t¶{entry.paragraphs}")


def _record_json(record: Record) -> dict[str, Any]:
    """A bibliographic record whole: what is unknown is empty, `origins` tells where each value came from."""
    return {
        "titles": dict(record.titles),
        "authors": {language: list(names) for language, names in record.authors.items()},
        "issuers": dict(record.issuers),
        "publishers": dict(record.publishers),
        "series": dict(record.series),
        "number": record.number,
        "date": record.date,
        "url": record.url,
        "rights": record.rights,
        "page_offset": record.page_offset,
        "tags": list(record.tags),
        "collection": record.collection,
        "origins": dict(record.origins),
    }


@click.command(help=text("show_help"))
@click.argument("document_id", metavar="ID")
@click.option("--paragraph", type=click.IntRange(1), default=None, metavar="N", help=text("paragraph_option"))
@json_option
@pass_session
def show(session: Session, document_id: str, paragraph: int | None, as_json: bool) -> None:
    document = find_document(session, document_id)
    chosen = [p for p in document.paragraphs if paragraph in (None, p.number)]
    if paragraph is not None and not chosen:
        raise Refusal(
            session.say("cli.no_paragraph", id=document_id, number=paragraph, last=len(document.paragraphs))
        )
    if as_json:
        for shown in _paragraphs_json(document, chosen):
            emit(shown)
        return
    section = ""
    for item in chosen:
        if item.section != section:
            section = item.section
            out(f"# {section}\n")
        page = "" if item.page is None else session.say("cli.page_mark", page=item.page)
        out(f"[¶{item.number}{page}] {document.text[item.start : item.end]}\n")


def _paragraphs_json(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[dict[str, Any]]:
    """Paragraphs of a document, each with where it stands, what unit of the document it is, and its text."""
    from assistant.citing.units import unit_name
    from sources.units.names import name_of
    from sources.units.tree import Tree

    tree = Tree(document)
    places = {unit.paragraph: place for place, unit in reversed(tuple(enumerate(tree.units)))}
    for paragraph in paragraphs:
        place = places.get(paragraph.number)
        unit = None if place is None else tree.units[place]
        name = () if place is None else name_of(tree, place)
        page = paragraph.page
        printed = None if page is None else page + document.record.page_offset
        yield {
            "document": document.key,
            "document_hash": document.id,
            "paragraph": paragraph.number,
            "label": paragraph.label or (unit.label if unit else "") or None,
            "kind": unit.kind.value if unit else None,
            "unit": unit_name(name, document.language, document.language),
            "page": page,
            "printed_page": printed if printed is None or printed > 0 else None,
            "section": paragraph.section,
            "start": paragraph.start,
            "end": paragraph.end,
            "text": document.text[paragraph.start : paragraph.end],
        }


def find_document(session: Session, document_id: str) -> Document:
    """The document by key or content hash. Raises Refusal for an unknown one."""
    try:
        return session.catalogue.document(document_id)
    except StoreError:
        raise Refusal(session.say("cli.no_document", id=document_id)) from None


@click.command(help=text("cite_help"))
@click.argument("document_id", metavar="ID")
@click.option("--page", type=click.IntRange(1), default=None, metavar="N", help=text("page_option"))
@click.option("--paragraph", type=click.IntRange(1), default=None, metavar="N", help=text("paragraph_option"))
@click.option("--style", default=None, metavar="STYLE", help=text("style_option"))
@click.option("--language", type=click.Choice(["ko", "en"]), default=None, help=text("report_option"))
@click.option("--basket", is_flag=True, help=text("basket_option"))
@pass_session
def cite(
    session: Session,
    document_id: str,
    page: int | None,
    paragraph: int | None,
    style: str | None,
    language: str | None,
    basket: bool,
) -> None:
    from assistant.citing.footnotes import footnote
    from assistant.citing.lookup import citation_of

    citation = citation_of(find_document(session, document_id), page, paragraph)
    if basket:
        session.basket.add(citation)
    written_in = Language(language) if language else session.language
    out(footnote(citation, session.style(style), written_in))


@click.command(name="styles", help=text("styles_help"))
@pass_session
def list_styles(session: Session) -> None:
    from assistant.citing.footnotes import styles as known_styles
    from assistant.citing.house import house_style, house_styles

    house = house_styles(session.settings.home)
    for name, style in known_styles().items():
        if name not in house:
            out(f"{name:24}{style.title(session.language)}")
    for name, file in house.items():
        out(f"{name:24}{house_style(file).title(session.language)}  ({file})")
