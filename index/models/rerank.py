"""An optional cross-encoder that reads question and chunk together: any sentence-transformers CrossEncoder.

Off by default: none that is good in Korean comes in a package, and one reads for seconds without a GPU.
Set `IndexConfig.reranker` to a name or a directory. It reorders the best of each language's list; the scores
it leaves are still 0..1, so that places and passages are shared out as before.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.errors import ModelError, Trouble
from index.hit import Hit
from index.models.embed import clean

READ = 20  # hits of each list that are read


class Scorer(Protocol):
    """Scores (question, text) pairs; higher is better."""

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]: ...


class CrossScorer:
    """A Scorer over a CrossEncoder, loaded at first use. Raises ModelError where there is none."""

    def __init__(self, model: str) -> None:
        self._name = model
        self._lock = threading.Lock()
        self._model: Any = None

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        with self._lock:
            if self._model is None:
                self._model = _load(self._name)
            pairs = [(clean(question), clean(text)) for text in texts]
            found = self._model.predict(pairs, show_progress_bar=False)
        return [float(score) for score in np.asarray(found, np.float64).reshape(len(texts), -1)[:, -1]]


def _load(model: str) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(model, device="cpu")
    except Exception as error:  # the libraries below raise whatever their parts raise
        code = Trouble.MODEL_DAMAGED if Path(model).is_dir() else Trouble.MODEL_NOT_FOUND
        raise ModelError(code, model=model, path=model, reason=str(error)[:200]) from error


def rerank(scorer: Scorer, question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """`hits` with the first READ in the scorer's order. They keep the scores that stood in those places, so
    a list is still ordered by score; "reranked" is the rank among them."""
    head = list(hits[:READ])
    if len(head) < 2:
        return tuple(hits)
    scores = scorer.score(question, [hit.chunk.text for hit in head])
    order = sorted(range(len(head)), key=lambda place: (-scores[place], place))
    moved = [
        replace(head[place], score=head[at].score, ranks={**head[place].ranks, "reranked": at + 1})
        for at, place in enumerate(order)
    ]
    return (*moved, *hits[READ:])
