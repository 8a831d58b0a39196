"""`ask`, `search` and `eval`: questions in, footnoted answers out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from assistant.commands.asked import Asked, make_filters
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
from assistant.messages import say
from sources.document import Kind, Language


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
    asked = Asked(session, language, session.style(style), basket, options)
    items: list[dict[str, Any]] = (
        [{"question": question}] if file is None else list(_questions(session, file))
    )
    for item in items:
        answer = asked.answer(item["question"], [item["prev"]] if item.get("prev") else [])
        if not as_json:
            _print_answer(answer)
        elif item.get("id") is None:
            emit(answer)
        else:
            emit({"id": item["id"], **answer})


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


def _print_answer(answer: dict[str, Any]) -> None:
    level = 0
    for position, sentence in enumerate(answer["sentences"]):
        # A sentence that goes on in a line stands as deep as its beginning.
        level = level if sentence["level"] is None else sentence["level"]
        marks = "".join(f"[{number}]" for number in sentence["citations"])
        if sentence["lead"]:
            out(f"\n{sentence['lead']}" if position else sentence["lead"])
        out(f"{'  ' * level}{sentence['text']} {marks}")
        if sentence["quoted"]:
            out(f"    “{sentence['quoted']}”")
    for note in answer["notes"]:
        out(note)
    if answer["citations"]:
        out()
    for citation in answer["citations"]:
        out(f"[{citation['number']}] {citation['footnote']}")
        if citation["translation"] is not None:
            out(f"    “{citation['quote']}”")
    if answer["related"]:
        out()
        out(say("cli.related", Language(answer["language"])))
        for citation in answer["related"]:
            out(f"- “{citation['quote']}” ({citation['footnote']})")
    out()


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
    from assistant.present import hit_json
    from sources.text.language import detect_language

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
    from assistant.commands.evaluate import evaluate

    items = list(_questions(session, gold))
    figures = evaluate(session.assistant, items)
    if as_json:
        emit(figures)
        return
    for name, value in figures.items():
        out(f"{name:14} {value}")
