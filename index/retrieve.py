"""One question in, one Retrieval out: each index searched in each language, fused, places reserved.

Per language, cosine and BM25 are scaled to 0..1 over the best of each list and added, BM25 weighed by how
much of the question's term weight its best chunk covers. The question's own language gets four of six
places, the other two.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.config import IndexConfig
from index.embed import Embedder
from index.hit import Filters, Hit, Retrieval, Vector
from index.reader import Reader
from index.terms import tokens
from sources.document import Language

DEPTH = 100
COVERED = 0.3
K1, B = 1.2, 0.75
OTHER_SHARE = 1 / 3


def retrieve(
    reader: Reader,
    embedder: Embedder,
    question: str,
    language: Language,
    filters: Filters = Filters(),
    k: int = 6,
    config: IndexConfig = IndexConfig(),
) -> Retrieval:
    """Everything found for `question` among the documents `filters` allow."""
    vector = embedder.query(question)
    lists: dict[Language, tuple[Hit, ...]] = {}
    coverage: dict[Language, float] = {}
    top: dict[Language, float] = {}
    for one in Language:
        lists[one], coverage[one], top[one] = _search(reader, vector, question, one, filters)
    other = min(len(lists[language.other]), round(k * OTHER_SHARE))
    own = lists[language][: k - other]
    hits = sorted([*own, *lists[language.other][: k - len(own)]], key=lambda hit: -hit.score)
    return Retrieval(question, language, tuple(hits), lists, vector, coverage, top)


def _search(
    reader: Reader, vector: Vector, question: str, language: Language, filters: Filters
) -> tuple[tuple[Hit, ...], float, float]:
    allowed = reader.allowed(filters, language)
    dense = reader.dense(vector, language, DEPTH, allowed=allowed)
    ids, scores, ideal = _bm25(reader, question, language)
    if allowed is not None:
        held = np.isin(ids, allowed)
        ids, scores = ids[held], scores[held]
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    ids, scores = ids[order], scores[order]
    coverage = float(scores[0]) / ideal if len(scores) and ideal else 0.0
    gate = min(1.0, coverage / COVERED)
    cosines = dict(zip(dense.ids.tolist(), _scaled(dense.scores), strict=True))
    words = dict(zip(ids.tolist(), _scaled(scores), strict=True))
    fused = {n: cosines.get(n, 0.0) + gate * words.get(n, 0.0) for n in {*cosines, *words}}
    best = sorted(fused, key=lambda n: (-fused[n], n))[:DEPTH]
    ranks = {"dense": _ranks(cosines), "lexical": _ranks(words)}
    hits = tuple(
        Hit(chunk, fused[chunk.id], {name: at[chunk.id] for name, at in ranks.items() if chunk.id in at})
        for chunk in reader.chunks(best)
    )
    return hits, coverage, float(dense.scores[0]) if len(dense.scores) else 0.0


def _bm25(
    reader: Reader, question: str, language: Language
) -> tuple[NDArray[np.int64], NDArray[np.float64], float]:
    """Lucene's BM25 of every chunk with a word of the question, and the most any chunk could have."""
    table = reader.table(language)
    total = np.zeros(len(table.ids))
    ideal, usual = 0.0, max(1.0, float(table.words.mean())) if len(table.ids) else 1.0
    for token in dict.fromkeys(tokens(question, language)):
        posting = reader.posting(token, language)
        count = len(posting.ids)
        idf = np.log(1 + (len(table.ids) - count + 0.5) / (count + 0.5))
        ideal += idf * (K1 + 1)
        if count:
            at = table.places(posting.ids)
            length = K1 * (1 - B + B * table.words[at] / usual)
            total[at] += idf * posting.counts * (K1 + 1) / (posting.counts + length)
    found = np.flatnonzero(total > 0)
    return table.ids[found], total[found], ideal


def _scaled(scores: NDArray[np.floating]) -> list[float]:
    if not len(scores):
        return []
    low, high = float(scores.min()), float(scores.max())
    return [(float(score) - low) / (high - low) if high > low else 1.0 for score in scores]


def _ranks(scores: Mapping[int, float]) -> dict[int, int]:
    return {number: place for place, number in enumerate(scores, 1)}
