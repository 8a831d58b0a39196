"""Makes one ranking of several: each scaled to 0..1 over its own best, weighed, and added.

Min-max scaling keeps how far a chunk is ahead, which reciprocal ranks throw away: fused by ranks, the weak
words of a cross-language question pull the list down (docs/decisions/0401).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.store.vectors import Ids, Ranked

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One index's ranking within a fusion. `complete`: chunks outside it have a score too, at most the
    last one's; otherwise they have none at all, 0."""

    name: str
    ranked: Ranked
    weight: float
    complete: bool = True


def scaled(part: Part, depth: int = DEPTH) -> NDArray[np.float64]:
    """The first `depth` scores of a part, 0..1: its best is 1, its `depth`-th is 0."""
    scores = part.ranked.scores[:depth].astype(np.float64)
    if not len(scores):
        return scores
    whole = len(part.ranked.scores) >= depth
    low = scores[-1] if part.complete or whole else 0.0
    if len(scores) == 1 and part.complete:
        return np.ones(1)
    found: NDArray[np.float64] = np.clip((scores - low) / max(scores[0] - low, 1e-9), 0.0, 1.0)
    return found


def fuse(parts: Sequence[Part], depth: int = DEPTH) -> Ranked:
    """The weighed sum of the parts, over the sum of their weights: 0..1, best first; equal scores by id."""
    held = [part for part in parts if part.weight > 0 and len(part.ranked.ids)]
    if not held:
        return Ranked(np.zeros(0, np.int64), np.zeros(0, np.float32))
    ids: Ids = np.unique(np.concatenate([part.ranked.ids[:depth] for part in held]))
    total = np.zeros(len(ids))
    for part in held:
        total[np.searchsorted(ids, part.ranked.ids[:depth])] += part.weight * scaled(part, depth)
    total /= sum(part.weight for part in held)
    order = np.lexsort((ids, -total))[:depth]
    return Ranked(ids[order], total[order].astype(np.float32))


def ranks(ranked: Ranked, depth: int = DEPTH) -> dict[int, int]:
    """Chunk → its 1-based rank."""
    return {int(number): place for place, number in enumerate(ranked.ids[:depth], 1)}
