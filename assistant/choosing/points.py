"""The points of a list: told in ordinals ("First, …", "셋째, …"), or announced by one that counts them.

"We find three root causes." answers nothing by itself; what follows it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.choosing.order import paragraph_of, section_of
from assistant.choosing.scored import Scored, views_of
from assistant.question.read import Question
from assistant.words.phrases import phrases
from index.figures.numerals import SMALL_NUMBER, small_number
from sources.document import Language

POINTS = 5  # points of a list at most, where nothing counts them
# Characters of a point that only names what the next sentence tells, and of one that only counts points.
LABEL = {Language.KO: 25, Language.EN: 60}
COUNTING = {Language.KO: 45, Language.EN: 90}

# How far below the best a section's best sentence may score that has as many points as asked for.
COUNTED_GAP = 3.0

_MARKS = phrases(Path(__file__).with_name("marks.toml"))
ORDINAL = _MARKS["ordinal"]
_N = rf"(?<![A-Za-z가-힣])(?P<n>{SMALL_NUMBER}|[2-9])"
_COUNTS = (
    re.compile(rf"{_N}\s?(?:{_MARKS['things'].pattern})(?![가-힣]*\s?(?:중|가운데))", re.IGNORECASE),
    re.compile(r"[은는이가도]\s(?P<n>둘|셋|넷|다섯)(?:이다|이었다|으로|로|이며)"),
)
# So many things asked for: "세 가지 이유", "the four conditions".
_WANTED = re.compile(rf"{_N}\s?(?:가지|갈래|개의?\s|단계|분야|(?:\w+\s)?\w+s\b)", re.IGNORECASE)
_AS_FOLLOWS = re.compile(r"(?:다음과 같다|아래와 같다)\.?$|\bas follows[.:]$|:$", re.IGNORECASE)


def announces(one: Scored) -> int:
    """How many points a sentence announces that says little else; 0 for one that announces none."""
    for text, own in views_of(one.passage, one.sentence):
        found = next((match for pattern in _COUNTS if (match := pattern.search(text))), None)
        if _AS_FOLLOWS.search(text.strip()):
            return small_number(found["n"]) if found else POINTS - 1
        if found and len(text) <= COUNTING[own]:
            return small_number(found["n"])
    return 0


def announced(scored: Sequence[Scored], first: Scored) -> list[Scored]:
    """The points that `first` announces, or that the list it is a point of has, with what announces them:
    those told in ordinals in its section, or else what follows the announcing one in its paragraph."""
    head = first if announces(first) else _announcing(scored, first)
    if head is None:
        return []
    count = announces(head)
    after = sorted(
        (s for s in scored if section_of(s) == section_of(head) and s.sentence.start > head.sentence.start),
        key=lambda s: s.sentence.start,
    )
    told = [s for s in after if ORDINAL.match(s.sentence.text)]
    if len(told) < 2:
        points = [s for s in after if paragraph_of(s) == paragraph_of(head)][:count]
    else:
        points = _whole(told[:count], after)
    return [s for s in (head, *points) if s.spot != first.spot]


def _announcing(scored: Sequence[Scored], point: Scored) -> Scored | None:
    """The sentence that announces the list which `point` is of: told in an ordinal, in its section; else
    among the sentences that one of its paragraph counts."""
    ordinal = ORDINAL.match(point.sentence.text) is not None
    before = [
        s
        for s in scored
        if section_of(s) == section_of(point)
        and s.sentence.start < point.sentence.start
        and (ordinal or (paragraph_of(s) == paragraph_of(point) and point.place - s.place <= announces(s)))
        and announces(s)
    ]
    return max(before, key=lambda s: s.sentence.start, default=None)


def _whole(points: Sequence[Scored], scored: Sequence[Scored]) -> list[Scored]:
    """`points`, each that is a mere label with the sentence after it."""
    found: list[Scored] = []
    for point in points:
        found.append(point)
        if len(point.sentence.text) <= LABEL[point.passage.language]:
            found += [s for s in scored if _follows(s, point) and not ORDINAL.match(s.sentence.text)]
    return found


def _follows(one: Scored, other: Scored) -> bool:
    return paragraph_of(one) == paragraph_of(other) and one.place == other.place + 1


def counted_points(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """Asked for so many things, the points of the best section that tells as many; [] for none."""
    counted = _WANTED.search(question.text)
    wanted = small_number(counted["n"]) if counted else 0
    if wanted < 2:
        return []
    sections = {section_of(s) for s in scored if s.score >= scored[0].score - COUNTED_GAP}
    series = [
        [s for s in scored if section_of(s) == section and ORDINAL.match(s.sentence.text)]
        for section in sorted(sections)
    ]
    told = [found for found in series if len(found) == wanted]
    best = max(told, key=lambda found: sum(s.score for s in found), default=[])
    return _whole(sorted(best, key=lambda s: s.sentence.start), scored)
