"""A library of documents of many fields, in Korean and English, most of them without a translation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.library import Library
from tests.assistant.small_library import library_of
from tests.once import copy, made_once

FIELDS = Path(__file__).parents[1] / "gold" / "documents"


@pytest.fixture(scope="session")
def fields_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose library holds FIELDS. Not to be changed or opened: copy it, or take a part."""
    return made_once(tmp_path_factory, "fields", library_of(sorted(FIELDS.iterdir())))


@pytest.fixture(scope="session")
def fields(fields_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """That library, for reading."""
    with closing(Library.open(copy(fields_home, tmp_path_factory))) as library:
        yield library
