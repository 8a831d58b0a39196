"""`cite`, `styles`, `check`, `export`, `import`: what goes into a report, and the library as a file."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.check import Findings, check, read_draft
from assistant.checking.findings import Verdict
from assistant.checking.report import Form, export, findings_json, remarks, source_line, summary
from assistant.citing import styles as known_styles
from assistant.citing.lookup import cite as cite_place
from assistant.commands.base import FILE, Session, emit, json_option, out, pass_session, text
from assistant.commands.shelves import find_document
from assistant.transfer import export_library, import_library

TABLES = (Form.MARKDOWN, Form.CSV, Form.JSON)


@click.command(help=text("cite_help"))
@click.argument("document_id", metavar="ID")
@click.option("--page", type=click.IntRange(1), default=None, help=text("page_option"))
@click.option("--paragraph", type=click.IntRange(1), default=None, help=text("paragraph_option"))
@click.option("--style", default=None, help=text("style_option"))
@pass_session
def cite(
    session: Session, document_id: str, page: int | None, paragraph: int | None, style: str | None
) -> None:
    find_document(session, document_id)
    style = style or session.settings.style or None
    out(cite_place(session.library, document_id, page, paragraph, style=style, language=session.language))


@click.command(name="styles", help=text("styles_help"))
@pass_session
def list_styles(session: Session) -> None:
    for style in known_styles():
        out(str(style))


@click.command(name="check", help=text("check_help"))
@click.argument("draft", type=FILE)
@click.option("--docx", type=FILE, default=None, help=text("docx_option"))
@click.option("--table", type=FILE, default=None, help=text("table_option"))
@click.option("--style", default=None, help=text("style_option"))
@json_option
@pass_session
def check_command(
    session: Session, draft: Path, docx: Path | None, table: Path | None, style: str | None, as_json: bool
) -> None:
    style = style or session.settings.style or None
    if table is not None and table.suffix.lstrip(".") not in TABLES:
        raise click.UsageError(session.say("cli.bad_table", path=table))
    read = read_draft(draft, session.language)
    library = session.library
    with session.bar(session.say("cli.checking")) as step:
        findings = check(library, read, session.language, progress=step)
    for path in (docx, table):
        if path is not None:
            form = Form.WORD if path is docx else Form(path.suffix.lstrip("."))
            path.write_bytes(export(findings, form, style))
            session.tell("cli.written", path=path)
    if as_json:
        emit(findings_json(findings, style))
    else:
        _print_findings(session, findings, style)


def _print_findings(session: Session, findings: Findings, style: str | None) -> None:
    for finding in findings.findings:
        if finding.verdict is Verdict.NOTHING:
            continue
        result = session.say(f"check.{finding.verdict.value}")
        out(f"{finding.sentence.number}. {result}: {finding.sentence.text}")
        for remark in remarks(finding, session.language):
            out(f"   {remark}")
        where = source_line(finding, session.language, style)
        if where:
            out(f"   {where}")
    out(summary(findings))


@click.command(name="export", help=text("export_help"))
@click.argument("target", type=FILE)
@pass_session
def export_command(session: Session, target: Path) -> None:
    count = export_library(session.library, target)
    session.tell("cli.exported", count=count, path=target)


@click.command(name="import", help=text("import_help"))
@click.argument("source", type=FILE)
@pass_session
def import_command(session: Session, source: Path) -> None:
    with session.bar(session.say("cli.adding")) as step:
        count = import_library(session.library, source, progress=step)
    session.tell("cli.imported", count=count, path=source)
