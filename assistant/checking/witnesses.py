"""The source sentences a draft's sentence is compared with, nearest first.

How near a sentence is counts the draft's words in it (names and terms in either language, figures left
out, since they may be what is wrong), the cosine of the two sentences' vectors, and, for less, the figures
that agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.checking.drafts import DraftSentence
from assistant.words.wording import KIND_WEIGHT, Sought, has, stated
from index.figures.read import Figure, FigureKind, agrees, figures
from index.hit import Filters, Hit, Passage, PassageSentence, Retrieval, Vector
from index.words.terms import TermKind
from sources.document import Document, Language, Role
from sources.units.measures import measures_in

PASSAGES = 8
# The cosine of two unrelated sentences and of two that say the same, for the default model: only their
# difference is used, to spread its narrow band over 0 … 1.
_UNRELATED, _SAME = 0.80, 0.95
_WORDS, _MEANING = 0.65, 0.35
_FIGURES = 0.25  # share of what is missing to 1 that agreeing figures make up
_FOREIGN_FIGURES = 0.5  # the same where words cannot be compared
_FOREIGN_MOST = 0.8
_SPREAD = 0.06  # cosine above the usual at which a sentence of the other language says the same
_ADDS = 0.12  # how much of the draft's wording a further sentence must add to be taken in
_AT_MOST = 3


class Library(Protocol):
    """What the check needs of `index.library.Library`."""

    @property
    def version(self) -> str: ...

    def retrieve(
        self, question: str, language: Language, *, filters: Filters = ..., k: int = ...
    ) -> Retrieval: ...

    def passages(self, hits: Sequence[Hit]) -> tuple[Passage, ...]: ...

    def vectors(self, texts: Sequence[str]) -> Vector: ...

    def document(self, key_or_id: str) -> Document: ...


@dataclass(frozen=True, slots=True)
class Witness:
    """A sentence of a source. `near`: 0 to 1, how much of the draft's sentence it says."""

    passage: Passage
    position: int
    near: float
    cosine: float

    @property
    def sentence(self) -> PassageSentence:
        return self.passage.sentences[self.position]

    def texts(self) -> tuple[tuple[str, Language], ...]:
        """Its text, of a row with what its columns are called and what stands over the table, and, where
        there is one, its aligned translation, each with its language."""
        own = (_said_by(self.passage, self.sentence), self.passage.language)
        if not self.sentence.translation:
            return (own,)
        return own, (self.sentence.translation, self.passage.language.other)

    def measures(self, figure: Figure, other: Figure) -> bool:
        """Whether `other`, the bare value of a row, is the draft's `figure` in what the table's are in: 53
        under (천명) is 53천명."""
        if self.passage.paragraph.role is not Role.TABLE or other.kind is not FigureKind.COUNT or other.unit:
            return False
        return any(
            agrees(figure, one)
            for measure in measures_in(self.sentence.head)
            for one in figures(f"{other.text}{' ' * measure.isascii()}{measure}")
        )

    def text(self, language: Language) -> tuple[str, Language]:
        """Its text in `language`, else as it stands."""
        return next((pair for pair in self.texts() if pair[1] is language), self.texts()[0])


def _said_by(passage: Passage, sentence: PassageSentence) -> str:
    """A sentence as it is compared: a row with what its columns are called and what stands over the table."""
    row = sentence.head and passage.paragraph.role is Role.TABLE
    return f"{sentence.head}\n{sentence.text}" if row else sentence.text


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the library has for one sentence. `chosen` are the few witnesses that together say it;
    `witnesses` all sentences of the passages found, nearest first."""

    sentence: DraftSentence
    witnesses: tuple[Witness, ...]
    chosen: tuple[Witness, ...]
    unknown: tuple[str, ...]

    @property
    def best(self) -> Witness | None:
        return self.chosen[0] if self.chosen else None

    @property
    def near(self) -> float:
        """How much of the sentence the chosen witnesses say together."""
        return self.chosen[0].near if self.chosen else 0.0

    def paragraph(self) -> tuple[Witness, ...]:
        """The sentences of the chosen witnesses' paragraphs."""
        held = {(w.passage.document_id, w.passage.paragraph.number) for w in self.chosen}
        return tuple(w for w in self.witnesses if (w.passage.document_id, w.passage.paragraph.number) in held)


def gather(library: Library, sentence: DraftSentence, keys: tuple[str, ...] = ()) -> Evidence:
    """The witnesses for `sentence`, from the documents `keys`, or from all."""
    found = library.retrieve(sentence.text, sentence.language, filters=Filters(keys=keys), k=PASSAGES)
    hits = list(found.hits)
    for own in found.lists.values():
        hits += own[:3]
    unique = list({hit.chunk.id: hit for hit in hits}.values())
    passages = library.passages(unique)
    terms = wording(sentence.text, sentence.language)
    claimed = figures(sentence.text)
    spots = [(passage, position) for passage in passages for position in range(len(passage.sentences))]
    cosines = _cosines(library, spots, found.vectors[sentence.language])
    usual = _usual(spots, cosines)
    witnesses = [
        _witness(passage, at, cosines[id(passage), at], usual, sentence.language, terms, claimed)
        for passage, at in spots
    ]
    witnesses.sort(key=lambda w: -w.near)
    return Evidence(sentence, tuple(witnesses), _choose(witnesses, terms), found.unknown)


def wording(text: str, language: Language) -> tuple[Sought, ...]:
    """The terms of `text` that its nearness to a source is measured by: all but its figures."""
    return tuple(term for term in stated(text, language) if term.kind is not TermKind.NUMBER)


def _cosines(
    library: Library, spots: Sequence[tuple[Passage, int]], vector: Vector
) -> dict[tuple[int, int], float]:
    """How near each sentence comes to `vector`, itself or its translation."""
    texts = [(_said_by(p, p.sentences[at]), p.sentences[at].translation) for p, at in spots]
    said = list(dict.fromkeys(text for pair in texts for text in pair if text))
    near = dict(zip(said, library.vectors(said) @ vector, strict=True))
    return {
        (id(passage), at): max(float(near[text]) for text in pair if text)
        for (passage, at), pair in zip(spots, texts, strict=True)
    }


def _usual(
    spots: Sequence[tuple[Passage, int]], cosines: Mapping[tuple[int, int], float]
) -> dict[Language, float]:
    """The median cosine of the sentences of each language: what an unrelated one has with this draft."""
    held: dict[Language, list[float]] = {}
    for passage, at in spots:
        held.setdefault(passage.language, []).append(cosines[id(passage), at])
    return {language: float(np.median(values)) for language, values in held.items()}


def _witness(
    passage: Passage,
    position: int,
    cosine: float,
    usual: Mapping[Language, float],
    language: Language,
    terms: Sequence[Sought],
    claimed: Sequence[Figure],
) -> Witness:
    """The sentence as a witness for a text with those terms and figures. In the other language, without a
    translation, only some words can be compared; meaning and figures count the more."""
    plain = Witness(passage, position, 0.0, cosine)
    if any(own is language for _, own in plain.texts()):
        meaning = _between(cosine, _UNRELATED, _SAME)
        near, figured = _WORDS * said(terms, plain.texts()) + _MEANING * meaning, _FIGURES
    else:
        known = [term for term in terms if term.alternatives(passage.language)]
        share = _WORDS * _weight(known) / max(_weight(terms), 0.01)
        floor = usual[passage.language]
        near = share * said(known, plain.texts()) + (1 - share) * _between(cosine, floor, floor + _SPREAD)
        near, figured = min(near, _FOREIGN_MOST), _FOREIGN_FIGURES
    if claimed:
        there = [figure for text, _ in plain.texts() for figure in figures(text)]
        held = sum(any(agrees(m, o) or plain.measures(m, o) for o in there) for m in claimed) / len(claimed)
        near += figured * held * (1 - near)
    return Witness(passage, position, near, cosine)


def _between(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _weight(terms: Sequence[Sought]) -> float:
    return sum(KIND_WEIGHT[term.kind] for term in terms)


def said(terms: Sequence[Sought], texts: Sequence[tuple[str, Language]]) -> float:
    """The weighted share of `terms` that any of `texts` has; 0 for none."""
    total = _weight(terms)
    if not total:
        return 0.0
    return sum(KIND_WEIGHT[t.kind] * max(has(t, text, own) for text, own in texts) for t in terms) / total


def _choose(witnesses: Sequence[Witness], terms: Sequence[Sought]) -> tuple[Witness, ...]:
    """The nearest witness and those that add most of what it leaves unsaid, its own paragraph's first."""
    if not witnesses:
        return ()
    chosen = [witnesses[0]]
    held = list(witnesses[0].texts())
    share = said(terms, held)
    for _ in range(_AT_MOST - 1):
        best, gain = None, _ADDS
        for candidate in witnesses[:24]:
            if candidate in chosen:
                continue
            same = candidate.passage.paragraph is chosen[0].passage.paragraph
            more = said(terms, [*held, *candidate.texts()]) - share + (0.03 if same else 0.0)
            if more > gain:
                best, gain = candidate, more
        if best is None:
            break
        chosen.append(best)
        held += best.texts()
        share = said(terms, held)
    return tuple(chosen)
