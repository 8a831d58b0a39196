"""The zero of nearness: how near a question comes to sentences about nothing in particular.

Cosines of embedding models do not start at zero and differ by model, language and length of the question;
measured from these sentences they can be compared. Embedded once and kept in the model cache.
"""

from __future__ import annotations

import contextlib
import threading
import tomllib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.hit import Vector
from index.library import Library

FILE = Path(__file__).with_name("anchors.toml")


class Anchors:
    """The anchor sentences as one library's model sees them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._vectors: NDArray[np.float32] | None = None
        self._digest = ""

    def nearness(self, vector: Vector) -> float:
        """The mean cosine of `vector` with the anchors."""
        return float(np.mean(self._load() @ vector))

    def _load(self) -> NDArray[np.float32]:
        with self._lock:
            digest = self._library.model.digest
            if self._vectors is None or digest != self._digest:
                self._vectors, self._digest = self._read(digest), digest
            return self._vectors

    def _read(self, digest: str) -> NDArray[np.float32]:
        data = tomllib.loads(FILE.read_text("utf-8"))
        texts = [*data["ko"], *data["en"]]
        kept = self._library.home / "cache" / f"anchors-{digest[:16]}-{_mark(texts)}.npy"
        with contextlib.suppress(OSError, ValueError):
            found: NDArray[np.float32] = np.load(kept, allow_pickle=False)
            if found.ndim == 2 and len(found) == len(texts):
                return found
        found = self._library.embedder.passages(texts)
        # A cache: another process may write the same bytes, and a read-only directory only costs time.
        with contextlib.suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(".part.npy")
            np.save(part, found)
            part.replace(kept)
        return found


def _mark(texts: list[str]) -> str:
    import hashlib

    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]
