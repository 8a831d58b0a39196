"""`cite`, `styles`, `check`, `export`, `import`: what goes into a report, and the library as a file."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.citing import styles as known_styles
from assistant.citing.lookup import cite as cite_place
from assistant.commands.base import Session, out, pass_session, text
from assistant.commands.shelves import find_document
from assistant.transfer import export_library, import_library


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


@click.command(name="export", help=text("export_help"))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@pass_session
def export_command(session: Session, target: Path) -> None:
    count = export_library(session.library, target)
    session.tell("cli.exported", count=count, path=target)


@click.command(name="import", help=text("import_help"))
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@pass_session
def import_command(session: Session, source: Path) -> None:
    with session.bar(session.say("cli.adding")) as step:
        count = import_library(session.library, source, progress=step)
    session.tell("cli.imported", count=count, path=source)
