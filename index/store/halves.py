"""Vectors as the store keeps them: in half precision. It takes half the room, and a cosine of unit vectors is
the same to about 1e-4."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Vectors: TypeAlias = "NDArray[np.float32]"


def packed(vectors: Vectors) -> bytes:
    """The bytes of one vector or of a table's rows, one after the other."""
    return vectors.astype("float16").tobytes()


def unpacked(stored: Iterable[bytes], dimension: int = -1) -> Vectors:
    """The vectors of stored bytes, (vectors, dimension); (0, 0) where there are none and no dimension is
    given. `dimension` -1 takes each to be one vector."""
    import numpy as np  # here, because whoever only lists a library has no use for it

    parts = list(stored)
    rows = len(parts) if dimension < 0 else -1
    if not parts:
        return np.zeros((0, max(0, dimension)), np.float32)
    return np.frombuffer(b"".join(parts), np.float16).astype(np.float32).reshape(rows, dimension)
