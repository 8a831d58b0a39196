"""A library of a few documents given as text, with an assistant over it, to try rules of choosing on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from assistant.answer import Answer
from assistant.ask import Assistant
from index.library import Library
from sources.load import read_document


def assistant_over(texts: Mapping[str, str], folders: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant, until the fixture that yields from this ends; `texts` are by file name."""
    folder = folders.mktemp("texts")
    library = Library.open(folders.mktemp("home"))
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
        library.add(read_document(folder / name))
    yield Assistant(library)
    library.close()


def told(answer: Answer) -> str:
    """The quotes an answer rests on."""
    return " ".join(citation.quote for citation in answer.citations)
