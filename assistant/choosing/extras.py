"""Which further sentences belong to an answer: those for the other parts of a question, the one it leans
on, and what a small learnt model finds likely to belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES, MORE
from assistant.choosing.features import LEANS
from assistant.choosing.order import adjacent, paragraph_of, section_of, shares
from assistant.choosing.points import ORDINAL
from assistant.choosing.scored import MOST, Scored, near, untranslated
from assistant.choosing.weights import Weights
from assistant.question.cues import Asked
from assistant.question.read import Question
from sources.document import Role

# What speaks of the document and not of what stands before: "This Agreement shall enter into force …".
_OF_ITSELF = re.compile(r"(?:This|These|Such)\s[A-Z]")
_HARD = FEATURES.index("hard")
_LENGTH = FEATURES.index("length")
_READER = FEATURES.index("reader")


def for_parts(asking: Asking, scored: Sequence[Scored], weights: Weights) -> Iterable[Scored]:
    """The best sentence for each of the single questions inside a multi-part one."""
    passages = asking.passages
    by_spot = {s.spot: s for s in scored}
    places = [(p, i) for p in passages for i in range(len(p.sentences))]
    for matrix in asking.part_matrices:
        values = matrix @ weights.rank.values
        spots = [(p.document_id, p.sentences[i].start) for p, i in places]
        # Of what is asked of "the author" only authored documents are left in `scored`.
        best = by_spot[next(spots[at] for at in np.argsort(-values, kind="stable") if spots[at] in by_spot)]
        if near(best, scored[0]):
            yield best


def before(scored: Sequence[Scored], first: Scored) -> list[Scored]:
    """The sentence that `first` leans on, where it cannot be read alone: the one before it, or the last of
    the paragraph before."""
    if not LEANS.match(first.sentence.text):
        return []
    if first.place:
        return [s for s in scored if adjacent(s, first) and s.place < first.place]
    if first.passage.paragraph.role is not Role.BODY or _OF_ITSELF.match(first.sentence.text):
        return []
    document, number = paragraph_of(first)
    return [
        s
        for s in scored
        if paragraph_of(s) == (document, number - 1)
        and section_of(s) == section_of(first)
        and s.passage.paragraph.role is Role.BODY
        and s.place == len(s.passage.sentences) - 1
    ]


def likely_more(
    asking: Asking, scored: Sequence[Scored], chosen: Sequence[Scored], weights: Weights
) -> Iterable[Scored]:
    """Sentences that probably belong to the answer too, the likeliest first; of the documents named
    none comes with another's, and beside what is there in the question's language none that is not,
    but where things are compared."""
    question, named, first = asking.question, asking.whole.keys, chosen[0]
    language = question.language
    mixed = question.asks(Asked.COMPARISON) or untranslated(first.passage, language)
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
        and (mixed or not untranslated(candidates[i].passage, language))
    ]


def more_features(
    question: Question, scored: Sequence[Scored], first: Scored
) -> tuple[NDArray[np.float64], list[Scored]]:
    """For each sentence that may join `first`: its features, in the order of `MORE`, and the sentence."""
    share = float(shares(scored)[0])
    candidates = [s for s in scored[:MOST] if s.spot != first.spot]
    seen = {s.spot for s in candidates}
    candidates += [s for s in scored if adjacent(s, first) and s.spot not in seen]
    rows = [
        (
            max(-6.0, other.score - first.score),
            share,
            paragraph_of(other) == paragraph_of(first),
            other.features[_HARD] - first.features[_HARD],
            first.features[_LENGTH],
            bool(question.parts),
            bool(ORDINAL.match(other.sentence.text)),
            other.features[_READER],
            min(0.0, other.features[_READER] - first.features[_READER]),
        )
        for other in candidates
    ]
    return np.array(rows, float).reshape(len(rows), len(MORE)), candidates
