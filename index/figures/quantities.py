"""Numbers with the unit beside them, and ranges of two of them: the figures without a form of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from index.figures.numerals import Numeral, numerals
from index.figures.units import ARTICLE, Figure, FigureKind, Unit, unit_after, unit_before

_JOIN = re.compile(r"\s?[~∼〜–—]\s?|-|\sto\s|\s?내지\s?|에서\s?|부터\s?|\sor\s|\s?또는\s?|\sand\s")
_BETWEEN = re.compile(r"\bbetween\s[^.;]{0,40}$", re.IGNORECASE)
_MINUS = re.compile(r"(?:^|[\s(~])((?:[-−]|마이너스\s?|minus\s))$")
_ATTACHED = re.compile(r"\s|번|개|가지|명|배|차례|달|시간|살|곳")
_TIMES = ("year", "month", "week", "day", "hour", "minute", "second")
_SHORT_SCALES = {"k": Decimal(1000), "m": Decimal(10**6), "b": Decimal(10**9), "t": Decimal(10**12)}
_SHORT_SCALE = re.compile(r"([kmbt])(?![A-Za-z])", re.IGNORECASE)  # $3.5m


def quantities(text: str, folded: str, taken: bytearray) -> Iterator[Figure]:
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
        if figure is not None and figure.start >= after:  # in "0€0" either number may have the sign
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
        if unit.name in _TIMES and numeral.value > 10**4:
            return False  # 일조시간, hours of sunshine
        apart = folded[numeral.end : numeral.end + 1] == " "
        head = folded[numeral.end : unit.end].lstrip()
        if written == "이":
            return unit.kind is FigureKind.PERCENT
        # 사명, 사원 and 천명 are words of their own; with a space they count.
        lone = ("년", "개", "주일", "명", "원") if apart else ("년", "개월", "개국", "주일")
        return len(written) > 1 or unit.kind is FigureKind.PERCENT or head.startswith(lone)
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
