"""CSV and its like: a sheet of one table or several, the values as they are written.

Offices export their statistics so, in any encoding and parted by commas, tabs, semicolons or bars; Python's
own reader tells where a value ends.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from sources.blocks import BlockKind, Cell, Reading
from sources.door.guard import display_name, extension_of
from sources.errors import Reason, Refused
from sources.readers.grid import captioned
from sources.readers.plain import decode, read_bytes
from sources.readers.sheet_rows import MOST_CELLS, Row, blocks_of

DELIMITERS: Final = ",\t;|"
LOOKED_AT: Final = 20  # lines whose values are counted to find out what parts them


def read(path: Path) -> Reading:
    """The blocks of the file at `path`. Raises Refused."""
    name = display_name(path.name)
    text, encoding = decode(read_bytes(path), name)
    try:
        rows = list(_rows(text, _delimiter(text, extension_of(path.name)), name))
    except csv.Error as error:
        raise Refused(Reason.DAMAGED, name) from error
    blocks = list(blocks_of(rows))
    if not blocks:
        raise Refused(Reason.NO_TEXT, name)
    metadata = {"encoding": encoding}
    if blocks[0].kind is not BlockKind.TABLE:
        metadata["title"] = blocks[0].text
    return Reading(captioned(blocks), metadata=metadata)


def _delimiter(text: str, extension: str) -> str:
    """What parts most of the first lines into equally many values, two or more; what the extension says
    where nothing does."""

    def regular(delimiter: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(text), delimiter=delimiter), LOOKED_AT)
        sizes = [len(row) for row in rows]
        usual = max(set(sizes), key=lambda size: (sizes.count(size), size), default=0)
        return (sizes.count(usual), usual) if usual > 1 else (0, 0)

    found = {delimiter: regular(delimiter) for delimiter in DELIMITERS}
    if not any(usual for _, usual in found.values()):
        return "\t" if extension == "tsv" else ","
    return max(DELIMITERS, key=found.__getitem__)


def _rows(text: str, delimiter: str, name: str) -> Iterator[Row]:
    """The rows with the places of their values, an empty one for each line without any."""
    left = MOST_CELLS
    for at, values in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
        row = [
            Cell(" ".join(value.split()), at, column) for column, value in enumerate(values) if value.strip()
        ]
        left -= len(row)
        if left < 0:
            raise Refused(Reason.TOO_MANY_CELLS, name, limit=MOST_CELLS)
        yield row
