"""Reading a file within the test's own process."""

from __future__ import annotations

from pathlib import Path

from sources.blocks import Reading
from sources.door.child import decode
from sources.door.guard import Limits, check_file
from sources.readers.guarded import read


def read_here(path: Path) -> tuple[str, Reading]:
    """What `read_guarded` gives, without a child, which would load Kiwi anew for the Korean lines of a PDF:
    three seconds. The child is tested in tests/sources/test_guard.py and test_hostile.py."""
    check_file(path)
    answer = read(path, Limits())
    return answer["format"], decode(answer["reading"])
