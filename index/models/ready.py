"""Vectors made beforehand of the texts that ship, so that a new library can be asked within seconds.

`data/ready.safetensors` holds, for an encoder, digests of texts and the vectors it gives them, in half
precision; `data/ready.toml` the file's SHA-256 and the revision of each encoder. Whatever does not fit,
another revision or a text not in it, is made by the model as ever: the file saves time and decides nothing.
`python -m benchmarks.ready` makes it anew; a test tells when that is due.
"""

from __future__ import annotations

import hashlib
import logging
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load

Vectors = NDArray[np.float32]
Make = Callable[[Sequence[str]], Vectors]

FOLDER = Path(__file__).with_name("data")
VECTORS, ABOUT = "ready.safetensors", "ready.toml"
MARKS_OF, VECTORS_OF = "{}.marks", "{}.vectors"
_MARK_BYTES = 16

log = logging.getLogger(__name__)


def mark(text: str) -> bytes:
    """What a text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_MARK_BYTES]


class Ready:
    """The ready vectors of one encoder: `vectors[rows[mark(text)]]` is that of `text`."""

    def __init__(self, rows: Mapping[bytes, int], vectors: NDArray[np.float16]) -> None:
        self._rows = rows
        self._vectors = vectors

    def count(self, texts: Sequence[str]) -> int:
        """How many of `texts` are ready."""
        return sum(mark(text) in self._rows for text in texts) if self._rows else 0

    def fill(self, texts: Sequence[str], make: Make) -> Vectors:
        """The vectors of `texts`, (len(texts), dimension), those that are not ready from `make`, which gets
        these texts alone."""
        rows = [self._rows.get(mark(text), -1) for text in texts] if self._rows else [-1] * len(texts)
        missing = [place for place, row in enumerate(rows) if row < 0]
        if len(missing) == len(texts):
            return make(texts)
        found = self._vectors[rows].astype(np.float32)
        if missing:
            found[missing] = make([texts[place] for place in missing])
        return found


NOTHING = Ready({}, np.zeros((0, 0), np.float16))


@cache
def ready(encoder: str, revision: str) -> Ready:
    """What is ready of the encoder named so; nothing where it was made by another revision of it."""
    revisions, held = tables()
    if revisions.get(encoder) != revision:
        return NOTHING
    marks = held[MARKS_OF.format(encoder)]
    vectors = held[VECTORS_OF.format(encoder)].astype(np.float16, copy=False)
    return Ready({row.tobytes(): at for at, row in enumerate(marks)}, vectors)


@cache
def tables(folder: Path = FOLDER) -> tuple[dict[str, str], dict[str, NDArray[np.generic]]]:
    """The revisions of the encoders and the tables that ship; none where the file is not the one that was
    made."""
    try:
        about = tomllib.loads((folder / ABOUT).read_text("utf-8"))
        content = (folder / VECTORS).read_bytes()
        if hashlib.sha256(content).hexdigest() == about["sha256"]:
            return about["revisions"], load(content)
        log.warning("%s is not the file that ships: vectors are made anew", folder / VECTORS)
    except (OSError, ValueError, KeyError) as error:
        log.warning("The vectors that ship cannot be read: %s", error)
    return {}, {}
