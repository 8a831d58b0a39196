"""Facts a document tells in a box: the table at the head of a press release, the line under a statute's
name.

A box is a table with a label beside each value ("보도일시 │ 2023. 9. 4."), or a line that does the same with
a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sources.blocks import Block
from sources.record.dates import first_date

_DATE_LABEL: Final = re.compile(
    r"(?:보도|배포|발표|공표|작성|발행|게시|등록|시행|회의)?\s?(?:일시|일자|시점|시기|년월일|연월일)|(?:배포|발표|작성|발행|게시|공고|공표)일|"
    r"release\sdate|date(?:\sof\s(?:release|issue|publication))?|issued|published",
    re.I,
)
_LATER: Final = re.compile(r"시행|회의|기간|마감")  # labels of other times
_OFFICE_LABEL: Final = re.compile(
    r"담당\s?(?:부서|기관)|(?:총괄|책임)\s?부서|발행처|발행기관|배포처|소관\s?부처|issued\sby|publisher", re.I
)
_PRESS: Final = re.compile(
    r"보\s?도\s?(?:참\s?고\s?|설\s?명\s?)?자\s?료|press\s+release|for\s+immediate\s+release", re.I
)
_STATUTE: Final = re.compile(
    r"[\[(]\s?(?P<kind>법률|대통령령|총리령|[가-힣]{2,12}(?:부|처|원|위원회)?(?:령|규칙|조례|훈령|예규|고시))\s?제\s?(?P<number>\d{1,6}(?:-\d+)?)\s?호\s?,"
    r"\s?(?P<date>\d{4}\s?\.\s?\d{1,2}\s?\.\s?\d{1,2}\s?\.?)"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What boxes tell; empty where they do not. `press` is set where the document calls itself a release."""

    date: str = ""
    office: str = ""
    law: str = ""
    number: str = ""
    press: bool = False


def facts_of(opening: Sequence[Block]) -> Facts:
    """The facts in the boxes of the first page."""
    date = office = ""
    press = any(len(block.text) < 400 and _PRESS.search(block.text[:200]) for block in opening)
    for label, value in _pairs(opening):
        if not date and _DATE_LABEL.fullmatch(label) and not _LATER.search(label):
            date = first_date(value)
            press = press or "보도" in label
        if not office and _OFFICE_LABEL.fullmatch(label):
            office = value
    law = next((found for block in opening if (found := _STATUTE.search(block.text[:400]))), None)
    if law is not None:
        return Facts(first_date(law["date"]), office, law["kind"], f"제{law['number']}호", press)
    return Facts(date, office, press=press)


def _pairs(opening: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Labels and the values beside them."""
    for block in opening:
        rows = (
            [[cell.text for cell in row] for row in block.table.rows]
            if block.table
            else [re.split(r"\s*[:：|│]\s*", line, maxsplit=1) for line in block.text.split("\n")]
        )
        for row in rows:
            cells = [cell.strip() for cell in row if cell.strip()]
            for label, value in pairwise(cells):
                if len(label) <= 24:
                    yield re.sub(r"\s+", " ", label).strip("·-□○ㅇ[]()<>"), value
