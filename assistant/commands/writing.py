"""`check`, `export`: what goes into a report, and the library as a file."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.check import Findings, check, read_draft
from assistant.checking.findings import Verdict
from assistant.checking.report import Form, findings_json, remarks, source_line, summary
from assistant.checking.report import export as export_findings
from assistant.citing.exports import export, export_format
from assistant.commands.base import FILE, Session, emit, json_option, out, pass_session, save, saving, text
from assistant.keeping.transfer import export_library
from sources.document import Language

LIBRARY = ".zip"
TABLES = (Form.MARKDOWN, Form.CSV, Form.JSON)


@click.command(name="check", help=text("check_help"))
@click.argument("draft", type=FILE)
@click.option("--docx", type=FILE, default=None, help=text("docx_option"))
@click.option("--table", type=FILE, default=None, help=text("table_option"))
@click.option("--style", default=None, metavar="STYLE", help=text("style_option"))
@json_option
@pass_session
def check_command(
    session: Session, draft: Path, docx: Path | None, table: Path | None, style: str | None, as_json: bool
) -> None:
    style = session.style(style)
    if table is not None and table.suffix.lstrip(".") not in TABLES:
        raise click.UsageError(session.say("cli.bad_table", path=table))
    read = read_draft(draft, session.language)
    library = session.library
    with session.bar(session.say("cli.checking")) as step:
        findings = check(library, read, session.language, progress=step)
    for path in (docx, table):
        if path is not None:
            form = Form.WORD if path is docx else Form(path.suffix.lstrip("."))
            save(session, path, export_findings(findings, form, style))
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
@click.option("--style", default=None, metavar="STYLE", help=text("style_option"))
@click.option("--language", type=click.Choice(["ko", "en"]), default=None, help=text("report_option"))
@click.option("--side-by-side", is_flag=True, help=text("side_by_side_option"))
@pass_session
def export_command(
    session: Session, target: Path, style: str | None, language: str | None, side_by_side: bool
) -> None:
    if target.suffix.lower() == LIBRARY:
        with saving(session, target):
            count = export_library(session.library, target)
        session.tell("cli.exported", count=count, path=target)
        return
    form = export_format(target.suffix)
    items = session.basket.items()
    written_in = Language(language) if language else session.language
    report = export(items, form, style=session.style(style), language=written_in, side_by_side=side_by_side)
    save(session, target, report)
    session.tell("cli.exported_basket", count=len(items), path=target)
