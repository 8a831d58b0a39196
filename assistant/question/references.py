"""Which documents a question speaks of: "브리프는", "헤이그 선언 요약", "the 2024 declaration", "the author".

Resolved against the records in the library: the telling words of each title, what kind of document it is,
and its year. Nothing here names a document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.question.spines import (
    BEGUN,
    GROUPS,
    SEVERAL,
    Spine,
    clues_of,
    days_in,
    kind_tokens,
    spine_of,
    squashed,
    written_date,
)
from assistant.question.statutes import shortens, statutes
from assistant.words.wording import LIKELY, Sought, reading, words, written_in
from index.figures.read import dates_a_year, figures, years_in
from sources.document import Language, Record

# What may stand between a year and the kind of text that it tells from others.
_BETWEEN = re.compile(r"[^.,;?\d]{0,18}")
NONE: frozenset[str] = frozenset()
TOGETHER = 2  # tokens of the other language that a title must have


def is_kind_word(word: str) -> bool:
    """Whether `word` is only a kind of document: 브리프, declaration."""
    return any(pattern.fullmatch(word) for pattern in GROUPS.values())


def plainest(named: Mapping[str, float]) -> tuple[str, ...]:
    """The documents that are plainly spoken of, the plainest first."""
    return tuple(sorted((k for k, strength in named.items() if strength >= LIKELY), key=lambda k: -named[k]))


@dataclass(frozen=True, slots=True)
class Said:
    """What of a text may name a document: its tokens in the language it is read in, the kinds of text and the
    years it speaks of."""

    text: str
    language: Language
    tokens: frozenset[str]
    kinds: frozenset[str]
    years: frozenset[str]


def said(text: str, language: Language, tokens: frozenset[str] | None = None) -> Said:
    """`text` read in `language`, with other `tokens` than its own where it is read across languages."""
    kinds = frozenset(kind for kind, pattern in GROUPS.items() if pattern.search(text))
    years = frozenset(map(str, years_in(text)))
    return Said(text, language, words(text, language) if tokens is None else tokens, kinds, years)


class Shelf:
    """The records of a library, ready to resolve references."""

    def __init__(self, records: Sequence[Record], before: Shelf | None = None) -> None:
        """`before`: the records as they were, most of them often the same."""
        self.records = {record.key: record for record in records}
        held = before._by_key if before else {}
        self._spines = [
            spine if (spine := held.get(record.key)) and spine.record == record else spine_of(record)
            for record in records
        ]
        self._by_key: dict[str, Spine] = {spine.key: spine for spine in self._spines}
        self._clues = clues_of(self._spines)

    def named(self, text: str, language: Language) -> dict[str, float]:
        """Document key → how plainly `text` speaks of that document, 0 to 1; unnamed ones are left out. Of a
        text joined from several lines, each is also read in the language it is written in."""
        found = dict(self._named(text, reading(text, language)))
        for line in text.split("\n") if "\n" in text else ():
            for key, strength in self._named(line, written_in(line)):
                found[key] = max(strength, found.get(key, 0.0))
        return found

    def named_across(
        self, text: str, renderings: Mapping[str, Mapping[str, float]], language: Language
    ) -> dict[str, float]:
        """As `named`, of documents that have a title in the other language alone: by what the words of `text`
        are there, token → how surely. One word is not enough: "Korea" does not name its constitution."""
        other = language.other
        one = said(text, other, frozenset(token for meant in renderings.values() for token in surely(meant)))
        found = {}
        for place in {p for token in one.tokens for p in self._clues.tokens.get((other, token), ())}:
            spine = self._spines[place]
            met = one.tokens & spine.titles[other] - kind_tokens(other)
            if not spine.titles.get(language) and len(met) >= TOGETHER:
                found[spine.key] = self._strength(spine, one)
        return found

    def naming(
        self, key: str, text: str, renderings: Mapping[str, Mapping[str, float]], language: Language
    ) -> set[str]:
        """The tokens of `text` that are in the title of the document `key`, or mean what is there."""
        titles = self._by_key[key].titles
        own, other = titles.get(language, NONE), titles.get(language.other, NONE)
        found = set(words(text, language) & own)
        for word, meant in renderings.items():
            if surely(meant) & other:
                found |= words(word, language)
        return found - kind_tokens(language)

    def called(
        self, text: str, renderings: Mapping[str, Mapping[str, float]], language: Language
    ) -> dict[str, float]:
        """The documents that `text` names in its own language, and those it plainly names in the other."""
        named = self.named(text, language)
        for key, strength in self.named_across(text, renderings, language).items():
            if strength >= LIKELY:
                named[key] = max(strength, named.get(key, 0.0))
        return named

    def refers(self, term: Sought, named: Mapping[str, float], language: Language) -> bool:
        """Whether `term` of a question that speaks of the documents `named` only names one: a kind of
        document, or a word of the title or a part of the date of one that is named."""
        if is_kind_word(term.surface):
            return True
        parts = {part.lower() for form in term.alternatives(language) for part in form}
        spines = (self._by_key[key] for key in plainest(named))
        return any(
            bool(parts & spine.titles.get(language, NONE)) or bool(parts & written_date(spine.date))
            for spine in spines
        )

    def strength(self, key: str, one: Said) -> float:
        """How plainly what was said names the document `key`, 0 to 1."""
        return round(self._strength(self._by_key[key], one), 3)

    @lru_cache(maxsize=5_000)  # noqa: B019  one shelf a library version, dropped with it
    def _named(self, text: str, language: Language) -> tuple[tuple[str, float], ...]:
        one = said(text, language)
        keys = [self._spines[place].key for place in self._possible(one)]
        found = {key: strength for key in keys if (strength := self.strength(key, one)) > 0}
        for key in self._laws(text):
            found[key] = max(LIKELY, found.get(key, 0.0))
        return tuple(found.items())

    def _laws(self, text: str) -> list[str]:
        """The documents whose title a name of a law in `text` shortens, where it does that of few."""
        for name in statutes(text):
            begun = self._clues.begun.get(name[:BEGUN], ()) if len(name) > BEGUN else ()
            meant = [place for place in begun if shortens(name, self._spines[place].korean)]
            if 0 < len(meant) <= SEVERAL:
                return [self._spines[place].key for place in meant]
        return []

    def _possible(self, one: Said) -> list[int]:
        """The places of all documents that may be named: `_strength` is 0 for any other."""
        clues = self._clues
        found = {place for token in one.tokens for place in clues.tokens.get((one.language, token), ())}
        for kind in one.kinds:
            lone = len(clues.groups[kind]) == 1
            dated = (place for year in one.years for place in clues.dated.get((kind, year), ()))
            found.update(clues.groups[kind] if lone else dated)
        unspaced = squashed(one.text)
        for name, places in clues.short.items():
            if name in one.text:
                found.update(places)
        for name, places in clues.people.items():
            if len(places) <= SEVERAL and name in unspaced:
                found.update(places)
        for day in days_in(one.text):
            found.update(clues.days.get(day, ()))
        return sorted(found)

    def _strength(self, spine: Spine, one: Said) -> float:
        text, there = one.text, one.tokens
        title = self._clues.heading(spine, one.language)
        met = there & title.weights.keys()
        share = sum(map(title.weights.__getitem__, met)) / title.total if met else 0.0
        telling = not met.isdisjoint(title.name)
        kinds = one.kinds & spine.groups
        lone = any(len(self._clues.groups[group]) == 1 for group in kinds)
        strength = 0.6 * share + (0.3 if telling else 0.0) + (0.3 if kinds and telling else 0.0)
        strength += 0.55 if lone else 0.0
        if any(name in text and words(name, Language.EN) <= there for name in spine.short):
            strength = max(strength, LIKELY)
        unspaced = squashed(text)
        if any(name in unspaced and self._clues.behind_few(name) for name in spine.people):
            strength += LIKELY
        if spine.date in days_in(text):
            strength += LIKELY
        attached = {year for group in kinds for year in attached_years(text, group)}
        if attached and spine.year not in attached:
            return strength * (0.8 if telling else 0.3)
        if attached or (kinds and spine.year in one.years):
            strength += 0.45
        return min(1.0, strength)


def surely(meant: Mapping[str, float]) -> frozenset[str]:
    """The tokens of the other language that a word of the question surely means."""
    return frozenset(token for token, weight in meant.items() if weight >= LIKELY)


@lru_cache(maxsize=5_000)
def attached_years(text: str, kind: str) -> frozenset[str]:
    """The years that stand right before a kind of document: "the 2024 declaration", 2024년 워싱턴 선언."""
    dated = [figure for figure in figures(text) if dates_a_year(figure)]
    return frozenset(
        str(figure.date[0])
        for named in GROUPS[kind].finditer(text)
        for figure in dated
        if figure.end <= named.start() and _BETWEEN.fullmatch(text, figure.end, named.start())
    )
