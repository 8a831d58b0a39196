"""Which documents a follow-up likely means: those that the answer before rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.choosing.asking import Asking
from assistant.choosing.scored import Scored
from assistant.question.cues import Asked

SAME_TALK = 1.0  # score points a follow-up gives the documents that the answer before rests on


def spoken_of(
    asking: Asking, previous: Sequence[Answer | str], scored: Sequence[Scored]
) -> tuple[Scored, ...]:
    """`scored` in view of the documents the answer before rests on: a follow-up likely means the same. Where
    it speaks of "the author" without saying of what, only the one authored one is left."""
    last = previous[-1] if previous else None
    if not isinstance(last, Answer) or asking.alone.keys:
        return tuple(scored)
    if asking.alone.question.asks(Asked.AUTHOR):
        keys = {c.record.key for c in last.citations if any(c.record.authors.values())}
        own = tuple(s for s in scored if s.passage.key in keys) if len(keys) == 1 else ()
        return own or tuple(scored)
    if not asking.follow_up:
        return tuple(scored)
    keys = {c.record.key for c in last.citations}
    lifted = [replace(s, score=s.score + SAME_TALK) if s.passage.key in keys else s for s in scored]
    return tuple(sorted(lifted, key=lambda s: -s.score))
