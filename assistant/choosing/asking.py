"""All that is known of one question while it is answered: made once in `ask`, handed on by each stage.

`Wording` is one way the question is put, with its terms and the documents it speaks of; `Asking` holds the
wordings, what was found for them and what was scored. No stage works out again what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.columns import FEATURES
from assistant.choosing.scored import Scored, Text, texts_of, titles_of
from assistant.question.read import Question
from assistant.question.references import Shelf, plainest
from assistant.words.mending import mend
from assistant.words.wording import Sought, sought
from index.hit import Passage, Retrieval
from index.words.glossary import Entry
from sources.document import Language


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of the question: as it was put, joined with what it leans on, or a single one inside it.

    `terms` are its words as they may be meant, once there are passages with misspelt ones mended; `own` those
    of its last line, which is what is asked now. `named` says how plainly it speaks of each document, 0 to 1.
    `renderings` is what the library has for its words in the other language, `weight` its share in the
    ranking.
    """

    question: Question
    renderings: Mapping[str, Mapping[str, float]]
    terms: tuple[Sought, ...]
    own: tuple[Sought, ...]
    named: Mapping[str, float]
    weight: float = 1.0

    @property
    def keys(self) -> tuple[str, ...]:
        """The documents it plainly speaks of, the plainest first."""
        return plainest(self.named)


def worded(
    question: Question,
    renderings: Mapping[str, Mapping[str, float]],
    shelf: Shelf,
    weight: float = 1.0,
) -> Wording:
    """What `question` says by itself, of the documents on `shelf`."""
    terms = sought(question.text, question.language)
    *before, last = question.text.split("\n")
    own = sought(last, question.language) if before else terms
    named = shelf.called(question.naming, renderings, question.language)
    return Wording(question, renderings, terms, own, named, weight)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question on its way to an answer.

    `alone` is the question as it was put, `whole` joined with the turns a follow-up leans on, the same where
    it stands alone; `parts` are the single questions inside it. `found` and `passages` are what the library
    has for it, `texts` what these say and are called. `dating` are the places of sentences that say when a
    document itself was signed or came into force, or who wrote it, where that is asked; `homes` has the
    country that a document is about, by its id, where the question names one. `matrix` has the
    features of every sentence, (sentences, len(FEATURES)), in the order of the passages, `part_matrices` the
    same for each of the parts, and `read` tells whether the reader looked at them; `scored` are the
    sentences, best first.
    """

    alone: Wording
    whole: Wording
    parts: tuple[Wording, ...]
    found: Retrieval
    passages: tuple[Passage, ...]
    shelf: Shelf
    dating: frozenset[tuple[str, int]] = frozenset()
    homes: Mapping[str, Entry] = field(default_factory=dict)
    texts: tuple[Text, ...] = ()
    matrix: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, len(FEATURES))))
    part_matrices: tuple[NDArray[np.float64], ...] = ()
    read: bool = False
    scored: tuple[Scored, ...] = ()

    @property
    def question(self) -> Question:
        """The whole question."""
        return self.whole.question

    @property
    def language(self) -> Language:
        return self.question.language

    @property
    def follow_up(self) -> bool:
        return self.whole is not self.alone

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """Those a sentence is scored by."""
        return (self.alone, self.whole) if self.follow_up else (self.alone,)

    @property
    def judged(self) -> Wording:
        """What an answer is judged by. What a follow-up takes over from before was settled then: only its own
        words can be missing now."""
        return self.alone if self.alone.terms else self.whole


def mended(asking: Asking) -> Asking:
    """`asking` with the texts of its passages, misspelt terms taken for the words of these they must mean."""
    texts = tuple(pair for p in asking.passages for pair in (*texts_of(p), *titles_of(p)))
    alone = _mended(asking.alone, texts)
    whole = _mended(asking.whole, texts) if asking.follow_up else alone
    parts = tuple(_mended(part, texts) for part in asking.parts)
    return replace(asking, alone=alone, whole=whole, parts=parts, texts=texts)


def _mended(wording: Wording, texts: Sequence[Text]) -> Wording:
    return replace(wording, terms=mend(wording.terms, texts))
