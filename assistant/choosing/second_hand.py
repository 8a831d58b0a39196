"""Who speaks in a quotation: a brief that tells what a declaration says is second hand.

Its sentence is marked, and the declaration's own sentence is found beside it where the library has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.choosing.scored import Scored
from assistant.question.references import Shelf
from assistant.words.phrases import phrases
from assistant.words.wording import LIKELY
from index.hit import Passage, PassageSentence
from sources.document import Kind, Language

FIRST_HAND = 0.9  # cosine from which another document's sentence says what was reported
_MARKS = phrases(Path(__file__).with_name("marks.toml"))
# What a text is called, and what it is said to do: only both together are a report of another's words.
_TEXT, _SAYS, _POINTS_BACK = _MARKS["text"], _MARKS["says"], _MARKS["points_back"]
_PRIMARY = frozenset({Kind.DECLARATION, Kind.DIGEST})


def reported(passage: Passage, place: int, shelf: Shelf) -> str:
    """The key of the document whose words or content the sentence reports, "" where it speaks for itself.

    Documents of record (declarations and digests of them) speak for themselves. A sentence reports when it
    speaks of a text ("선언문", "the communiqué") as saying something; that a summit or a place is named is
    not enough. One that only points back ("당시 …") reports what the sentence before it names.
    """
    if passage.record.kind in _PRIMARY or not _SAYS.search(passage.sentences[place].text):
        return ""
    for at in (place, place - 1):
        if at < 0:
            break
        sentence = passage.sentences[at]
        # All titles of a library are looked through only where a text is spoken of.
        named = shelf.named(sentence.text, passage.language) if _TEXT.search(sentence.text) else {}
        others = {k: v for k, v in named.items() if k != passage.key and v >= LIKELY}
        if others:
            return max(others, key=lambda k: others[k])
        if at == place and not _POINTS_BACK.match(sentence.text):
            break
    return ""


def first_hand(
    claim: PassageSentence, language: Language, passages: Sequence[Passage], key: str
) -> tuple[Passage, int] | None:
    """The sentence of document `key` nearest to what `claim` (in `language`) reports of it; None where none
    is near. Compared within one language, through the aligned translations."""
    best: tuple[float, Passage, int] | None = None
    for passage in passages:
        if passage.key != key:
            continue
        for place, sentence in enumerate(passage.sentences):
            near = _likeness(claim, language, sentence, passage.language)
            if best is None or near > best[0]:
                best = (near, passage, place)
    return (best[1], best[2]) if best is not None and best[0] >= FIRST_HAND else None


def likeness(one: Scored, other: Scored) -> float:
    """The cosine of two sentences in a language they share; 0 where they share none."""
    return _likeness(one.sentence, one.passage.language, other.sentence, other.passage.language)


def _likeness(one: PassageSentence, own: Language, other: PassageSentence, its: Language) -> float:
    pairs = []
    if own is its:
        pairs.append((one.vector, other.vector))
    if one.translation_vector is not None and own is not its:
        pairs.append((one.translation_vector, other.vector))
    if other.translation_vector is not None and own is not its:
        pairs.append((one.vector, other.translation_vector))
    return max((float(np.dot(a, b)) for a, b in pairs), default=0.0)
