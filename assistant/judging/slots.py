"""Slots: what a question fixes, a country, a year or a day, against what the told sentences speak of instead.

A slot that the sentences leave unsaid tells little. One that they fill otherwise, with another country, year
or day and nowhere with the one asked for, speaks against them, and can be said in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.choosing.scored import Text
from assistant.words.wording import Sought, glossary, there
from index.figures.dates import dates
from index.figures.read import years_in
from index.words.capitals import countries


@dataclass(frozen=True, slots=True)
class Slot:
    """A "place", "year" or "day" that the question has as `asked` and the sentences as `told`."""

    kind: str
    asked: str
    told: str


def contradicted(
    question: str,
    terms: Sequence[Sought],
    told: Sequence[Text],
    first: Sequence[Text],
    around: Sequence[Text],
) -> tuple[Slot, ...]:
    """The slots of `question`, whose words are `terms`, that the `told` sentences fill otherwise, those of
    time the `first` of them: the next one may have the year for something else. `around` is what else says
    what they are about: titles, dates, headings, the words over a list or table."""
    return (*_places(terms, told, around), *_years(question, first, around), *_days(question, first, around))


def _places(terms: Sequence[Sought], told: Sequence[Text], around: Sequence[Text]) -> list[Slot]:
    asked = [t for t in terms if t.country is not None]
    absent = [t for t in asked if not there(t, (*told, *around))]
    if not absent or len(absent) < len(asked):
        return []
    others = [
        text[match.start : match.end]
        for text, own in told
        for match in glossary().matches(text, own)
        if match.entry in countries()
    ]
    return [Slot("place", term.surface, others[0]) for term in absent if others]


def _years(question: str, told: Sequence[Text], around: Sequence[Text]) -> list[Slot]:
    asked = years_in(question)
    there = {year for text, _ in told for year in years_in(text)}
    named = there | {year for text, _ in around for year in years_in(text)}
    if not there or asked & named:
        return []
    return [Slot("year", str(year), str(max(there))) for year in sorted(asked)]


def _days(question: str, told: Sequence[Text], around: Sequence[Text]) -> list[Slot]:
    asked = _days_in(question)
    said = {day: words for text, _ in told for day, words in _days_in(text).items()}
    named = said.keys() | {day for text, _ in around for day in _days_in(text)}
    if not said or asked.keys() & named:
        return []
    return [Slot("day", words, next(iter(said.values()))) for words in asked.values()]


def _days_in(text: str) -> dict[tuple[int, int], str]:
    """The days that `text` names, by month and day, as written."""
    found = (date for date in dates(text) if date.month and date.day)
    return {(one.month or 0, one.day or 0): text[one.start : one.end] for one in found}
