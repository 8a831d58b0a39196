"""Late interaction: how well each of a question's words is met somewhere in a chunk.

A chunk's one vector says what it is about as a whole; its tokens' vectors, each in its context, say whether
every word of the question has a counterpart in it (MaxSim, Khattab & Zaharia 2020, arXiv:2004.12832). They
come from the same pass of the embedding model as the chunk's vector. Of each, only the signs are kept, a bit
a dimension: 48 bytes a token in place of 1,536, at little loss (docs/decisions/0404).

Token vectors of a model share a large common part that tells nothing. A text's is the mean token of a few
lines of plain prose in both languages, a question's that of those in its own, so that its language counts for
nothing in a text of the other. The prose is the same for every library: adding a document changes no other.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from index.embed import Embedder, Role
from sources.document import Language

Vectors = NDArray[np.float32]

LATE = "late"


class Late:
    """Packs and compares token vectors of one embedding model. Safe across threads."""

    def __init__(self, embedder: Embedder, cache: Path) -> None:
        """`cache`: where the mean token of the model is kept."""
        self.embedder = embedder
        self._cache = cache
        self._lock = threading.Lock()
        self._threads = ThreadpoolController()
        self._means: Vectors | None = None

    @property
    def centre(self) -> Vectors:
        """The mean token of a text, (token dimension,)."""
        mean: Vectors = self._held()[0]
        return mean

    def asked_centre(self, language: Language) -> Vectors:
        """The mean token of a question in a language, (token dimension,)."""
        mean: Vectors = self._held()[1 + tuple(Language).index(language)]
        return mean

    def _held(self) -> Vectors:
        """The means, (1 + languages, token dimension)."""
        with self._lock:
            if self._means is None:
                self._means = self._load()
            if self._means is None:
                self._means = self._make()
            return self._means

    def pack(self, tokens: Vectors) -> bytes:
        """The signs of token vectors, (tokens, dimension), about the mean: whole bytes a token."""
        if not tokens.size:
            return b""
        return np.packbits(tokens > self.centre, axis=1).tobytes()

    def likeness(self, question: Vectors, language: Language, packed: Sequence[bytes]) -> Vectors:
        """How well each packed text meets the tokens of a question in `language`, (tokens, dimension): at
        most 1. Each counts by its distance from the mean token. A text without tokens has -1."""
        found = np.full(len(packed), -1.0, np.float32)
        held = [place for place, bits in enumerate(packed) if bits]
        if not held or not question.size:
            return found
        about = question - self.asked_centre(language)
        size = about.shape[1]
        width = -(-size // 8)
        table = np.frombuffer(b"".join(packed[place] for place in held), np.uint8).reshape(-1, width)
        signs = np.unpackbits(table, axis=1, count=size).astype(np.float32)
        # Two threads of a small product wait for each other on a busy machine longer than they work.
        with self._threads.limit(limits=1):
            # Of a sign s and its bit b, s = 2b - 1.
            products = 2 * (signs @ about.T) - about.sum(1)
        starts = np.cumsum([0, *(len(packed[place]) // width for place in held[:-1])])
        best = np.maximum.reduceat(products, starts, axis=0).sum(1)
        found[held] = best / max(1e-9, float(np.linalg.norm(about, axis=1).sum()) * size**0.5)
        return found

    @property
    def _path(self) -> Path:
        card = self.embedder.card
        name = f"{card.digest} {card.query_prefix} {card.passage_prefix} {_prose_digest()}"
        return self._cache / "centres" / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.npy"

    def _load(self) -> Vectors | None:
        try:
            found: Vectors = np.load(self._path)
        except (OSError, ValueError, EOFError):
            return None
        return found if found.ndim == 2 and found.dtype == np.float32 else None

    def _make(self) -> Vectors:
        prose = {language: _prose(language) for language in Language}
        texts = self.embedder.token_vectors(
            [line for lines in prose.values() for line in lines], Role.PASSAGE
        )
        asked = [self.embedder.token_vectors(lines, Role.QUERY) for lines in prose.values()]
        found: Vectors = np.stack([np.concatenate(table).mean(0) for table in (texts, *asked)])
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part = self._path.with_suffix(f".{threading.get_ident()}.part")
            with part.open("wb") as file:
                np.save(file, found)
            part.replace(self._path)
        except OSError:
            pass  # a cache that cannot be written costs half a second at the next start
        return found


def _prose(language: Language) -> list[str]:
    """Lines of general prose, as many in each language."""
    text = resources.files("index").joinpath("data", f"reference.{language}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line]


def _prose_digest() -> str:
    lines = [line for language in Language for line in _prose(language)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
