"""What tells of a sentence that it answers the question: the columns of the ranking, but for the reader's.

How well its passage was found, the share of the question's words it has, whether it holds the kind of thing
asked for, whether its document is the one the question speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.asking import Wording
from assistant.choosing.documents import lexical_document
from assistant.choosing.evidence import borne_out
from assistant.choosing.scored import texts_of, titles_of, untranslated, views_of
from assistant.question.cues import Asked
from assistant.question.read import Question
from assistant.question.references import Shelf
from assistant.words.phrases import phrases
from assistant.words.wording import LIKELY, Sought, coverage, has, rarity, render, words
from index.hit import Passage, PassageSentence
from index.words.terms import TermKind, question_words
from sources.document import Language
from sources.record.imprint import is_imprint

IMPRINT_WITHIN = 3  # first paragraphs that may be an imprint
SPOKEN_BEFORE = 0.7  # weight left to a name or noun of an earlier turn
ASKED_BEFORE = 0.2  # weight left to a verb of an earlier turn
REFERRING = 0.1  # weight left to a word of the question that only names a document, or its kind
FULL_LENGTH = {Language.KO: 80, Language.EN: 160}  # characters of a sentence that is long enough

_MARKS = phrases(Path(__file__).with_name("marks.toml"))
LEANS = _MARKS["leans"]  # a sentence that opens so cannot be read without the one before it
_PLAIN = re.compile(r"https?://|www\.|ⓒ|©", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LookedFor:
    """What of a question is looked for in each sentence. `rare` weighs the terms by how few sentences have
    them, `flat` those alike that do not only name a document; `rendered` are the terms with words of the
    other language, `telling` its names and figures, `frame` what it calls the thing it asks for."""

    view: Wording
    rendered: tuple[Sought, ...]
    rare: dict[str, float]
    flat: dict[str, float]
    telling: tuple[Sought, ...]
    frame: frozenset[str]

    @property
    def language(self) -> Language:
        return self.view.question.language

    @property
    def some_named(self) -> bool:
        """Whether it speaks of any document."""
        return max(self.view.named.values(), default=0.0) >= LIKELY

    def terms(self, foreign: bool) -> tuple[Sought, ...]:
        """Where a text is there in the question's own language, its words are looked for in that."""
        return self.rendered if foreign else self.view.terms


def looked_for(view: Wording, passages: Sequence[Passage], shelf: Shelf) -> LookedFor:
    """What of the wording is looked for in `passages`."""
    terms, language = view.terms, view.question.language
    rare = rarity(terms, _one_a_sentence(passages, language))
    referring = {t.surface for t in terms if shelf.refers(t, view.named, language)}
    own = [t for t in terms if t.surface not in referring] or list(terms)
    for term in terms:
        if term.surface in referring:
            rare[term.surface] *= REFERRING
    taken = _taken_over(view)
    for surface, share in taken.items():
        rare[surface] *= share
    flat = {t.surface: taken.get(t.surface, 1.0) for t in own}
    telling = tuple(t for t in own if t.kind in {TermKind.NAME, TermKind.NUMBER})
    return LookedFor(view, render(terms, view.renderings), rare, flat, telling, _frame_words(view.question))


def features(view: Wording, passages: Sequence[Passage], shelf: Shelf) -> NDArray[np.float64]:
    """(sentences, len(HAND)), in the order of passages and their sentences."""
    wanted = looked_for(view, passages, shelf)
    best = max(p.score for p in passages) or 1.0
    # What is not translated was found by another list, whose scores lie lower.
    best_of = {
        kind: max((p.score for p in passages if untranslated(p, wanted.language) is kind), default=best)
        or 1.0
        for kind in (False, True)
    }
    apart = lexical_document(view.terms, wanted.rendered, passages, wanted.language)
    rows: list[tuple[float, ...]] = []
    for passage in passages:
        own_list = best_of[untranslated(passage, wanted.language)]
        found = (passage.score / best, passage.score / own_list)
        rows += _rows(wanted, passage, found, apart[passage.document_id])
    return np.array(rows, float)


def _rows(
    wanted: LookedFor, passage: Passage, found: tuple[float, float], apart: float
) -> Iterator[tuple[float, ...]]:
    """The features of each sentence of a passage. `found` is the passage's score among all and among its
    like, `apart` how far its document is from the one that has most of the question's words."""
    question, rare = wanted.view.question, wanted.rare
    around = (*texts_of(passage), *titles_of(passage))
    here = wanted.terms(untranslated(passage, wanted.language))
    around_share = coverage(here, rare, around)
    refers = wanted.view.named.get(passage.key, 0.0)
    imprint = float(_under_the_title(passage) and not question.asks(Asked.AUTHOR))
    for place, sentence in enumerate(passage.sentences):
        seen = views_of(passage, sentence)
        text, own = next((pair for pair in seen if pair[1] is wanted.language), seen[0])
        before = views_of(passage, passage.sentences[place - 1]) if place else ()
        yield (
            *found,
            coverage(here, rare, seen),
            around_share,
            _names(wanted.telling, rare, seen, around),
            *borne_out(question.asked, text, question.text, own),
            refers,
            float(wanted.some_named and refers < LIKELY),
            _about_author(question, passage, sentence),
            float(bool(LEANS.match(sentence.text))),
            min(1.0, len(text) / FULL_LENGTH[own]),
            float(bool(_PLAIN.search(sentence.text))),
            coverage(here, rare, (*seen, *before)),
            coverage([t for t in here if t.surface in wanted.flat], wanted.flat, seen),
            _framed(wanted.frame, seen, wanted.language),
            imprint,
            apart,
        )


def _under_the_title(passage: Passage) -> bool:
    """Whether the paragraph is the lines that say who published the document, and when."""
    dated = any(letter.isdigit() for letter in passage.text)
    return passage.paragraph.number <= IMPRINT_WITHIN and dated and is_imprint(passage.text)


def _taken_over(view: Wording) -> dict[str, float]:
    """The share of their weight left to the terms that a follow-up takes over from the turns before it: of
    those it leans on the subject, and hardly on what was asked of it then."""
    here = {t.surface for t in view.own}
    if not here:
        return {}
    return {
        t.surface: ASKED_BEFORE if t.kind is TermKind.VERB else SPOKEN_BEFORE
        for t in view.terms
        if t.surface not in here
    }


def _frame_words(question: Question) -> frozenset[str]:
    """What the question calls the thing it asks for: 이유, 목적, reason, title …"""
    return words(question.text, question.language) & question_words(question.language)


def _framed(frame: frozenset[str], seen: Sequence[tuple[str, Language]], language: Language) -> float:
    """1 where the sentence calls it so too ("… 불참 이유로 들었고")."""
    return float(any(frame & words(text, own) for text, own in seen if own is language))


def _one_a_sentence(passages: Sequence[Passage], language: Language) -> list[tuple[str, Language]]:
    """Each sentence once, in `language` where it exists in it: the texts rarity is counted over."""
    return [
        next((pair for pair in views_of(p, s) if pair[1] is language), (s.text, p.language))
        for p in passages
        for s in p.sentences
    ]


def _names(
    telling: Sequence[Sought],
    rare: Mapping[str, float],
    sentence: Sequence[tuple[str, Language]],
    around: Sequence[tuple[str, Language]],
) -> float:
    """The share of the question's names and figures that the sentence has; half for those only around it."""
    total = sum(rare[t.surface] for t in telling)
    if total <= 0:
        return 0.5
    found = 0.0
    for term in telling:
        here = max(has(term, text, own) for text, own in sentence)
        near = max(has(term, text, own) for text, own in around)
        found += rare[term.surface] * max(here, 0.5 * near)
    return found / total


def _about_author(question: Question, passage: Passage, sentence: PassageSentence) -> float:
    """Where the question is about the author's person: 1 for a sentence that names an author of the document,
    0.5 for another of a paragraph that introduces one."""
    # Of a follow-up only its own line tells whether it is about the person.
    own = question.text.rsplit("\n", 1)[-1]
    if not (question.asks(Asked.AUTHOR) and _MARKS["person"].search(own)):
        return 0.0
    if any(name in text for name in passage.record.author_names for text, _ in views_of(passage, sentence)):
        return 1.0
    return 0.5 * float(introduces_author(passage))


def introduces_author(passage: Passage) -> bool:
    """Whether the paragraph is one that tells who an author of the document is."""
    named = any(name in text for name in passage.record.author_names for text, _ in texts_of(passage))
    return named or bool(_MARKS["author_section"].search(passage.paragraph.section))
