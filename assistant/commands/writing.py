"""`cite`, `styles`, `check`, `export`, `import`: what goes into a report."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.citing import styles as known_styles
from assistant.commands.base import Session, out, pass_session, text
from assistant.transfer import export_library, import_library


@click.command(name="styles", help=text("styles_help"))
@pass_session
def list_styles(session: Session) -> None:
    for style in known_styles():
        out(style)


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
