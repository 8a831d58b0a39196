"""The points of a list: told in ordinals ("First, …", "셋째, …"), or announced by one that counts them.

"We find three root causes." answers nothing by itself; what follows it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from assistant.choosing.features import FULL_LENGTH
from assistant.choosing.order import paragraph_of, section_of
from assistant.choosing.scored import MOST, Scored, near
from assistant.question.cues import COUNTED
from assistant.question.read import Question
from assistant.words.phrases import number_in, phrases
from sources.document import Language, Role
from sources.units.marks import mark_of
from sources.units.stack import announces as heads_a_list

_MARKS = phrases(Path(__file__).with_name("marks.toml"))
ORDINAL = _MARKS["ordinal"]
_COUNTS = _MARKS["counts"]


def is_short(text: str, language: Language) -> bool:
    """Whether a sentence is so much shorter than a full one that it only names or counts what follows."""
    return len(text) <= 0.4 * FULL_LENGTH[language]


def is_point(text: str) -> bool:
    """Whether a sentence opens as a point of a list: with an ordinal, a number or a bullet."""
    return ORDINAL.match(text) is not None or mark_of(text) is not None


def announces(one: Scored) -> int:
    """How many points a sentence announces that says little else; 0 for one that announces none. What
    stands over it, such as the head of its list, announces nothing with it."""
    language = one.passage.language
    for text, own in ((one.sentence.text, language), (one.sentence.translation, language.other)):
        if not text:
            continue
        count = number_in(_COUNTS.search(text))
        if heads_a_list(text):
            return count or MOST - 1
        if count and is_short(text, own):
            return count
    return 0


def announced(scored: Sequence[Scored], first: Scored) -> list[Scored]:
    """The points that `first` announces, or that the list it is a point of has, with what announces them:
    those marked as points in its section, or else what follows the announcing one in its paragraph."""
    head = first if announces(first) else _announcing(scored, first)
    if head is None or _tabled(head) or _tabled(first):
        return []
    count = announces(head)
    after = sorted(
        (s for s in scored if section_of(s) == section_of(head) and s.sentence.start > head.sentence.start),
        key=lambda s: s.sentence.start,
    )
    after = list(takewhile(lambda s: not _beside(s, head), after))
    told = [s for s in after if is_point(s.sentence.text) and not _tabled(s)]
    if len(told) < 2:
        points = [s for s in after if paragraph_of(s) == paragraph_of(head)][:count]
    else:
        points = _whole(told[:count], after)
    return [s for s in (head, *points) if s.spot != first.spot]


def _tabled(one: Scored) -> bool:
    """Whether a sentence is a row of a table, or a line of a cell: rows are no points of a list, and marks of
    lines count within the cell (`cell_lines`)."""
    return one.passage.paragraph.role is Role.TABLE


def _beside(one: Scored, head: Scored) -> bool:
    """Whether both are points of one series, so that the list below `head` is at its end: ③ after ②."""
    mark, other = mark_of(one.sentence.text), mark_of(head.sentence.text)
    return mark is not None and other is not None and mark.series == other.series


def _announcing(scored: Sequence[Scored], point: Scored) -> Scored | None:
    """The sentence that announces the list which `point` is of: marked as a point or of one, in its
    section; else among the sentences that one of its paragraph counts."""
    marked = any(
        is_point(s.sentence.text)
        for s in scored
        if paragraph_of(s) == paragraph_of(point) and s.place <= point.place
    )
    before = [
        s
        for s in scored
        if section_of(s) == section_of(point)
        and not _tabled(s)
        and s.sentence.start < point.sentence.start
        and (marked or (paragraph_of(s) == paragraph_of(point) and point.place - s.place <= announces(s)))
        and announces(s)
    ]
    return max(before, key=lambda s: s.sentence.start, default=None)


def _whole(points: Sequence[Scored], scored: Sequence[Scored]) -> list[Scored]:
    """`points`, each that is a mere label with the sentence after it."""
    found: list[Scored] = []
    for point in points:
        found.append(point)
        if is_short(point.sentence.text, point.passage.language):
            found += [s for s in scored if _follows(s, point) and not is_point(s.sentence.text)]
    return found


def _follows(one: Scored, other: Scored) -> bool:
    return paragraph_of(one) == paragraph_of(other) and one.place == other.place + 1


def counted_points(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """Asked for so many things, the points of the best section that tells as many; [] for none."""
    wanted = number_in(COUNTED.search(question.text))
    if wanted < 2:
        return []
    sections = {section_of(s) for s in scored if near(s, scored[0])}
    series = [
        [s for s in scored if section_of(s) == section and ORDINAL.match(s.sentence.text)]
        for section in sorted(sections)
    ]
    told = [found for found in series if len(found) == wanted]
    best = max(told, key=lambda found: sum(s.score for s in found), default=[])
    return _whole(sorted(best, key=lambda s: s.sentence.start), scored)
