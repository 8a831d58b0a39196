"""Which words of a question are in the texts after all, written otherwise: 3분기 = Q3, 100분의 5 = 5%,
8.22일 = 8월 22일 = August 22."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from index.figures.read import Figure, FigureKind, agrees, figures

_HUNDRED = Decimal(100)


def written(question: str, surfaces: Iterable[str], texts: Iterable[str]) -> frozenset[str]:
    """Those of `surfaces`, words of `question`, that are part of a figure or date which one of `texts` has in
    any notation."""
    asked = figures(question)
    if not asked:
        return frozenset()
    there = [figure for text in texts for figure in figures(text)]
    spans = [(a.start, a.end) for a in asked if any(same(a, b) for b in there)]
    return frozenset(
        surface
        for surface in surfaces
        if any(
            found.start() < end and start < found.end()
            for found in re.finditer(re.escape(surface), question)
            for start, end in spans
        )
    )


def same(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same: as the check of a draft has it, and a fraction is its percentage."""
    return agrees(one, other) or _as_percent(one) == _as_percent(other) is not None


def _as_percent(figure: Figure) -> Decimal | None:
    """The percentage a figure says; None for one that says none."""
    if figure.kind is FigureKind.PERCENT and figure.unit == "%" and figure.low == figure.high:
        return figure.value
    if figure.kind is FigureKind.COUNT and not figure.unit and "분의" in figure.text:
        return figure.value * _HUNDRED
    return None
