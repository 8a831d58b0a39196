from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.config import IndexConfig
from index.library import Library


@pytest.fixture
def library(tmp_path: Path, tiny: IndexConfig) -> Iterator[Library]:
    found = Library.open(tmp_path / "home", tiny)
    yield found
    found.close()
