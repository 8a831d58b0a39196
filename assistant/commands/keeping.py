"""`backup`, `restore`, `recover`, `import`: everything a home holds, kept and brought back."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.commands.base import FILE, Refusal, Session, out, pass_session, saving, text
from assistant.keeping.backup import backup
from assistant.keeping.recover import Recovered, recover
from assistant.keeping.restore import restore
from assistant.keeping.transfer import Difference, Prefer, import_library


@click.command(name="backup", help=text("backup_help"))
@click.argument("target", type=FILE)
@pass_session
def backup_command(session: Session, target: Path) -> None:
    with session.bar(session.say("cli.backing_up")) as step, saving(session, target):
        made = backup(session.settings.home, target, step)
    session.tell("cli.backed_up", path=target, count=len(made.parts))


@click.command(name="restore", help=text("restore_help"))
@click.argument("source", type=FILE)
@click.option("--yes", is_flag=True, help=text("yes_option"))
@pass_session
def restore_command(session: Session, source: Path, yes: bool) -> None:
    home = session.settings.home
    if not yes and home.is_dir() and any(home.glob("*.db")):
        click.confirm(session.say("cli.restore_sure", home=home), abort=True, err=True)
    with session.bar(session.say("cli.restoring")) as step:
        made = restore(home, source, step)
    session.tell("cli.restored", path=source, made=made.made, count=len(made.parts), home=home)


@click.command(name="recover", help=text("recover_help"))
@click.option("--from", "backup_file", type=FILE, default=None, help=text("recover_from_option"))
@click.option("--yes", is_flag=True, help=text("yes_option"))
@pass_session
def recover_command(session: Session, backup_file: Path | None, yes: bool) -> None:
    settings = session.settings
    if not yes:
        click.confirm(session.say("cli.recover_sure", home=settings.home), abort=True, err=True)
    brought, lost = 0, 0
    with session.bar(session.say("cli.recovering")) as step:
        for told in recover(
            settings.home, settings.index_config(), backup_file, ocr=settings.ocr, progress=step
        ):
            brought += told.error is None
            lost += told.error is not None
            out(_line(session, told))
    session.tell("cli.recovered", count=brought, home=settings.home)
    if lost:
        raise Refusal(session.say("cli.recovered_not_all", count=lost, home=settings.home))


def _line(session: Session, told: Recovered) -> str:
    from assistant.explain import explain

    if told.error is not None:
        reason = explain(told.error, session.language) or str(told.error)
        return session.say("cli.recover_refused", name=told.name, reason=reason)
    key = "cli.recover_known" if told.record_known else "cli.recover_guessed"
    return session.say(key, title=told.title, document=told.key)


@click.command(name="import", help=text("import_help"))
@click.argument("source", type=FILE)
@click.option(
    "--prefer", type=click.Choice([p.value for p in Prefer]), default=None, help=text("prefer_option")
)
@pass_session
def import_command(session: Session, source: Path, prefer: str | None) -> None:
    with session.bar(session.say("cli.adding")) as step:
        done = import_library(
            session.library, source, progress=step, prefer=Prefer(prefer) if prefer else None
        )
    for item in done.differing:
        out(_difference(session, item))
    session.tell("cli.imported", path=source, added=done.added, same=done.same, differing=len(done.differing))
    if done.differing and prefer is None:
        session.tell("cli.import_differs")


def _difference(session: Session, item: Difference) -> str:
    kept = "replaced" if item.replaced else "kept"
    return session.say(f"cli.differs_{item.what}_{kept}", title=item.title, document=item.key)
