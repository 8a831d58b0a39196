"""When a document itself was signed, adopted, proposed or published, and from when on it applies.

That stands in its first lines, in its supplementary provisions or under its last article ("Done at …",
"Adopted by …", "이 법은 … 시행한다"), in words that have nothing of what the document is about, so that no
search finds it. Asked for such a day, these sentences of the document that was found are read beside what was
found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES
from assistant.choosing.scored import Scored, near
from assistant.question.cues import Asked
from assistant.words.phrases import phrases
from index.figures.dates import dates
from index.library import Library
from sources.document import Document

AT_EACH_END = 2  # paragraphs that are looked at for it at either end of a document
LONGEST = 300  # characters of a sentence that dates a document
BARE = 50  # characters of a line that may be nothing but a date and a place
IN_FORCE = "in_force"
_PHRASES = dict(phrases(Path(__file__).with_name("events.toml")))
_COUNTED = _PHRASES.pop("counted")  # a day by another: "공포 후 6개월이 경과한 날"
_READER = FEATURES.index("reader")


def events_in(text: str) -> frozenset[str]:
    """What `text` says that happens to a document."""
    return frozenset(name for name, pattern in _PHRASES.items() if pattern.search(text))


def with_dated(asking: Asking, library: Library) -> Asking:
    """`asking` with the sentences that date the document it speaks of, or else the one found best."""
    question = asking.alone.question
    wanted = events_in(question.text) if question.asks(Asked.WHEN, Asked.YEAR) else frozenset[str]()
    if not wanted or not asking.passages:
        return asking
    best = max(asking.passages, key=lambda p: p.score)
    key = next((key for key in asking.whole.keys if any(p.key == key for p in asking.passages)), best.key)
    score = max(p.score for p in asking.passages if p.key == key)
    numbers = _dating(library.document(key), wanted)
    own = [replace(p, score=score) for p in library.passages_at(key, numbers)]
    others = [p for p in asking.passages if p.key != key or p.paragraph.number not in numbers]
    dating = frozenset((p.document_id, s.start) for p in own for s in p.sentences if _dates(s.text, wanted))
    return replace(asking, passages=(*others, *own), dating=dating)


def dated_first(asking: Asking, scored: Sequence[Scored]) -> Sequence[Scored]:
    """`scored` with the best read of the sentences that date the document first, where it comes near the best
    and that has no day and is not read better or is read as no answer."""
    best = scored[0]
    if best.spot in asking.dating or _has_day(best.sentence.text):
        return scored
    own = [s for s in scored if s.spot in asking.dating and near(s, best)]
    first = max(own, key=_read, default=best)
    if first is best or _read(best) >= max(0.0, _read(first)):
        return scored
    return [replace(first, score=best.score), *(s for s in scored if s.spot != first.spot)]


def _read(one: Scored) -> float:
    return float(one.features[_READER])


def _has_day(text: str) -> bool:
    """Whether a day or month of a year is there."""
    return any(day.year and day.month for day in dates(text))


def _dating(document: Document, wanted: frozenset[str]) -> list[int]:
    """The numbers of the first and the last paragraphs that date the document."""
    text = document.text
    dated = (p for p in document.paragraphs for s in p.sentences if _dates(text[s.start : s.end], wanted))
    found = list(dict.fromkeys(p.number for p in dated))
    return found if len(found) <= 2 * AT_EACH_END else [*found[:AT_EACH_END], *found[-AT_EACH_END:]]


def _dates(sentence: str, wanted: frozenset[str]) -> bool:
    """Whether a sentence has a day and one of the events, or nothing but the day of what happens once; from
    when on something applies, it may tell by another day."""
    told = wanted & events_in(sentence)
    if len(sentence) > LONGEST:
        return False
    if not _has_day(sentence):
        return IN_FORCE in told and bool(_COUNTED.search(sentence))
    return bool(told) or (len(sentence) <= BARE and wanted != {IN_FORCE})
