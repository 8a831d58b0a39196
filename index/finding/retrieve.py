"""One question in, one Retrieval out: each index searched in each language, fused, places reserved.

In the question's own language: cosine, BM25 over words and, in Korean, less of the character bigrams. In the
other language: cosine, the second encoder, and BM25 over the words that stand for the question's there
(`lexicon`). Each ranking is scaled to 0..1 over its best and added; BM25 weighs by how much of the question
its best chunk covers. One list a language, because the model puts texts of the question's language before
better ones of the other; places are shared out by how much more of the question its own language covers.

Every weight was chosen on one half of the questions of the public sets and measured on the other:
docs/decisions/0401 and 0402.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.config import IndexConfig
from index.finding.fuse import DEPTH, Part, fuse, ranks
from index.finding.lexical import Group, search
from index.finding.lexicon import Lexicon
from index.finding.unknown import unknown_terms
from index.hit import Filters, Hit, Retrieval
from index.models.embed import Embedder, question_vectors
from index.models.rerank import CrossScorer, Scorer, rerank
from index.models.universal import SECOND, second_encoder
from index.store.reader import Reader
from index.store.vectors import Ids, Ranked
from index.words.glossary import USER_FILE, Glossary, GlossaryError
from index.words.terms import bigrams, question_tokens
from sources.document import Language

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each ranking counts in a list. The words' weight is for full coverage: it falls below
    `covered` in proportion."""

    dense: float
    words: float
    bigrams: float
    second: float
    covered: float


SAME = Weights(dense=1.0, words=1.0, bigrams=0.35, second=0.0, covered=0.25)
ACROSS = Weights(dense=1.0, words=1.1, bigrams=0.0, second=0.65, covered=0.12)
# The other language's share of the places, by how much more of the question its own language's best chunk
# covers: words tell well in which language an answer stands (docs/decisions/0402).
AHEAD, LEVEL = 0.15, 0.05
SHARE_BEHIND, SHARE_LEVEL, SHARE_AHEAD = 2 / 3, 1 / 2, 1 / 3


class Retriever:
    """Retrieves from one library. Safe to use from several threads."""

    def __init__(
        self,
        reader: Reader,
        config: IndexConfig = IndexConfig(),
        *,
        weights: Mapping[bool, Weights] | None = None,
        lexicon: Lexicon | None = None,
        scorer: Scorer | None = None,
    ) -> None:
        """`weights`: of the question's own language (True) and the other's (False); these and `lexicon` are
        given to measure other choices. `scorer` stands in for the configured reranker."""
        self._reader = reader
        self._second = second_encoder(config)
        self._lexicon = lexicon or Lexicon.of(reader, config, self._second)
        self._weights = weights or {True: SAME, False: ACROSS}
        self._scorer = scorer or (CrossScorer(config.reranker) if config.reranker else None)
        self._glossaries = _Glossaries(reader)

    def renderings(self, question: str, language: Language) -> dict[str, dict[str, float]]:
        """What the other language's documents have for the question's words: see `Lexicon.renderings`."""
        return self._lexicon.renderings(question, language)

    def retrieve(
        self,
        embedder: Embedder,
        question: str,
        language: Language,
        filters: Filters = Filters(),
        k: int = 6,
    ) -> Retrieval:
        """Everything found for `question` among the documents `filters` allow. The other language
        has its `usual_share` of the `k` hits. Raises ModelError where a configured reranker cannot be
        loaded."""
        vectors = question_vectors(embedder, question, language)
        second = self._second.encode([question])[0] if self._second else None
        glossary = self._glossaries.current()
        rendered = self.renderings(question, language)
        allowed = {one: self._reader.allowed(filters, one) for one in Language}
        lists: dict[Language, tuple[Hit, ...]] = {}
        coverage: dict[Language, float] = {}
        groups: dict[Language, Sequence[Group]] = {
            language: [{token: 1.0} for token in question_tokens(question, language)],
            language.other: self._lexicon.groups(question, language, glossary, rendered),
        }
        for one in Language:
            found = self._list(vectors[one], second, question, groups[one], language, one, allowed[one])
            lists[one], coverage[one] = found
        other_share = usual_share(coverage[language] - coverage[language.other])
        return Retrieval(
            question=question,
            language=language,
            hits=share(lists[language], lists[language.other], k, other_share),
            lists=lists,
            vectors=vectors,
            coverage=coverage,
            unknown=unknown_terms(self._reader, self._lexicon, glossary, question, language, allowed),
            renderings=rendered,
        )

    def _list(
        self,
        vector: Vector,
        second: Vector | None,
        question: str,
        groups: Sequence[Group],
        language: Language,
        target: Language,
        allowed: Ids | None,
    ) -> tuple[tuple[Hit, ...], float]:
        """One language's list and its coverage. `groups`: the question's words there."""
        weights = self._weights[target is language]
        if not len(self._reader.table(target).ids):
            return (), 0.0
        dense = self._reader.dense(vector, target, DEPTH, allowed=allowed)
        words = search(self._reader, target, groups, allowed=allowed)
        gate = min(1.0, words.coverage / weights.covered)
        parts = [
            Part("dense", dense, weights.dense),
            Part("lexical", words.ranked, weights.words * gate, complete=False),
        ]
        if target is Language.KO and target is language and weights.bigrams:
            pairs = [{bigram: 1.0} for bigram in dict.fromkeys(bigrams(question))]
            matched = search(self._reader, target, pairs, allowed=allowed, bigrams=True)
            parts.append(Part("bigrams", matched.ranked, weights.bigrams, complete=False))
        if second is not None and weights.second:
            ranked = self._reader.dense(second, target, DEPTH, allowed=allowed, encoder=SECOND)
            parts.append(Part("second", ranked, weights.second))
        hits = self._hits(fuse(parts), parts)
        if self._scorer is not None:
            hits = rerank(self._scorer, question, hits)
        return hits, words.coverage

    def _hits(self, fused: Ranked, parts: Sequence[Part]) -> tuple[Hit, ...]:
        places = {part.name: ranks(part.ranked) for part in parts}
        scores = dict(zip(fused.ids.tolist(), fused.scores.tolist(), strict=True))
        return tuple(
            Hit(
                chunk,
                scores[chunk.id],
                {name: place[chunk.id] for name, place in places.items() if chunk.id in place},
            )
            for chunk in self._reader.chunks(fused.ids)
        )


def usual_share(ahead: float) -> float:
    """The other language's share of the places where the question's own covers `ahead` more of it."""
    return SHARE_AHEAD if ahead > AHEAD else SHARE_LEVEL if ahead > LEVEL else SHARE_BEHIND


def share(own: Sequence[Hit], other: Sequence[Hit], k: int, other_share: float) -> tuple[Hit, ...]:
    """The `k` best of two lists: `other_share` of the places is the other language's, places a list cannot
    fill go to the one that can. A translation's chunk takes no place where its original's paragraph has one.
    Best first by score."""
    reserved = min(len(other), round(k * other_share))
    chosen: dict[tuple[str, int], list[Hit]] = {}
    taken = 0
    for hits, limit in ((own, k - reserved), (other, k), (own, k)):
        for hit in hits:
            place = (hit.chunk.translation_of or hit.chunk.key, hit.chunk.paragraph)
            held = chosen.get(place)
            if taken >= limit or (held and held[0].chunk.language is not hit.chunk.language):
                continue
            if held and any(one.chunk.id == hit.chunk.id for one in held):
                continue
            chosen.setdefault(place, []).append(hit)
            taken += 1
    found = [hit for hits in chosen.values() for hit in hits]
    return tuple(sorted(found, key=lambda hit: -hit.score))


class _Glossaries:
    """The shipped glossary with the user's own, read again when that file changes."""

    def __init__(self, reader: Reader) -> None:
        self._home = reader.store.home
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._held = Glossary.load()

    def current(self) -> Glossary:
        """A glossary that cannot be read leaves the shipped one: `Glossary.load` tells what is wrong."""
        try:
            state = (self._home / USER_FILE).stat()
            stamp = (state.st_mtime_ns, state.st_size)
        except OSError:
            stamp = None
        with self._lock:
            if stamp != self._stamp:
                try:
                    self._held = Glossary.load(self._home)
                except (GlossaryError, OSError, UnicodeDecodeError):
                    self._held = Glossary.load()
                self._stamp = stamp
            return self._held
