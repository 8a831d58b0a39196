"""When a document itself was signed, adopted, proposed or published, and from when on it applies.

That stands under its title, in its supplementary provisions or after its last article ("Done at …",
"Adopted by …", "이 법은 … 시행한다"), in words that have nothing of what the document is about, so that no
search finds it. Asked for such a day, the sentences that date the document are read beside what was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from operator import itemgetter
from pathlib import Path

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES
from assistant.choosing.order import led
from assistant.choosing.scored import Scored, near
from assistant.question.cues import Asked
from assistant.question.read import Question
from assistant.words.phrases import phrases
from index.errors import StoreError
from index.figures.dates import dates
from index.figures.read import years_in
from index.library import Library
from sources.document import Document

FIRST_AND_LAST = 2  # paragraphs that date a document are read: the first so many and the last
LONGEST = 300  # characters of a sentence that dates a document
BARE = 15  # letters beside the day in a line that is nothing but a day and a place
DOCUMENTS = 2  # of those a question names
IN_FORCE = "in_force"
_PHRASES = dict(phrases(Path(__file__).with_name("events.toml")))
_COUNTED = _PHRASES.pop("counted")  # a day by another: "공포 후 6개월이 경과한 날"
_TO_BE_DONE = _PHRASES.pop("to_be_done")
_EARLIEST, _LATEST = _PHRASES.pop("earliest"), _PHRASES.pop("latest")
_READER = FEATURES.index("reader")


def events_in(text: str) -> frozenset[str]:
    """What `text` says that happens to a document."""
    return frozenset(
        name
        for name, pattern in _PHRASES.items()
        if any(not text[: found.start()][-1:].isalpha() for found in pattern.finditer(text))
    )


def asked_events(question: Question) -> frozenset[str]:
    """Of which events of a document `question` asks the day."""
    if not question.asks(Asked.WHEN, Asked.YEAR) or _TO_BE_DONE.search(question.text):
        return frozenset()
    return events_in(question.text)


def with_dated(asking: Asking, library: Library) -> Asking:
    """`asking` with the sentences that date the documents it speaks of, or else the one found best."""
    wanted = asked_events(asking.alone.question)
    for key in spoken_of(asking) if wanted else ():
        asking = with_lines(asking, library, key, partial(_dates, wanted=wanted))
    return asking


def spoken_of(asking: Asking) -> list[str]:
    """The documents found that the question names, two at most, or else the one found best."""
    found = list(dict.fromkeys(p.key for p in sorted(asking.passages, key=lambda p: -p.score)))
    return [key for key in asking.whole.keys[:DOCUMENTS] if key in found] or found[:1]


def with_lines(asking: Asking, library: Library, key: str, says: Callable[[str], bool]) -> Asking:
    """`asking` with the first and the last paragraphs of a document that have a sentence which `says` of the
    document itself what is asked."""
    try:
        numbers = _saying(library.document(key), says)
    except StoreError:  # removed since it was found
        return asking
    score = max(p.score for p in asking.passages if p.key == key)
    own = [replace(p, score=score) for p in library.passages_at(key, numbers)]
    others = [p for p in asking.passages if p.key != key or p.paragraph.number not in numbers]
    dating = frozenset((p.document_id, s.start) for p in own for s in p.sentences if says(s.text))
    return replace(asking, passages=(*others, *own), dating=asking.dating | dating)


def dated_first(asking: Asking, scored: Sequence[Scored]) -> Sequence[Scored]:
    """`scored` with the best read of the sentences that date a document first, where it is read better than
    the best, which has no time that could be meant, or comes near one of another document; or the one of the
    time asked for, where they have several."""
    best = scored[0]
    question = asking.alone.question
    beside = [s for s in scored if s.spot in asking.dating and _beside(s, best)]
    one_event = len(asked_events(question)) == 1  # of two, the days are of different things
    if one_event and (of_time := _of_time(beside, question.text)) is not None:
        return led(of_time, scored)
    dated = {document for document, _ in asking.dating}
    if best.spot in asking.dating or (best.passage.document_id in dated and _has_time(best.sentence.text)):
        return scored
    own = [s for s in scored if s.spot in asking.dating and (_beside(s, best) or near(s, best))]
    first = max(own, key=_read, default=best)
    return scored if _read(first) <= _read(best) else led(first, scored)


def _of_time(dating: Sequence[Scored], question: str) -> Scored | None:
    """Of sentences that date one document the one of the year that `question` names, the earliest or the
    latest, as it asks; None where it does not, or they have no several days."""
    days = [(day, s) for s in dating if (day := _day(s.sentence.text))]
    if len({day for day, _ in days}) < 2:
        return None
    years = years_in(question)
    if of_year := [s for (year, *_), s in days if year in years]:
        return max(of_year, key=_read)
    in_order = sorted(days, key=itemgetter(0))
    if _says(_LATEST, question):
        return in_order[-1][1]
    return in_order[0][1] if _says(_EARLIEST, question) else None


def _says(pattern: re.Pattern[str], question: str) -> bool:
    """Whether a question has one of the words; with a capital it is part of a name ("the First Step Act")."""
    return any(not found.group()[0].isupper() for found in pattern.finditer(question))


def _day(text: str) -> tuple[int, int, int] | None:
    """The first day in `text` that is written out."""
    found = ((d.year, d.month, d.day) for d in dates(text) if d.year and d.month and d.day)
    return next(((y or 0, m or 0, d or 0) for y, m, d in found), None)


def _beside(one: Scored, best: Scored) -> bool:
    return one.passage.document_id == best.passage.document_id


def _read(one: Scored) -> float:
    return float(one.features[_READER])


def _has_time(text: str) -> bool:
    return bool(years_in(text) or any(dates(text)) or _COUNTED.search(text))


def _saying(document: Document, says: Callable[[str], bool]) -> list[int]:
    """The numbers of the first and the last of the paragraphs that have a sentence which `says` it."""
    text = document.text
    told = (p for p in document.paragraphs for s in p.sentences if says(text[s.start : s.end]))
    found = list(dict.fromkeys(p.number for p in told))
    most = 2 * FIRST_AND_LAST
    return found if len(found) <= most else [*found[:FIRST_AND_LAST], *found[-FIRST_AND_LAST:]]


def _dates(sentence: str, wanted: frozenset[str]) -> bool:
    """Whether a sentence has a day and one of the events, or nothing but the day of what happens once; from
    when on something applies, it may tell by another day."""
    if len(sentence) > LONGEST:
        return False
    told = wanted & events_in(sentence)
    days = [day for day in dates(sentence) if day.year and day.month]
    if not days:
        return IN_FORCE in told and bool(_COUNTED.search(sentence))
    rest = sum(letter.isalpha() for letter in sentence[: days[0].start] + sentence[days[0].end :])
    return bool(told) or (rest <= BARE and wanted != {IN_FORCE} and not sentence.rstrip(" .").endswith("다"))
