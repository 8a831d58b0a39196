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


@pytest.fixture
def embedded(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts embedded so far."""
    seen: list[str] = []
    embedder = library.embedder
    passages = embedder.passages

    def watched(texts, **options):
        seen.extend(texts)
        return passages(texts, **options)

    monkeypatch.setattr(embedder, "passages", watched)
    return seen
