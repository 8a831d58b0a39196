"""Figures that have a form of their own: clock times, fractions, ordinals, multiples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from index.figures.numerals import (
    DIGITS,
    ENGLISH_ONES,
    ENGLISH_ORDINALS,
    ENGLISH_TENS,
    NATIVE,
    native_value,
    sino_value,
    to_decimal,
)
from index.figures.units import KOREAN_NUMBERED, FigureKind

Found = tuple[int, int, FigureKind, Decimal, str]

_CLOCK = re.compile(
    r"(?:(?P<half>오전|오후|낮|밤|저녁|새벽)\s?)?(?<![0-9])(?P<h>[0-9]{1,2})시(?:\s?(?P<m>[0-9]{1,2})분|\s?(?P<ban>반))?"
    r"(?!간|장|도|기|절|점|행|민|설|작|스템|리즈|대)"
    r"|(?<![0-9:.])(?P<h2>[01]?[0-9]|2[0-3]):(?P<m2>[0-5][0-9])(?![0-9:])(?:\s?(?P<half2>[ap])\.?m\.?(?![a-z]))?"
    r"|(?<![0-9:.])(?P<h3>1[0-2]|0?[1-9])\s?(?P<half3>[ap])\.?m\.?(?![a-z])"
)
_SLASH = re.compile(r"(?<![0-9/.])([0-9]{1,3})/([0-9]{1,3})(?![0-9/])")
_KOREAN_FRACTION = re.compile(
    r"(?<![가-힣0-9])([0-9]{1,4}|[일이삼사오육칠팔구십백천]{1,4})분의\s?([0-9]{1,4}|[일이삼사오육칠팔구십]{1,3})(?=[은는이가을를의로에\s,.)]|$)"
)
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_PART_WORD = "|".join(sorted(_PARTS, key=len, reverse=True))
_COUNT_WORD = "|".join(word for word, value in ENGLISH_ONES.items() if 0 < value < 10)
_ENGLISH_FRACTION = re.compile(
    rf"(?<![A-Za-z0-9-])(?:(?P<n>{_COUNT_WORD}|[1-9])[\s-](?P<d>{_PART_WORD})\b(?!\s(?:quarter|half|century|term))"
    r"|an?\s(?P<a>third|quarter|fifth|tenth)\sof|(?P<half>half)(?=\sof|\sthe|\sits|\stheir|\sa)|(?P<by>(?:by|in)\shalf))\b",
    re.IGNORECASE,
)
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5)}
_NUMBERED = re.compile(
    rf"(?<![가-힣])제\s?(?P<n>[0-9]{{1,4}}|[일이삼사오육칠팔구십백천]{{1,5}})(?:\s?(?P<unit>{'|'.join(KOREAN_NUMBERED)})(?![가-힣]*(?:각|직))|(?=[가-힣]))"
)
_KOREAN_PLACES = {
    "첫": 1,
    "둘": 2,
    "셋": 3,
    "넷": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
}
_KOREAN_ORDINAL = re.compile(
    rf"(?<![가-힣])(?:(?P<place>{'|'.join(_KOREAN_PLACES)})째|첫\s번째|(?P<first>첫)\s(?=[가-힣A-Z])|(?P<firstly>첫)(?=해|회))"
)
_ORDINAL_UNITS = {
    "term": "term", "quarter": "quarter", "century": "century", "generation": "generation", "half": "half",
    "article": "article", "paragraph": "paragraph", "chapter": "chapter", "phase": "phase",
}  # fmt: skip
_ORDINAL_WORDS = "|".join(sorted(ENGLISH_ORDINALS, key=len, reverse=True))
_ORDINAL_WORD = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?P<tens>{'|'.join(ENGLISH_TENS)})[\s-])?(?P<word>{_ORDINAL_WORDS})"
    rf"(?![A-Za-z])(?!\sof\sall|\shand\b|-hand\b)(?:[\s-](?P<unit>{'|'.join(_ORDINAL_UNITS)})s?\b)?",
    re.IGNORECASE,
)
_ORDINAL_DIGITS = re.compile(
    rf"(?<![0-9.,])(?P<n>[0-9]{{1,4}})(?:st|nd|rd|th)\b(?:[\s-](?P<unit>{'|'.join(_ORDINAL_UNITS)})s?\b)?"
)
# World War II, Annex IV: a single letter is a numeral after "War" alone.
_ROMAN = re.compile(
    r"(?<=[A-Za-z]\s)"
    r"(?P<n>(?<=War\s)I|X{0,2}(?:I{2,3}|I[VX]|VI{1,3})|X{1,2}(?:V|I))\b(?![’'.-])"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_HALVES = re.compile(r"(?P<ko>[상하])반기")
_MULTIPLE = re.compile(
    r"\b(?:(?P<two>doubl(?:e|ed|es|ing)(?!\sstandards?))|(?P<three>tripl(?:e|ed|es|ing))|(?P<four>quadrupl(?:e|ed|es|ing))"
    rf"|(?P<twice>twice)|(?P<fold>{_COUNT_WORD}|ten)fold)\b",
    re.IGNORECASE,
)


def clocks(text: str) -> Iterator[Found]:
    """Times of day, in minutes after midnight."""
    for match in _CLOCK.finditer(text):
        hour = int(match["h"] or match["h2"] or match["h3"])
        minute = int(match["m"] or match["m2"] or (30 if match["ban"] else 0))
        half = match["half"] or match["half2"] or match["half3"] or ""
        if hour > 24 or minute > 59:
            continue
        if half in ("오후", "저녁", "p") and hour < 12:
            hour += 12
        yield match.start(), match.end(), FigureKind.COUNT, Decimal(hour * 60 + minute), "clock"


def fractions(text: str) -> Iterator[Found]:
    """3분의 2, two-thirds, 2/3, ⅔, 절반."""
    for match in _SLASH.finditer(text):
        if 0 < int(match[1]) < int(match[2]):
            yield *match.span(), FigureKind.COUNT, _share(int(match[1]), int(match[2])), ""
    for match in _KOREAN_FRACTION.finditer(text):
        below, above = _number(match[1]), _number(match[2])
        if below and above is not None:
            yield *match.span(), FigureKind.COUNT, _share(above, below), ""
    for match in _ENGLISH_FRACTION.finditer(text):
        if match["n"]:
            above = int(match["n"]) if match["n"].isdigit() else ENGLISH_ONES[match["n"].lower()]
            if match["d"].lower() == "quarter" or match["d"].lower() == "half":
                if above != 1:
                    continue
            elif above > 1 and not match["d"].lower().endswith("s"):
                continue
            share = _share(above, _PARTS[match["d"].lower()])
        else:
            share = _share(1, _PARTS[match["a"].lower()] if match["a"] else 2)
        yield *match.span(), FigureKind.COUNT, share, ""
    for match in re.finditer(r"(?<![가-힣])절반", text):
        yield *match.span(), FigureKind.COUNT, _share(1, 2), ""
    for match in re.finditer(rf"(?:(?<![0-9])({DIGITS})\s?)?([{''.join(_VULGAR)}])", text):
        whole = to_decimal(match[1]) if match[1] else Decimal(0)
        yield *match.span(), FigureKind.COUNT, whole + _share(*_VULGAR[match[2]]), ""


def ordinals(text: str) -> Iterator[Found]:
    """제5조, 세 번째, 첫째, 21st, second term, 상반기."""
    for match in _NUMBERED.finditer(text):
        number = _number(match["n"])
        if number is not None:
            yield *match.span(), FigureKind.ORDINAL, Decimal(number), KOREAN_NUMBERED.get(match["unit"], "")
    for match in NATIVE.finditer(text):
        counter = re.match(r"\s?번째", text[match.end() : match.end() + 4])
        if counter:
            yield match.start(), match.end() + counter.end(), FigureKind.ORDINAL, native_value(match), ""
    for match in _KOREAN_ORDINAL.finditer(text):
        number = _KOREAN_PLACES[match["place"]] if match["place"] else 1
        yield (
            match.start(),
            len(match.group().rstrip()) + match.start(),
            FigureKind.ORDINAL,
            Decimal(number),
            "",
        )
    for match in _ORDINAL_WORD.finditer(text):
        if match["word"].lower() == "second" and _counts_seconds(text, match.start()):
            continue
        number = ENGLISH_ORDINALS[match["word"].lower()] + ENGLISH_TENS.get((match["tens"] or "").lower(), 0)
        unit = _ORDINAL_UNITS.get((match["unit"] or "").lower(), "")
        yield *match.span(), FigureKind.ORDINAL, Decimal(number), unit
    for match in _ROMAN.finditer(text):
        yield match.start("n"), match.end("n"), FigureKind.ORDINAL, Decimal(_roman(match["n"])), ""
    for match in _ORDINAL_DIGITS.finditer(text):
        unit = _ORDINAL_UNITS.get((match["unit"] or "").lower(), "")
        yield *match.span(), FigureKind.ORDINAL, Decimal(int(match["n"])), unit
    for match in _HALVES.finditer(text):
        yield *match.span(), FigureKind.ORDINAL, Decimal(1 if match["ko"] == "상" else 2), "half"


def multiples(text: str) -> Iterator[Found]:
    """doubled, twice, threefold: how many times as much."""
    for match in _MULTIPLE.finditer(text):
        if match["fold"]:
            value = ENGLISH_ONES[match["fold"].lower()]
        else:
            value = 3 if match["three"] else 4 if match["four"] else 2
        yield *match.span(), FigureKind.COUNT, Decimal(value), "time" if match["twice"] else "x"


def _roman(written: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in written]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _counts_seconds(text: str, at: int) -> bool:
    return bool(re.search(r"[0-9][\s-]$", text[max(0, at - 2) : at]))


def _share(above: int, below: int) -> Decimal:
    """A fraction as a Decimal, the same for 2/3 and 4/6."""
    share = Fraction(above, below)
    return Decimal(share.numerator) / Decimal(share.denominator)


def _number(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    value = sino_value(written)
    return None if value is None else int(value)
