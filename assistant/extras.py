"""Which further sentences belong to an answer: each needs a reason of its own.

What the first announces or points back to, the reason before a consequence, the other parts of the question, the
mark asked for, and what a small learnt model finds likely, where it brings something the first lacks.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.compare import likeness, named_keys
from assistant.cues import Asked
from assistant.evidence import HARD
from assistant.firsts import CONSIDERED, ON_A_PAR, PART_GAP
from assistant.order import adjacent, paragraph_of
from assistant.question import Question, asked_in
from assistant.references import Shelf
from assistant.said import HARD_AT, advises, new_figures, own_terms, say_it
from assistant.score import FEATURES, LEANS, Scored, View, features, titles_of, views_of
from assistant.weights import Weights
from assistant.wording import SYNONYM, has, sought
from index.hit import Passage, Vector
from index.terms import TermKind

OF_THE_FIRST = 0.75  # of the question's words the first has, how many one that stands apart must
SEVERAL_GAP = 1.5  # the same where a list, a comparison or several things are asked for


MORE = (
    "gap",
    "share",
    "next",
    "previous",
    "paragraph",
    "leans",
    "why",
    "why_paragraph",
    "soft",
    "hard",
    "hard_lack",
    "document",
    "list",
    "length",
    "parts",
    "comparison",
    "alike",
)


_SOFT = FEATURES.index("soft")


_COVERS = FEATURES.index("covers")


FIGURES = frozenset({Asked.PERCENT, Asked.MONEY, Asked.NUMBER, Asked.YEAR, Asked.WHEN})


_LENGTH = FEATURES.index("length")


_CONSEQUENCE = re.compile(
    r"따라서|이에 따라|그래서|이 때문에|이로 인해|그 결과|이를 위해|이런 이유로|\b(?:therefore|thus|hence|consequently|accordingly|as a result)\b",
    re.IGNORECASE,
)


def shares(scored: Sequence[Scored]) -> NDArray[np.float64]:
    """The softmax over the scores: how likely each sentence is to be the answer, as the weights were learnt."""
    values = np.array([s.score for s in scored])
    grown = np.exp(values - values.max())
    whole: NDArray[np.float64] = grown / grown.sum()
    return whole


_ANNOUNCES = re.compile(
    r"(?:두|세|네|다섯|여섯|\d+)\s?(?:개의?\s)?(?:가지|부분|갈래|단계|요소|축|항목)(?:로|으로|가|이)\s?(?:나뉜다|나뉘었다|구분된다|이루어진다|있다)\.?$"
    r"|(?:다음과 같다|아래와 같다)\.?$"
    r"|\b(?:divided|split|falls?|broken down) into (?:two|three|four|five|six) (?:\w+ )?(?:parts|kinds|groups|stages|pillars)\.$|\bas follows[.:]$",
    re.IGNORECASE,
)


def announced(scored: Sequence[Scored], first: Scored) -> Iterable[Scored]:
    """What a sentence announces ("… falls into two parts.") stands in the one after it."""
    if not any(_ANNOUNCES.search(text.strip()) for text, _ in views_of(first.passage, first.sentence)):
        return ()
    return (s for s in scored if paragraph_of(s) == paragraph_of(first) and s.place == first.place + 1)


def read_with(question: Question, scored: Sequence[Scored], first: Scored, shelf: Shelf) -> Iterable[Scored]:
    """The sentence that `first` points back to, where it names what is asked about and `first` does not."""
    if not first.place or not LEANS.match(first.sentence.text):
        return ()
    before = [s for s in scored if paragraph_of(s) == paragraph_of(first) and s.place == first.place - 1]
    # A document that is asked about need not name itself.
    titles = titles_of(first.passage) if first.passage.key in named_keys(question, shelf) else ()
    lacking = [
        t
        for t in sought(question.text, question.language)
        if t.kind in {TermKind.NAME, TermKind.NUMBER}
        and not say_it([first], t)
        and not any(has(t, title, own) >= SYNONYM for title, own in titles)
    ]
    return before if any(say_it(before, t) for t in lacking) else ()


def reason_before(question: Question, scored: Sequence[Scored], first: Scored) -> Iterable[Scored]:
    """Asked why, a sentence that draws a consequence ("… is therefore reserved") has its reason before it."""
    if not question.asks(Asked.WHY) or not first.place or not _CONSEQUENCE.search(first.sentence.text[:60]):
        return ()
    return (s for s in scored if paragraph_of(s) == paragraph_of(first) and s.place == first.place - 1)


def for_parts(
    question: Question,
    scored: Sequence[Scored],
    passages: Sequence[Passage],
    shelf: Shelf,
    weights: Weights,
    part_vectors: Mapping[str, Vector],
) -> Iterable[Scored]:
    """The best sentence for each single question inside a multi-part one."""
    by_spot = {s.spot: s for s in scored}
    places = [(p, i) for p in passages for i in range(len(p.sentences))]
    for part in question.parts:
        if part not in part_vectors:
            continue
        asked = replace(question, text=part, asked=asked_in(part), parts=(), sides=(), about=question.text)
        values = features(View(asked, part_vectors[part]), passages, shelf) @ weights.rank.values
        passage, place = places[int(np.argmax(values))]
        best = by_spot[(passage.document_id, passage.sentences[place].start)]
        if best.score >= scored[0].score - PART_GAP:
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


def likely_more(
    question: Question,
    scored: Sequence[Scored],
    chosen: Sequence[Scored],
    weights: Weights,
    named: Collection[str],
) -> Iterable[Scored]:
    """Sentences that probably belong to the answer too, the likeliest first."""
    rows, candidates = more_features(question, scored, chosen[0])
    if not candidates:
        return []
    likely = weights.more.probability(rows)
    order = np.argsort(-likely, kind="stable")
    return [
        candidates[i]
        for i in order
        if likely[i] >= (weights.join_at if adjacent(candidates[i], chosen[0]) else weights.add_at)
        and _adds(question, candidates[i], chosen, named)
    ]


def _adds(question: Question, other: Scored, chosen: Sequence[Scored], named: Collection[str]) -> bool:
    """Whether `other` brings what the chosen sentences lack: what is asked for, a word of the question, what
    a sentence that leans on its neighbour is read with. Standing near the answer is not enough."""
    first = chosen[0]
    if question.asks(Asked.RECOMMENDATION):
        if not advises(other, question):
            return False
        if adjacent(other, first):
            return True
    strange = first.passage.key in named and other.passage.key not in named  # of a document not asked about
    # On a par with the first by what was spoken of before, and silent on what is asked now.
    beside = own_terms(question) if "\n" in question.text else ()
    silent = bool(beside) and not any(say_it([other], t) for t in beside)
    # Another figure, with fewer of the question's words, is the figure of something else.
    astray = (
        bool(question.asked & FIGURES)
        and first.features[HARD_AT] > 0.5
        and other.features[_COVERS] < first.features[_COVERS] - 0.01
        and not new_figures(other, question) & new_figures(first, question)
    )
    if other.score >= first.score - ON_A_PAR and not (strange or silent or astray):
        return True
    if other.features[HARD_AT] > max(s.features[HARD_AT] for s in chosen):
        return True
    if question.asks(Asked.PARTS, Asked.EFFECT) and other.features[_SOFT] > first.features[_SOFT] + 0.4:
        return True
    if question.asks(Asked.WHY) and (
        paragraph_of(other) == paragraph_of(first) or other.features[_SOFT] > 0.9
    ):
        return True
    several = question.asks(Asked.LIST, Asked.COMPARISON) or bool(question.parts)
    if several and other.score >= first.score - SEVERAL_GAP:
        return True
    if adjacent(other, first):
        later = other if other.place > first.place else first
        if LEANS.match(later.sentence.text) or (question.parts and LEANS.match(other.sentence.text)):
            return True
    if not adjacent(other, first) and other.features[_COVERS] < OF_THE_FIRST * first.features[_COVERS]:
        return False
    lacking = [t for t in own_terms(question) if not say_it(chosen, t)]
    return any(say_it([other], t) for t in lacking)


def more_features(
    question: Question, scored: Sequence[Scored], first: Scored
) -> tuple[NDArray[np.float64], list[Scored]]:
    """For each sentence that may join `first`: its features, in the order of `MORE`, and the sentence."""
    share = float(shares(scored)[0])
    where = paragraph_of(first)
    candidates = [s for s in scored[:CONSIDERED] if s.spot != first.spot]
    seen = {s.spot for s in candidates}
    for other in scored:
        if paragraph_of(other) == where and abs(other.place - first.place) == 1 and other.spot not in seen:
            candidates.append(other)
    why = question.asks(Asked.WHY)
    wants_mark = bool(question.asked & HARD)
    rows = []
    for other in candidates:
        same = paragraph_of(other) == where
        follows, precedes = same and other.place == first.place + 1, same and other.place == first.place - 1
        leans = (follows and LEANS.match(other.sentence.text)) or (
            precedes and LEANS.match(first.sentence.text)
        )
        rows.append(
            (
                max(-6.0, other.score - first.score),
                share,
                follows,
                precedes,
                same,
                bool(leans),
                why,
                why and same,
                other.features[_SOFT] - first.features[_SOFT],
                other.features[HARD_AT] - first.features[HARD_AT],
                wants_mark and first.features[HARD_AT] < 0.5 < other.features[HARD_AT],
                other.passage.key == first.passage.key,
                question.asks(Asked.LIST),
                first.features[_LENGTH],
                bool(question.parts),
                question.asks(Asked.COMPARISON) and same,
                _alike(first, other),
            )
        )
    return np.array(rows, float).reshape(len(rows), len(MORE)), candidates


def _alike(first: Scored, other: Scored) -> float:
    """How far another document says the same, in units of 0.05 cosine above 0.85; 0 within one document."""
    if first.passage.key == other.passage.key:
        return 0.0
    return max(0.0, likeness(first, other) - 0.85) / 0.05
