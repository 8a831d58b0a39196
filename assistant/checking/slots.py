"""How well one place in a source matches a place in a draft: by the words that stand around both.

The slot of a figure or a name is the words of its sentence, the nearer the heavier. A source fits it as far
as it has those words, most where it has them close by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.words.wording import KIND_WEIGHT, Sought, has, stated
from index.words.terms import TermKind, content_terms
from sources.document import Language

REACH = {Language.KO: 24, Language.EN: 48}  # characters over which a word's weight halves
# Credit for a word found within so many reaches of the source's place, and anywhere in its sentence.
_NEARBY = ((0.7, 1.0), (1.6, 0.85))
_ANYWHERE = 0.5


@dataclass(frozen=True, slots=True)
class Slot:
    """The words around a place in a draft, each with its weight."""

    terms: tuple[tuple[Sought, float], ...]

    def fits(self, text: str, language: Language, start: int, end: int) -> float:
        """How well `text[start:end]` stands in this slot, 0 to 1."""
        total = sum(weight for _, weight in self.terms)
        if not total:
            return 0.0
        reach = REACH[language]
        windows = [(_window(text, start, end, int(size * reach)), credit) for size, credit in _NEARBY]
        windows.append((text, _ANYWHERE))
        score = 0.0
        for term, weight in self.terms:
            score += weight * max(credit * has(term, held, language) for held, credit in windows)
        return score / total

    def fits_any(self, texts: Sequence[tuple[str, Language]]) -> float:
        """How well the best of whole sentences fits, wherever in it the place would be."""
        total = sum(weight for _, weight in self.terms)
        if not total or not texts:
            return 0.0
        return max(sum(w * has(term, text, own) for term, w in self.terms) for text, own in texts) / total


def slot(text: str, language: Language, start: int, end: int) -> Slot:
    """The slot of `text[start:end]`: its sentence's terms but for figures and what the place itself says."""
    places = {term.surface: (term.start, term.end) for term in content_terms(text, language)}
    found = []
    for term in stated(text, language):
        first, last = places.get(term.surface, (0, len(text)))
        if term.kind is TermKind.NUMBER or (first < end and start < last):
            continue
        away = max(first - end, start - last, 0)
        found.append((term, KIND_WEIGHT[term.kind] * 0.5 ** (away / REACH[language])))
    return Slot(tuple(found))


def _window(text: str, start: int, end: int, reach: int) -> str:
    """`text[start:end]` with whole words around it."""
    first, last = start - reach, end + reach
    if first > 0:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = text.rfind(" ", end, last)
        last = last if last >= 0 else end
    return text[max(0, first) : last]
