"""Answer, hedge or abstain: how far the chosen sentences carry the question.

A logistic regression over a few general signals, with coefficients learnt on several texts by
`benchmarks/calibrate.py`. Above one threshold the sentences are the answer; above a lower one they are shown as
the closest passages; below it the sources are silent.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import State
from assistant.choosing.columns import FEATURES, SIGNALS
from assistant.choosing.compare import of_document
from assistant.choosing.evidence import HARD, borne_out, figures_in, is_numeral, left_open, mark_windows
from assistant.choosing.order import runs, shares
from assistant.choosing.score import Scored, texts_of, titles_of, untranslated, views_of
from assistant.choosing.weights import Weights
from assistant.judging.doubt import doubtful, unmarked
from assistant.question.cues import ASKED, Asked
from assistant.question.read import Question
from assistant.question.references import is_kind_word
from assistant.words.wording import (
    KIND_WEIGHT,
    Sought,
    coverage,
    glossary,
    has,
    mend,
    render,
    sought,
    terms_of,
)
from index.figures.dates import MONTH_NUMBERS
from index.hit import Passage, Retrieval
from index.words.glossary import is_territory, territory
from index.words.terms import TermKind
from sources.document import Language

_AT = {name: i for i, name in enumerate(FEATURES)}


FULLY = 0.99  # share of a term from which it is there
RENDERED_ENOUGH = 0.465  # the same in a text of the other language, where the library's renderings count
NEAR_BY = 0.4  # of a thing missed in the sentences that the paragraph around them has
NEAR_ENOUGH = 0.6  # share of the question's words around a figure from which it counts in full
HEAD = 2.5  # times a word weighs that says what the figure is a figure of
_REGION = frozenset(
    [
        "유럽",
        "아시아",
        "아프리카",
        "미주",
        "중동",
        "태평양",
        "대서양",
        "europe",
        "european",
        "asia",
        "asian",
        "africa",
        "african",
        "america",
        "pacific",
        "atlantic",
    ]
)
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


def judge(
    question: Question,
    retrieval: Retrieval,
    scored: Sequence[Scored],
    chosen: Sequence[Scored],
    passages: Sequence[Passage],
    anchor: float,
    named: Collection[str],
    weights: Weights,
) -> Verdict:
    """The state for the `chosen` sentences. `anchor` is the question's nearness to unrelated sentences,
    `named` the documents the question speaks of."""
    terms = mended(question, passages)
    missing = missing_words(terms, retrieval, passages)
    row = signals(question, terms, missing, scored, chosen, anchor, retrieval, named)
    probability = float(weights.verdict.probability(row))
    state = state_of(probability, row, grounds(question, terms, chosen), weights)
    views = [_view(s, question.language) for s in chosen]
    borne = max(borne_out(question.asked, text, question.text, own)[0] for text, own in views)
    return Verdict(state, probability, missing, dict(zip(SIGNALS, row.tolist(), strict=True)), borne < 0.5)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the wording of the chosen sentences alone tells against them: `doubt` that they may pass for an
    answer, or `unmarked`, nothing of the kind asked for in any."""

    doubt: bool
    unmarked: bool


def grounds(question: Question, terms: Sequence[Sought], chosen: Sequence[Scored]) -> Grounds:
    told = [_view(s, question.language) for s in chosen]
    seen = [pair for s in chosen for pair in views_of(s.passage, s.sentence)]
    titles = [pair for s in chosen for pair in titles_of(s.passage)]
    heads = [t for t in terms if t.surface in _heads(question)]
    return Grounds(
        _strange(question, terms, chosen) or doubtful(question, terms, heads, told, seen, titles),
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
    plain = probability >= weights.answer_at and alone and not against.doubt
    return State.ANSWER if plain else State.HEDGE


def mended(question: Question, passages: Sequence[Passage]) -> tuple[Sought, ...]:
    """The question's terms, misspelt ones taken for the words of the passages that they must mean; without
    words that only name the thing asked for or a kind of document."""
    texts = [pair for p in passages for pair in (*texts_of(p), *titles_of(p))]
    asked_for = {word for groups in _ASKED_FOR.findall(question.text) for word in groups if word}
    terms = [
        t
        for t in sought(question.text, question.language)
        if t.surface not in asked_for and not is_kind_word(t.surface) and not is_numeral(t.surface)
    ]
    return mend(terms, texts)


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
    named: Collection[str],
) -> NDArray[np.float64]:
    """(len(SIGNALS),)"""
    language = question.language
    # A question about one thing must be borne out by one quote; a comparison by all of them together.
    told = chosen if question.sides or question.parts else runs(chosen)[0]
    first = told[0]
    foreign_text = untranslated(first.passage, language)
    if foreign_text:
        terms = render(terms, retrieval.renderings)
    sentences = [pair for s in told for pair in views_of(s.passage, s.sentence)]
    titles = [pair for s in told for pair in titles_of(s.passage)]
    around = [pair for s in told for pair in (*texts_of(s.passage), *titles)]
    answer = " ".join(_view(s, language)[0] for s in told)
    answer_language = _view(first, language)[1]
    asks_mark = bool(question.asked & HARD)
    foreign = answer_language is not language
    hard, soft = borne_out(question.asked, answer, question.text, answer_language)
    around_mark = _marked(question, terms, answer, answer_language)
    if question.asks(*_FIGURES):
        # A figure far from the question's words is most likely another one.
        hard *= min(1.0, around_mark / NEAR_ENOUGH)
    share_around, unknown = _most(told, "lexical_paragraph"), float(min(2, len(missing)))
    enough = RENDERED_ENOUGH if foreign_text else FULLY
    named_places = [t for t in terms if _place(t, language)]
    at_home = [t for t in named_places if _korea(t) and any(s.passage.language is Language.KO for s in told)]
    places = _absent([t for t in named_places if t not in at_home], sentences, around, enough)
    # A text in Korean need not say that it speaks of Korea.
    places = min(2.0, places + NEAR_BY * _absent(at_home, sentences, around, enough))
    names = _absent(
        [t for t in terms if t.kind is TermKind.NAME and not _place(t, language)], sentences, around, enough
    )
    return np.array(
        (
            (_nearest(retrieval, told) + (0.04 if foreign else 0.0) - anchor) / 0.05,
            float(shares(scored)[0]),
            _most(told, "lexical"),
            share_around,
            _most(told, "names"),
            places,
            _absent([t for t in terms if _year(t)], sentences, around),
            names,
            _absent([t for t in terms if t.kind is TermKind.NOUN], sentences, around),
            float(asks_mark),
            hard,
            around_mark,
            float(of_document(question, named) and not any(s.passage.key in named for s in told)),
            _figures_missing(question, sentences, titles, around),
            float(left_open(answer, question.text, answer_language)),
            soft,
            unknown,
            float(foreign),
            _most(told, "covers"),
            # Across languages a word that is not found tells less, and one that is tells more.
            foreign * share_around,
            foreign * (places + names + unknown),
        )
    )


def _most(told: Sequence[Scored], feature: str) -> float:
    return max(float(s.features[_AT[feature]]) for s in told)


def _nearest(retrieval: Retrieval, told: Sequence[Scored]) -> float:
    """The best cosine of the question with a told sentence, in either language."""
    vectors = [v for s in told for v in (s.sentence.vector, s.sentence.translation_vector) if v is not None]
    return max(float(retrieval.vector @ vector) for vector in vectors)


def _figures_missing(
    question: Question,
    sentences: Sequence[tuple[str, Language]],
    titles: Sequence[tuple[str, Language]],
    around: Sequence[tuple[str, Language]],
) -> float:
    """The share of the question's figures that neither the answer nor its document's title and date has; one that
    the paragraph has counts for NEAR_BY of it."""
    asked = {f for f in figures_in(_RATE.sub(" ", question.text)) if f[0].isdigit()}
    if not asked:
        return 0.0
    whole = re.sub(r"\s|-", "", " ".join(text for text, _ in (*sentences, *titles))).lower()
    labels = [re.sub(r"\s|-", "", label).lower() for label in _LABEL.findall(question.text)]
    if any(label not in whole for label in labels):
        return 1.0
    there = {f for text, _ in (*sentences, *titles) for f in figures_in(text)}
    there |= {part for text, _ in titles for part in re.split(r"\D+", text)}
    # The month of "11월" may be written November.
    there |= {str(MONTH_NUMBERS[w]) for w in _latin_words(sentences, titles) if w in MONTH_NUMBERS}
    near = {f for text, _ in around for f in figures_in(text)}
    return sum(NEAR_BY if f in near else 1.0 for f in asked - there) / len(asked)


def _latin_words(*texts: Sequence[tuple[str, Language]]) -> frozenset[str]:
    """The words in Latin letters of `texts`, lower case."""
    return frozenset(re.findall(r"[a-z]+", " ".join(text for part in texts for text, _ in part).lower()))


# "1년에" is each year, and no figure to look for.
_RATE = re.compile(r"(?<!\d)1\s?(?:년|개월|달|주|주일|일|시간|인|명|건|대|개|회|톤)(?:에|당|간)")
# A figure that is part of a name: 제3안, 5-nanometre.
_LABEL = re.compile(r"제\s?\d+|\b\d+-[A-Za-z]+")


def _view(scored: Scored, language: Language) -> tuple[str, Language]:
    seen = views_of(scored.passage, scored.sentence)
    return next((pair for pair in seen if pair[1] is language), seen[0])


def _absent(
    terms: Sequence[Sought],
    sentences: Sequence[tuple[str, Language]],
    around: Sequence[tuple[str, Language]],
    enough: float = FULLY,
) -> float:
    """How many of `terms` the answer has not: 1 for one that is not even near it, NEAR_BY for one only near.
    A term is there from a share of `enough` of it on."""
    total = 0.0
    for term in terms:
        if max(has(term, text, own) for text, own in sentences) >= enough:
            continue
        near = max(has(term, text, own) for text, own in around) >= enough
        total += NEAR_BY if near else 1.0
    return min(2.0, total)


def _place(term: Sought, language: Language) -> bool:
    """A country or region that has a name in both languages."""
    if term.surface.lower() in _REGION:
        return False
    return term.kind is TermKind.NAME and any(
        map(is_territory, glossary().entries_of(term.surface, language))
    )


def _korea(term: Sought) -> bool:
    return term.country is not None and term.country == territory("KR")


def _year(term: Sought) -> bool:
    return term.kind is TermKind.NUMBER and any(
        len(p) == 4 and p[:2] in {"19", "20"} for form in term.alternatives(term.language) for p in form
    )


def _marked(question: Question, terms: Sequence[Sought], answer: str, language: Language) -> float:
    """The share of the question's words around the figure that may be the one asked for; 0.5 where no figure
    is asked for, 0 where there is none."""
    windows = mark_windows(question.asked, answer, question.text, language)
    if not windows:
        return 0.5 if not question.asks(*_FIGURES) else 0.0
    heads = _heads(question)
    flat = {t.surface: KIND_WEIGHT[t.kind] * (HEAD if t.surface in heads else 1.0) for t in terms}
    return max(coverage(terms, flat, ((window, language),)) for window in windows)


def _heads(question: Question) -> frozenset[str]:
    """The words that say what the figure asked for is a figure of: "tariff" of "what tariff rate", 국방비 of
    "국방비는 몇 퍼센트"."""
    terms = terms_of(question.text, question.language)
    found = set()
    for kind in _FIGURES:
        cue = ASKED[kind].search(question.text) if kind in question.asked else None
        if cue is None:
            continue
        if question.language is Language.EN:
            found |= {t.surface for t in terms if cue.start() <= t.start < cue.end() + 12}
        else:
            before = [t for t in terms if t.end <= cue.start() + 1 and t.kind is not TermKind.VERB]
            found |= {t.surface for t in before[-1:]}
    return frozenset(found)


_FIGURES = (Asked.PERCENT, Asked.MONEY, Asked.YEAR, Asked.WHEN, Asked.NUMBER)
