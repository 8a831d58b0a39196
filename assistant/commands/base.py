"""What every command shares: the interface language, opening the library, progress, and how an error is said.

Data goes to standard output, everything said to the user to standard error.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from assistant.messages import catalogues, say
from assistant.settings import Settings, default_interface, load_settings
from sources.document import Language

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.ask import Assistant
    from assistant.citing.basket import Basket
    from index.catalogue import Catalogue
    from index.library import Library

F = TypeVar("F", bound=Callable[..., Any])
INTERFACE = default_interface()
RESTORE_READY = ".restore-ready"  # as in assistant.keeping.restore, which takes long to import


def text(key: str) -> str:
    """The template of the help text or label `cli.<key>` in the interface language of this process."""
    return catalogues()[f"cli.{key}"][INTERFACE]


class Step(Protocol):
    """Reports progress: `done` of `total`; optionally the pace, where the caller knows it better, and what is
    being done just now (`doing`), in a few words."""

    def __call__(
        self, done: float, total: int, rate: float = 0.0, left: float | None = None, doing: str = ""
    ) -> None: ...


@dataclass
class Session:
    """One run of a command: its settings, and the library once a command asks for it."""

    home: Path | None = None

    @cached_property
    def console(self) -> Console:
        from rich.console import Console  # most commands have nothing to say

        return Console(stderr=True)

    @cached_property
    def settings(self) -> Settings:
        found = load_settings(self.home)
        if (found.home / RESTORE_READY).is_dir():
            from assistant.keeping.restore import finish

            finish(found.home)
            found = load_settings(self.home)
        return found

    @property
    def language(self) -> Language:
        return self.settings.interface

    def style(self, chosen: str | None) -> str | None:
        """The style to print footnotes in: the one asked for, else the setting's; a name of the house's own
        styles is found in the data directory. None for the default."""
        from assistant.citing.house import style_source

        name = chosen or self.settings.style
        return style_source(name, self.settings.home) if name else None

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def tell(self, key: str, **values: object) -> None:
        """Say something on standard error, as plain text whatever is in it."""
        self.console.print(self.say(key, **values), markup=False, highlight=False, soft_wrap=True)

    @cached_property
    def library(self) -> Library:
        """The library, with the shipped documents in it. The first opening indexes them, visibly."""
        # Imported here: these bring in the models' libraries, and help should answer at once.
        from assistant.keeping.shipped import ensure_shipped
        from index.library import Library

        with self.bar(self.say("cli.preparing")) as step:
            library = Library.open(self.settings.home, self.settings.index_config(), progress=step)
            if not library.read_only:
                ensure_shipped(library, progress=step)
        return library

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the library holds, without what only finding and adding need: it is there at once."""
        from assistant.keeping.shipped import is_current
        from index.catalogue import Catalogue
        from index.store.store import Store

        if "library" not in self.__dict__:
            found = Catalogue(Store(self.settings.home))
            if found.read_only or is_current(found):
                return found
            found.close()
        return self.library

    def close(self) -> None:
        """Lets go of the library, if it was opened."""
        if "catalogue" in self.__dict__:
            self.catalogue.close()
        if "library" in self.__dict__:
            self.library.close()

    @cached_property
    def basket(self) -> Basket:
        from assistant.citing.basket import Basket

        found = Basket(self.settings.home)
        if found.put_aside is not None:
            self.tell("cli.side_file_aside", path=found.put_aside)
        return found

    @cached_property
    def assistant(self) -> Assistant:
        from assistant.ask import Assistant

        return Assistant(self.library)

    @contextmanager
    def bar(self, label: str) -> Iterator[Step]:
        """A progress bar on standard error; it appears with the first step reported to it."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}", markup=False),
            console=self.console,
            transient=True,
        )
        task = progress.add_task(label, total=None, visible=False, pace="")
        began = time.monotonic()

        def step(
            done: float, total: int, rate: float = 0.0, left: float | None = None, doing: str = ""
        ) -> None:
            if not progress.live.is_started:
                progress.start()
            spent = time.monotonic() - began
            rate = rate or done / max(spent, 1e-6)
            left = (total - done) / rate if left is None and done else left
            seconds = "?" if left is None else f"{left:.0f}"
            pace = self.say("cli.pace", rate=f"{rate:.1f}", seconds=seconds)
            progress.update(
                task, completed=done, total=total, visible=True, pace=pace, description=doing or label
            )

        try:
            yield step
        finally:
            if progress.live.is_started:
                progress.stop()


def emit(value: object, *, indent: int | None = None) -> None:
    """One JSON value on standard output, UTF-8 whatever the terminal's encoding."""
    line = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def out(line: str = "") -> None:
    """One line of text on standard output."""
    click.echo(line.encode("utf-8", "replace"))


FILE = click.Path(path_type=Path, dir_okay=False)
pass_session = click.make_pass_decorator(Session, ensure=True)


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help=text("json_option"))(command)


def document_option(command: F) -> F:
    return click.option("--doc", "documents", multiple=True, metavar="ID", help=text("doc_option"))(command)


class Refusal(click.ClickException):
    """A clear sentence for the user; the command ends with exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


@contextmanager
def saving(session: Session, path: Path) -> Iterator[None]:
    """Raises Refusal, naming `path`, where what is done inside cannot write it."""
    try:
        yield
    except OSError:
        raise Refusal(session.say("cli.not_written", path=path)) from None


def save(session: Session, path: Path, content: bytes) -> None:
    """Write `content` to the file the user named. Raises Refusal."""
    with saving(session, path):
        path.write_bytes(content)
