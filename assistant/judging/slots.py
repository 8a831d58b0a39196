"""Slots: what a question fixes, a place, a year, a quarter or a day, against what the told sentences speak of
instead.

A slot that the sentences leave unsaid tells little. One that they fill otherwise, with another place or time
and nowhere with the one asked for, speaks against them, and can be said in words.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.choosing.scored import Text
from assistant.words.wording import Sought, glossary, there
from index.figures.dates import dates
from index.figures.read import figures, years_in
from index.words.capitals import countries
from index.words.glossary import provinces
from index.words.terms import morphemes
from sources.document import Language

Key = Hashable
TOWN: Final = 3  # letters, at least, of the name of a city, county or district


@dataclass(frozen=True, slots=True)
class Slot:
    """A "place" (a country), "region" (of Korea), "year", "quarter" or "day" that the question has as `asked`
    and the sentences as `told`."""

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
    return (
        *_places(terms, told, around),
        *_otherwise("region", _provinces_in, question, told, around, titled=True),
        *_otherwise("region", _towns_in, question, told, around, titled=True),
        *_years(question, first, around),
        *_otherwise("quarter", _quarters_in, question, first, around, titled=True),
        *_otherwise("day", _days_in, question, first, around),
    )


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


def _otherwise(
    kind: str,
    read: Callable[[str], dict[Key, str]],
    question: str,
    told: Sequence[Text],
    around: Sequence[Text],
    *,
    titled: bool = False,
) -> list[Slot]:
    """The slots of a kind that `read` finds in a text, what is meant → as written; where they are `titled`,
    what is around fills them, too, as a title names whose ordinance it is."""
    asked = read(question)
    if not asked:
        return []
    near = {key: words for text, _ in around for key, words in read(text).items()}
    said = {key: words for text, _ in told for key, words in read(text).items()} or (near if titled else {})
    if not said or asked.keys() & (said.keys() | near.keys()):
        return []
    return [Slot(kind, words, next(iter(said.values()))) for words in dict.fromkeys(asked.values())]


def _days_in(text: str) -> dict[Key, str]:
    """The days that `text` names, by month and day, as written."""
    found = (date for date in dates(text) if date.month and date.day)
    return {(one.month or 0, one.day or 0): text[one.start : one.end] for one in found}


def _quarters_in(text: str) -> dict[Key, str]:
    """The quarters and halves of years that `text` names."""
    return {(one.unit, one.value): one.text for one in figures(text) if one.unit in ("quarter", "half")}


def _provinces_in(text: str) -> dict[Key, str]:
    """The provinces and large cities of Korea that `text` names."""
    return {
        match.entry: text[match.start : match.end]
        for language in Language
        for match in glossary().matches(text, language)
        if match.entry in provinces()
    }


def _towns_in(text: str) -> dict[Key, str]:
    """The cities, counties and districts that a Korean `text` names, large cities apart."""
    names = (one.form for one in morphemes(text) if one.tag == "NNP" and len(one.form) >= TOWN)
    return {name: name for name in names if name[-1] in "시군구" and not _provinces_in(name)}
