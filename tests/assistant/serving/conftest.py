"""A small library of two documents of the gold set, and the service in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.serving.key import Key
from assistant.serving.service import Service
from index.library import Library
from tests.assistant.small_library import library_of
from tests.once import copy, made_once

KEY = Key("a token for tests that is long enough")
DOCUMENTS = Path(__file__).parents[2] / "gold" / "documents"
NAMES = ("night-bus-2024.ko.md", "night-bus-2024.en.md", "fisheries-accord-2016.en.md")


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose library holds NAMES."""
    home = made_once(tmp_path_factory, "small", library_of(DOCUMENTS / name for name in NAMES))
    return copy(home, tmp_path_factory)


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
