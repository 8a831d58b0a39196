"""Who speaks in a quotation: a brief that tells what a declaration says is second hand.

Its sentence is marked, and the declaration's own sentence is found beside it where the library has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.question.references import Shelf
from assistant.words.phrases import phrases
from assistant.words.wording import LIKELY, words
from index.figures.read import agrees, figures
from index.hit import Passage, PassageSentence
from sources.document import Kind, Language

SHARED = 4  # words that two sentences must have in common to say the same
FIRST_HAND = 0.4  # share of words from which another document's sentence says what was reported
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


def _likeness(one: PassageSentence, own: Language, other: PassageSentence, its: Language) -> float:
    """The share of their content words that two sentences have in common, in a language they share; 0 where
    they share none or hardly any, or a figure of `one` is not in `other`."""
    if own is its:
        pairs = [(one.text, other.text, own)]
    else:
        pairs = [(one.translation, other.text, its), (one.text, other.translation, own)]
    return max(_dice(a, b, language) for a, b, language in pairs)


def _dice(claim: str, told: str, language: Language) -> float:
    """Twice the words that two texts share by those they have (Dice 1945)."""
    one, other = words(claim, language), words(told, language)
    there = figures(told)
    if len(one & other) < SHARED or not all(any(agrees(a, b) for b in there) for a in figures(claim)):
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))
