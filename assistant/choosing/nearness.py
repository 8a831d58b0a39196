"""How near sentences come to a question by their vectors, comparable across languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.hit import Passage, Vector
from sources.document import Language


def nearness(
    vectors: Mapping[Language, Vector], passages: Sequence[Passage], language: Language
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cosines of each sentence with the question, in its own language and in the other, each language
    centred by its median over the passages (languages lie apart in the model's space), in units of 0.05."""
    own: list[float] = []
    other: list[float] = []
    group: list[int] = []
    for passage in passages:
        for sentence in passage.sentences:
            first = float(vectors[passage.language] @ sentence.vector)
            second = (
                float(vectors[passage.language.other] @ sentence.translation_vector)
                if sentence.translation_vector is not None
                else None
            )
            native = passage.language is language
            if second is None:
                own.append(first)
                other.append(np.nan)
                group.append(0 if native else 1)
            else:
                own.append(first if native else second)
                other.append(second if native else first)
                group.append(0)
    a, b, g = np.array(own), np.array(other), np.array(group)
    whole = np.median(a)
    for kind in (0, 1):
        # A handful of foreign sentences has no median of its own worth the name: shrink it to a usual gap.
        of = g == kind
        if of.any():
            a[of] -= np.median(a[of]) if of.sum() >= 6 else whole - 0.02 * kind
    b -= np.nanmedian(b) if np.isfinite(b).any() else 0.0
    return a / 0.05, np.where(np.isfinite(b), b, a) / 0.05
