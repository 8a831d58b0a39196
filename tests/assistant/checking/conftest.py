"""The library that the second gold draft is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from benchmarks.check_drafts import DRAFTS, library_for
from index.library import Library
from tests.once import copy, made_once


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Documents of other fields, in Korean and English, most of them without a translation."""
    gold = DRAFTS / "elsewhere.jsonl"
    home = made_once(tmp_path_factory, "elsewhere", lambda home: library_for(gold, home).close())
    with closing(Library.open(copy(home, tmp_path_factory))) as library:
        yield library
