"""A small library of two documents of the gold set, and the service in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.serving.key import Key
from assistant.serving.service import Service
from index.library import Library
from tests.assistant.small_library import part_of

KEY = Key("a token for tests that is long enough")


@pytest.fixture(scope="session")
def small_home(fields_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose library holds two documents, one of them with its translation."""
    return part_of(fields_home, ("night-bus-2024", "fisheries-accord-2016"), tmp_path_factory)


@pytest.fixture(scope="session")
def small(small_home: Path) -> Iterator[Library]:
    library = Library.open(small_home)
    yield library
    library.close()


@pytest.fixture(scope="session")
def opened(small: Library) -> tuple[Library, Assistant]:
    return small, Assistant(small)


@pytest.fixture
def service(opened: tuple[Library, Assistant]) -> Service:
    return Service(lambda: opened, key=KEY)
