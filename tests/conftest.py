"""What every test may ask for: a data directory of its own, and a library with the shipped documents.

The shipped library is embedded once a session; a test that changes a library copies it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from assistant.keeping.shipped import ensure_shipped
from index.config import IndexConfig
from index.library import Library

NO_SKIP = "GAKJU_NO_SKIP"

# How long an example takes says more about the machine than about the code. Where a run decides whether a
# change lands, the same examples are tried each time; at home every run tries others.
settings.register_profile("gakju", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("gakju")


def missing_program(name: str) -> None:
    """A test cannot run without `name`: skipped loudly at home, failed where nothing may be skipped."""
    if os.environ.get(NO_SKIP):
        pytest.fail(f"{name} is not installed and {NO_SKIP} is set")
    pytest.skip(f"NOT TESTED: {name} is not installed")


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose library holds the shipped documents. Not to be changed: copy it."""
    home = tmp_path_factory.mktemp("shipped")
    library = Library.open(home, IndexConfig())
    ensure_shipped(library)
    library.close()
    return home


@pytest.fixture(scope="session")
def shipped(shipped_home: Path) -> Iterator[Library]:
    """The shipped library, for reading."""
    library = Library.open(shipped_home, IndexConfig())
    yield library
    library.close()


@pytest.fixture
def shipped_copy(shipped_home: Path, tmp_path: Path) -> Path:
    """A data directory with the shipped library that a test may change."""
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    return home
