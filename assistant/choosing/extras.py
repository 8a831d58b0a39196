"""Which further sentences belong to an answer: those for the other parts of a question, one that holds the kind of
thing asked for where no other does, and what a small learnt model finds likely to belong.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES, MORE
from assistant.choosing.compare import likeness
from assistant.choosing.evidence import HARD
from assistant.choosing.firsts import CONSIDERED, PART_GAP
from assistant.choosing.order import adjacent, paragraph_of, shares
from assistant.choosing.points import ORDINAL
from assistant.choosing.said import HARD_AT
from assistant.choosing.score import LEANS, features
from assistant.choosing.scored import Scored, untranslated
from assistant.choosing.weights import Weights
from assistant.question.cues import Asked
from assistant.question.read import Question

FIGURES = frozenset({Asked.PERCENT, Asked.MONEY, Asked.NUMBER, Asked.YEAR, Asked.WHEN})
NEARLY = 1.5  # how far below the first the other language's best may score
OF_PART_GAP = 5.0  # how far below the best the best sentence for a single question inside may score
_COVERS = FEATURES.index("covers")
_SOFT = FEATURES.index("soft")
_LENGTH = FEATURES.index("length")
_READER = FEATURES.index("reader")


def for_parts(asking: Asking, scored: Sequence[Scored], weights: Weights) -> Iterable[Scored]:
    """The best sentence for each of the single questions inside a multi-part one."""
    passages = asking.passages
    by_spot = {s.spot: s for s in scored}
    places = [(p, i) for p in passages for i in range(len(p.sentences))]
    for part in asking.parts:
        values = features(part, passages, asking.shelf) @ weights.first.values
        spots = [(p.document_id, p.sentences[i].start) for p, i in places]
        # Of what is asked of "the author" only authored documents are left in `scored`.
        best = by_spot[next(spots[at] for at in np.argsort(-values, kind="stable") if spots[at] in by_spot)]
        if best.score >= scored[0].score - OF_PART_GAP:
            yield best


def evidence_for(question: Question, scored: Sequence[Scored], chosen: Sequence[Scored]) -> Iterable[Scored]:
    """A sentence near the top, or next to the first, with the mark asked for, where none chosen has it; asked
    why, one that names a reason as such."""
    if question.asks(Asked.WHY) and not any(s.features[_SOFT] > 0.9 for s in chosen):
        named = (s for s in scored[:6] if s.features[_SOFT] > 0.9 and s.score >= scored[0].score - PART_GAP)
        yield from list(named)[:1]
    if not question.asked & (HARD - {Asked.WHERE}) or any(s.features[HARD_AT] > 0.5 for s in chosen):
        return
    for candidate in scored[:12]:
        near = candidate in scored[:4] or adjacent(candidate, chosen[0])
        if near and candidate.features[HARD_AT] > 0.5 and candidate.score >= scored[0].score - PART_GAP:
            yield candidate
            return


def before(scored: Sequence[Scored], first: Scored) -> list[Scored]:
    """The sentence that `first` leans on, where it cannot be read alone."""
    if not LEANS.match(first.sentence.text):
        return []
    return [s for s in scored if adjacent(s, first) and s.place < first.place]


def likely_more(
    asking: Asking, scored: Sequence[Scored], chosen: Sequence[Scored], weights: Weights
) -> Iterable[Scored]:
    """Sentences that probably belong to the answer too, the likeliest first, but none that would mislead; of the
    documents named none comes with another's, and beside what is there in the question's language only the best
    that is not, where it is about as good."""
    question, named, first = asking.question, asking.whole.keys, chosen[0]
    language = question.language
    foreign = next((s for s in scored if untranslated(s.passage, language)), None)
    rows, candidates = more_features(question, scored, first)
    if not candidates:
        return []
    likely = weights.more.probability(rows)
    order = np.argsort(-likely, kind="stable")
    return [
        candidates[i]
        for i in order
        if likely[i] >= weights.add_at
        and not (first.passage.key in named and candidates[i].passage.key not in named)
        and (
            not untranslated(candidates[i].passage, language)
            or untranslated(first.passage, language)
            or (candidates[i] is foreign and foreign.score >= first.score - NEARLY)
        )
        and not _misleads(question, candidates[i], first)
    ]


def _misleads(question: Question, other: Scored, first: Scored) -> bool:
    """Whether `other` would be taken for the answer without being it: asked for a figure, it would be read before
    `first`, which does not lean on it and has more of the question's words."""
    before = adjacent(other, first) and other.place < first.place and not LEANS.match(first.sentence.text)
    fewer = float(other.features[_COVERS]) < float(first.features[_COVERS])
    return before and fewer and bool(question.asked & FIGURES)


def more_features(
    question: Question, scored: Sequence[Scored], first: Scored
) -> tuple[NDArray[np.float64], list[Scored]]:
    """For each sentence that may join `first`: its features, in the order of `MORE`, and the sentence."""
    share = float(shares(scored)[0])
    candidates = [s for s in scored[:CONSIDERED] if s.spot != first.spot]
    seen = {s.spot for s in candidates}
    candidates += [s for s in scored if adjacent(s, first) and s.spot not in seen]
    rows = [
        (
            max(-6.0, other.score - first.score),
            share,
            paragraph_of(other) == paragraph_of(first),
            other.features[HARD_AT] - first.features[HARD_AT],
            first.features[_LENGTH],
            bool(question.parts),
            _alike(first, other),
            bool(ORDINAL.match(other.sentence.text)),
            other.features[_READER],
            min(0.0, other.features[_READER] - first.features[_READER]),
        )
        for other in candidates
    ]
    return np.array(rows, float).reshape(len(rows), len(MORE)), candidates


def _alike(first: Scored, other: Scored) -> float:
    """How far another document says the same, in units of 0.05 cosine above 0.85; 0 within one document."""
    if first.passage.key == other.passage.key:
        return 0.0
    return max(0.0, likeness(first, other) - 0.85) / 0.05
