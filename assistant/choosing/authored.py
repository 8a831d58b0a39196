"""Who wrote a document: the lines that name its authors stand under the title or at the end, in words that
have nothing of what it is about, so that no search finds them. Asked for them, these are read beside what was
found."""

from __future__ import annotations

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
        record = next(p.record for p in asking.passages if p.key == key)
        names = ["".join(name.split()) for every in record.authors.values() for name in every if name]

        def names_one(text: str, names: list[str] = names) -> bool:
            closed = "".join(text.split())
            return len(text) <= LONGEST and any(name in closed for name in names)

        asking = with_lines(asking, library, key, names_one)
    return asking
