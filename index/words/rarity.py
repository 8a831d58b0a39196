"""How much a word weighs by how few texts have it."""

from __future__ import annotations

import math


def idf(count: int, having: int) -> float:
    """The weight of what `having` of `count` texts have, never negative: Lucene's
    ln(1 + (N − n + ½) / (n + ½))."""
    return math.log(1 + (count - having + 0.5) / (having + 0.5))
