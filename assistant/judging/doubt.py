"""Grounds for doubt: what told sentences leave open by what they are."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choosing.asking import Asking
from assistant.choosing.scored import Scored, Text
from assistant.question.cues import ASKED, EXTREME, Asked
from assistant.question.read import Question
from assistant.words.wording import Sought, there
from index.words.terms import TermKind
from sources.document import Role


def uncompared(question: Question, told: Scored) -> bool:
    """Asked which has the most of something, a row of a table is told: it does not say that the others have
    less."""
    return bool(EXTREME.search(question.text)) and told.passage.paragraph.role is Role.TABLE


def beside_the_point(asking: Asking, terms: Sequence[Sought], told: Sequence[Text]) -> bool:
    """Asked how documents compare in something, what is told compares them and has nothing of that: its
    `terms` less figures and what only names the documents or asks to compare."""
    view = asking.judged
    if not view.question.asks(Asked.COMPARISON):
        return False
    asking_words = " ".join(found.group() for found in ASKED[Asked.COMPARISON].finditer(view.question.text))
    about = [
        term
        for term in terms
        if term.kind is not TermKind.NUMBER
        and term.surface not in asking_words
        and not asking.shelf.refers(term, view.named, view.question.language)
    ]
    return bool(about) and not any(there(term, told, likely=True) for term in about)
