"""A sentence as it is chosen and judged, and the texts it is read in: its own, translated, around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.hit import Passage, PassageSentence
from sources.document import Language

Text = tuple[str, Language]
MOST = 6  # sentences of an answer that is no list, and so passages that are read for them
WITHIN = 3.0  # score points below the best up to which a sentence is told for what else speaks for it


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with its score (higher is better) and its features, in the order of `FEATURES`."""

    passage: Passage
    place: int
    score: float
    features: NDArray[np.float64]

    @property
    def sentence(self) -> PassageSentence:
        return self.passage.sentences[self.place]

    @property
    def spot(self) -> tuple[str, int]:
        """Document and start: the sentence's identity."""
        return (self.passage.document_id, self.sentence.start)


def near(one: Scored, best: Scored) -> bool:
    """Whether a sentence scores near enough to the best to be told for what else speaks for it."""
    return one.score >= best.score - WITHIN


def views_of(passage: Passage, sentence: PassageSentence) -> tuple[Text, ...]:
    """The sentence in each language it exists in, its own under the head it is read with."""
    own = (f"{sentence.head}\n{sentence.text}" if sentence.head else sentence.text, passage.language)
    return (own, (sentence.translation, passage.language.other)) if sentence.translation else (own,)


def texts_of(passage: Passage) -> tuple[Text, ...]:
    """Paragraph and heading in each language they exist in."""
    own = (f"{passage.paragraph.section} {passage.text}", passage.language)
    return (own, (passage.translation, passage.language.other)) if passage.translation else (own,)


def titles_of(passage: Passage) -> tuple[Text, ...]:
    """What names the document: title, date, issuer and publisher."""
    record = passage.record
    found = []
    for language in Language:
        parts = (
            record.titles.get(language, ""),
            record.issuers.get(language, ""),
            record.publishers.get(language, ""),
        )
        found.append((" ".join((*parts, record.date)), language))
    return tuple(found)


def untranslated(passage: Passage, language: Language) -> bool:
    """Whether the passage does not exist in `language`."""
    return passage.language is not language and not passage.translation
