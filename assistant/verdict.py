"""Answer, hedge or abstain: how far the chosen sentences carry the question.

A logistic regression over a few general signals, with coefficients learnt on several texts by
`benchmarks/calibrate.py`. Above one threshold the sentences are the answer; above a lower one they are shown as
the closest passages; below it the sources are silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import State
from assistant.cues import POSTS, Asked
from assistant.evidence import HARD, borne_out, names_in
from assistant.extract import shares
from assistant.question import Question
from assistant.score import FEATURES, Scored, texts_of, titles_of, views_of
from assistant.weights import Weights
from assistant.wording import Sought, glossary, has, mend, sought
from index.hit import Passage, Retrieval
from index.terms import TermKind
from sources.document import Language

SIGNALS = (
    "near",
    "share",
    "lexical",
    "around",
    "names",
    "place_missing",
    "year_missing",
    "name_missing",
    "word_missing",
    "mark_asked",
    "mark_borne",
    "name_borne",
    "soft",
    "unknown",
    "foreign",
    "covers",
)
_AT = {name: i for i, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing` are the question's words, as written, that the documents searched do not have."""

    state: State
    probability: float
    missing: tuple[str, ...]
    signals: dict[str, float]


def judge(
    question: Question,
    retrieval: Retrieval,
    scored: Sequence[Scored],
    chosen: Sequence[Scored],
    passages: Sequence[Passage],
    anchor: float,
    weights: Weights,
) -> Verdict:
    """The state for the `chosen` sentences. `anchor` is the question's nearness to unrelated sentences."""
    terms = mended(question, passages)
    missing = missing_words(terms, retrieval, passages)
    row = signals(question, terms, missing, scored, chosen, anchor, retrieval)
    probability = float(weights.verdict.probability(row))
    state = State.ABSTAIN
    if probability >= weights.answer_at:
        state = State.ANSWER
    elif probability >= weights.hedge_at:
        state = State.HEDGE
    return Verdict(state, probability, missing, dict(zip(SIGNALS, row.tolist(), strict=True)))


def mended(question: Question, passages: Sequence[Passage]) -> tuple[Sought, ...]:
    """The question's terms, misspelt ones taken for the words of the passages that they must mean."""
    texts = [pair for p in passages for pair in (*texts_of(p), *titles_of(p))]
    return mend(sought(question.text, question.language), texts)


def missing_words(
    terms: Sequence[Sought], retrieval: Retrieval, passages: Sequence[Passage]
) -> tuple[str, ...]:
    """The names, figures and words of the question that occur nowhere, as the user wrote them."""
    texts = [pair for p in passages for pair in (*texts_of(p), *titles_of(p))]
    here = {t.surface for t in terms if any(has(t, text, own) >= 1.0 for text, own in texts)}
    nowhere = set(retrieval.unknown)
    return tuple(
        t.surface
        for t in terms
        if t.surface not in here
        and (t.surface in nowhere or (not nowhere and t.kind in {TermKind.NAME, TermKind.NUMBER}))
    )


def signals(
    question: Question,
    terms: Sequence[Sought],
    missing: Sequence[str],
    scored: Sequence[Scored],
    chosen: Sequence[Scored],
    anchor: float,
    retrieval: Retrieval,
) -> NDArray[np.float64]:
    """(len(SIGNALS),)"""
    language = question.language
    first = chosen[0]
    sentences = [pair for s in chosen for pair in views_of(s.passage, s.sentence)]
    around = [pair for s in chosen for pair in (*texts_of(s.passage), *titles_of(s.passage))]
    answer = " ".join(_view(s, language)[0] for s in chosen)
    answer_language = _view(first, language)[1]
    hard = question.asked & HARD
    cosines = [float(retrieval.vector @ s.sentence.vector) for s in chosen]
    cosines += [
        float(retrieval.vector @ s.sentence.translation_vector)
        for s in chosen
        if s.sentence.translation_vector is not None
    ]
    foreign = answer_language is not language
    return np.array(
        (
            (max(cosines) + (0.04 if foreign else 0.0) - anchor) / 0.05,
            float(shares(scored)[0]),
            max(float(s.features[_AT["lexical"]]) for s in chosen),
            max(float(s.features[_AT["lexical_paragraph"]]) for s in chosen),
            max(float(s.features[_AT["names"]]) for s in chosen),
            _absent([t for t in terms if _place(t, language)], sentences, around),
            _absent([t for t in terms if _year(t)], sentences, around),
            _absent(
                [t for t in terms if t.kind is TermKind.NAME and not _place(t, language)], sentences, around
            ),
            _absent([t for t in terms if t.kind is TermKind.NOUN], sentences, around),
            float(bool(hard)),
            borne_out(question.asked, answer, question.text, answer_language)[0],
            _post_borne(question, answer, answer_language),
            borne_out(question.asked, answer, question.text, answer_language)[1],
            float(min(2, len(missing))),
            float(foreign),
            max(float(s.features[_AT["covers"]]) for s in chosen),
        )
    )


def _view(scored: Scored, language: Language) -> tuple[str, Language]:
    seen = views_of(scored.passage, scored.sentence)
    return next((pair for pair in seen if pair[1] is language), seen[0])


def _absent(
    terms: Sequence[Sought], sentences: Sequence[tuple[str, Language]], around: Sequence[tuple[str, Language]]
) -> float:
    """How many of `terms` the answer has not: 1 for one that is not even near it, 0.4 for one only near."""
    total = 0.0
    for term in terms:
        if max(has(term, text, own) for text, own in sentences) >= 0.99:
            continue
        near = max(has(term, text, own) for text, own in around) >= 0.99
        total += 0.4 if near else 1.0
    return min(2.0, total)


def _place(term: Sought, language: Language) -> bool:
    """A country, region or place that has a name in both languages."""
    return term.kind is TermKind.NAME and bool(glossary().equivalents(term.surface, language))


def _year(term: Sought) -> bool:
    return term.kind is TermKind.NUMBER and any(
        len(p) == 4 and p[:2] in {"19", "20"} for form in term.alternatives(term.language) for p in form
    )


def _post_borne(question: Question, answer: str, language: Language) -> float:
    """Asked for the holder of a post by name: 1 where a new name stands beside the post, 0 where none does,
    0.5 where no such thing was asked."""
    if not question.asks(Asked.WHO, Asked.NAMES):
        return 0.5
    lowered = question.text.lower()
    post = next((group for group in POSTS if any(word in lowered for word in group)), None)
    fresh = [n for n in names_in(answer, language) if n not in lowered]
    if post is None:
        return 0.5 if fresh else 0.0
    text = answer.lower()
    for word in post:
        at = text.find(word)
        while at >= 0:
            beside = text[max(0, at - 30) : at + len(word) + 30]
            if any(name in beside for name in fresh):
                return 1.0
            at = text.find(word, at + 1)
    return 0.0
