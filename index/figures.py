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
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.figure_dates import YEARS, DateParts, dates
from index.figure_units import ARTICLE, NAMES, FigureKind, Unit, unit_after, unit_before
from index.figure_words import clocks, fractions, multiples, ordinals
from index.numerals import Numeral, numerals

__all__ = ["Figure", "FigureKind", "agrees", "figures", "search_keys"]

# Full-width forms, one code point for one, so that offsets stay those of the text.
_FOLD = str.maketrans("０１２３４５６７８９％．，～－＄", "0123456789%.,~-$")
_ANY = re.compile(
    r"[0-9½⅓⅔¼¾⅕]|[한두세네석넉섯곱덟홉열무른흔쉰순든하둘셋넷]|[일이삼사오육칠팔구십백천만억]\s?(?:퍼|프|년|월|개|명|원|달|유|엔|위|분|억|만|천|조)"
    r"|첫|절반|(?i:\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen(?:th)?|\w+ty|half|quarter"
    r"|hundred|thousand|million|billion|trillion|first|second|third|thirds|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+tieth"
    r"|twelfth|eleventh|hundredth|twice|doubl\w+|tripl\w+|quadrupl\w+|\w+fold|\w+ty-\w+)\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_JOIN = re.compile(r"\s?[~∼〜–—]\s?|-|\sto\s|\s?내지\s?|에서\s?|부터\s?|\sor\s|\s?또는\s?|\sand\s")
_BETWEEN = re.compile(r"\bbetween\s[^.;]{0,40}$", re.IGNORECASE)
_ENUMERATOR = re.compile(r"^[ \t]*\(?[0-9]{1,2}[.)](?=\s)", re.MULTILINE)
_IDENTIFIER = re.compile(
    r"(?<![0-9])(?:0[0-9]+-[0-9-]+|[0-9]{2,}-[0-9]{2,}-[0-9]+|[0-9]{16,}|(?:19|20)[0-9]{2}-0[0-9])(?![0-9])"
)
_MINUS = re.compile(r"(?:^|[\s(~])((?:[-−]|마이너스\s?|minus\s))$")
_ATTACHED = re.compile(r"\s|번|개|가지|명|배|차례|달|시간|살|나라|곳")
_SHORT_SCALES = {"k": Decimal(1000), "m": Decimal(10**6), "b": Decimal(10**9), "t": Decimal(10**12)}
_SHORT_SCALE = re.compile(r"([kmbt])(?![A-Za-z])", re.IGNORECASE)  # $3.5m
_SOFT = {"", "person", "country", "time", "x", "term", "rank", "number", "phase", "age"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at `[start, end)` of the text it was found in; `text` is as written.

    `value`: percent as 5 for 5%; money and counts in whole units; a year as 2025; a date as YYYYMMDD with
    zeros for what is not written. `unit`: "%", "%p", an ISO 4217 code, the ISO form of a date
    ("2025-06-25", "--06"), "y" | "fy" | "decade", an order ("article", "term", …) or a unit ("year", "km",
    "person", …), "" for a bare number. `low` and `high` are the ends of a range, both `value` otherwise.
    """

    value: Decimal
    unit: str
    kind: FigureKind
    start: int
    end: int
    text: str
    low: Decimal
    high: Decimal

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def date(self) -> tuple[int, int, int]:
        """(year, month, day) of a date or year, 0 for each part that is not written."""
        if self.kind is FigureKind.YEAR:
            return int(self.value), 0, 0
        number = int(self.value) if self.kind is FigureKind.DATE else 0
        return number // 10000, number // 100 % 100, number % 100


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
    found += _measured(text, folded, taken)
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
            name for name in ("fy", "decade", "short", "year", "two", "bare", "hyphen") if name in found
        )
        value = int(found[name])
        if name == "bare" and (unit_after(folded, end) or unit_before(folded, start)):
            continue
        value += {"short": 1900, "two": 2000}.get(name, 2000 if value < 100 else 0)
        unit = {"fy": "fy", "decade": "decade", "short": "decade"}.get(name, "y")
        yield start, end, FigureKind.YEAR, Decimal(value), unit


def _measured(text: str, folded: str, taken: bytearray) -> Iterator[Figure]:
    """Numbers with the unit beside them, two of them joined where they are a range."""
    found = sorted(
        (n for n in numerals(folded) if not any(taken[n.start : n.end])), key=lambda n: (n.start, -n.end)
    )
    after = 0
    for position, numeral in enumerate(found):
        if numeral.start < after:
            continue
        following = next((n for n in found[position + 1 :] if n.start >= numeral.end), None)
        figure = _ranged(text, folded, numeral, following) if following else None
        figure = figure or _single(text, folded, numeral)
        if figure is not None:
            after = figure.end
            yield figure


def _unit(folded: str, numeral: Numeral) -> Unit | None:
    """The unit of a number: a currency before it, else what follows, else a numbered part before it."""
    before, after = unit_before(folded, numeral.start), unit_after(folded, numeral.end)
    if before is not None and before.kind is FigureKind.MONEY:
        return before
    if numeral.scale == 10**12 and numeral.value < 10**14 and ARTICLE.match(folded, numeral.end - 1):
        return Unit(FigureKind.ORDINAL, "article", numeral.start, numeral.end, Decimal(1) / numeral.scale)
    return after or before


def _single(text: str, folded: str, numeral: Numeral) -> Figure | None:
    unit = _unit(folded, numeral)
    if not _believed(folded, numeral, unit):
        return None
    start, end, value = numeral.start, numeral.end, numeral.value
    short = (
        _SHORT_SCALE.match(folded, end)
        if unit and unit.kind is FigureKind.MONEY and unit.end == start
        else None
    )
    if short:
        end, value = short.end(), value * _SHORT_SCALES[short[1].lower()]
    sign = _MINUS.search(folded[max(0, start - 7) : start])
    if sign:
        start, value = start - len(sign[1]), -value
    return _figure(text, start, end, value, value, unit)


def _ranged(text: str, folded: str, first: Numeral, second: Numeral) -> Figure | None:
    """A range, where the two numbers are joined by a dash or a word and count the same thing."""
    mine, theirs = unit_after(folded, first.end), _unit(folded, second)
    gap_start = mine.end if mine else first.end
    gap_end = theirs.start if theirs and theirs.end == second.start else second.start
    gap = folded[gap_start:gap_end]
    if not _JOIN.fullmatch(gap):
        return None
    if gap == " and " and not _BETWEEN.search(folded[: first.start]):
        return None
    before = unit_before(folded, first.start)
    unit = theirs or before
    if mine is not None and (unit is None or (mine.kind, mine.name) != (unit.kind, unit.name)):
        return None
    if not _believed(folded, second, unit) or (
        gap == "-" and unit is None and "" in (first.words, second.words)
    ):
        return None
    low, high = first.value, second.value
    if first.scale == 1 and second.scale > 1 and low < high / second.scale:
        low *= second.scale
    if low >= high:
        return None
    start = before.start if before and unit and before.kind is unit.kind else first.start
    return _figure(text, start, second.end, low, high, unit)


def _figure(text: str, start: int, end: int, low: Decimal, high: Decimal, unit: Unit | None) -> Figure:
    kind, name = (unit.kind, unit.name) if unit else (FigureKind.COUNT, "")
    if unit:
        low, high = low * unit.factor, high * unit.factor
        start, end = min(start, unit.start if unit.end <= end else start), max(end, unit.end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return Figure(low, name, kind, start, end, text[start:end], low, high)


def _believed(folded: str, numeral: Numeral, unit: Unit | None) -> bool:
    """Whether a number is one. In words many are also other words: 이 (this), 만 (only), 한 (about), one."""
    if not numeral.words:
        return True
    follows = unit is not None and unit.start >= numeral.end
    written = folded[numeral.start : numeral.end].lower()
    if numeral.words == "english":
        return written not in ("one", "zero") or (follows and unit is not None and unit.name != "")
    if numeral.words == "sino":
        if (
            not follows
            or unit is None
            or (unit.kind is FigureKind.COUNT and unit.name in ("", "minute", "time", "age"))
        ):
            return False
        head = folded[numeral.end : unit.end].lstrip()
        if written == "이":
            return unit.kind is FigureKind.PERCENT
        return (
            len(written) > 1
            or unit.kind is FigureKind.PERCENT
            or head.startswith(("년", "개", "주일", "명", "원"))
        )
    if follows and unit is not None and unit.kind in (FigureKind.COUNT, FigureKind.ORDINAL):
        if len(written) == 1 and not _ATTACHED.match(folded, numeral.end):
            return False  # 세대 and 네트 begin no count
        return not (written == "한" and unit.name == "time")
    if written in ("둘", "셋", "넷"):
        return bool(
            re.match(r"\s?(?:다|로|모두|중|가운데)(?![가-힣])", folded[numeral.end : numeral.end + 5])
        )
    if written == "한" or written == "열" or written.endswith(("하나", "둘", "셋", "넷")):
        return False
    if written == "세" and re.match(
        r"\s(?:부담|수입|감면|제|율|혜택|금)", folded[numeral.end : numeral.end + 4]
    ):
        return False
    return bool(re.match(r"\s[가-힣A-Z]", folded[numeral.end : numeral.end + 2]))
