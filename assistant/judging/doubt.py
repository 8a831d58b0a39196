"""Grounds for doubt: each is rarely there and then tells much, so that they are one signal of the verdict.

Each compares the question's wording with the told sentences alone: a negation or a qualifier that they do not carry,
a name or year that stands in another sentence than the figure, nothing of the kind asked for.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.choosing.evidence import (
    HARD,
    borne_out,
    holds,
)
from assistant.choosing.figures import figure_spans, years_in
from assistant.choosing.scored import Text
from assistant.judging.polarity import misses_the_negation
from assistant.question.cues import Asked
from assistant.question.read import Question
from assistant.words.wording import LIKELY, THERE, Sought, has
from index.words.terms import TermKind

# A point in time and how the asked thing lies to it.
_RELATION: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"\b(?:after|beyond|past) (?P<y>(?:19|20)\d\d)\b|(?P<k>(?:19|20)\d\d)년\s?(?:이후|뒤|후)", re.I
        ),
        re.compile(
            r"\b(?:after|beyond|past|from|since) (?:\w+ )?{y}\b|{y}년?(?:\s?\d+월)?(?:\s?\d+일)?\s?(?:이후|뒤|후|부터)"
        ),
    ),
    (
        re.compile(r"\bbefore (?P<y>(?:19|20)\d\d)\b|(?P<k>(?:19|20)\d\d)년\s?(?:이전|전에)", re.I),
        re.compile(r"\b(?:before|until|by|prior to) (?:\w+ )?{y}\b|{y}년?\s?(?:이전|전|까지)"),
    ),
)
# Words that say how something was done: an answer must bear them out.
_QUALIFIER: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.I), re.compile(told, re.I))
    for asked, told in (
        (
            r"\bdirectly (?:sa(?:y|id)|stated?|told|names?d?)\b|직접\s?(?:말|언급|발언|밝)",
            r"\bdirect|직접|“|\"|‘",
        ),
        (
            r"\bexplicitly\b|명시적으로|분명히\s?(?:말|밝)",
            r"\bexplicit|\bexpress(?:ly)|\bclear|명시|분명|“|\"",
        ),
        (r"\bunanimous|만장일치", r"\bunanimous|\bconsensus|만장일치|합의"),
        (r"\blegally binding\b|법적 구속력", r"\bbinding\b|구속"),
    )
)
# Asked whether a text has a thing in it at all.
_MENTION = re.compile(
    r"(?:언급|거론|포함|명시|규정|기술)(?:하|되|돼|했|됐|되어)[가-힣]*(?:나요|습니까|는지|니|까|어요|해요|나|냐)(?=[\s?.]|$)"
    r"|(?:나오|나와|들어\s?있|담겨\s?있|적혀\s?있)[가-힣]*(?:나요|습니까|는지|까|나|냐)(?=[\s?.]|$)"
    r"|\b(?:do|does|did|is|are|was|were|has|have)\b.*\b(?:mention(?:ed)?|refer(?:red)? to|named?|contain(?:ed)?|included?)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:what|which|who|whom|when|where|why|how)\b|무엇|뭐|뭘|어떤|어떻|어느|어디|언제|누구|누가|왜|몇|얼마|무슨",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the told sentences: the titles of their documents, their headings, and titles and
    paragraphs together; `foreign` where any is in another language than the question and not translated."""

    titles: tuple[Text, ...]
    headings: tuple[Text, ...]
    texts: tuple[Text, ...]
    foreign: bool


def doubtful(
    question: Question, terms: Sequence[Sought], told: Sequence[Text], seen: Sequence[Text], around: Around
) -> bool:
    """Whether the `told` sentences, each in one language (`seen`: in all), give any ground for doubt. `terms`
    are the question's words."""
    return (
        misses_the_negation(question.text, question.language, seen)
        or _unrelated(question.text, seen)
        or _unqualified(question.text, seen)
        or _of_another(question, terms, told, around.titles)
        or _unmentioned(question.text, terms, (*seen, *around.titles))
        or unmarked(question, told)
        or (
            question.asks(Asked.RECOMMENDATION)
            and not any(holds(Asked.RECOMMENDATION, text, question.text, own) for text, own in seen)
        )
        or _strange(terms, seen, around)
    )


def _strange(terms: Sequence[Sought], seen: Sequence[Text], around: Around) -> bool:
    """Whether the question has a name that is not even near the sentences, or a country that none of them, their
    headings and titles has. In a text of the other language a name need only be likely there, and a country is
    no ground: it is what the text is from."""
    near, told = (*around.texts, *around.titles), (*seen, *around.titles, *around.headings)
    enough = LIKELY if around.foreign else THERE
    return any(
        max(has(t, text, own) for text, own in (told if t.country is not None else near)) < enough
        for t in terms
        if t.kind is TermKind.NAME and not (around.foreign and t.country is not None)
    )


def _unrelated(question: str, seen: Sequence[Text]) -> bool:
    """Asked what holds after a year, the sentences say only what holds by it."""
    for asked, told in _RELATION:
        for found in asked.finditer(question):
            year = found["y"] or found["k"]
            wanted = re.compile(told.pattern.replace("{y}", year), re.IGNORECASE)
            if not any(wanted.search(text) for text, _ in seen):
                return True
    return False


def _unqualified(question: str, seen: Sequence[Text]) -> bool:
    return any(
        asked.search(question) and not any(told.search(text) for text, _ in seen)
        for asked, told in _QUALIFIER
    )


def unmarked(question: Question, told: Sequence[Text]) -> bool:
    """Asked for a figure, a date, a person or a place, no sentence holds any."""
    if not question.asked & HARD:
        return False
    return max(borne_out(question.asked, text, question.text, own)[0] for text, own in told) <= 0.0


def _unmentioned(question: str, terms: Sequence[Sought], there: Sequence[Text]) -> bool:
    """Asked whether a text mentions a thing, the sentences have not all the words for it."""
    if not _MENTION.search(question) or _OPEN.search(question):
        return False
    things = [t for t in terms if t.kind is not TermKind.VERB and not _MENTION.search(t.surface)]
    return any(max(has(thing, text, own) for text, own in there) < THERE for thing in things)


def _of_another(
    question: Question, terms: Sequence[Sought], told: Sequence[Text], titles: Sequence[Text]
) -> bool:
    """No sentence that may answer (one with a figure, where a figure is asked for) has all names and years of the
    question that the sentences have between them, or goes on from one that has the rest: "4 million was lost in
    2022. In 2012 nine people died"."""
    if question.parts or question.asks(Asked.COMPARISON, Asked.LIST):
        return False
    years = {str(year) for year in years_in(question.text)}
    named = [
        t
        for t in terms
        if t.kind is TermKind.NAME or (t.kind is TermKind.NUMBER and t.surface.removesuffix("년") in years)
    ]
    there = {
        t.surface: [at for at, (text, own) in enumerate(told) if has(t, text, own) >= THERE] for t in named
    }
    spoken_of = [
        t for t in named if there[t.surface] and not any(has(t, text, own) >= THERE for text, own in titles)
    ]
    figured = [at for at, (text, _) in enumerate(told) if figure_spans(question.asked, text, question.text)]
    return bool(spoken_of) and all(
        any(at not in there[t.surface] and not _goes_on(t, at, there[t.surface], told) for t in spoken_of)
        for at in figured or range(len(told))
    )


def _goes_on(term: Sought, at: int, there: Sequence[int], told: Sequence[Text]) -> bool:
    """Whether the sentence after one that has the `term` may mean the same; with a year of its own, it tells of that."""
    own_year = term.kind is TermKind.NUMBER and bool(years_in(told[at][0]))
    return at - 1 in there and not own_year
