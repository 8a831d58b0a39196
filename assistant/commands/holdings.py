"""`list`, `show`, `cite`, `styles`: what the library holds, told without opening what finding needs."""

from __future__ import annotations

import click

from assistant.citing import footnote, house_style, house_styles
from assistant.citing import styles as known_styles
from assistant.citing.lookup import citation_of
from assistant.commands.base import Refusal, Session, emit, json_option, out, pass_session, text
from assistant.present import paragraph_json, record_json
from index.errors import StoreError
from sources.document import Document, Language
from sources.units.tree import Tree


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
                    **record_json(record),
                }
            )
        else:
            kind = session.say(f"cli.kind_{record.kind.value}")
            out(f"{record.key}\t{record.title(session.language)}\t{kind}\t{record.date}\t¶{entry.paragraphs}")


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
    section = ""
    tree = Tree(document)
    for item in chosen:
        if as_json:
            emit(paragraph_json(document, item, tree))
            continue
        if item.section != section:
            section = item.section
            out(f"# {section}\n")
        page = "" if item.page is None else session.say("cli.page_mark", page=item.page)
        out(f"[¶{item.number}{page}] {document.text[item.start : item.end]}\n")


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
    citation = citation_of(find_document(session, document_id), page, paragraph)
    if basket:
        session.basket.add(citation)
    written_in = Language(language) if language else session.language
    out(footnote(citation, session.style(style), written_in))


@click.command(name="styles", help=text("styles_help"))
@pass_session
def list_styles(session: Session) -> None:
    house = house_styles(session.settings.home)
    for name, style in known_styles().items():
        if name not in house:
            out(f"{name:24}{style.title(session.language)}")
    for name, file in house.items():
        out(f"{name:24}{house_style(file).title(session.language)}  ({file})")
