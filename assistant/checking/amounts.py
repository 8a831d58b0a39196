"""Figures of a draft's sentence against those of the sources.

A figure is not right because it stands somewhere in the paragraph: 3.5% beside 5% is another fact. So each
figure looks for the source figure that stands in the same place, by the words around it. If that one says
the same, the figure holds; if a different one stands there, that is what the source says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.checking.findings import Item, Outcome, Subject
from assistant.checking.roles import role
from assistant.checking.slots import Slot, slot
from assistant.checking.witnesses import Evidence, Witness
from index.figures.read import Figure, FigureKind, agrees, figures
from sources.document import Record

# Found on the drafts under tests/gold/drafts (see docs/decisions/0702).
_NEAR = 0.5  # weight of the witness's nearness beside the words around the figure
_CHOSEN = 0.15  # added for a figure in one of the chosen witnesses
_MARGIN = 0.10  # by which another figure must fit better to contradict one that is also there
_RIVAL = 0.35  # what another figure must reach to be what the source says instead
_TIMES = (FigureKind.DATE, FigureKind.YEAR)
# Counters that count one sort of thing and no other: ships, rounds, guns, animals, trees, clothes. The rest
# (개, 곳, 건, 가지, 대 …: three machines, or three main things) stand for one another, as a bare number does.
_PARTICULAR = frozenset(("척", "발", "문", "마리", "그루", "벌"))
# Numbered parts of texts.
_PARTS = frozenset(
    ("article", "paragraph", "chapter", "section", "page", "annex", "volume", "part", "table", "footnote")
)
_COUNTER = re.compile(r"(?:[0-9½¼¾%]|[십백천만억조]|\s|[한두세네섯곱덟홉열물른흔순든하])여?\s?([가-힣]+)$")
_RELATIVE = (
    (re.compile(r"올해|금년|\bthis year\b", re.IGNORECASE), 0),
    (
        re.compile(r"지난해|작년|전년|1년 전|\blast year\b|\ba year (?:earlier|ago|before)\b", re.IGNORECASE),
        -1,
    ),
    (re.compile(r"내년|다음 해|\bnext year\b|\bfollowing year\b", re.IGNORECASE), 1),
)


@dataclass(frozen=True, slots=True)
class _Sighting:
    """A figure of a source. `fits`: how well it stands where the draft's figure stands."""

    figure: Figure
    witness: Witness | None
    fits: float
    text: str


def compare_figures(evidence: Evidence) -> tuple[Item, ...]:
    """One item a figure of the draft's sentence, in order."""
    sentence = evidence.sentence
    mine = [figure for figure in figures(sentence.text) if not _is_pointer(figure)]
    if not mine or not evidence.witnesses:
        return tuple(_item(figure, Outcome.ABSENT) for figure in mine if not _is_soft(figure))
    seen = _sources(evidence)
    judged = [_judge(figure, mine, seen, evidence) for figure in mine]
    return tuple(_apart(judged))


@dataclass(frozen=True, slots=True)
class _Judged:
    """A figure's outcome, with what the source may say instead, the best first."""

    figure: Figure
    outcome: Outcome
    source: str = ""
    rivals: tuple[_Sighting, ...] = ()


def _judge(
    figure: Figure,
    mine: Sequence[Figure],
    seen: Sequence[tuple[Figure, Witness | None, str]],
    evidence: Evidence,
) -> _Judged:
    own = evidence.sentence
    place = slot(own.text, own.language, figure.start, figure.end)
    supports, rivals = [], []
    for other, witness, text in seen:
        measured = witness is not None and witness.measures(figure, other)
        if measured or bears_out(figure, other) or _completes(figure, other, seen):
            supports.append(_sighting(other, witness, text, place, evidence))
        elif (
            witness in evidence.chosen
            and _comparable(figure, other)
            and _does_the_same(own.text, figure, text, other)
            and not any(bears_out(one, other) for one in mine)
        ):
            rivals.append(_sighting(other, witness, text, place, evidence))
    if day := _day_of_source(figure, evidence):
        return _Judged(figure, Outcome.SAME, day)
    support = max(supports, key=lambda s: s.fits, default=None)
    rivals.sort(key=lambda s: -s.fits)
    if rivals and rivals[0].fits >= _RIVAL and (support is None or rivals[0].fits > support.fits + _MARGIN):
        return _Judged(figure, Outcome.DIFFERS, rivals[0].figure.text, tuple(rivals))
    if support is not None:
        return _Judged(figure, Outcome.SAME, support.figure.text)
    months = (other for other, witness, _ in seen if witness in evidence.chosen and other.date[1])
    if _is_soft(figure) or any(_vaguer(figure, other) for other in months):
        return _Judged(figure, Outcome.UNCERTAIN)
    return _Judged(figure, Outcome.ABSENT)


def _day_of_source(figure: Figure, evidence: Evidence) -> str:
    """The day of the nearest source itself, where a figure is that day; "" for any other."""
    date = evidence.best.passage.record.date if evidence.best and all(figure.date) else ""
    return date if any(agrees(figure, other) for other in figures(date)) else ""


def _apart(judged: Sequence[_Judged]) -> Iterator[Item]:
    """The items. Several figures of one kind that differ each get another of the source's, in order."""
    differing = Counter(one.figure.kind for one in judged if one.outcome is Outcome.DIFFERS)
    used: set[tuple[str, int]] = set()
    for one in judged:
        source = one.source
        if one.outcome is Outcome.DIFFERS and differing[one.figure.kind] > 1:
            close = [
                r
                for r in one.rivals
                if r.fits >= one.rivals[0].fits - _MARGIN and r.text == one.rivals[0].text
            ]
            free = [r for r in close if (r.text, r.figure.start) not in used]
            if free:
                chosen = min(free, key=lambda r: r.figure.start)
                used.add((chosen.text, chosen.figure.start))
                source = chosen.figure.text
        yield _item(one.figure, one.outcome, source)


def _sources(evidence: Evidence) -> list[tuple[Figure, Witness | None, str]]:
    """The figures of every witness, in the draft's language where it has one, and those of the records."""
    found: list[tuple[Figure, Witness | None, str]] = []
    for witness in evidence.witnesses:
        for text, _ in witness.texts():
            found += [(figure, witness, text) for figure in figures(text)]
            found += [(figure, witness, text) for figure in _relative(text, witness.passage.record)]
    records = {w.passage.key: w.passage.record for w in evidence.witnesses}
    for record in records.values():
        text = " ".join([*record.titles.values(), record.date])
        found += [(figure, None, text) for figure in figures(text)]
    return found


def _relative(text: str, record: Record) -> Iterator[Figure]:
    """ "last year" of a document of 2025 is 2024."""
    if not record.year.isdigit():
        return
    for pattern, shift in _RELATIVE:
        for match in pattern.finditer(text):
            value = Decimal(int(record.year) + shift)
            yield Figure(value, "y", FigureKind.YEAR, match.start(), match.end(), match.group(), value, value)


def _sighting(
    figure: Figure, witness: Witness | None, text: str, place: Slot, evidence: Evidence
) -> _Sighting:
    if witness is None:
        near, language = 0.3, evidence.sentence.language
    else:
        near = witness.near
        language = next(own for held, own in witness.texts() if held == text)
    fits = place.fits(text, language, figure.start, figure.end) + _NEAR * near
    return _Sighting(figure, witness, fits + (_CHOSEN if witness in evidence.chosen else 0.0), text)


def bears_out(figure: Figure, other: Figure) -> bool:
    """Whether the source's figure is the draft's, or a range that the draft names an end of."""
    if not _counted_alike(figure, other):
        return False
    if agrees(figure, other):
        return True
    if not other.is_range or figure.is_range:
        return False
    ends = (replace(other, low=end, high=end, value=end) for end in (other.low, other.high))
    return any(agrees(figure, end) for end in ends)


def _comparable(one: Figure, other: Figure) -> bool:
    """Whether the source's figure could be what the draft's should have been."""
    if one.kind in _TIMES and other.kind in _TIMES:
        return not _vaguer(one, other)
    if one.kind is not other.kind or not _counted_alike(one, other):
        return False
    if one.kind in (FigureKind.MONEY, FigureKind.PERCENT, FigureKind.POINTS):
        return True
    return agrees(replace(one, low=other.low, high=other.high), other)


def _does_the_same(own: str, figure: Figure, text: str, other: Figure) -> bool:
    """Whether two dates do the same in their sentences; anything but dates does."""
    if figure.kind not in _TIMES:
        return True
    return role(own, figure) is role(text, other)


def _counted_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures may count the same sort of thing, as far as their counters tell: six ships (6척)
    are not six pieces (6개), and no count is the number of a part of a text (paragraph 6)."""
    if FigureKind.COUNT in (one.kind, other.kind) and {one.unit, other.unit} & _PARTS:
        return False
    mine, theirs = _counter(one), _counter(other)
    return mine == theirs or "" in (mine, theirs) or not {mine, theirs} & _PARTICULAR


def _counter(figure: Figure) -> str:
    """The Korean counter a count is written with, "" for none."""
    match = _COUNTER.search(figure.text) if figure.kind is FigureKind.COUNT else None
    return match[1] if match else ""


def _vaguer(figure: Figure, other: Figure) -> bool:
    """Whether `other` is the draft's date written less fully: June 2025 for 25 June 2025."""
    if figure.kind not in _TIMES or other.kind not in _TIMES:
        return False
    pairs = list(zip(figure.date, other.date, strict=True))
    fits = all(not theirs or mine == theirs for mine, theirs in pairs)
    return fits and any(mine and mine == theirs for mine, theirs in pairs)


def _completes(figure: Figure, other: Figure, seen: Sequence[tuple[Figure, Witness | None, str]]) -> bool:
    """Whether `other` writes a part of the draft's date and the sources near it the rest: 6월 25일 in a
    document of 2025."""
    if figure.kind is not FigureKind.DATE or other.kind is not FigureKind.DATE:
        return False
    pairs = list(zip(figure.date, other.date, strict=True))
    if any(mine and theirs and mine != theirs for mine, theirs in pairs):
        return False
    shared = [bool(mine and theirs) for mine, theirs in pairs]
    if not (shared[2] if figure.date[2] else shared[1]):
        return False
    missing = [index for index, (mine, theirs) in enumerate(pairs) if mine and not theirs]
    return all(
        any(f.date[index] == figure.date[index] for f, _, _ in seen if f.kind in _TIMES) for index in missing
    )


def _is_pointer(figure: Figure) -> bool:
    """Page numbers and the like point into a source; the footnotes are resolved elsewhere."""
    return figure.kind is FigureKind.ORDINAL and figure.unit in ("page", "footnote", "table", "figure")


def _is_soft(figure: Figure) -> bool:
    """Small whole counts and places in an order, which a writer may well make up: two regions, first."""
    if "." in figure.text:
        return False
    if figure.kind is FigureKind.ORDINAL:
        return figure.unit in ("", "phase", "rank") and figure.value <= 5
    return (
        figure.kind is FigureKind.COUNT
        and figure.unit in ("", "country", "person", "time", "x")
        and figure.value <= 10
        and _counter(figure) not in _PARTICULAR
    )


def _item(figure: Figure, outcome: Outcome, source: str = "") -> Item:
    return Item(Subject.FIGURE, outcome, figure.text, figure.start, figure.end, source)
