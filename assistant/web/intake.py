"""Files and addresses on their way into the library: uploads are queued, progress is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

ENDINGS = ("pdf", "hwp", "hwpx", "docx", "html", "htm", "md", "txt")


def add_uploads(files: Sequence[Any]) -> None:
    pass


def progress() -> None:
    pass
