"""Misspelt words of a question, taken for the words of the texts that they must mean."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.words.wording import Sought, glossary, there, words
from index.words.phonetic import likeness
from index.words.terms import TermKind
from sources.document import Language

ALIKE = 0.84  # likeness(), or difflib's ratio, from which two spellings are taken for one word


def mend(terms: Sequence[Sought], texts: Sequence[tuple[str, Language]]) -> tuple[Sought, ...]:
    """`terms` in which one that none of `texts` has also stands for a word of theirs that sounds like it
    (폴랜드, Poland ~ 폴란드) or is spelt nearly so."""
    mended = []
    for term in terms:
        # A word that the glossary knows is spelt as it is meant: 이탈리아 is no slip of 이탈.
        known = bool(glossary().entries_of(term.surface, term.language))
        if known or there(term, texts):
            mended.append(term)
            continue
        near = [
            (language, ((word,),))
            for language in Language
            if (
                word := _nearest(
                    term, frozenset().union(*(words(t, own) for t, own in texts if own is language))
                )
            )
        ]
        mended.append(replace(term, forms=(*_merge(term.forms, near),)) if near else term)
    return tuple(mended)


def _merge(
    forms: Iterable[tuple[Language, tuple[tuple[str, ...], ...]]],
    more: Sequence[tuple[Language, tuple[tuple[str, ...], ...]]],
) -> Iterable[tuple[Language, tuple[tuple[str, ...], ...]]]:
    extra = dict(more)
    for language, alternatives in forms:
        yield language, alternatives + extra.get(language, ())


def _nearest(term: Sought, vocabulary: frozenset[str]) -> str:
    """The word of `vocabulary` that `term` most likely misspells or transcribes, "" for none."""
    surface = term.surface.lower()
    if term.kind in {TermKind.NUMBER, TermKind.VERB} or not surface.isalpha():
        return ""
    best, score = "", 0.0
    if surface.isascii():
        near = (
            difflib.get_close_matches(surface, [w for w in vocabulary if w.isascii()], 1, ALIKE)
            if len(surface) > 4
            else []
        )
        if near:
            return near[0]
    if term.kind is TermKind.NAME or (not surface.isascii() and len(surface) > 2):
        for word in vocabulary:
            if len(word) > 1 and word.isalpha() and not (word.isascii() and surface.isascii()):
                like = likeness(term.surface, word)
                if like > score:
                    best, score = word, like
    return best if score >= ALIKE else ""
