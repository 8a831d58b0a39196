"""A library of a few documents given as text, with an assistant over it, to try rules of choosing on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.ask import Assistant
from index.library import Library
from sources.load import document_of
from tests.once import copy
from tests.read_here import read_here


def assistant_over(texts: Mapping[str, str], folders: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant, until the fixture that yields from this ends; `texts` are by file name."""
    folder, home = folders.mktemp("texts"), folders.mktemp("home")
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    library_of(folder / name for name in texts)(home)
    with closing(Library.open(home)) as library:
        yield Assistant(library)


def library_of(paths: Iterable[Path]) -> Callable[[Path], None]:
    """What makes a library of the files at `paths` in the data directory that it is given."""

    def make(home: Path) -> None:
        with closing(Library.open(home)) as library:
            for path in paths:
                library.add(document_of(*read_here(path), path))

    return make


def part_of(home: Path, beginnings: tuple[str, ...], folders: pytest.TempPathFactory) -> Path:
    """A copy of the data directory `home`, in whose library are only the documents whose keys begin so, and
    nothing is embedded again."""
    own = copy(home, folders)
    with closing(Library.open(own)) as library:
        keys = library.keys()
        for key in keys:
            if not key.startswith(beginnings):
                library.remove(key)
    return own


def told(answer: Answer) -> str:
    """The quotes an answer rests on."""
    return " ".join(citation.quote for citation in answer.citations)
