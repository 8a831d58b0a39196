from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.config import IndexConfig
from index.library import Library
from tests.index.tiny_model import tiny_model


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> IndexConfig:
    """The configuration of a very small, real model."""
    folder = tiny_model(tmp_path_factory.mktemp("models") / "tiny")
    return IndexConfig(model=str(folder), second=False)


@pytest.fixture
def library(tmp_path: Path, tiny: IndexConfig) -> Iterator[Library]:
    found = Library.open(tmp_path / "home", tiny)
    yield found
    found.close()
