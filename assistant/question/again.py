"""A turn that asks nothing new: the answer before once more, more of the same, the same of other documents.

"번역해 줘", "그 문장 출처는?", "as a table"; "더", "go on"; "다른 문서에는?". None of its words is to be
looked for: it speaks of the answer before, and without one of nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.answer import Answer, Citation
from assistant.words.phrases import phrases

_WORDS = Path(__file__).with_name("again.toml")


class Again(StrEnum):
    """What such a turn wants of the answer before."""

    TOLD = "told"
    MORE = "more"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Before:
    """What such a turn speaks of: the first answer to the question that is asked again, what was said before
    that, and what has been cited in answer to it."""

    first: Answer
    earlier: tuple[Answer | str, ...]
    cited: tuple[Citation, ...]

    @property
    def spots(self) -> frozenset[tuple[str, int]]:
        """Document and start of each sentence cited."""
        return frozenset((c.location.document_id, c.location.start) for c in self.cited)

    @property
    def keys(self) -> frozenset[str]:
        """The documents cited."""
        return frozenset(c.record.key for c in self.cited)


def asked_again(text: str) -> Again | None:
    """What `text` wants of the answer before, None where it asks for anything of its own."""
    said, bare = phrases(_WORDS), text.strip(" .,?!~…")
    return next((kind for kind in Again if said[kind].fullmatch(bare)), None)


def last_told(previous: Sequence[Answer | str]) -> Answer | None:
    """The last answer that tells anything."""
    return next((turn for turn in reversed(previous) if isinstance(turn, Answer) and turn.claims), None)


def before(previous: Sequence[Answer | str]) -> Before | None:
    """What is asked again after `previous` (oldest first), None where nothing was answered."""
    answers: list[Answer] = []
    for turn in reversed(previous):
        if not isinstance(turn, Answer):
            break
        answers.append(turn)
        if asked_again(turn.question) is None:
            cited = tuple(citation for answer in answers for citation in answer.citations)
            return Before(turn, tuple(previous[: len(previous) - len(answers)]), cited)
    return None
