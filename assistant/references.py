"""Which documents a question speaks of: "브리프는", "헤이그 선언 요약", "the 2024 declaration", "the author".

Resolved against the records in the library: the telling words of each title, what kind of document it is,
and its year. Nothing here names a document.
"""
# ruff: noqa: E501  (patterns read better unbroken)

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.wording import Sought, words
from sources.document import Kind, Language, Record

# Words for one kind of document, in both languages, as tokens and as plain text.
_GROUPS: dict[str, str] = {
    "brief": r"브리프|이슈\s?브리프|\bbriefs?\b|\bpolicy paper\b",
    "report": r"보고서|연구서|\breports?\b|\bstud(?:y|ies)\b|\bpapers?\b",
    "declaration": r"선언문?(?!하|했|한다)|성명(?!을 내)|코뮈니케|\bdeclarations?\b|\bcommuniqu[eé]s?\b|\bstatements?\b",
    "accord": r"협약|협정|조약|합의문|\baccords?\b|\btreat(?:y|ies)\b|\bagreements?\b|\bconventions?\b|\bpacts?\b",
    "digest": r"요약본?|다이제스트|\bdigests?\b|\bsummar(?:y|ies)\b",
    "programme": r"프로그램|\bprogrammes?\b|\bprograms?\b",
    "article": r"기사|칼럼|논문|\barticles?\b|\bop-?eds?\b",
}
GROUPS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _GROUPS.items()}
_KIND_GROUP = {
    Kind.BRIEF: "brief",
    Kind.REPORT: "report",
    Kind.DECLARATION: "declaration",
    Kind.DIGEST: "digest",
    Kind.ARTICLE: "article",
}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
NAMED = 0.5  # reference strength from which a document counts as named


@dataclass(frozen=True, slots=True)
class _Spine:
    """What a record can be called by. `tokens`: title tokens of both languages, by weight."""

    key: str
    groups: frozenset[str]
    year: str
    tokens: dict[Language, dict[str, float]]


def is_kind_word(word: str) -> bool:
    """Whether `word` is only a kind of document: 브리프, declaration."""
    return any(pattern.fullmatch(word) for pattern in GROUPS.values())


class Shelf:
    """The records of a library, ready to resolve references."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = {record.key: record for record in records}
        titles = {
            r.key: {lang: words(r.titles[lang], lang) for lang in Language if r.titles.get(lang)}
            for r in records
        }
        counts = {lang: Counter(t for by in titles.values() for t in by.get(lang, ())) for lang in Language}
        total = len(records)
        self._spines = [
            _Spine(
                r.key,
                _groups(r),
                r.year,
                {
                    lang: {
                        t: math.log(1 + (total - counts[lang][t] + 0.5) / (counts[lang][t] + 0.5))
                        for t in tokens
                    }
                    for lang, tokens in titles[r.key].items()
                },
            )
            for r in records
        ]
        self._groups = Counter(group for spine in self._spines for group in spine.groups)

    def named(self, text: str, language: Language) -> dict[str, float]:
        """Document key → how plainly `text` speaks of that document, 0 to 1; unnamed ones are left out."""
        return dict(self._named(text, language))

    def refers(self, term: Sought, text: str, language: Language) -> bool:
        """Whether `term` of the question `text` only names a document: a kind of document, or a word of
        the title or the year of one that is named."""
        if is_kind_word(term.surface):
            return True
        named = self.named(text, language)
        parts = {part for form in term.alternatives(language) for part in form}
        return any(
            spine.key in named
            and named[spine.key] >= NAMED
            and (bool(parts & spine.tokens.get(language, {}).keys()) or spine.year in parts)
            for spine in self._spines
        )

    @lru_cache(maxsize=5_000)  # noqa: B019  one shelf a library version, dropped with it
    def _named(self, text: str, language: Language) -> tuple[tuple[str, float], ...]:
        there = words(text, language)
        groups = {name for name, pattern in GROUPS.items() if pattern.search(text)}
        years = set(_YEAR.findall(text))
        found = []
        for spine in self._spines:
            strength = self._strength(spine, there, groups, years, language)
            if strength > 0:
                found.append((spine.key, round(strength, 3)))
        return tuple(found)

    def _strength(
        self, spine: _Spine, there: frozenset[str], groups: set[str], years: set[str], language: Language
    ) -> float:
        title = spine.tokens.get(language, {})
        total = sum(title.values())
        share = sum(weight for token, weight in title.items() if token in there) / total if total else 0.0
        # A title word that few documents share tells; "summit" or "NATO" in every title does not.
        telling = (
            sum(w for t, w in title.items() if t in there and w >= 0.6 * max(title.values())) > 0
            if title
            else False
        )
        kind = bool(groups & spine.groups)
        lone = kind and any(self._groups[g] == 1 for g in groups & spine.groups)
        year = spine.year in years
        wrong = bool(years) and not year and kind and not telling
        strength = 0.6 * share + (0.35 if telling else 0.0) + (0.3 if kind and (telling or year) else 0.0)
        strength += 0.55 if lone and not wrong else 0.0
        strength += 0.25 if year and kind else 0.0
        return min(1.0, strength)


def _groups(record: Record) -> frozenset[str]:
    found = {
        name for name, pattern in GROUPS.items() for title in record.titles.values() if pattern.search(title)
    }
    if record.kind in _KIND_GROUP:
        found.add(_KIND_GROUP[record.kind])
    return frozenset(found)
