"""Figures of a draft's sentence against those of the sources.

A figure is not right because it stands somewhere in the paragraph: 3.5% beside 5% is another fact. So each
figure looks for the source figure that stands in the same place, by the words around it. If that one says
the same, the figure holds; if a different one stands there, that is what the source says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.checking.findings import Item, Outcome, Subject
from assistant.checking.witnesses import Evidence, Witness
from assistant.wording import KIND_WEIGHT, Sought, has, sought
from index.figures import Figure, FigureKind, agrees, figures
from index.terms import TermKind, content_terms
from sources.document import Language, Record

# Found on the drafts under tests/gold/drafts (see docs/decisions/0702).
_NEAR = 0.5  # weight of the witness's nearness beside the words around the figure
_CHOSEN = 0.15  # added for a figure in one of the chosen witnesses
_MARGIN = 0.10  # by which another figure must fit better to contradict one that is also there
_RIVAL = 0.35  # what another figure must reach to be what the source says instead
_REACH = {Language.KO: 14.0, Language.EN: 28.0}  # characters over which a word's weight halves
_TIMES = (FigureKind.DATE, FigureKind.YEAR)
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


def compare_figures(evidence: Evidence) -> tuple[Item, ...]:
    """One item a figure of the draft's sentence, in order."""
    sentence = evidence.sentence
    mine = [figure for figure in figures(sentence.text) if not _is_pointer(figure)]
    if not mine or not evidence.witnesses:
        return tuple(_item(figure, Outcome.ABSENT) for figure in mine if not _is_soft(figure))
    seen = _sources(evidence)
    return tuple(_judge(figure, mine, seen, evidence) for figure in mine)


def _judge(
    figure: Figure,
    mine: Sequence[Figure],
    seen: Sequence[tuple[Figure, Witness | None, str]],
    evidence: Evidence,
) -> Item:
    terms = _around(figure, evidence.sentence.text, evidence.sentence.language)
    supports, rivals = [], []
    for other, witness, text in seen:
        if agrees(figure, other) or _completes(figure, other, seen):
            supports.append(_sighting(other, witness, text, terms, evidence))
        elif (
            witness in evidence.chosen
            and _comparable(figure, other)
            and not any(agrees(own, other) for own in mine)
        ):
            rivals.append(_sighting(other, witness, text, terms, evidence))
    support = max(supports, key=lambda s: s.fits, default=None)
    rival = max(rivals, key=lambda s: s.fits, default=None)
    if rival and rival.fits >= _RIVAL and (support is None or rival.fits > support.fits + _MARGIN):
        return _item(figure, Outcome.DIFFERS, rival.figure.text)
    if support is not None:
        return _item(figure, Outcome.SAME, support.figure.text)
    return _item(figure, Outcome.UNCERTAIN if _is_soft(figure) else Outcome.ABSENT)


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
    figure: Figure,
    witness: Witness | None,
    text: str,
    terms: Sequence[tuple[Sought, float]],
    evidence: Evidence,
) -> _Sighting:
    if witness is None:
        near, language = 0.3, evidence.sentence.language
    else:
        near = witness.near
        language = next(own for held, own in witness.texts() if held == text)
    fits = _fits(figure, text, language, terms) + _NEAR * near
    return _Sighting(figure, witness, fits + (_CHOSEN if witness in evidence.chosen else 0.0))


def _around(figure: Figure, text: str, language: Language) -> list[tuple[Sought, float]]:
    """The terms of the draft's sentence, the nearer to the figure the heavier."""
    places = {term.surface: (term.start, term.end) for term in content_terms(text, language)}
    found = []
    for term in sought(text, language):
        start, end = places.get(term.surface, (0, len(text)))
        if term.kind is TermKind.NUMBER or (start < figure.end and figure.start < end):
            continue
        away = max(start - figure.end, figure.start - end, 0)
        found.append((term, KIND_WEIGHT[term.kind] * 0.5 ** (away / _REACH[language])))
    return found


def _fits(figure: Figure, text: str, language: Language, terms: Sequence[tuple[Sought, float]]) -> float:
    """The weighted share of `terms` near the source's figure: whole within reach, half elsewhere in the
    sentence."""
    total = sum(weight for _, weight in terms)
    if not total:
        return 0.0
    reach = int(2.5 * _REACH[language])
    near = text[_word_start(text, figure.start - reach) : _word_end(text, figure.end + reach)]
    score = 0.0
    for term, weight in terms:
        inside = has(term, near, language)
        score += weight * (inside if inside >= 1.0 else max(inside, 0.5 * has(term, text, language)))
    return score / total


def _word_start(text: str, at: int) -> int:
    return 0 if at <= 0 else text.find(" ", at) + 1 or at


def _word_end(text: str, at: int) -> int:
    return len(text) if at >= len(text) else (text.find(" ", at) if text.find(" ", at) > 0 else len(text))


def _comparable(one: Figure, other: Figure) -> bool:
    """Whether the source's figure could be what the draft's should have been."""
    if one.kind in _TIMES and other.kind in _TIMES:
        return True
    if one.kind is not other.kind:
        return False
    if one.kind in (FigureKind.MONEY, FigureKind.PERCENT, FigureKind.POINTS):
        return True
    return agrees(replace(one, low=other.low, high=other.high), other)


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
    """Small counts and places in an order, which a writer may well make up: two regions, first, both."""
    if figure.kind is FigureKind.ORDINAL:
        return figure.unit in ("", "phase", "rank") and figure.value <= 5
    return (
        figure.kind is FigureKind.COUNT
        and figure.unit in ("", "country", "person", "time", "x")
        and figure.value <= 10
    )


def _item(figure: Figure, outcome: Outcome, source: str = "") -> Item:
    return Item(Subject.FIGURE, outcome, figure.text, figure.start, figure.end, source)
