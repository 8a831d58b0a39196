"""How likely each sentence of the retrieved passages is to answer the question: its features and their sum.

A linear model over a handful of general signals (`features`) and what the reader says (`reading`). The
weights are learnt by `benchmarks/calibrate.py` and stored in `assistant/choosing/weights.toml`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.asking import Asking, mended
from assistant.choosing.columns import HAND
from assistant.choosing.features import features
from assistant.choosing.reading import Read, readings
from assistant.choosing.scored import Scored
from assistant.choosing.weights import Linear, shipped
from assistant.question.read import Question


def ranked(asking: Asking, rank: Linear) -> Asking:
    """`asking` with every sentence scored by its features, best first."""
    places = [(p, i) for p in asking.passages for i in range(len(p.sentences))]
    scores = asking.matrix @ rank.values
    found = [Scored(p, i, float(s), f) for (p, i), s, f in zip(places, scores, asking.matrix, strict=True)]
    return replace(asking, scored=tuple(sorted(found, key=lambda x: -x.score)))


def measured(asking: Asking, read: Read) -> Asking:
    """`asking` with its terms mended and the features of every sentence, of the whole question and of each of
    its parts. The reader's column is 0 where there is none; `read` asks it."""
    asking = mended(asking)
    if not asking.passages:
        return asking
    matrix, found = _with_reader(asking, asking.question, hand_features(asking), read)
    parts = tuple(
        _with_reader(asking, part.question, features(part, asking.passages, asking.shelf), read)[0]
        for part in asking.parts
    )
    return replace(asking, matrix=matrix, part_matrices=parts, read=found)


def _with_reader(
    asking: Asking, question: Question, hand: NDArray[np.float64], read: Read
) -> tuple[NDArray[np.float64], bool]:
    """(sentences, len(FEATURES)): the features made by hand and what the reader says of `question`; and
    whether there is a reader."""
    first = hand @ shipped(False).first.values
    found = readings(read, question, asking.passages, first, asking.dating, asking.found.renderings)
    column = np.zeros(len(hand)) if found is None else found
    return np.column_stack([hand, column]), found is not None


def hand_features(asking: Asking) -> NDArray[np.float64]:
    """(sentences, len(HAND)): the features of the question's wordings blended by their weights."""
    total = sum(wording.weight for wording in asking.wordings)
    parts = [
        (wording.weight / total) * features(wording, asking.passages, asking.shelf)
        for wording in asking.wordings
    ]
    matrix: NDArray[np.float64] = np.sum(parts, axis=0)
    return matrix.reshape(-1, len(HAND))
