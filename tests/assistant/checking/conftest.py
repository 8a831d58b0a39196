"""The library that the second gold draft is about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.check_drafts import DRAFTS, library_for
from index.library import Library


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Documents of other fields, in Korean and English, most of them without a translation."""
    library = library_for(DRAFTS / "elsewhere.jsonl", tmp_path_factory.mktemp("elsewhere"))
    yield library
    library.close()
