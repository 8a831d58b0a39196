"""How likely each sentence of the retrieved passages is to answer the question: features and their sum.

A linear model over a handful of general signals: nearness of the sentence's and its paragraph's vectors to
the question's, the share of the question's words it has, whether it holds the kind of thing asked for,
whether its document is the one the question speaks of. The weights are learnt by `benchmarks/calibrate.py`
and stored in `assistant/choosing/weights.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.asking import Asking, Wording, mended
from assistant.choosing.columns import HAND
from assistant.choosing.evidence import borne_out, names_in
from assistant.choosing.reading import Read, readings
from assistant.choosing.scored import Scored, texts_of, titles_of, untranslated, views_of
from assistant.choosing.weights import Linear, shipped
from assistant.question.cues import Asked
from assistant.question.read import Question
from assistant.question.references import NAMED, Shelf, is_kind_word
from assistant.words.phrases import phrases
from assistant.words.wording import Sought, coverage, has, rarity, render, words
from index.hit import Passage, PassageSentence, Vector
from index.words.terms import TermKind, question_words
from sources.document import Language
from sources.record.imprint import is_imprint

KIND_WORD = 0.05  # weight left to a word that is only a kind of document
IMPRINT_WITHIN = 3  # first paragraphs that may be an imprint
SPOKEN_BEFORE = 0.7  # weight left to a name or noun of an earlier turn
ASKED_BEFORE = 0.2  # weight left to a verb of an earlier turn
REFERRING = 0.35  # weight left to a word of the question that only names a document

_MARKS = phrases(Path(__file__).with_name("marks.toml"))
LEANS = _MARKS["leans"]  # a sentence that opens so cannot be read without the one before it
_PLAIN = re.compile(r"https?://|www\.|ⓒ|©", re.IGNORECASE)


def ranked(asking: Asking, rank: Linear) -> Asking:
    """`asking` with every sentence scored by its features, best first."""
    places = [(p, i) for p in asking.passages for i in range(len(p.sentences))]
    scores = asking.matrix @ rank.values
    found = [Scored(p, i, float(s), f) for (p, i), s, f in zip(places, scores, asking.matrix, strict=True)]
    return replace(asking, scored=tuple(sorted(found, key=lambda x: -x.score)))


def measured(asking: Asking, read: Read) -> Asking:
    """`asking` with its terms mended and the features of every sentence. The reader's column is 0 where there
    is none; `read` asks it."""
    asking = mended(asking)
    if not asking.passages:
        return asking
    hand = hand_features(asking)
    first = hand @ shipped(False).first.values
    found = readings(read, asking.question, asking.passages, first)
    column = np.zeros(len(hand)) if found is None else found
    return replace(asking, matrix=np.column_stack([hand, column]), read=found is not None)


def hand_features(asking: Asking) -> NDArray[np.float64]:
    """(sentences, len(HAND)): the features of the question's wordings blended by their weights."""
    total = sum(wording.weight for wording in asking.wordings)
    parts = [
        (wording.weight / total) * features(wording, asking.passages, asking.shelf)
        for wording in asking.wordings
    ]
    matrix: NDArray[np.float64] = np.sum(parts, axis=0)
    return matrix.reshape(-1, len(HAND))


def features(view: Wording, passages: Sequence[Passage], shelf: Shelf) -> NDArray[np.float64]:
    """(sentences, len(HAND)), in the order of passages and their sentences."""
    question, terms, named = view.question, view.terms, view.named
    language = question.language
    rendered = render(terms, view.renderings)
    rare = rarity(terms, _one_a_sentence(passages, language))
    referring = {t.surface for t in terms if shelf.refers(t, named, language)}
    own = [t for t in terms if t.surface not in referring] or list(terms)
    for term in terms:
        if is_kind_word(term.surface):
            rare[term.surface] *= KIND_WORD
        elif term.surface in referring:
            rare[term.surface] *= REFERRING
    taken = _taken_over(view)
    for surface, share in taken.items():
        rare[surface] *= share
    flat = {t.surface: taken.get(t.surface, 1.0) for t in own}
    frame = _frame_words(question)
    telling = [t for t in own if t.kind in {TermKind.NAME, TermKind.NUMBER}]
    some_named = max(named.values(), default=0.0) >= NAMED
    dense, other = _nearness(view.vector, passages, language)
    best = max(p.score for p in passages) or 1.0
    # What is not translated was found by another list, whose scores lie lower.
    best_of = {
        kind: max((p.score for p in passages if untranslated(p, language) is kind), default=best) or 1.0
        for kind in (False, True)
    }
    rows = []
    at = 0
    for passage in passages:
        size = len(passage.sentences)
        near = dense[at : at + size]
        whole = float(np.mean(near)) if size else 0.0
        titles, around = titles_of(passage), texts_of(passage)
        # Where a text is there in the question's own language, its words are looked for in that.
        foreign = untranslated(passage, language)
        here = rendered if foreign else terms
        around_share = coverage(here, rare, (*around, *titles))
        refers = named.get(passage.key, 0.0)
        imprint = float(_under_the_title(passage) and not question.asks(Asked.AUTHOR))
        for place, sentence in enumerate(passage.sentences):
            seen = views_of(passage, sentence)
            answer_text, answer_language = next((pair for pair in seen if pair[1] is language), seen[0])
            before = views_of(passage, passage.sentences[place - 1]) if place else ()
            hard, soft = borne_out(question.asked, answer_text, question.text, answer_language)
            rows.append(
                (
                    near[place],
                    other[at + place],
                    whole,
                    passage.score / best,
                    passage.score / best_of[foreign],
                    coverage(here, rare, seen),
                    around_share,
                    _names(telling, rare, seen, (*around, *titles)),
                    hard,
                    soft,
                    refers,
                    float(some_named and refers < NAMED),
                    _about_author(question, passage, sentence),
                    float(bool(LEANS.match(sentence.text))),
                    min(1.0, len(answer_text) / (160 if answer_language is Language.EN else 80)),
                    float(bool(_PLAIN.search(sentence.text))),
                    near[place - 1] if place else 0.0,
                    coverage(here, rare, (*seen, *before)),
                    coverage([t for t in here if t.surface in flat], flat, seen),
                    _framed(frame, seen, language),
                    imprint,
                )
            )
        at += size
    return np.array(rows, float)


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


def _nearness(
    vector: Vector, passages: Sequence[Passage], language: Language
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cosines of each sentence with the question, in its own language and in the other, each language
    centred by its median over the passages (languages lie apart in the model's space), in units of 0.05."""
    own: list[float] = []
    other: list[float] = []
    group: list[int] = []
    for passage in passages:
        for sentence in passage.sentences:
            first = float(vector @ sentence.vector)
            second = (
                float(vector @ sentence.translation_vector)
                if sentence.translation_vector is not None
                else None
            )
            native = passage.language is language
            if second is None:
                own.append(first)
                other.append(np.nan)
                group.append(0 if native else 1)
            else:
                own.append(first if native else second)
                other.append(second if native else first)
                group.append(0)
    a, b, g = np.array(own), np.array(other), np.array(group)
    whole = np.median(a)
    for kind in (0, 1):
        # A handful of foreign sentences has no median of its own worth the name: shrink it to a usual gap.
        of = g == kind
        if of.any():
            a[of] -= np.median(a[of]) if of.sum() >= 6 else whole - 0.02 * kind
    b -= np.nanmedian(b) if np.isfinite(b).any() else 0.0
    return a / 0.05, np.where(np.isfinite(b), b, a) / 0.05


def _names(
    telling: Sequence[Sought],
    rare: dict[str, float],
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
    authors = [name for names in passage.record.authors.values() for name in names if name]
    if any(name in text for name in authors for text, _ in views_of(passage, sentence)):
        return 1.0
    return 0.5 * float(introduces_author(passage))


def introduces_author(passage: Passage) -> bool:
    """Whether the paragraph is one that tells who an author of the document is."""
    authors = [name for names in passage.record.authors.values() for name in names if name]
    named = any(name in text for name in authors for text, _ in texts_of(passage))
    return named or bool(_MARKS["author_section"].search(passage.paragraph.section))


def new_names(text: str, language: Language, question: str) -> frozenset[str]:
    """Proper names in `text` that `question` does not have."""
    return frozenset(n for n in names_in(text, language) if n not in question.lower())
