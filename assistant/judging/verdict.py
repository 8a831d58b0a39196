"""Answer, hedge or abstain: how far the chosen sentences carry the question.

A logistic regression over a few general signals, with coefficients learnt on several texts by
`benchmarks/calibrate.py`. Above one threshold the sentences are the answer; above a lower one they are shown
as the closest passages; below it the sources are silent.
"""

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
from assistant.choosing.scored import Scored, Text, views_of
from assistant.choosing.weights import Weights
from assistant.judging.doubt import beside_the_point, uncompared
from assistant.judging.notations import written
from assistant.judging.signals import afar, away, signals, told_first
from assistant.judging.slots import Slot, contradicted
from assistant.question.references import is_kind_word
from assistant.words.wording import LIKELY, Sought, there
from index.figures.numerals import SMALL_NUMBER, is_numeral
from index.words.terms import TermKind
from sources.document import Language

ADRIFT = 0.34  # share of names and nouns not in what is told from which it is likely about something else
# The thing asked for, named in the question ("어느 도시"): a sentence that answers need not say it.
_ASKED_FOR = re.compile(
    r"(?:어느|무슨|어떤|몇)\s?([가-힣]{2,4}?)(?:은|는|이|가|을|를|의|에|에서|로|인|이라|에게)?(?=[\s,?]|$)"
    rf"|\b(?:which|what)\s(?:(?:{SMALL_NUMBER}|big|main|other)\s)*(\w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the verdict sees: the words of the question that the documents have not, as written, the slots
    that the chosen sentences fill otherwise, the signals, (len(SIGNALS),), whether a comparison is told that
    has nothing of what is to be compared, whether a country asked for stands only `afar`, the words of the
    question that only other documents have, and whether they and those that none has are so many that
    what is told is likely about something else."""

    missing: tuple[str, ...]
    against: tuple[Slot, ...]
    row: NDArray[np.float64]
    beside: bool
    afar: bool
    elsewhere: tuple[str, ...]
    adrift: bool

    @property
    def read(self) -> float:
        """What the reader says of them, 0 to 1."""
        return float(self.row[SIGNALS.index("reader")])

    @property
    def held(self) -> bool:
        """Whether it is never told plainly, whatever its probability."""
        otherwise = any(slot.kind != "place" for slot in self.against)
        return self.beside or self.afar or self.adrift or otherwise


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state, how likely the chosen sentences answer, and what it was made of; `unborne` tells that no
    chosen sentence holds the kind of thing asked for, nor does the reader find it there, `uncompared` that a
    row of a table is told where all of them would have to be compared."""

    state: State
    probability: float
    sight: Sight
    unborne: bool = False
    uncompared: bool = False

    @property
    def signals(self) -> dict[str, float]:
        return dict(zip(SIGNALS, self.sight.row.tolist(), strict=True))


def judge(asking: Asking, chosen: Sequence[Scored], weights: Weights) -> Verdict:
    """The state for the `chosen` sentences."""
    question = asking.judged.question
    sight = look(asking, chosen)
    probability = float(weights.verdict.probability(sight.row))
    views = [_told_as(s, question.language) for s in chosen]
    borne = max(borne_out(question.asked, text, question.text, own)[0] for text, own in views)
    unborne = borne < 0.5 and sight.read < LIKELY
    open_ = uncompared(question, chosen[0])
    # Too rare for the fit to learn what they are worth, and never to be told plainly; nor is a text in which
    # neither words nor reader find the kind of thing asked for.
    state = state_of(probability, weights, held=open_ or unborne or sight.held)
    return Verdict(state, probability, sight, unborne, open_)


def look(asking: Asking, chosen: Sequence[Scored]) -> Sight:
    """What there is to see of the `chosen` sentences."""
    terms = telling(asking.judged)
    told = told_first(asking, chosen, terms)
    missing = missing_words(asking, terms)
    if told.untranslated:  # a word of one language is not missed in the other, a figure is
        missing = tuple(word for word in missing if any(letter.isdigit() for letter in word))
    headings = [(s.passage.paragraph.section, s.passage.language) for s in told.run]
    about = (*told.titles, *headings)
    against = contradicted(told.question.text, terms, told.sentences, told.first, about)
    beside = beside_the_point(asking, told.terms, told.sentences)
    row = signals(asking, told, against)
    elsewhere, share = away(asking, told)
    return Sight(missing, against, row, beside, afar(told), elsewhere, share >= ADRIFT)


def _told_as(scored: Scored, language: Language) -> Text:
    """The sentence in `language` where it exists in it, and the language it is told in."""
    seen = views_of(scored.passage, scored.sentence)
    return next((pair for pair in seen if pair[1] is language), seen[0])


def state_of(probability: float, weights: Weights, *, held: bool = False) -> State:
    """The state from how likely what is chosen answers; what is `held` back is never told plainly."""
    if probability < weights.hedge_at:
        return State.ABSTAIN
    return State.ANSWER if probability >= weights.answer_at and not held else State.HEDGE


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
    here = {t.surface for t in terms if there(t, asking.texts)}
    asked = asking.judged.question.text
    here |= written(asked, (t.surface for t in terms), (text for text, _ in asking.texts))
    nowhere = set(asking.found.unknown)
    return tuple(
        t.surface
        for t in terms
        if t.surface not in here
        and (t.surface in nowhere or (not nowhere and t.kind in {TermKind.NAME, TermKind.NUMBER}))
    )
