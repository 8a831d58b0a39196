"""`ask`, `search` and `eval`: questions in, footnoted answers out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from assistant.answer import Answer, State
from assistant.citing import footnote
from assistant.commands.base import (
    FILE,
    Refusal,
    Session,
    document_option,
    emit,
    json_option,
    out,
    pass_session,
    text,
)
from assistant.commands.evaluate import evaluate
from assistant.present import answer_json, hit_json
from index.hit import Filters
from sources.document import Kind, Language
from sources.text.language import detect_language


def filter_options(command: Any) -> Any:
    """--doc, --kind, --tag, --collection, --from and --to: which documents may answer."""
    for option in (
        click.option("--to", "date_to", default="", metavar="DATE", help=text("to_option")),
        click.option("--from", "date_from", default="", metavar="DATE", help=text("from_option")),
        click.option(
            "--collection", "collections", multiple=True, metavar="NAME", help=text("collection_option")
        ),
        click.option("--tag", "tags", multiple=True, metavar="TAG", help=text("tag_option")),
        click.option(
            "--kind",
            "kinds",
            multiple=True,
            type=click.Choice([k.value for k in Kind]),
            help=text("kind_option"),
        ),
        click.option(
            "--source-language",
            "source_languages",
            multiple=True,
            type=click.Choice([k.value for k in Language]),
            help=text("source_language_option"),
        ),
        document_option,
    ):
        command = option(command)
    return command


def make_filters(session: Session, options: dict[str, Any]) -> Filters:
    """Filters from the options; a document that is not in the library is refused by name."""
    known = {entry.record.key for entry in session.library.entries()}
    for date in filter(None, (options["date_from"], options["date_to"])):
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date):
            raise Refusal(session.say("cli.bad_date", date=date))
    for key in options["documents"]:
        if key not in known:
            raise Refusal(session.say("cli.no_document", id=key))
    return Filters(
        keys=options["documents"],
        kinds=options["kinds"],
        languages=tuple(Language(value) for value in options["source_languages"]),
        date_from=options["date_from"],
        date_to=options["date_to"],
        tags=options["tags"],
        collections=options["collections"],
    )


@click.command(help=text("ask_help"))
@click.argument("question", required=False)
@click.option(
    "--language", type=click.Choice(["ko", "en", "auto"]), default="auto", help=text("language_option")
)
@click.option("--from-file", "file", type=FILE, help=text("from_file_option"))
@click.option("--style", default=None, metavar="STYLE", help=text("style_option"))
@click.option("--basket", is_flag=True, help=text("basket_option"))
@filter_options
@json_option
@pass_session
def ask(
    session: Session,
    /,
    question: str | None,
    language: str,
    file: Path | None,
    style: str | None,
    basket: bool,
    as_json: bool,
    **options: Any,
) -> None:
    if (question is None) == (file is None):
        raise click.UsageError(session.say("cli.question_or_file"))
    style = session.style(style)
    items: list[dict[str, Any]] = (
        [{"question": question}] if file is None else list(_questions(session, file))
    )
    filters = make_filters(session, options)
    chosen = None if language == "auto" else Language(language)
    for item in items:
        previous = [item["prev"]] if item.get("prev") else []
        answer = session.assistant.ask(
            item["question"], previous=previous, language=chosen, interface=session.language, filters=filters
        )
        if basket and answer.state is not State.ABSTAIN:
            session.basket.add(answer)
        if as_json:
            emit(answer_json(answer, item.get("id"), style=style))
        else:
            _print_answer(session, answer, style)


def _questions(session: Session, file: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise Refusal(session.say("cli.file_missing", path=file)) from None
    except OSError:
        raise Refusal(session.say("cli.file_unreadable", path=file)) from None
    except UnicodeDecodeError:
        raise Refusal(session.say("cli.file_encoding", path=file)) from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError:
            item = None
        if not isinstance(item, dict) or not isinstance(item.get("question"), str):
            raise Refusal(session.say("cli.bad_line", path=file, number=number))
        yield item


def _print_answer(session: Session, answer: Answer, style: str | None) -> None:
    language = answer.language
    for position, claim in enumerate(answer.claims):
        marks = "".join(f"[{number}]" for number in claim.citations)
        if claim.lead:
            out(f"\n{claim.lead}" if position else claim.lead)
        out(f"{claim.text} {marks}")
        if claim.quoted:
            out(f"    “{claim.quoted}”")
    for note in answer.notes:
        out(note)
    if answer.citations:
        out()
    for position, citation in enumerate(answer.citations):
        line = footnote(citation, style, language, previous=answer.citations[:position])
        out(f"[{citation.number}] {line}")
        if citation.translation is not None:
            out(f"    “{citation.quote}”")
    if answer.related:
        out()
        out(say_in(language, "cli.related"))
        for citation in answer.related:
            out(f"- “{citation.quote}” ({footnote(citation, style, language)})")
    out()


def say_in(language: Language, key: str) -> str:
    from assistant.messages import say

    return say(key, language)


@click.command(help=text("search_help"))
@click.argument("question")
@click.option(
    "-k",
    "count",
    type=click.IntRange(1, 100),
    default=6,
    metavar="N",
    show_default=True,
    help=text("k_option"),
)
@filter_options
@json_option
@pass_session
def search(session: Session, /, question: str, count: int, as_json: bool, **options: Any) -> None:
    filters = make_filters(session, options)
    language = detect_language(question, session.language).language or session.language
    found = session.library.retrieve(question, language, filters=filters, k=count)
    hits = [hit_json(hit, rank) for rank, hit in enumerate(found.hits[:count], 1)]
    if as_json:
        emit(hits)
        return
    for hit in hits:
        page = session.say("cli.page_mark", page=hit["page"]) if hit["page"] else ""
        out(f"{hit['rank']}. {hit['document']} ¶{hit['paragraph']}{page}  {hit['score']:.3f}")
        out(f"   {hit['text']}")
    if not hits:
        session.tell("cli.nothing_found")


@click.command(name="eval", help=text("eval_help"))
@click.argument("gold", type=FILE)
@json_option
@pass_session
def evaluate_command(session: Session, gold: Path, as_json: bool) -> None:
    items = list(_questions(session, gold))
    figures = evaluate(session.assistant, items)
    if as_json:
        emit(figures)
        return
    for name, value in figures.items():
        out(f"{name:14} {value}")
