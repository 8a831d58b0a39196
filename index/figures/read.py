"""Figures across notations and languages: 5% = 5퍼센트 = five per cent, 400억 유로 = €40 billion.

`figures` finds every number that says something (percentages, money, dates, years, ordinals, counts),
`agrees` compares two of them, `search_keys` turns a text's figures into tokens that are the same in every
notation, for a lexical index. Names that hold digits (F-35, IP4, G7) are no figures.

Order of reading: names are set aside; then dates, years, clock times, fractions and ordinals; then the
other numbers with the unit beside them; last, two numbers with a dash or "to" between become a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from index.figures.dates import YEARS, DateParts, dates, in_full, is_length
from index.figures.quantities import quantities
from index.figures.units import NAMES, Figure, FigureKind, unit_after, unit_before
from index.figures.worded import clocks, fractions, multiples, ordinals

__all__ = ["Figure", "FigureKind", "agrees", "dates_a_year", "figures", "search_keys", "years_in"]

# Full-width forms, one code point for one, so that offsets stay those of the text.
_FOLD = str.maketrans("０１２３４５６７８９％．，～－＄", "0123456789%.,~-$")
_ANY = re.compile(
    r"[0-9½⅓⅔¼¾⅕]|\s[IVX]{2}|War\sI\b|[한두세네석넉섯곱덟홉열무른흔쉰순든하둘셋넷]|[일이삼사오육칠팔구십백천만억]\s?(?:퍼|프|년|월|개|명|원|달|유|엔|위|분|억|만|천|조)"
    r"|첫|절반|(?i:\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen(?:th)?|\w+ty|half|quarter"
    r"|hundred|thousand|million|billion|trillion|first|second|third|thirds|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+tieth"
    r"|twelfth|eleventh|hundredth|twice|doubl\w+|tripl\w+|quadrupl\w+|\w+fold|\w+ty-\w+)\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_ENUMERATOR = re.compile(r"^[ \t]*\(?[0-9]{1,2}[.)](?=\s)", re.MULTILINE)
_IDENTIFIER = re.compile(
    r"(?<![0-9])(?:0[0-9]+-[0-9-]+|[0-9]{2,}-[0-9]{2,}-[0-9]+|[0-9]{16,}|(?:19|20)[0-9]{2}-0[0-9])(?![0-9])"
)
_SOFT = {"", "person", "country", "time", "x", "term", "rank", "number", "phase", "age"}


@lru_cache(maxsize=8192)
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of `text` (NFC), in order; their spans do not overlap."""
    folded = text.translate(_FOLD)
    if not _ANY.search(folded):
        return ()
    taken = bytearray(len(text))
    for match in NAMES.finditer(folded):
        _take(taken, match.start(), match.end())
    found: list[Figure] = []
    for start, end, kind, value, unit in _fixed(folded, taken):
        found.append(Figure(value, unit, kind, start, end, text[start:end], value, value))
    found += quantities(text, folded, taken)
    return tuple(sorted(found, key=lambda figure: figure.start))


def agrees(claim: Figure, source: Figure) -> bool:
    """Whether `source` says the quantity that `claim` says. A date agrees with one that writes at least
    all its parts, and a year with a date in it; money without a currency with the same sum in any."""
    timely = (FigureKind.DATE, FigureKind.YEAR)
    if claim.kind in timely and source.kind in timely:
        if "decade" in (claim.unit, source.unit) and claim.unit != source.unit:
            return False
        return all(mine in (0, theirs) for mine, theirs in zip(claim.date, source.date, strict=True))
    if (claim.low, claim.high) != (source.low, source.high):
        return False
    if claim.kind is source.kind:
        return claim.unit == source.unit or _loose(claim.unit, source.unit, claim.kind)
    kinds = {claim.kind, source.kind}
    if kinds == {FigureKind.MONEY, FigureKind.COUNT}:
        return "" in (claim.unit, source.unit)
    if kinds == {FigureKind.YEAR, FigureKind.COUNT} or kinds == {FigureKind.ORDINAL, FigureKind.COUNT}:
        return {"", "term"} & {claim.unit, source.unit} != set()
    return False


def years_in(text: str) -> frozenset[int]:
    """The years that `text` names, alone or in a date; the 1990s are none."""
    return frozenset(figure.date[0] for figure in figures(text) if dates_a_year(figure))


def dates_a_year(figure: Figure) -> bool:
    """Whether a figure is a year, or a date with its year."""
    timely = figure.kind in (FigureKind.DATE, FigureKind.YEAR)
    return timely and figure.unit != "decade" and figure.date[0] > 0


def search_keys(text: str) -> tuple[str, ...]:
    """One or more tokens a figure, the same in every notation: "#5%", "#2035y", "#4e10eur", "#2025-06-25".
    A date also gives its year, its month and its day in the year; a range gives both ends."""
    keys: list[str] = []
    for figure in figures(text):
        if figure.kind is FigureKind.DATE:
            keys += _date_keys(figure)
            continue
        for value in dict.fromkeys((figure.low, figure.high)):
            keys.append("#" + plain(value) + _suffix(figure))
    return tuple(keys)


def plain(value: Decimal) -> str:
    """A number in one spelling: no trailing zeros, exponents from a million on (4e10)."""
    if value != value.to_integral_value():
        value = round(value, 6)
    value = value.normalize()
    sign, digits, exponent = value.as_tuple()
    if isinstance(exponent, int) and exponent >= 5 and abs(value) >= 10**6:
        return f"{'-' if sign else ''}{''.join(map(str, digits))}e{exponent}"
    return f"{value:f}"


def _suffix(figure: Figure) -> str:
    if figure.kind is FigureKind.YEAR:
        return "y" if figure.unit == "fy" else {"y": "y", "decade": "s"}[figure.unit]
    if figure.kind is FigureKind.ORDINAL:
        return f".{figure.unit}" if figure.unit else "th"
    if figure.kind is FigureKind.COUNT and figure.unit in ("person", "country", "time"):
        return ""  # counters are written in one language and not in the other
    return figure.unit.lower()


def _date_keys(figure: Figure) -> list[str]:
    year, month, day = figure.date
    keys = [f"#{figure.unit}"]
    if year and month and day:
        keys += [f"#{year}-{month:02}", f"#--{month:02}-{day:02}"]
    if year:
        keys.append(f"#{year}y")
    return keys


def _loose(one: str, other: str, kind: FigureKind) -> bool:
    if kind is FigureKind.COUNT:
        return ("" in (one, other)) or (one in _SOFT and other in _SOFT)
    if kind is FigureKind.YEAR:
        return "decade" not in (one, other)
    return kind is FigureKind.ORDINAL and "" in (one, other)


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (end - start)


def _fixed(folded: str, taken: bytearray) -> Iterator[tuple[int, int, FigureKind, Decimal, str]]:
    """Figures with a form of their own, the more specific first."""
    for date in dates(folded):
        if not any(taken[date.start : date.end]):
            _take(taken, date.start, date.end)
            if date.month or date.day:
                yield date.start, date.end, FigureKind.DATE, _date_value(date), date.iso
            else:
                yield date.start, date.end, FigureKind.YEAR, Decimal(date.year or 0), "y"
    for pattern in (_IDENTIFIER, _ENUMERATOR):
        for match in pattern.finditer(folded):
            if not any(taken[match.start() : match.end()]):
                _take(taken, match.start(), match.end())
    for reader in (_years, clocks, fractions, ordinals, multiples):
        for start, end, kind, value, unit in reader(folded):
            if not any(taken[start:end]):
                _take(taken, start, end)
                yield start, end, kind, value, unit


def _date_value(date: DateParts) -> Decimal:
    return Decimal((date.year or 0) * 10000 + (date.month or 0) * 100 + (date.day or 0))


def _years(folded: str) -> Iterator[tuple[int, int, FigureKind, Decimal, str]]:
    for match in YEARS.finditer(folded):
        start, end = match.span()
        found = {name: value for name, value in match.groupdict().items() if value}
        if "from" in found:
            first, last = int(found["from"]), int(found["to"])
            last += first // 100 * 100 if last < 100 else 0
            if first < last:
                yield start, match.end("from"), FigureKind.YEAR, Decimal(first), "y"
                yield match.start("to"), end, FigureKind.YEAR, Decimal(last), "y"
            continue
        name = next(
            name
            for name in ("fy", "decade", "short", "year", "far", "two", "cut", "bare", "early", "hyphen")
            if name in found
        )
        if name == "cut" and is_length(match):
            continue
        value = int(found[name])
        if name in ("bare", "early") and (unit_after(folded, end) or unit_before(folded, start)):
            continue
        value = 1900 + value if name == "short" else in_full(value)
        unit = {"fy": "fy", "decade": "decade", "short": "decade"}.get(name, "y")
        yield start, end, FigureKind.YEAR, Decimal(value), unit
