"""Grounds for doubt: what of a question's wording the told sentences do not carry.

A name that is not even near them, nothing of the kind asked for. Each is a signal of the verdict, and the fit
says what it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.choosing.evidence import HARD, borne_out
from assistant.choosing.scored import Scored, Text
from assistant.question.cues import EXTREME
from assistant.question.read import Question
from assistant.words.wording import Sought, there
from index.words.terms import TermKind
from sources.document import Role


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the told sentences: the titles of their documents, their headings, and titles and
    paragraphs together; `foreign` where any is in another language than the question and not translated."""

    titles: tuple[Text, ...]
    headings: tuple[Text, ...]
    texts: tuple[Text, ...]
    foreign: bool


def strange(terms: Sequence[Sought], seen: Sequence[Text], around: Around) -> bool:
    """Whether the question has a name that is not even near the sentences, or a country that none of them,
    their headings and titles has. In a text of the other language a name need only be likely there, and a
    country is no ground: it is what the text is from."""
    near, told = (*around.texts, *around.titles), (*seen, *around.titles, *around.headings)
    return any(
        not there(t, told if t.country is not None else near, likely=around.foreign)
        for t in terms
        if t.kind is TermKind.NAME and not (around.foreign and t.country is not None)
    )


def unmarked(question: Question, told: Sequence[Text]) -> bool:
    """Asked for a figure, a date, a person or a place, no sentence holds any."""
    if not question.asked & HARD:
        return False
    return max(borne_out(question.asked, text, question.text, own)[0] for text, own in told) <= 0.0


def uncompared(question: Question, told: Scored) -> bool:
    """Asked which has the most of something, a row of a table is told: it does not say that the others have
    less."""
    return bool(EXTREME.search(question.text)) and told.passage.paragraph.role is Role.TABLE
