"""Reading an unknown file, in the child process: which format it is, and what that format's reader finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sources.door.child import encode
from sources.door.formats import identify
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.readers import reader, with_notes


def read(path: Path, limits: Limits, ocr: bool = False) -> dict[str, Any]:
    """The format and the encoded reading of the file at `path`. Raises Refused, NO_TEXT among others."""
    form = identify(path, limits)
    read_it = reader(form)
    # Formats with costs of their own (pages, archives) take the limits; the others need none.
    options: dict[str, Any] = {"limits": limits, "ocr": ocr}
    wanted = getattr(read_it, "__kwdefaults__", None) or {}
    reading = read_it(path, **{key: value for key, value in options.items() if key in wanted})
    if not any(block.text.strip() for block in reading.blocks):
        raise Refused(Reason.NO_TEXT, display_name(path.name))
    return {"format": form.value, "reading": encode(with_notes(reading))}
