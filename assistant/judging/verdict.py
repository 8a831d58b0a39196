"""Answer, hedge or abstain: how far the chosen sentences carry the question.

A logistic regression over a few general signals, with coefficients learnt on several texts by
`benchmarks/calibrate.py`. Above one threshold the sentences are the answer; above a lower one they are shown as
the closest passages; below it the sources are silent.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import State
from assistant.choosing.asking import Asking, Wording
from assistant.choosing.columns import SIGNALS
from assistant.choosing.evidence import borne_out
from assistant.choosing.scored import Scored, texts_of, titles_of, untranslated, views_of
from assistant.choosing.weights import Weights
from assistant.judging.doubt import doubtful, unmarked
from assistant.judging.notations import written
from assistant.judging.signals import FULLY, signals, told_as
from assistant.question.read import Question
from assistant.question.references import is_kind_word
from assistant.words.wording import Sought, has
from index.figures.numerals import is_numeral
from index.words.terms import TermKind

# The thing asked for, named in the question ("어느 도시"): a sentence that answers need not say it.
_ASKED_FOR = re.compile(
    r"(?:어느|무슨|어떤|몇)\s?([가-힣]{2,4}?)(?:은|는|이|가|을|를|의|에|에서|로|인|이라|에게)?(?=[\s,?]|$)"
    r"|\b(?:which|what)\s(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|big|main|other)\s)*(\w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing` are the question's words, as written, that the documents searched do not have; `unborne` tells
    that no chosen sentence holds the kind of thing asked for."""

    state: State
    probability: float
    missing: tuple[str, ...]
    signals: dict[str, float]
    unborne: bool = False


def judge(asking: Asking, chosen: Sequence[Scored], weights: Weights) -> Verdict:
    """The state for the `chosen` sentences."""
    question = asking.judged.question
    terms = telling(asking.judged)
    missing = missing_words(asking, terms)
    row = signals(asking, chosen, terms, missing)
    probability = float(weights.verdict.probability(row))
    state = state_of(probability, row, grounds(question, terms, chosen), weights)
    views = [told_as(s, question.language) for s in chosen]
    borne = max(borne_out(question.asked, text, question.text, own)[0] for text, own in views)
    return Verdict(state, probability, missing, dict(zip(SIGNALS, row.tolist(), strict=True)), borne < 0.5)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the wording of the chosen sentences alone tells against them: `doubt` that they may pass for an
    answer, or `unmarked`, nothing of the kind asked for in any."""

    doubt: bool
    unmarked: bool


def grounds(question: Question, terms: Sequence[Sought], chosen: Sequence[Scored]) -> Grounds:
    told = [told_as(s, question.language) for s in chosen]
    seen = [pair for s in chosen for pair in views_of(s.passage, s.sentence)]
    titles = [pair for s in chosen for pair in titles_of(s.passage)]
    return Grounds(
        _strange(question, terms, chosen) or doubtful(question, terms, told, seen, titles),
        unmarked(question, told),
    )


def _strange(question: Question, terms: Sequence[Sought], chosen: Sequence[Scored]) -> bool:
    """Whether the question has a name that is not even near the chosen sentences, or a country that none of
    them, their headings and titles has. What is not translated may write a name as no table gives it."""
    if any(untranslated(s.passage, question.language) for s in chosen):
        return False
    titles = [pair for s in chosen for pair in titles_of(s.passage)]
    near = [pair for s in chosen for pair in texts_of(s.passage)] + titles
    told = [pair for s in chosen for pair in views_of(s.passage, s.sentence)] + titles
    told += [(s.passage.paragraph.section, s.passage.language) for s in chosen]
    return any(
        max(has(t, text, own) for text, own in (told if t.country is not None else near)) < FULLY
        for t in terms
        if t.kind is TermKind.NAME
    )


def state_of(probability: float, row: NDArray[np.float64], against: Grounds, weights: Weights) -> State:
    """The state of an answer with the signals `row`, (len(SIGNALS),)."""
    if probability < (weights.mark_at if against.unmarked else weights.hedge_at):
        return State.ABSTAIN
    # Where many sentences are as good as the first, none is plainly the answer; unless they tell of one thing.
    alone = row[SIGNALS.index("share")] >= weights.share_at or probability >= weights.sure_at
    # What the reader holds to be no answer at all is none to rely on, however near it comes.
    read = row[SIGNALS.index("reader")] >= weights.read_at
    plain = probability >= weights.answer_at and alone and read and not against.doubt
    return State.ANSWER if plain else State.HEDGE


def telling(wording: Wording) -> tuple[Sought, ...]:
    """The question's terms without words that only name the thing asked for or a kind of document."""
    asked_for = {word for groups in _ASKED_FOR.findall(wording.question.text) for word in groups if word}
    return tuple(
        t
        for t in wording.terms
        if t.surface not in asked_for and not is_kind_word(t.surface) and not is_numeral(t.surface)
    )


def missing_words(asking: Asking, terms: Sequence[Sought]) -> tuple[str, ...]:
    """The names, figures and words of the question that occur nowhere, in no notation, as the user wrote
    them."""
    here = {t.surface for t in terms if any(has(t, text, own) >= 1.0 for text, own in asking.texts)}
    asked = asking.judged.question.text
    here |= written(asked, (t.surface for t in terms), (text for text, _ in asking.texts))
    nowhere = set(asking.found.unknown)
    return tuple(
        t.surface
        for t in terms
        if t.surface not in here
        and (t.surface in nowhere or (not nowhere and t.kind in {TermKind.NAME, TermKind.NUMBER}))
    )
