"""BM25 over the store's postings, for words and for groups of words that stand for one.

A question is a list of groups: each is one word of it, with the tokens that stand for it and how well each
does (one token of weight 1 in the question's own language, several lighter ones in the other). A chunk
scores the best of each group, so a text that holds three renderings of one word is not three times as good.
Lucene's form of BM25 (Robertson & Zaragoza 2009); k1 and b were chosen with the rest (docs/decisions/0401).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.finding.fuse import DEPTH
from index.store.reader import Reader
from index.store.vectors import Ids, Ranked
from index.words.rarity import idf
from sources.document import Language

K1, B = 0.9, 0.4
# Postings read for one question and list. The rarest tokens are read first: with 100,000 chunks a wide
# question's frequent words take half a second and change nothing at the top.
POSTINGS = 60_000
ALWAYS = 4
Group = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Matched:
    """What a lexical search found. `coverage`: the best chunk's score over the most that any could have if
    every group were met by its best token, 0..1."""

    ranked: Ranked
    coverage: float


def search(
    reader: Reader,
    language: Language,
    groups: Sequence[Group],
    *,
    allowed: Ids | None = None,
    bigrams: bool = False,
    depth: int = DEPTH,
) -> Matched:
    """The `depth` best chunks of a language with any token of the groups, best first. `bigrams`: the tokens
    are character bigrams, and lengths are counted in those."""
    table = reader.table(language)
    count = len(table.ids)
    if not count or not groups:
        return Matched(Ranked(np.zeros(0, np.int64), np.zeros(0, np.float32)), 0.0)
    relative = reader.shares(language, bigrams=bigrams)
    weights = _frequencies(reader, language, groups)
    read = _affordable(weights)
    total, best = np.zeros(count), np.zeros(count)
    most = 0.0
    for group in groups:
        most += max((w * idf(count, weights[token]) for token, w in group.items()), default=0.0) * (K1 + 1)
        touched = _group(reader, language, group, weights, read, relative, best)
        total[touched] += best[touched]
        best[touched] = 0.0
    found = np.flatnonzero(total > 0)
    ids = table.ids[found]
    scores = total[found]
    if allowed is not None:
        held = np.isin(ids, allowed)
        ids, scores = ids[held], scores[held]
    ranked = _best(ids, scores, depth)
    top = float(ranked.scores[0]) if len(ranked.ids) else 0.0
    return Matched(ranked, min(1.0, top / most) if most > 0 else 0.0)


def having(reader: Reader, wanted: Iterable[str], language: Language, allowed: Ids | None = None) -> Ids:
    """The chunks of a language, among those `allowed`, that hold all of the tokens `wanted`."""
    held = allowed
    for token in wanted:
        ids = reader.posting(token, language).ids
        held = ids if held is None else np.intersect1d(held, ids, assume_unique=True)
        if not len(held):
            break
    return np.zeros(0, np.int64) if held is None else held


def _best(ids: Ids, scores: NDArray[np.float64], depth: int) -> Ranked:
    """The `depth` best, best first; equal scores by id."""
    if len(ids) > depth:
        least = np.partition(scores, -depth)[-depth]
        near = scores >= least
        ids, scores = ids[near], scores[near]
    order = np.lexsort((ids, -scores))[:depth]
    return Ranked(ids[order], scores[order].astype(np.float32))


def _group(
    reader: Reader,
    language: Language,
    group: Group,
    frequencies: Mapping[str, int],
    read: frozenset[str],
    relative: NDArray[np.float64],
    best: NDArray[np.float64],
) -> NDArray[np.int32]:
    """Raises each chunk's `best` to its score for a group; returns the places of those it looked at.
    `relative`: lengths over the average."""
    table = reader.table(language)
    touched = [np.zeros(0, np.int32)]
    for token, weight in group.items():
        if token not in read:
            continue
        posting = reader.posting(token, language)
        at = table.places(posting.ids)
        counts = posting.counts
        rarity = idf(len(table.ids), frequencies[token])
        score = weight * rarity * counts * (K1 + 1) / (counts + K1 * (1 - B + B * relative[at]))
        best[at] = np.maximum(best[at], score)
        touched.append(at)
    return touched[-1] if len(touched) == 2 else np.unique(np.concatenate(touched))


def _frequencies(reader: Reader, language: Language, groups: Sequence[Group]) -> dict[str, int]:
    wanted = dict.fromkeys(token for group in groups for token in group)
    return {token: reader.frequency(token, language) for token in wanted}


def _affordable(frequencies: Mapping[str, int]) -> frozenset[str]:
    """The tokens to read: the rarest, as many as POSTINGS allows, and ALWAYS at least."""
    read: list[str] = []
    total = 0
    for token, frequency in sorted(frequencies.items(), key=lambda pair: pair[1]):
        if not frequency:
            continue
        total += frequency
        if total > POSTINGS and len(read) >= ALWAYS:
            break
        read.append(token)
    return frozenset(read)
