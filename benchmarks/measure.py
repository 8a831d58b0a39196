"""Measures of rankings, plain baselines, and an embedder that remembers what it embedded."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.sets import Half, Set, in_half
from index.config import IndexConfig
from index.models.bundled import load_embedder
from index.models.card import ModelCard
from index.models.precision import Precision
from index.words.terms import tokens
from sources.document import Language

DRAWS = 2000


def ndcg(ranked: Sequence[str], gold: Sequence[str], depth: int = 10) -> float:
    """nDCG at `depth` with gains of 0 and 1 (Järvelin & Kekäläinen 2002)."""
    places = [place for place, pid in enumerate(ranked[:depth], 1) if pid in set(gold)]
    best = sum(1 / np.log2(place + 1) for place in range(1, min(len(gold), depth) + 1))
    return float(sum(1 / np.log2(place + 1) for place in places) / best)


def interval(values: np.ndarray) -> dict[str, float]:
    """The mean and its 95% bootstrap interval."""
    draws = np.random.default_rng(0).integers(0, len(values), (DRAWS, len(values)))
    means = values[draws].mean(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return {
        "value": round(float(values.mean()), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }


class Memo:
    """An Embedder over the configured one that embeds no passage twice, not even in another run. Questions
    are always embedded, so that times are true."""

    def __init__(self, config: IndexConfig, folder: Path) -> None:
        self._embedder = load_embedder(config)
        self._folder = folder / self._embedder.card.digest[:16]
        self._held: dict[str, np.ndarray] = {}
        self._unsaved: dict[str, np.ndarray] = {}
        for path in sorted(self._folder.glob("*.npz")):
            with np.load(path) as stored:
                self._held.update(zip(stored["keys"].tolist(), stored["vectors"], strict=True))

    @property
    def card(self) -> ModelCard:
        return self._embedder.card

    @property
    def made_in(self) -> frozenset[Precision]:
        return self._embedder.made_in

    def query(self, text: str) -> np.ndarray:
        return self._embedder.query(text)

    def across(self, vector: np.ndarray, language: Language) -> np.ndarray:
        return self._embedder.across(vector, language)

    def passages(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> np.ndarray:
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._held}
        if new:
            found = dict(zip(new, self._embedder.passages(list(new.values())), strict=True))
            self._held |= found
            self._unsaved |= found
        if progress is not None:
            progress(len(texts))
        return np.stack([self._held[key] for key in keys]) if keys else np.zeros((0, self.card.dimension))

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.token_counts(texts)

    def save(self) -> None:
        if not self._unsaved:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{len(list(self._folder.glob('*.npz')))}.npz"
        np.savez(path, keys=np.array(list(self._unsaved)), vectors=np.stack(list(self._unsaved.values())))
        self._unsaved.clear()


def plain_dense(memo: Memo, one: Set, half: Half) -> np.ndarray:
    """nDCG@10 of the embedding model alone: whole passages, no titles, one exact list."""
    pids = list(one.passages)
    table = memo.passages([one.passages[pid].text for pid in pids])
    found = []
    for question in in_half(one.questions, half):
        order = np.argsort(-(table @ memo.query(question.text)), kind="stable")[:10]
        found.append(ndcg([pids[place] for place in order], question.gold))
    return np.array(found)


def plain_bm25(one: Set, half: Half, k1: float = 1.2, b: float = 0.75) -> np.ndarray:
    """nDCG@10 of BM25 alone over the same tokens: whole passages, no titles."""
    pids = list(one.passages)
    counted = [Counter(tokens(one.passages[pid].text, one.passages[pid].language)) for pid in pids]
    lengths = np.array([sum(counts.values()) for counts in counted], float)
    places: dict[str, list[int]] = {}
    for place, counts in enumerate(counted):
        for token in counts:
            places.setdefault(token, []).append(place)
    found = []
    for question in in_half(one.questions, half):
        scores = np.zeros(len(pids))
        for token in set(tokens(question.text, question.language)):
            at = places.get(token, [])
            rarity = np.log(1 + (len(pids) - len(at) + 0.5) / (len(at) + 0.5))
            for place in at:
                count = counted[place][token]
                norm = count + k1 * (1 - b + b * lengths[place] / lengths.mean())
                scores[place] += rarity * count * (k1 + 1) / norm
        order = [place for place in np.argsort(-scores, kind="stable")[:10] if scores[place] > 0]
        found.append(ndcg([pids[place] for place in order], question.gold))
    return np.array(found)
