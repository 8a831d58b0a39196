"""The answer before, once more, and what is said where there is no more to tell."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer, State
from assistant.messages import say
from assistant.question.read import Question
from assistant.question.requests import CANNOT, requested


def retold(asked: Question, last: Answer) -> Answer:
    """The answer before in reply to `asked`, which speaks of it and asks for nothing to look up."""
    language = last.language
    cannot = {one: say(f"ask.cannot_{one}", language) for one in CANNOT}
    ours = {*cannot.values(), say("ask.retold", language)}
    wanted = requested(asked.text)
    added = [note for one, note in cannot.items() if one in wanted] or [say("ask.retold", language)]
    notes = (*added, *(note for note in last.notes if note not in ours))
    return replace(last, question=asked.raw, notes=notes, follow_up=True)


def no_more(answer: Answer) -> Answer:
    """`answer` to a question asked again; where it is none, it says that there is no more."""
    if answer.state is State.ABSTAIN:
        said = [say("ask.no_more", answer.language)]
        said += [say("ask.closest", answer.language)] if answer.related else []
        answer = replace(answer, notes=tuple(said))
    return replace(answer, follow_up=True)
