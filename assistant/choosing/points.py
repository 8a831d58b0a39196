"""The points of a list: told in ordinals ("First, …", "셋째, …"), or announced by a sentence that counts them.

"We find three root causes." answers nothing by itself; what follows it does.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.choosing.order import paragraph_of, section_of
from assistant.choosing.scored import Scored, views_of
from assistant.question.read import Question
from sources.document import Language

POINTS = 5  # points of a list at most
# Characters of a point that only names what the next sentence tells, and of a sentence that only counts points.
LABEL = {Language.KO: 25, Language.EN: 60}
COUNTING = {Language.KO: 45, Language.EN: 90}
TOP = 4  # of the best sentences, where a list is asked for, one may announce it
TOP_ADVICE = 6  # of the best sentences, one may be a point of what is recommended
POINT_GAP = 7.0  # how far below the best a point may score that nothing announces
ANNOUNCED_GAP = 2.5  # how far below the best the sentence that announces may score

COUNTED_GAP = (
    3.0  # how far below the best a section's best sentence may score that has as many points as asked for
)

ORDINAL = re.compile(
    r"^(?:[①-⑩•△▲▷○◦·-]|\(?\d{1,2}[.)]\s|\(?[가나다라마][.)]\s"
    r"|(?:첫째|둘째|셋째|넷째|다섯째|여섯째|첫 번째|두 번째|세 번째|네 번째|하나는|다른 하나는|또 하나는|우선|먼저|끝으로|마지막으로)(?![가-힣A-Za-z])"
    r"|(?:The )?(?:First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Fourth(?:ly)?|Fifth(?:ly)?|Finally|Last(?:ly)?|One|Another)(?![A-Za-z]))",
    re.IGNORECASE,
)
_NUMBERS = {
    "두": 2, "세": 3, "네": 4, "둘": 2, "셋": 3, "넷": 4, "다섯": 5, "여섯": 6, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
_COUNTS = re.compile(
    r"(?P<ko>두|세|네|다섯|여섯|[2-6])\s?(?:가지|갈래|부분|단계|요소|축|항목|방향|조건|원칙|과제)(?![가-힣]*\s?(?:중|가운데))"
    r"|(?:은|는|이|가|도)\s(?P<how>둘|셋|넷|다섯)(?:이다|이었다|으로|로|이며)"
    r"|\b(?P<en>two|three|four|five|six)\s(?:\w+\s)?(?:causes?|reasons?|parts|kinds|groups|stages|steps|pillars|scenarios|conditions|points|principles|lessons"
    r"|gaps|measures|tests|options|elements|factors|problems|questions|aims|goals|proposals|recommendations|findings|ways|things|obstacles|risks|limits)\b",
    re.IGNORECASE,
)
# So many things asked for: "세 가지 이유", "the four conditions".
_WANTED = re.compile(
    r"(?P<ko>두|세|네|다섯|여섯)\s?(?:가지|갈래|개의?\s|단계|분야)|\b(?P<en>two|three|four|five|six)\s(?:\w+\s)?\w+s\b",
    re.IGNORECASE,
)
_AS_FOLLOWS = re.compile(r"(?:다음과 같다|아래와 같다)\.?$|\bas follows[.:]$|:$", re.IGNORECASE)


def announces(one: Scored) -> int:
    """How many points a sentence announces that says little else; 0 for one that announces none."""
    for text, own in views_of(one.passage, one.sentence):
        counted = _COUNTS.search(text)
        if _AS_FOLLOWS.search(text.strip()):
            return _number(counted) if counted else POINTS - 1
        if counted and len(text) <= COUNTING[own]:
            return _number(counted)
    return 0


def _number(counted: re.Match[str]) -> int:
    word = (counted["ko"] or counted["how"] or counted["en"]).lower()
    return int(word) if word.isdigit() else _NUMBERS[word]


def announced(scored: Sequence[Scored], first: Scored) -> Iterable[Scored]:
    """The points that `first` announces: those told in ordinals after it in its section, or else the sentences
    that follow it in its paragraph."""
    count = announces(first)
    if not count:
        return []
    after = sorted(
        (s for s in scored if section_of(s) == section_of(first) and s.sentence.start > first.sentence.start),
        key=lambda s: s.sentence.start,
    )
    told = [s for s in after if ORDINAL.match(s.sentence.text)]
    if len(told) < 2:
        return [s for s in after if paragraph_of(s) == paragraph_of(first)][:count]
    return _whole(told[:count], after)


def _whole(points: Sequence[Scored], scored: Sequence[Scored]) -> list[Scored]:
    """`points`, each that is a mere label with the sentence after it."""
    found: list[Scored] = []
    for point in points:
        found.append(point)
        if len(point.sentence.text) <= LABEL[point.passage.language]:
            found += [
                s for s in scored if paragraph_of(s) == paragraph_of(point) and s.place == point.place + 1
            ]
    return found


def points_of(scored: Sequence[Scored], within: int = 1) -> list[Scored]:
    """Asked for a list: the points of one that is told in ordinals, where one of the `within` best sentences is such
    a point, or of one that a sentence among the best announces; [] where there is none."""
    for place, top in enumerate(scored[: max(TOP, within)]):
        if place < within and ORDINAL.match(top.sentence.text):
            found = [
                s
                for s in scored
                if section_of(s) == section_of(top)
                and ORDINAL.match(s.sentence.text)
                and s.score > scored[0].score - POINT_GAP
            ]
        elif top.score > scored[0].score - ANNOUNCED_GAP and (points := list(announced(scored, top))):
            found = [top, *points]
        else:
            continue
        if len(found) > 1:
            found.sort(key=lambda s: s.sentence.start)
            return found if announces(found[0]) else _whole(found[:POINTS], scored)
    return []


def counted_points(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """Asked for so many things, the points of the best section that tells as many in ordinals; [] for none."""
    counted = _WANTED.search(question.text)
    wanted = _NUMBERS[(counted["ko"] or counted["en"]).lower()] if counted else 0
    if not wanted:
        return []
    sections = {section_of(s) for s in scored if s.score >= scored[0].score - COUNTED_GAP}
    series = [
        [s for s in scored if section_of(s) == section and ORDINAL.match(s.sentence.text)]
        for section in sorted(sections)
    ]
    told = [found for found in series if len(found) == wanted]
    best = max(told, key=lambda found: sum(s.score for s in found), default=[])
    return _whole(sorted(best, key=lambda s: s.sentence.start), scored)
