"""`chat` and `mcp`: the library served to a browser, or to another program."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from assistant.commands.base import Refusal, Session, out, pass_session, text
from assistant.serving.key import key_of

ADDRESS = "127.0.0.1"


@click.command(help=text("chat_help"))
@click.option("--port", type=click.IntRange(1, 65535), default=None, metavar="N", help=text("port_option"))
@click.option("--token", is_flag=True, help=text("token_option"))
@pass_session
def chat(session: Session, port: int | None, token: bool) -> None:
    port = port or session.settings.port
    if _taken(port):
        raise Refusal(session.say("cli.port_taken", port=port, next=port + 1))
    script = find_spec("app")
    if script is None or script.origin is None:
        raise Refusal(session.say("cli.no_app"))
    token = token or session.settings.token
    held = f"/?token={key_of(session.settings.home).token}" if token else ""
    session.tell("cli.serving", address=f"http://{ADDRESS}:{port}{held}")
    # Beside the script of a checkout stand its settings; an installed one has none.
    flags = () if (Path(script.origin).parent / ".streamlit").is_dir() else _flags()
    command = [sys.executable, "-m", "streamlit", "run", script.origin, *flags, f"--server.port={port}"]
    environment = os.environ | {"GAKJU_HOME": str(session.settings.home), "GAKJU_TOKEN": str(token)}
    if os.name == "posix":
        # In this process's place, so that whatever ends it ends the server.
        sys.stdout.flush()
        os.execve(sys.executable, command, environment)
    raise SystemExit(subprocess.call(command, env=environment))


def _flags() -> Iterator[str]:
    """The served chat's settings as flags, so that they hold wherever Gakju is installed or started."""
    settings = tomllib.loads(files("assistant.web").joinpath("config.toml").read_text("utf-8"))
    yield from _flatten("", settings)


def _flatten(prefix: str, settings: Mapping[str, Any]) -> Iterator[str]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flatten(f"{prefix}{name}.", value)
        elif isinstance(value, list):
            for item in value:
                yield f"--{prefix}{name}={item}"
        else:
            yield f"--{prefix}{name}={str(value).lower() if isinstance(value, bool) else value}"


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return True
    return False


@click.command(help=text("mcp_help"))
@pass_session
def mcp(session: Session) -> None:
    from assistant.serving.service import serve_stdio

    serve_stdio(session.library, session.assistant, session.settings)


@click.command(name="token", help=text("token_help"))
@pass_session
def token_command(session: Session) -> None:
    out(key_of(session.settings.home).token)
