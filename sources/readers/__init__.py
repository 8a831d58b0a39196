"""One reader a format. A reader is a module here with `read(path: Path) -> Reading`.

The registry only names the modules: a reader and the libraries it needs are imported when a file of its
format comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

from sources.blocks import Reading
from sources.text.normalise import PRIVATE, display

Reader = Callable[[Path], Reading]

# Format → module. The names are those of `sources.door.formats.Format`.
READERS: Final = {
    "pdf": "sources.readers.pdf.read",
    "hwp": "sources.readers.hangul.hwp",
    "hwpx": "sources.readers.hangul.hwpx",
    "docx": "sources.readers.docx",
    "xlsx": "sources.readers.xlsx",
    "pptx": "sources.readers.pptx",
    "html": "sources.readers.html",
    "markdown": "sources.readers.markdown",
    "csv": "sources.readers.delimited",
    "plain": "sources.readers.plain",
}


def with_notes(reading: Reading) -> Reading:
    """The reading with what holds for every format: how many of its characters nobody can see."""
    text = "".join(block.text for block in reading.blocks)
    # Cheap to ask first: most texts have none.
    hidden = display(text).text.count("\ufffd") - text.count("\ufffd") if PRIVATE.search(text) else 0
    if hidden <= 0:
        return reading
    return replace(reading, notes=(*reading.notes, ("private_text", {"count": hidden})))


def reader(form: str) -> Reader:
    """The reader for a format. Raises KeyError for a format that has none."""
    read: Reader = import_module(READERS[form]).read
    return read
