"""Who published a document and in which series, as its first page prints it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sources.record.bylines import BODIES, persons
from sources.record.dates import around_date

_KO_BODY: Final = (
    r"(?:연구원|연구소|정책원|평가원|정책실|연구재단|재단|협회|학회|포럼|위원회|센터|전략원|개발원|진흥원|교육원|외교원|조사처|점검단|의회|일보|신문"
    r"|[가-힣]부|[가-힣]처|[가-힣]청|대학교)"
)
_EN_BODY: Final = (
    r"(?:The\s)?(?:[A-Z][\w&’'.-]*\s(?:(?:of|for|and|on|the|in)\s)*){0,8}"
    rf"(?:{BODIES}|Foundation|Association|Authority|Bureau|Times|Post|Herald|Tribune)"
)
_PUBLISHER: Final = re.compile(
    rf"(?:\(?[재사]\)\s?)?[가-힣A-Za-z·\s]{{1,24}}{_KO_BODY}"
    rf"|{_EN_BODY}(?:\s(?:of|for|on|in)\s(?:the\s)?[A-Z][\w\s,&-]{{2,60}})?(?:\s\([A-Z]{{2,8}}\))?"
)
# The body a piece opens with, before what it published ("한빛연구원 이슈브리프 2025-31호") or after "by".
_OPENS_WITH: Final = re.compile(
    rf"(?P<ko>[가-힣]{{1,20}}{_KO_BODY})(?=\s)"
    rf"|(?P<en>{_EN_BODY}(?:\s(?:of|for|on|in)\s(?:the\s)?[A-Z][\w’'-]+(?:\s(?:and\s)?[A-Z][\w’'-]+)*)?)(?=\s\(|,|$)"
)
_SERIES: Final = re.compile(
    r"((?:[가-힣A-Za-z&’']+\s){0,4}?[가-힣A-Za-z]*(?:이슈|정책|연구|현안|전략|인사이트|워킹|조사|동향)?\s?(?:브리프|브리핑|보고서|페이퍼|리포트|포커스|총서|자료집)"
    r"|(?:[A-Z][\w’']*\s){0,6}(?:Issue\sBrief|Policy\sBrief|Policy\sPaper|Working\sPaper|Discussion\sPaper|Occasional\sPaper|Research\sReport|"
    r"Research\sPaper|Press\sRelease|Briefing\sPaper|Report\sSeries))"
    r"(?:\s*,?\s*((?:제\s?)?(?:No\.?\s?|Vol\.?\s?|#\s?)?\(?\d{2,4}\)?(?:[-–/.]\d{1,3}){0,2}(?:\([A-Z가-힣]\))?(?:\s?호)?))?\s*$",
    re.I,
)
# Any name with a number that is plainly one of a series.
_KO_NUMBERED: Final = re.compile(
    r"((?:[가-힣A-Za-z]+\s){0,2}[가-힣A-Za-z]+)\s(제?\s?(?:20\d\d-)?\d{1,4}\s?호|제?\s?20\d\d-\d{1,4}\s?호?)"
)
# The number of an issue on a line of its own ("제 2024-14호"); the series' name is a drawing above it.
_NUMBER_ALONE: Final = re.compile(r"제?\s?((?:19|20)\d\d\s?-\s?\d{1,3})\s?호")
# A notice of an office: "공고 제2024-08호", however its parts are spaced.
_NOTICE: Final = re.compile(
    r"(?P<name>(?:[가-힣]+\s){0,3}?[가-힣]*(?:공고|고시|훈령|예규|지침|공시))\s?제\s?(?P<number>\d{2,4}\s?[-–—]\s?\d{1,5})\s?호"
)
_EN_NUMBERED: Final = re.compile(
    r"((?:[A-Z][\w’']*\s){0,4}(?i:report|review|note|paper|brief|explainer|bulletin|update)s?\s)"
    r"((?:No\.?\s?|#\s?)?(?:[A-Z]{1,4}[-\s]?)?\d[\d/-]*)"
)


def publisher_of(imprint: Sequence[str], facts: Sequence[str], lines: Sequence[str]) -> str:
    """The body on a line of its own of the `imprint`, or in one of its pieces (`facts`), or on any of the
    first page's `lines`; "" for none."""
    return _alone(imprint) or _within(facts) or _alone(lines)


# A word that only a sentence has, before the name of a body: "이날 회의에는 기획재정부".
_IN_SENTENCE: Final = re.compile(r"(?:에는|에서|에게|부터|까지|으로|하는|되는|[가-힣]{2}[은는을를])\s")


def _is_body(text: str) -> bool:
    """Whether `text` is the name of a body and nothing else."""
    named = len(text) <= 60 and _PUBLISHER.fullmatch(text) is not None
    return named and not _IN_SENTENCE.search(text)


def _alone(lines: Sequence[str]) -> str:
    parts = (part.strip(" ,.") for line in lines for part in around_date(line) or [line])
    return next((part for part in parts if _is_body(part)), "")


def _within(facts: Sequence[str]) -> str:
    """The body that published, where a piece of an imprint names it alone or opens with it."""
    parts = [part for fact in facts for part in (fact, *fact.split(", ")) if _may_be_body(part)]
    whole = next((part for part in parts if _is_body(part)), "")
    opening = next((match for part in parts if (match := _OPENS_WITH.match(part))), None)
    return whole or (opening.group() if opening else "")


def _may_be_body(part: str) -> bool:
    """Two short words are more likely a place ("필리핀 세부"), and "도현석 연구원" is a person."""
    return (len(part) > 6 or " " not in part) and not persons(part)


def office_in(text: str) -> str:
    """The office a department belongs to ("문화부 도서관정책과" is of 문화부), "" where none is named."""
    found = re.match(
        r"([가-힣]{1,14}(?:부|처|청|원|위원회|공사|공단|은행|도|시|군|구))(?=\s[가-힣]|$)", text.strip()
    )
    return found[1] if found else ""


def notice_of(lines: Sequence[str]) -> tuple[str, str]:
    """The name and number of a notice ("환경부 공고", "제2024-08호"), empty where the lines name none."""
    for line in lines:
        if len(line) <= 80 and (match := _NOTICE.search(line)):
            return match["name"].strip(), "제" + re.sub(r"\s*[-–—]\s*", "-", match["number"]) + "호"
    return "", ""


def series_of(lines: Sequence[str], publisher: str) -> tuple[str, str]:
    """Series and number, as printed; the publisher before them is no part of the series' name."""
    for line in lines:
        if alone := _NUMBER_ALONE.fullmatch(line.strip()):
            return "", f"제{alone[1]}호"
        bare = re.sub(r"\s*\([\d.\s년월일]+\)$", "", line.strip()).removeprefix(publisher).strip(" ,")
        for part in (bare, *bare.split(", ")) if len(bare) <= 80 else ():
            match = _SERIES.match(part) or _KO_NUMBERED.fullmatch(part) or _EN_NUMBERED.fullmatch(part)
            if match and len(match[1].strip()) > 1:
                return match[1].strip(), (match[2] or "").strip()
    return "", ""
