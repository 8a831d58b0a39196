"""Pairs the sentences of a paragraph with those of its translation.

A monotone dynamic programme over groups of one or two sentences a side, in the manner of Gale & Church
(1993) with embeddings for the likeness, as in Vecalign (Thompson & Koehn 2019): a group gains by how much
more alike its sides are than the paragraph's sentences are on average, and loses by how far their lengths
are from the paragraph's own ratio. This module knows no documents and no store.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.store.link_tables import Groups

Vectors = NDArray[np.float32]

# (original, translated) sentences in one group.
SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 0), (0, 1))
SKIPPED = -0.04  # gain of a sentence without a partner
SHAPE_COST = {(1, 1): 0.0, (1, 2): 0.02, (2, 1): 0.02, (2, 2): 0.06}
LENGTH_WEIGHT = 0.08  # lost for lengths that differ from the expected by a factor of e


def align(
    original: Vectors, translated: Vectors, original_lengths: Sequence[int], translated_lengths: Sequence[int]
) -> Groups:
    """Groups of (places in the original, places in the translation), in order, without unpaired sentences.

    `original` is (n, dimension), `translated` (m, dimension), both of unit rows; lengths in characters.
    """
    rows, columns = len(original), len(translated)
    if not rows or not columns:
        return ()
    if rows == columns == 1:
        return (((0,), (0,)),)
    ratio = max(1, sum(translated_lengths)) / max(1, sum(original_lengths))
    likeness = original @ translated.T
    usual = float(likeness.mean())

    def gain(i: int, j: int, shape: tuple[int, int]) -> float:
        a, b = shape
        if not a or not b:
            return SKIPPED
        # The mean over pairs: the likeness of summed vectors grows with every sentence added.
        alike = float(likeness[i : i + a, j : j + b].mean())
        here, there = sum(original_lengths[i : i + a]), sum(translated_lengths[j : j + b])
        off = abs(math.log((there + 1) / (here * ratio + 1)))
        return (a + b) / 2 * (alike - usual) - SHAPE_COST[shape] - LENGTH_WEIGHT * off

    best = np.full((rows + 1, columns + 1), -np.inf)
    best[0, 0] = 0.0
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(rows + 1):
        for j in range(columns + 1):
            for a, b in SHAPES:
                if i < a or j < b or best[i - a, j - b] == -np.inf:
                    continue
                total = best[i - a, j - b] + gain(i - a, j - b, (a, b))
                if total > best[i, j]:
                    best[i, j] = total
                    came[i, j] = (a, b)
    return _trace(came, rows, columns)


def _trace(came: dict[tuple[int, int], tuple[int, int]], i: int, j: int) -> Groups:
    found = []
    while i or j:
        a, b = came[i, j]
        if a and b:
            found.append((tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return tuple(reversed(found))
