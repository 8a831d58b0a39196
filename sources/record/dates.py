"""Dates of publication as Korean and English documents print them, read as ISO 8601 ("2025-06-24")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_MONTH: Final = "(?P<m>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR: Final = r"(?P<y>(?:19|20)\d\d)"
_DATES: Final = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_YEAR}\s?년\s{{0,3}}(?P<m>\d{{1,2}})\s?월(?:\s{{0,3}}(?P<d>\d{{1,2}})\s?일)?",
        rf"(?<!\d){_YEAR}\s?[.\-/]\s{{0,3}}(?P<m>\d{{1,2}})\s?[.\-/]\s{{0,3}}(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH},?\s{_YEAR}",
        rf"\b{_MONTH}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}",
        rf"\b{_MONTH}\s{_YEAR}",
    )
)
# "DONE at Strasbourg, this 26th day of October 1973", at the head of a sentence; of a day in words the month.
_DONE: Final = re.compile(
    rf"(?:^|[.:;]\s*)(?:Done|DONE)\s(?:in\s\w+\s)?(?:at|in)\s[A-Z][\w.,’' -]{{2,40}}?,?\s"
    r"(?:(?:on|this|the)\s)*"
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?|[a-z-]+)\s(?:day\s)?(?:of\s)?(?i:{_MONTH}),?\s(?P<y>1[5-9]\d\d|20\d\d)"
)
# A year and a month alone, as covers print them ("2023. 8", "2023. 08."): only where a line holds no more, or
# what else it holds is who published ("2023. 8 한국문화연구원").
_COVER: Final = re.compile(rf"{_YEAR}\s?\.\s?(?P<m>\d{{1,2}})\s?\.?(?:\s+[가-힣][가-힣\s]{{2,30}})?")
# A date in brackets that tells of a change to the text, and not of its publication.
_EDITORIAL: Final = re.compile(
    r"[<\[(〈]\s?(?:개정|신설|본조신설|전문개정|제목개정|시행|삭제|종전)[^>\])〉]*[>\])〉]"
)


# What a period covers, or when something comes into force, is not when the document came out.
_OTHER_TIME: Final = re.compile(
    r"기간|마감|시행일|부\s{0,3}칙|\bperiod\b|\beffective\b|\bdeadline\b|\binto force\b|\bcommence", re.I
)
# A date in an English sentence is what it is about, unless it says when the text came out.
_SENTENCE: Final = re.compile(
    r"^(?!.*\b(?:publish|issue|release|date|update)).*\b(?:is|are|was|were|has|have|had|shall|will|may|must|comes?|held)\b.*\.$",
    re.I,
)


def is_date(text: str) -> bool:
    """Whether `text` is a date and nothing else."""
    return any(pattern.fullmatch(text.strip().rstrip(".")) for pattern in _DATES)


def printed_date(lines: Sequence[str]) -> str:
    """The date on a short line of its own, "" without any. One in a sentence is what the text is about."""
    for line in (_EDITORIAL.sub("", line) for line in lines):
        sentence = re.search(r"다\.$", line.strip()) or _SENTENCE.match(line.strip())
        if len(line) > 60 or sentence or _OTHER_TIME.search(line):
            continue
        for pattern in _DATES:
            if (match := pattern.search(line)) and (date := _parts(match)):
                return date
        if (match := _COVER.fullmatch(line.strip())) and (date := _parts(match)):
            return date
    return ""


def closing_date(paragraphs: Sequence[str]) -> str:
    """The day on which a text says at its end that it was done, as agreements do ("Done at …")."""
    matches = (match for text in paragraphs if (match := _DONE.search(" ".join(text.split()))))
    return next((date for match in matches if (date := _parts(match))), "")


def first_date(text: str) -> str:
    """The first date in `text`, "" without any."""
    found = [(m.start(), date) for p in _DATES if (m := p.search(text)) and (date := _parts(m))]
    return min(found)[1] if found else ""


def around_date(text: str) -> list[str]:
    """What stands before and after the first date of `text`, where anything does."""
    for pattern in _DATES:
        if (match := pattern.search(text)) and _parts(match):
            return [part for part in (text[: match.start()], text[match.end() :]) if part.strip(" ,.:()")]
    return []


def iso_date(written: str) -> str:
    """A date of a metadata field; "" where it is none."""
    if match := re.fullmatch(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?(?:[T\s].*)?", written):
        return "-".join(part for part in match.groups() if part)
    return next((date for p in _DATES if (m := p.search(written)) and (date := _parts(m))), "")


def _parts(match: re.Match[str]) -> str:
    found = match.groupdict()
    month = _MONTHS.get(found["m"].lower()) or (int(found["m"]) if found["m"].isdigit() else 0)
    day = int(found.get("d") or 0)
    if not 1 <= month <= 12 or day > 31:
        return ""
    return f"{found['y']}-{month:02}-{day:02}" if day else f"{found['y']}-{month:02}"
