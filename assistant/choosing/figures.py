"""Which figures of a text may be the one a question asks for. What a figure is, `index.figures` says.

What the question already says is no evidence: asked for the year of the 5% target, "5%" answers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.question.cues import Asked
from index.figures.read import Figure, FigureKind, agrees, figures
from index.words.terms import number

GREAT = 10**8  # from which a bare sum in Korean counts as money: 예산 3조를
_LENGTHS = frozenset({"year", "month", "week", "day", "hour"})
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_EACH = re.compile(r"1\s?[가-힣]{1,2}[에당간]")


def _dated(figure: Figure) -> bool:
    return figure.kind in (FigureKind.DATE, FigureKind.YEAR)


def _part(figure: Figure) -> bool:
    return figure.kind is FigureKind.COUNT and not figure.unit and 0 < figure.value < 1


def _bare_sum(figure: Figure) -> bool:
    return figure.kind is FigureKind.COUNT and not figure.unit and figure.value >= GREAT


KINDS: dict[Asked, Callable[[Figure], bool]] = {
    Asked.PERCENT: lambda f: f.kind in (FigureKind.PERCENT, FigureKind.POINTS) or _part(f),
    Asked.MONEY: lambda f: f.kind is FigureKind.MONEY or _bare_sum(f),
    Asked.YEAR: lambda f: _dated(f) and f.date[0] > 0,
    Asked.WHEN: lambda f: _dated(f) or (f.kind is FigureKind.COUNT and f.unit in _LENGTHS),
    Asked.NUMBER: lambda f: f.kind is not FigureKind.ORDINAL,
}


def narrowest(asked: frozenset[Asked]) -> frozenset[Asked]:
    """`asked` without a kind of figure that a narrower one in it makes superfluous."""
    drop: set[Asked] = set()
    if asked & (KINDS.keys() - {Asked.NUMBER}):
        drop.add(Asked.NUMBER)
    if Asked.YEAR in asked:
        drop.add(Asked.WHEN)
    return asked - drop


def figures_for(kind: Asked, text: str, question: str) -> list[Figure]:
    """The figures of `text` that are of `kind` and that `question` does not have."""
    known = figures(question)
    of_kind = KINDS[kind]
    return [f for f in figures(text) if of_kind(f) and not any(_says(kind, other, f) for other in known)]


def _says(kind: Asked, known: Figure, figure: Figure) -> bool:
    """Whether a figure of the question says all that is asked of `figure`."""
    if kind is Asked.YEAR:
        return known.date[0] == figure.date[0]
    return agrees(figure, known)


def figure_spans(asked: frozenset[Asked], text: str, question: str) -> list[tuple[int, int]]:
    """Where in `text` a figure of a kind asked for stands that `question` does not have."""
    kinds = [kind for kind in KINDS if kind in narrowest(asked)]
    return sorted({(f.start, f.end) for kind in kinds for f in figures_for(kind, text, question)})


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of the figures of `text` that are written in digits, without thousands separators. "1년에"
    is each year, and no number."""
    told = (f for f in figures(text) if not (f.kind is FigureKind.COUNT and _EACH.match(text, f.start)))
    return frozenset(number(digits) for f in told for digits in _DIGITS.findall(f.text))
