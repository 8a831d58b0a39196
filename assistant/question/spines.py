"""What the documents of a library can be called by: the telling words of each title, its kind, its day, its
abbreviation and the people behind it. Nothing here names a document."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from assistant.words.phrases import either
from assistant.words.wording import words
from index.figures.dates import MONTH_NUMBERS, dates
from index.words.kinds import NAMED, TITLING, called, expression
from sources.document import Kind, Language, Record

# The words for each kind of document, in both languages.
GROUPS = {kind: either({own.value: [expression([kind], own)] for own in Language}) for kind in NAMED}
_KIND_GROUP = {
    Kind.BRIEF: "brief",
    Kind.REPORT: "report",
    Kind.DECLARATION: "declaration",
    Kind.DIGEST: "digest",
    Kind.ARTICLE: "article",
}
# An abbreviation at the end of a title is the document's own: "… of Trade Rules (GATR)".
_SHORT = re.compile(r"\(([A-Z][A-Za-z]*[A-Z]{2,}[A-Za-z0-9-]*)\)\s*$")
BEGUN = 2  # letters that a short name of a law has in common with the head of its title
NAMING = 0.7  # share of its most telling token's weight from which another token names a title, too
SEVERAL = 3  # documents up to which something that they share, such as their author, means each of them


@dataclass(frozen=True, slots=True)
class Spine:
    """What a record can be called by, whatever others there are. `titles`: the tokens of its titles in both
    languages; `date`: ISO 8601, as far as it is known; `short`: the abbreviations that close its titles;
    `people`: who wrote or published it, unspaced."""

    record: Record
    groups: frozenset[str]
    short: frozenset[str]
    people: frozenset[str]
    titles: dict[Language, frozenset[str]]

    @property
    def key(self) -> str:
        return self.record.key

    @property
    def date(self) -> str:
        return self.record.date

    @property
    def korean(self) -> str:
        """The Korean title, unspaced."""
        return squashed(self.record.titles.get(Language.KO, ""))

    @property
    def year(self) -> str:
        return self.record.date[:4]


def spine_of(record: Record) -> Spine:
    return Spine(
        record,
        _groups(record),
        frozenset(found[1] for t in record.titles.values() if (found := _SHORT.search(t))),
        _people(record),
        {lang: words(record.titles[lang], lang) for lang in Language if record.titles.get(lang)},
    )


@dataclass(frozen=True, slots=True)
class Heading:
    """A title as it is met in a text: how much each of its tokens tells, all of them together, and which
    `name` the document: those that tell nearly as much as its most telling one."""

    weights: Mapping[str, float]
    total: float
    name: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clues:
    """Where each thing that a document can be called by stands among the spines. `weights`: how much a
    title's token tells: the more, the fewer titles have it; `begun` goes by the first BEGUN letters of
    a Korean title."""

    tokens: dict[tuple[Language, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    dated: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    days: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    short: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    begun: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    weights: dict[tuple[Language, str], float] = field(default_factory=dict)
    headings: dict[tuple[Language, frozenset[str]], Heading] = field(default_factory=dict)

    def heading(self, spine: Spine, language: Language) -> Heading:
        """The title of `spine` in `language`. Thousands may share a word with a question, so each is weighed
        once."""
        tokens = spine.titles.get(language, frozenset())
        if (held := self.headings.get((language, tokens))) is None:
            weights = {token: self.weights[language, token] for token in tokens}
            # A title word that few documents share tells; "summit" or "NATO" in every title does not.
            bare = {token: weight for token, weight in weights.items() if token not in kind_tokens(language)}
            top = max(bare.values(), default=0.0)
            name = frozenset(token for token, weight in bare.items() if weight >= NAMING * top)
            held = self.headings[language, tokens] = Heading(weights, sum(weights.values()), name)
        return held

    def behind_few(self, name: str) -> bool:
        """Whether a person is behind few documents, and so means them."""
        return len(self.people[name]) <= SEVERAL


def clues_of(spines: Sequence[Spine]) -> Clues:
    found = Clues()
    for place, spine in enumerate(spines):
        for language, tokens in spine.titles.items():
            for token in tokens:
                found.tokens[language, token].append(place)
        for group in spine.groups:
            found.groups[group].append(place)
            found.dated[group, spine.year].append(place)
        found.days[spine.date].append(place)
        for name in spine.short:
            found.short[name].append(place)
        for name in spine.people:
            found.people[name].append(place)
        if spine.korean:
            found.begun[spine.korean[:BEGUN]].append(place)
    for title_token, places in found.tokens.items():
        having = len(places)
        found.weights[title_token] = math.log(1 + (len(spines) - having + 0.5) / (having + 0.5))
    return found


@cache
def kind_tokens(language: Language) -> frozenset[str]:
    """The tokens of words for kinds of documents and of meetings that issue them: they tell none apart."""
    plain = (word for word in called(TITLING, language) if word.isalpha())
    return frozenset().union(*(words(word, language) for word in plain))


@lru_cache(maxsize=5_000)
def days_in(text: str) -> frozenset[str]:
    """The days that `text` has with their years, as ISO 8601: a document of that day may be meant."""
    return frozenset(date.iso for date in dates(text) if date.year and date.day)


def written_date(date: str) -> frozenset[str]:
    """The words in which a question may have the parts of an ISO date: 2025, July, 7월, 30."""
    year, month, day = (*date.split("-"), "", "")[:3]
    if not day:
        return frozenset([year] if year else [])
    names = {name for name, number in MONTH_NUMBERS.items() if number == int(month)}
    return frozenset({year, str(int(month)), str(int(day)), f"{int(month)}월", f"{int(day)}일", *names})


def _people(record: Record) -> frozenset[str]:
    """The names of those who wrote, issued or published it, longer than a word that may mean anything."""
    fields = (*record.publishers.values(), *record.issuers.values())
    bare = (name.partition(" (")[0] for name in (*fields, *record.author_names))
    return frozenset(name for name in map(squashed, bare) if len(name) > (7 if name.isascii() else 2))


@lru_cache(maxsize=5_000)
def squashed(text: str) -> str:
    return "".join(text.lower().removeprefix("the ").split())


def _groups(record: Record) -> frozenset[str]:
    found = {
        name for name, pattern in GROUPS.items() for title in record.titles.values() if pattern.search(title)
    }
    if record.kind in _KIND_GROUP:
        found.add(_KIND_GROUP[record.kind])
    return frozenset(found)
