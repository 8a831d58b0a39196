"""Grounds for doubt: what told sentences leave open by what they are."""

from __future__ import annotations

from assistant.choosing.scored import Scored
from assistant.question.cues import EXTREME
from assistant.question.read import Question
from sources.document import Role


def uncompared(question: Question, told: Scored) -> bool:
    """Asked which has the most of something, a row of a table is told: it does not say that the others have
    less."""
    return bool(EXTREME.search(question.text)) and told.passage.paragraph.role is Role.TABLE
