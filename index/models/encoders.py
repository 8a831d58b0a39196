"""What else is computed when a document is added, besides the embedding: the seam for further vectors.

A ChunkEncoder gives every chunk a vector under a name of its own ("second"); a KeyEncoder gives one to
every key it finds in the library (a word of its vocabulary). Both are stored in the transaction of the
document they came with, and made again by `Library.rebuild()` when their `revision` changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.config import IndexConfig
from index.models.embed import Embedder
from index.models.universal import second_encoder
from index.models.word_vectors import word_encoder
from sources.document import Language


class ChunkEncoder(Protocol):
    """`name` is unique in a library; a change of `revision` means that stored vectors are of no use."""

    @property
    def name(self) -> str: ...

    @property
    def revision(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, (len(texts), dimension)."""


class KeyEncoder(Protocol):
    """Vectors of keys found in chunks; only keys without a stored vector are encoded."""

    @property
    def name(self) -> str: ...

    @property
    def revision(self) -> str: ...

    def keys(self, text: str, language: Language) -> Iterable[str]:
        """The keys of one chunk's text, with or without repetitions."""

    def encode(self, keys: Sequence[str]) -> NDArray[np.float32]:
        """(len(keys), any dimension)."""


def chunk_encoders(config: IndexConfig) -> tuple[ChunkEncoder, ...]:
    """The further chunk encoders `config` asks for."""
    second = second_encoder(config)
    return (second,) if second else ()


def key_encoders(config: IndexConfig, embedder: Embedder) -> tuple[KeyEncoder, ...]:
    """The key encoders `config` asks for; they may use the embedder."""
    words = word_encoder(config, second_encoder(config))
    return (words,) if words else ()
