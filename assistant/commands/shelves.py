"""`add`, `remove`, `fetch`, `rebuild`, `doctor`: the life of the library."""

from __future__ import annotations

import click

from assistant.adding.added import AddResult
from assistant.adding.official import fetch_official
from assistant.adding.run import add_paths
from assistant.commands.base import Refusal, Session, emit, json_option, out, pass_session, text
from assistant.commands.doctor import examine
from assistant.keeping.shipped import remove_document


@click.command(help=text("add_help"))
@click.argument("paths", nargs=-1, required=True)
@click.option("--ocr", is_flag=True, help=text("ocr_option"))
@click.option("--replace", "replace_named", is_flag=True, help=text("replace_option"))
@json_option
@pass_session
def add(session: Session, paths: tuple[str, ...], ocr: bool, replace_named: bool, as_json: bool) -> None:
    refused = 0
    library = session.library
    with session.bar(session.say("cli.adding")) as step:
        for result in add_paths(
            library,
            paths,
            progress=lambda event: step(
                event.done + event.part,
                event.total,
                event.rate,
                event.seconds_left,
                event.line(session.language),
            ),
            language=session.language,
            ocr=ocr or session.settings.ocr,
            private_addresses=session.settings.private_addresses,
            replace_named=replace_named,
            outside_links=session.settings.outside_links,
        ):
            refused += result.status == "refused"
            _show_result(session, result, as_json)
    if refused:
        raise Refusal(session.say("cli.some_refused", count=refused))


def _show_result(session: Session, result: AddResult, as_json: bool) -> None:
    if as_json:
        emit(result.json())
    else:
        out(result.line(session.language))


@click.command(help=text("remove_help"))
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@pass_session
def remove(session: Session, ids: tuple[str, ...]) -> None:
    unknown = [key for key in ids if not remove_document(session.library, key)]
    for key in ids:
        if key not in unknown:
            session.tell("cli.removed", id=key)
    if unknown:
        raise Refusal(session.say("cli.no_document", id=", ".join(unknown)))


@click.command(help=text("fetch_help"))
@click.argument("ids", nargs=-1, metavar="[ID]...")
@json_option
@pass_session
def fetch(session: Session, ids: tuple[str, ...], as_json: bool) -> None:
    results = fetch_official(
        session.library,
        ids,
        language=session.language,
        private_addresses=session.settings.private_addresses,
    )
    refused = 0
    for result in results:
        refused += result.status == "refused"
        _show_result(session, result, as_json)
    if refused:
        raise Refusal(session.say("cli.some_refused", count=refused))


@click.command(help=text("rebuild_help"))
@pass_session
def rebuild(session: Session) -> None:
    with session.bar(session.say("cli.rebuilding")) as step:
        session.library.rebuild(progress=step)
    session.tell("cli.rebuilt")


@click.command(help=text("doctor_help"))
@json_option
@pass_session
def doctor(session: Session, as_json: bool) -> None:
    findings = examine(session.settings, lambda: session.library)
    for finding in findings:
        if as_json:
            emit({"check": finding.check, "ok": finding.ok, "text": finding.text(session.language)})
        else:
            out(f"{'✓' if finding.ok else '✗'} {finding.text(session.language)}")
    bad = sum(not finding.ok for finding in findings)
    if bad:
        raise Refusal(session.say("cli.doctor_bad", count=bad))
