"""The signals of the verdict: what the told sentences, their surroundings and the reader say for and against an answer."""

# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES
from assistant.choosing.compare import of_document
from assistant.choosing.evidence import HARD, borne_out, left_open
from assistant.choosing.figures import numbers_in
from assistant.choosing.order import runs, shares
from assistant.choosing.scored import Scored, texts_of, titles_of, untranslated, views_of
from assistant.judging.figure_words import FIGURES, marked
from assistant.judging.notations import written
from assistant.question.read import Question
from assistant.words.wording import (
    Sought,
    glossary,
    has,
    render,
)
from index.figures.dates import MONTH_NUMBERS
from index.hit import Retrieval
from index.words.glossary import is_territory, territory
from index.words.terms import TermKind
from sources.document import Language

_AT = {name: i for i, name in enumerate(FEATURES)}


FULLY = 0.99  # share of a term from which it is there
RENDERED_ENOUGH = 0.465  # the same in a text of the other language, where the library's renderings count
NEAR_BY = 0.4  # of a thing missed in the sentences that the paragraph around them has
NEAR_ENOUGH = 0.6  # share of the question's words around a figure from which it counts in full
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


def told_as(scored: Scored, language: Language) -> tuple[str, Language]:
    """The sentence in `language` where it exists in it, and the language it is told in."""
    seen = views_of(scored.passage, scored.sentence)
    return next((pair for pair in seen if pair[1] is language), seen[0])


def signals(
    asking: Asking, chosen: Sequence[Scored], terms: Sequence[Sought], missing: Sequence[str]
) -> NDArray[np.float64]:
    """(len(SIGNALS),) of the `chosen` sentences, for a question whose words are `terms` and of which `missing`
    stand nowhere."""
    question, scored = asking.judged.question, asking.scored
    language = question.language
    # A question about one thing must be borne out by one quote; a comparison by all of them together.
    told = chosen if question.sides or question.parts else runs(chosen)[0]
    first = told[0]
    foreign_text = untranslated(first.passage, language)
    if foreign_text:
        terms = render(terms, asking.found.renderings)
    sentences = [pair for s in told for pair in views_of(s.passage, s.sentence)]
    titles = [pair for s in told for pair in titles_of(s.passage)]
    around = [pair for s in told for pair in (*texts_of(s.passage), *titles)]
    answer = " ".join(told_as(s, language)[0] for s in told)
    answer_language = told_as(first, language)[1]
    asks_mark = bool(question.asked & HARD)
    foreign = answer_language is not language
    hard, soft = borne_out(question.asked, answer, question.text, answer_language)
    around_mark = marked(question, terms, answer, answer_language)
    if question.asks(*FIGURES):
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
    words_missing = _absent([t for t in terms if t.kind is TermKind.NOUN], sentences, around)
    return np.array(
        (
            (_nearest(asking.found, told) + (0.04 if foreign else 0.0) - asking.anchor) / 0.05,
            float(shares(scored)[0]),
            share_around,
            _most(told, "names"),
            places,
            _absent([t for t in terms if _year(t)], sentences, around),
            names,
            float(asks_mark),
            hard,
            float(
                of_document(question, asking.whole.keys)
                and not any(s.passage.key in asking.whole.keys for s in told)
            ),
            _figures_missing(question, sentences, titles, around),
            float(left_open(answer, question.text, answer_language)),
            soft,
            unknown,
            float(foreign),
            # Across languages a name that is not found tells less.
            foreign * (places + names + unknown),
            *(_at_home(told, foreign, words_missing)),
            *_read(scored, told, foreign),
        )
    )


def _at_home(told: Sequence[Scored], foreign: bool, missing: float) -> tuple[float, float, float]:
    """What the question's words tell where the answer is in its language; nothing where it is not."""
    if foreign:
        return (0.0, 0.0, 0.0)
    return (_most(told, "lexical"), _most(told, "covers"), missing)


def _read(scored: Sequence[Scored], told: Sequence[Scored], foreign: bool) -> tuple[float, float, float]:
    """What the reader says of the told sentences, the same across languages, and of the best it read."""
    own = _most(told, "reader")
    return (own, foreign * own, max(float(s.features[_AT["reader"]]) for s in scored))


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
    asked = numbers_in(_RATE.sub(" ", question.text))
    if not asked:
        return 0.0
    whole = re.sub(r"\s|-", "", " ".join(text for text, _ in (*sentences, *titles))).lower()
    labels = [re.sub(r"\s|-", "", label).lower() for label in _LABEL.findall(question.text)]
    if any(label not in whole for label in labels):
        return 1.0
    there = {f for text, _ in (*sentences, *titles) for f in numbers_in(text)}
    there |= {part for text, _ in titles for part in re.split(r"\D+", text)}
    # The month of "11월" may be written November.
    there |= {str(MONTH_NUMBERS[w]) for w in _latin_words(sentences, titles) if w in MONTH_NUMBERS}
    there |= written(question.text, asked, (text for text, _ in (*sentences, *titles)))
    near = {f for text, _ in around for f in numbers_in(text)}
    near |= written(question.text, asked, (text for text, _ in around))
    return sum(NEAR_BY if f in near else 1.0 for f in asked - there) / len(asked)


def _latin_words(*texts: Sequence[tuple[str, Language]]) -> frozenset[str]:
    """The words in Latin letters of `texts`, lower case."""
    return frozenset(re.findall(r"[a-z]+", " ".join(text for part in texts for text, _ in part).lower()))


# "1년에" is each year, and no figure to look for.
_RATE = re.compile(r"(?<!\d)1\s?(?:년|개월|달|주|주일|일|시간|인|명|건|대|개|회|톤)(?:에|당|간)")
# A figure that is part of a name: 제3안, 5-nanometre.
_LABEL = re.compile(r"제\s?\d+|\b\d+-[A-Za-z]+")


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
