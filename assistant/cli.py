"""`gakju`: the command line. Exit codes: 0 done, 1 a clear refusal, 2 wrong usage.

This module only gathers the commands and turns what the rooms raise into sentences.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from assistant.commands.base import INTERFACE, Session, text
from assistant.commands.click_words import speak
from assistant.settings import SettingsError, check_interface
from sources.document import Language

if INTERFACE is not Language.EN:
    speak(INTERFACE)

# New objects after which garbage is looked for. Nearly all that a command makes by the hundred thousand,
# modules and models, lives to its end: looking after every 700 costs half a second of a cold question.
GARBAGE = 100_000

# Command → module and name. Loaded when asked for, so that `gakju --help` answers at once.
COMMANDS = {
    "chat": ("assistant.commands.serving", "chat"),
    "token": ("assistant.commands.serving", "token_command"),
    "mcp": ("assistant.commands.serving", "mcp"),
    "ask": ("assistant.commands.asking", "ask"),
    "search": ("assistant.commands.asking", "search"),
    "eval": ("assistant.commands.asking", "evaluate_command"),
    "add": ("assistant.commands.shelves", "add"),
    "list": ("assistant.commands.holdings", "list_documents"),
    "show": ("assistant.commands.holdings", "show"),
    "remove": ("assistant.commands.shelves", "remove"),
    "fetch": ("assistant.commands.shelves", "fetch"),
    "rebuild": ("assistant.commands.shelves", "rebuild"),
    "doctor": ("assistant.commands.shelves", "doctor"),
    "cite": ("assistant.commands.holdings", "cite"),
    "styles": ("assistant.commands.holdings", "list_styles"),
    "check": ("assistant.commands.writing", "check_command"),
    "export": ("assistant.commands.writing", "export_command"),
    "import": ("assistant.commands.keeping", "import_command"),
    "backup": ("assistant.commands.keeping", "backup_command"),
    "restore": ("assistant.commands.keeping", "restore_command"),
    "recover": ("assistant.commands.keeping", "recover_command"),
}


class Gakju(click.Group):
    """The command group: every error a room raises on purpose becomes one sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo(text("stopped"), err=True)
            ctx.exit(130)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except Exception as error:
            if os.environ.get("GAKJU_DEBUG"):
                raise
            # Imported here: it knows every room's errors, and with them the models' libraries.
            from assistant.explain import explain

            sentence = explain(error, INTERFACE) or text("unexpected").format(
                problem=f"{type(error).__name__}: {error}"
            )
            click.echo(sentence, err=True)
            ctx.exit(2 if isinstance(error, SettingsError) else 1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        command.options_metavar = text("options_metavar")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(text("commands")):
            formatter.write_dl([(name, text(f"{name}_help").splitlines()[0]) for name in COMMANDS])


@click.group(
    cls=Gakju,
    help=text("help"),
    options_metavar=text("options_metavar"),
    subcommand_metavar=text("command_metavar"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help=text("home_option"),
)
@click.version_option(package_name="gakju")
@click.pass_context
def main(ctx: click.Context, home: Path | None) -> None:
    check_interface()
    gc.set_threshold(GARBAGE)
    ctx.obj = session = Session(home)
    ctx.call_on_close(session.close)
