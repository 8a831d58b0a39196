"""Who wrote a document: the lines that name its authors stand under the title or at the end, in words that
have nothing of what it is about, so that no search finds them. Asked for them, these are read beside what was
found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.choosing.asking import Asking
from assistant.choosing.dated import LONGEST, spoken_of, with_lines
from assistant.question.cues import Asked
from index.library import Library


def with_authors(asking: Asking, library: Library) -> Asking:
    """`asking` with the lines that name the authors of the documents it speaks of, or else of the one found
    best."""
    if not asking.alone.question.asks(Asked.AUTHOR):
        return asking
    for key in spoken_of(asking):
        names = next(p.record.author_names for p in asking.passages if p.key == key)
        asking = with_lines(asking, library, key, partial(_names, names=names))
    return asking


def _names(sentence: str, names: Sequence[str]) -> bool:
    """Whether a sentence that may be such a line has one of the names, however spaced."""
    closed = "".join(sentence.split())
    return len(sentence) <= LONGEST and any("".join(name.split()) in closed for name in names)
