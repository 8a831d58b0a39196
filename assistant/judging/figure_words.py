"""How much of what a question measures stands around the figure that may be the one asked for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choosing.figures import mark_windows
from assistant.question.cues import ASKED, Asked
from assistant.question.read import Question
from assistant.words.wording import (
    KIND_WEIGHT,
    Sought,
    coverage,
    terms_of,
)
from index.words.terms import TermKind
from sources.document import Language

FIGURES = (Asked.PERCENT, Asked.MONEY, Asked.YEAR, Asked.WHEN, Asked.NUMBER)
HEAD = 2.5  # times a word weighs that says what the figure is a figure of


def marked(question: Question, terms: Sequence[Sought], answer: str, language: Language) -> float:
    """The share of the question's words around the figure that may be the one asked for; 0.5 where no figure
    is asked for, 0 where there is none."""
    windows = mark_windows(question.asked, answer, question.text, language)
    if not windows:
        return 0.5 if not question.asks(*FIGURES) else 0.0
    heads = _heads(question)
    flat = {t.surface: KIND_WEIGHT[t.kind] * (HEAD if t.surface in heads else 1.0) for t in terms}
    return max(coverage(terms, flat, ((window, language),)) for window in windows)


def _heads(question: Question) -> frozenset[str]:
    """The words that say what the figure asked for is a figure of: "tariff" of "what tariff rate", 국방비 of
    "국방비는 몇 퍼센트"."""
    terms = terms_of(question.text, question.language)
    found = set()
    for kind in FIGURES:
        cue = ASKED[kind].search(question.text) if kind in question.asked else None
        if cue is None:
            continue
        if question.language is Language.EN:
            found |= {t.surface for t in terms if cue.start() <= t.start < cue.end() + 12}
        else:
            before = [t for t in terms if t.end <= cue.start() + 1 and t.kind is not TermKind.VERB]
            found |= {t.surface for t in before[-1:]}
    return frozenset(found)
