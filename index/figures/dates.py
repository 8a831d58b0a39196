"""Dates and years as they are written in Korean and English, as parts: year, month, day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.figures.numerals import ENGLISH_ONES, ENGLISH_ORDINALS, ENGLISH_TENS, sino_value

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(MONTHS, 1)
} | {"sept": 9}  # fmt: skip
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_NTH = rf"{_DAY}(?:st|nd|rd|th)?"
# The days of a month in words: fourth, twenty-first.
_NAMED_DAYS = (
    {word: number for word, number in ENGLISH_ORDINALS.items() if number <= 30}
    | {f"twenty-{word}": 20 + number for word, number in ENGLISH_ORDINALS.items() if number < 10}
    | {"thirty-first": 31}
)
_NAMED_DAY = "|".join(sorted(_NAMED_DAYS, key=len, reverse=True)).replace("-", r"[-\s]")
_YEAR = r"(?:1[5-9]|20|21)[0-9]{2}"
# The year of a treaty in words: nineteen hundred and fifty-three, two thousand and twenty-two.
_TENS = ENGLISH_ONES | ENGLISH_TENS
_TENS_WORD = "|".join(sorted(_TENS, key=len, reverse=True))
_CENTURIES = {
    "two thousand": 2000,
    "one thousand nine hundred": 1900,
    "nineteen hundred": 1900,
    "nineteen": 1900,
}
_CENTURY_WORD = "|".join(_CENTURIES).replace(" ", r"\s")
_YEAR_WORDS = (
    rf"(?ai:(?P<C>{_CENTURY_WORD})(?:,?\s(?:and\s)?(?P<T>(?:{_TENS_WORD})(?:[-\s](?:{_TENS_WORD}))?))?)"
    r"(?=\s*(?:[.,;:)]|$|in\s|at\s))"
)
# A year of two digits before a part of it: 21년 8월, 24년 상반기. 징역 10년 6월 is a length of time.
_CUT = r"(?<![\d.,])(?P<cut>\d\d)년"
_CUT_MONTH = r"(?P<m>1[0-2]|[1-9])월(?!\s?(?:[인형간]|이[상하내]|미만))"
CUT_YEAR = rf"{_CUT}(?=\s?{_CUT_MONTH}|\s?[1-4]분기|\s?[상하]반기)"
_LENGTH_BEFORE = re.compile(
    r"(?:기간|재직|근속|경력|복무|거치|상환|징역|금고|형기|장기|단기|간[은이]|총|만|각)\s?$"
)
_DASH = r"\s?[-–—~]\s?"
_SINO_MONTHS = {
    "일월": 1, "이월": 2, "삼월": 3, "사월": 4, "오월": 5, "유월": 6, "육월": 6, "칠월": 7, "팔월": 8,
    "구월": 9, "시월": 10, "십월": 10, "십일월": 11, "십이월": 12,
}  # fmt: skip
_NOT_AGAIN = r"(?![0-9])"
# What makes "N일" a length of time and not a day of a month.
_LENGTH = r"(?!\s?(?:간|동안|이내|이상|이하|만에|째|뒤|후|안에|이나|치|차)(?![가-힣]*\s?(?:회의|일정)))"


@dataclass(frozen=True, slots=True)
class DateParts:
    """A date at `[start, end)`, as far as it is written."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """ISO 8601, with dashes for what is not written: 2025-06-25, 2025-06, --06-25, --06, ---25."""
        if self.month is None:
            return f"---{self.day:02}" if self.day else f"{self.year}"
        month = f"{self.month:02}" + (f"-{self.day:02}" if self.day else "")
        return f"{self.year}-{month}" if self.year else f"--{month}"


_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 2025-06-25, 2025/6/25, 2025. 6. 25.
        rf"(?<![0-9.-])(?P<y>{_YEAR})(?P<sep>[-/.])\s?(?P<m>0?[1-9]|1[0-2])(?P=sep)\s?(?P<d>{_DAY}){_NOT_AGAIN}(?!-[0-9])",
        # '21.8월, ’24.10.3.: as Korean offices write a year and month, the year's first digits left out
        rf"(?<=['’‘`´])(?P<yy>[0-9]{{2}})\.\s?(?P<m>1[0-2]|0?[1-9])(?:\s?월|\.\s?(?P<d>{_DAY})(?:\s?일)?{_NOT_AGAIN}|(?=\s?[~∼]))",
        # 8.22일; one digit after the point may be a length of time: 3.5일
        rf"(?<![0-9.])(?P<m>1[0-2]|[1-9])\.\s?(?P<d>0[1-9]|[12][0-9]|3[01])\s?일{_LENGTH}",
        # 2025년 6월 24~25일
        rf"(?<![0-9])(?:(?P<y>{_YEAR})\s?년\s?)?(?P<m>1[0-2]|0?[1-9])\s?월\s?(?P<d>{_DAY})\s?일?\s?[-–~∼]\s?(?P<d2>{_DAY})\s?일{_LENGTH}",
        rf"(?<![0-9])(?:(?P<y>{_YEAR})\s?년\s?)?(?P<m>1[0-2]|0?[1-9])\s?월\s?(?P<d>{_DAY})\s?일{_LENGTH}",
        rf"(?<![0-9])(?P<y>{_YEAR})\s?년\s?(?P<m>1[0-2]|0?[1-9])\s?월(?!간)",
        rf"{_CUT}\s?{_CUT_MONTH}",
        r"(?<![0-9.])(?P<m>1[0-2]|0?[1-9])\s?월(?!간|가량)",
        rf"(?<![0-9.~–-])(?P<d>{_DAY})\s?일(?=\s|[,.)(]|$|부터|까지|자|에|의|을|은|이(?!내|상|하|나)|과|로|경|밤|새벽|오전|오후){_LENGTH}(?!\s?(?:시간|정도|가량|여|씩))",
        # 24–25 June 2025, June 24-25, 2025
        rf"(?<![0-9])(?P<d>{_NTH}){_DASH}(?P<d2>{_NTH})\s(?:of\s)?(?P<M>{_MONTH})(?:,?\s(?P<y>{_YEAR}){_NOT_AGAIN})?(?![a-z])",
        rf"(?<![A-Za-z])(?P<M>{_MONTH})\s(?P<d>{_NTH}){_DASH}(?P<d2>{_NTH}){_NOT_AGAIN}(?:,?\s(?P<y>{_YEAR}){_NOT_AGAIN})?",
        rf"(?<![0-9])(?P<d>{_NTH})\s(?:of\s)?(?P<M>{_MONTH})(?:,?\s(?P<y>{_YEAR}){_NOT_AGAIN})?(?![a-z])",
        rf"(?<![A-Za-z])(?P<M>{_MONTH})\s(?P<d>{_NTH}){_NOT_AGAIN}(?!%|\.[0-9])(?:,?\s(?P<y>{_YEAR}){_NOT_AGAIN})?",
        # this fourth day of September, 1981; the 26th day of October 1973
        rf"(?<![A-Za-z0-9-])(?:(?P<N>(?ai:{_NAMED_DAY}))|(?P<d>{_NTH}))\sday\sof\s(?P<M>{_MONTH})"
        rf"(?:,?\s(?ai:in\sthe\syear\s(?:of\sour\slord\s)?)?(?:(?P<y>{_YEAR}){_NOT_AGAIN}|{_YEAR_WORDS}))?(?![a-z])",
        rf"(?<![A-Za-z])(?P<M>{_MONTH}),?\s(?:of\s)?(?P<y>{_YEAR}){_NOT_AGAIN}",
        rf"(?:(?<=\b[Ii]n\s)|(?<=\b[Bb]y\s)|(?<=\b[Oo]f\s)|(?<=[Ss]ince\s)|(?<=[Uu]ntil\s)|(?<=[Ll]ast\s)|(?<=[Tt]his\s)"
        rf"|(?<=[Nn]ext\s)|(?<=[Ll]ate\s)|(?<=[Ee]arly\s)|(?<=[Mm]id-))(?P<M>{_MONTH})(?![A-Za-z])",
        r"(?<![0-9-])(?P<y>(?:19|20)[0-9]{2})-(?P<m>0[1-9]|1[0-2])(?![0-9(-])",
        r"(?<![가-힣])(?P<Y>[일이][천][구]?[백]?[일이삼사오육칠팔구십]{1,4})\s?년(?!\s?(?:간|동안))(?:\s?(?P<K>십?[일이삼사오유육칠팔구시십]월)(?:\s?(?P<D>[일이삼사오육칠팔구십]{1,3})일)?)?",
    )
)


def dates(text: str) -> Iterator[DateParts]:
    """Dates of the text, of the fullest form each; those found later may overlap those found first."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield from _parts(match)


def _parts(match: re.Match[str]) -> Iterator[DateParts]:
    found = {name: value for name, value in match.groupdict().items() if value}
    start, end = match.span()
    year = int(found["y"]) if "y" in found else None
    if "C" in found:
        year = _CENTURIES[" ".join(found["C"].lower().split())]
        year += sum(_TENS[word] for word in re.split(r"[-\s]", found.get("T", "").lower()) if word)
    if "cut" in found:
        if is_length(match):
            return
        year = in_full(int(found["cut"]))
    if "yy" in found:
        year = in_full(int(found["yy"]))
    if "Y" in found:
        spoken = sino_value(found["Y"])
        if spoken is None or not 1500 <= spoken < 2200:
            return
        year = int(spoken)
    month = int(found["m"]) if "m" in found else None
    if "M" in found:
        month = MONTH_NUMBERS[found["M"].rstrip(".").lower()]
    if "K" in found:
        month = _SINO_MONTHS.get(found["K"])
    day = _number(found["d"]) if "d" in found else None
    if "N" in found:
        day = _NAMED_DAYS[re.sub(r"\s", "-", found["N"].lower())]
    if "D" in found:
        spoken = sino_value(found["D"])
        day = int(spoken) if spoken and spoken <= 31 else None
    if "d2" in found:
        middle = match.end("d")
        yield DateParts(start, middle, year, month, day)
        yield DateParts(match.start("d2"), end, year, month, _number(found["d2"]))
        return
    yield DateParts(start, end, year, month, day)


def is_length(found: re.Match[str]) -> bool:
    """Whether a match of CUT_YEAR is a length of time, by the word before it."""
    return _LENGTH_BEFORE.search(found.string[: found.start()]) is not None


def in_full(year: int) -> int:
    """A year of which only the last two digits are written: ’97, and ’50 and ’60 of what is planned."""
    if year >= 100:
        return year
    return year + (2000 if year < 70 else 1900)


def _number(day: str) -> int:
    return int(re.sub(r"[a-z]", "", day))


YEARS = re.compile(
    r"(?<![0-9A-Za-z])(?P<fiscal>FY|CY|fiscal(?:\syear)?\s|회계연도\s?)[\s-]?['’]?(?P<fy>(?:19|20)?[0-9]{2})(?![0-9])"
    rf"|(?<![0-9.,])(?P<from>{_YEAR})\s?년?\s?(?:[-–—~∼/]|\sto\s|에서\s)\s?(?P<to>{_YEAR}|[0-9]{{2}}(?![0-9]))(?=\s?년|[^0-9]|$)(?!\s?년대)(?!-[0-9])(?:\s?년)?"
    r"|(?<![0-9])(?P<decade>(?:1[0-9]|20)[0-9]0)\s?(?:년대|['’]?s\b)"
    r"|(?<![가-힣0-9])(?P<short>[1-9]0)년대"
    rf"|(?<![0-9.,])(?P<year>{_YEAR})\s?년(?!\s?(?:간|동안))(?:도)?"
    # So far off, a number before 년 may be a length of time as well.
    r"|(?<![0-9.,])(?P<far>(?:1[0-4]|2[2-9])[0-9]{2})\s?년(?!\s?(?:간|동안|이내|이상|이하|째|뒤|전|만에|넘|가까))(?:도)?"
    r"|(?<=['’‘])(?P<two>[0-9]{2})년"
    rf"|{CUT_YEAR}"
    rf"|(?<![0-9.,$€£¥₩-])(?<![A-Za-z0-9])(?P<bare>(?:18|19|20|21)[0-9]{{2}})(?![0-9만억조천]|,[0-9]|\.[0-9]|%|[A-Za-z])"
    r"|(?:(?<=\b[Ii]n\s)|(?<=\b[Bb]y\s)|(?<=\b[Oo]f\s)|(?<=[Ss]ince\s)|(?<=[Uu]ntil\s)|(?<=[Yy]ear\s))"
    r"(?P<early>1[0-7][0-9]{2})(?![0-9%]|,[0-9]|\.[0-9])"
    rf"|(?<=[a-z]-)(?P<hyphen>{_YEAR})(?![0-9])"
)
