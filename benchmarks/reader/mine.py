"""Stretches of text that come near a question and do not answer it, and questions changed so that none
answers."""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale

from sources.document import Language

_WORD = re.compile(r"[A-Za-z]{3,}|\d+")
COMMON = 400  # texts a key may stand in before it says nothing
OTHERS_KO = (
    "태국",
    "아르헨티나",
    "노르웨이",
    "이집트",
    "캐나다",
    "폴란드",
    "인도네시아",
    "튀르키예",
    "칠레",
    "케냐",
)


def keys(text: str) -> set[str]:
    """What a text is compared by: English words cut to five letters, numbers, pairs of Korean syllables."""
    found = {word.lower()[:5] for word in _WORD.findall(text)}
    for run in re.findall(r"[가-힣]+", text):
        found |= {run[i : i + 2] for i in range(len(run) - 1)}
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window of a context."""

    context: str
    article: str
    head: str
    text: str


class Near:
    """Finds the stretches with most of a question's words."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        self._with: dict[str, list[int]] = defaultdict(list)
        for n, one in enumerate(stretches):
            for key in keys(f"{one.head} {one.text}"):
                self._with[key].append(n)

    def closest(self, question: str, answer: str, but: str, count: int) -> list[Stretch]:
        """The `count` nearest that do not hold `answer` and are not of the context `but`, or hold it not."""
        total: Counter[int] = Counter()
        for key in keys(question):
            there = self._with.get(key, [])
            if len(there) <= COMMON:
                for n in there:
                    total[n] += int(100 * math.log(len(self._stretches) / len(there)))
        found = []
        for n, _ in total.most_common(count + 6):
            one = self._stretches[n]
            if answer and answer.lower() in one.text.lower():
                continue
            if one.context == but and not answer:
                continue
            found.append(one)
        return found[:count]


def countries(language: Language) -> list[str]:
    """Names of countries in `language`."""
    names = Locale(language.value).territories
    return [str(name) for code, name in names.items() if len(code) == 2 and code.isalpha()]


_COUNTRIES = {language: countries(language) for language in Language}
_COUNTRY = {
    language: re.compile(
        r"(?<!\w)(?:"
        + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if len(n) > 1)
        + ")"
    )
    for language, names in _COUNTRIES.items()
}
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_FIGURE = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d+)?(?![\d.])")
_CAPITAL = re.compile(r"(?<=[a-z] )([A-Z][a-z]+(?: [A-Z][a-z]+)*)")


def near_miss(
    question: str, text: str, language: Language, names: Sequence[str], rng: random.Random
) -> str | None:
    """`question` with another year, country, name or figure in it, which `text` does not have; None where
    it has nothing to change."""
    ways = []
    if year := _YEAR.search(question):
        other = str(int(year.group()) + rng.choice((-7, -4, -3, -2, -1, 1, 2, 3, 5, 9)))
        ways.append((year.span(), other))
    if country := _COUNTRY[language].search(question):
        ways.append(
            (country.span(), rng.choice(OTHERS_KO if language is Language.KO else _COUNTRIES[language]))
        )
    if name := _CAPITAL.search(question):
        ways.append((name.span(), rng.choice(names)))
    if not ways and (figure := _FIGURE.search(question)):
        ways.append((figure.span(), str(int(float(figure.group())) + rng.randint(2, 9))))
    if not ways:
        return None
    (start, end), other = rng.choice(ways)
    if other in text or other in question:
        return None
    return question[:start] + other + question[end:]


_NEGATIONS = (
    (re.compile(r"\b(did|does|do|is|was|were|are|can|could|will|should|has|have)\b(?! not)"), r"\1 not"),
)
_KO_NEGATIONS = (
    (re.compile(r"(하|되)(는|었던|였던)"), r"\1지 않\2"),
    (re.compile(r"(?:했나요|하였나요)"), "하지 않았나요"),
    (re.compile(r"한 (?=[가-힣]+(?:은|는)\??)"), "하지 않은 "),
)


def negated(question: str, language: Language) -> str | None:
    """`question` asking for what is not so."""
    for pattern, into in _NEGATIONS if language is Language.EN else _KO_NEGATIONS:
        other = pattern.sub(into, question, count=1)
        if other != question:
            return other
    return None
