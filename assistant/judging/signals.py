"""The signals of the verdict: what the told sentences, their surroundings and the reader say for and against
an answer."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES, SIGNALS
from assistant.choosing.figures import numbers_in
from assistant.choosing.order import runs, shares
from assistant.choosing.scored import Scored, Text, texts_of, titles_of, untranslated, views_of
from assistant.judging.notations import written
from assistant.judging.slots import Slot
from assistant.question.cues import Asked
from assistant.question.read import Question
from assistant.words.wording import Sought, glossary, render, there
from index.figures.dates import MONTH_NUMBERS
from index.words.glossary import Entry, is_territory, territory
from index.words.terms import TermKind
from sources.document import Language

_READER = FEATURES.index("reader")
NEAR_BY = 0.4  # of a thing missed in the sentences that stands around them
MIDDLE, WIDTH = -2.0, 2.0  # of the reader's scores


@dataclass(frozen=True, slots=True)
class Told:
    """What is told first and what stands around it, each text in every language it exists in. A question
    about one thing must be borne out by one quote, a comparison by all of them together.

    `terms` are the question's words, with what the library has for them where the text is not translated;
    `first` is the sentence that answers, without those beside it, of a comparison all of them; `elsewhere` is
    what else was found of the same documents, `homes` are the countries that these are about.
    """

    question: Question
    terms: tuple[Sought, ...]
    run: tuple[Scored, ...]
    sentences: tuple[Text, ...]
    first: tuple[Text, ...]
    titles: tuple[Text, ...]
    around: tuple[Text, ...]
    elsewhere: tuple[Text, ...]
    homes: frozenset[Entry]
    untranslated: bool


def told_first(asking: Asking, chosen: Sequence[Scored], terms: Sequence[Sought]) -> Told:
    question = asking.judged.question
    whole = bool(question.parts) or question.asks(Asked.COMPARISON)
    run = chosen if whole else runs(chosen)[0]
    foreign = untranslated(run[0].passage, question.language)
    titles = tuple(pair for s in run for pair in titles_of(s.passage))
    documents = {s.passage.document_id for s in run}
    return Told(
        question,
        tuple(render(terms, asking.found.renderings) if foreign else terms),
        tuple(run),
        tuple(pair for s in run for pair in views_of(s.passage, s.sentence)),
        tuple(pair for s in (chosen if whole else chosen[:1]) for pair in views_of(s.passage, s.sentence)),
        titles,
        (*(pair for s in run for pair in texts_of(s.passage)), *titles),
        tuple(pair for p in asking.passages if p.document_id in documents for pair in texts_of(p)),
        frozenset(asking.homes[one] for one in documents if one in asking.homes),
        foreign,
    )


def signals(asking: Asking, told: Told, against: Sequence[Slot]) -> NDArray[np.float64]:
    """(len(SIGNALS),) of what is `told` first, for a question whose slots `against` are filled otherwise."""
    row = {
        "reader": _read(told) if asking.read else 0.0,
        "share": float(shares(asking.scored)[0]),
        "place_missing": _places_missing(told),
        "figure_missing": _figures_missing(told.question, told.sentences, told.titles, told.around),
        "other_place": float(any(slot.kind in {"place", "region"} for slot in against)),
        "other_year": float(any(slot.kind == "year" for slot in against)),
    }
    return np.array([row[name] for name in SIGNALS])


def _read(told: Told) -> float:
    """What the reader says of the best of the sentences, between 0 and 1: far from the middle, more tells no
    more."""
    best = max(float(s.features[_READER]) for s in told.run)
    return 1.0 / (1.0 + math.exp((MIDDLE - best) / WIDTH))


def _places_missing(told: Told) -> float:
    """How many countries of the question the sentences have not, 2 at most: a text seldom names its own in
    every paragraph, one in Korean need not say at all that it speaks of Korea."""
    return min(2.0, sum(_absence(term, told) for term in _places(told)))


def afar(told: Told) -> bool:
    """Whether a country of the question stands only elsewhere in what was found of the document: its own, or
    another one that it speaks of, too."""
    near = (*told.sentences, *told.around)
    return any(
        there(term, told.elsewhere, likely=told.untranslated)
        and not there(term, near, likely=told.untranslated)
        for term in _places(told)
    )


def away(asking: Asking, told: Told) -> tuple[tuple[str, ...], float]:
    """The names and nouns of the question, as the user wrote them, that another document found has in its
    language and what was found of those told in no notation; and the share of the question's that these are,
    with those that none has. A verb has too many synonyms to be missed."""
    here = (*told.elsewhere, *told.titles)
    documents = {s.passage.document_id for s in told.run}
    language = told.question.language
    others = [
        text
        for passage in asking.passages
        if passage.document_id not in documents
        for text in (*texts_of(passage), *titles_of(passage))
        if text[1] is language
    ]
    named = [term for term in told.terms if term.kind is not TermKind.VERB]
    sought = [term for term in named if not there(term, here, likely=True)]
    otherwise = written(told.question.text, (t.surface for t in sought), (text for text, _ in here))
    missed = [term for term in sought if term.surface not in otherwise]
    elsewhere = tuple(term.surface for term in missed if there(term, others))
    known = {*elsewhere, *asking.found.unknown}
    return elsewhere, sum(term.surface in known for term in missed) / max(1, len(named))


def _places(told: Told) -> list[Sought]:
    """The countries of the question that what is told must name: its documents' own goes without saying, and
    so does Korea in Korean."""
    korean = any(s.passage.language is Language.KO for s in told.run)
    return [
        term
        for term in told.terms
        if _place(term, told.question.language)
        and not (korean and _korea(term))
        and term.country not in told.homes
    ]


def _figures_missing(
    question: Question,
    sentences: Sequence[tuple[str, Language]],
    titles: Sequence[tuple[str, Language]],
    around: Sequence[tuple[str, Language]],
) -> float:
    """The share of the question's figures that neither the answer nor its document's title and date has; one
    that the paragraph has counts for NEAR_BY of it."""
    asked = numbers_in(question.text)
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


# A figure that is part of a name: 제3안, 5-nanometre.
_LABEL = re.compile(r"제\s?\d+|\b\d+-[A-Za-z]+")


def _absence(term: Sought, told: Told) -> float:
    """0 for a term that the answer has or its document's title is about, NEAR_BY for one that its document
    has beside it, as far as that was found, 1 for one that is not even there."""
    if there(term, (*told.sentences, *map(_subject, told.titles)), likely=told.untranslated):
        return 0.0
    return NEAR_BY if there(term, (*told.around, *told.elsewhere), likely=told.untranslated) else 1.0


def _subject(title: Text) -> Text:
    """The words of a title that may name the country it is about: of a Korean one the first."""
    text, language = title
    return (text.split(maxsplit=1)[0] if language is Language.KO and text.strip() else text, language)


def _place(term: Sought, language: Language) -> bool:
    """Whether a term names a country."""
    return term.kind is TermKind.NAME and any(
        map(is_territory, glossary().entries_of(term.surface, language))
    )


def _korea(term: Sought) -> bool:
    return term.country is not None and term.country == territory("KR")
