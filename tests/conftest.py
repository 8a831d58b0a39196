"""What every test may ask for: a data directory of its own, and a library with the shipped documents.

The shipped library is embedded once a run, however many processes share it; each reads a copy.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from assistant.keeping.shipped import ensure_shipped
from index.config import IndexConfig
from index.library import Library
from tests.once import copy, made_once

NO_SKIP = "GAKJU_NO_SKIP"

# How long an example takes says more about the machine than about the code. Where a run decides whether a
# change lands, the same examples are tried each time; at home every run tries others.
settings.register_profile("gakju", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("gakju")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests first: they wait while others compute, and small tests are left for the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def missing_program(name: str) -> None:
    """A test cannot run without `name`: skipped loudly at home, failed where nothing may be skipped."""
    if os.environ.get(NO_SKIP):
        pytest.fail(f"{name} is not installed and {NO_SKIP} is set")
    pytest.skip(f"NOT TESTED: {name} is not installed")


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose library holds the shipped documents. Not to be changed or opened: copy it."""

    def make(home: Path) -> None:
        with closing(Library.open(home, IndexConfig())) as library:
            ensure_shipped(library)

    return made_once(tmp_path_factory, "shipped", make)


@pytest.fixture(scope="session")
def read_home(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the shipped documents, for reading."""
    return copy(shipped_home, tmp_path_factory)


@pytest.fixture(scope="session")
def shipped(read_home: Path) -> Iterator[Library]:
    """The shipped library, for reading."""
    with closing(Library.open(read_home, IndexConfig())) as library:
        yield library


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> IndexConfig:
    """The configuration of a very small, real model."""
    from tests.index.tiny_model import tiny_model  # brings in torch and transformers

    folder = tiny_model(tmp_path_factory.mktemp("models") / "tiny")
    return IndexConfig(model=str(folder), second=False)


@pytest.fixture
def shipped_copy(shipped_home: Path, tmp_path: Path) -> Path:
    """A data directory with the shipped library that a test may change."""
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    return home
