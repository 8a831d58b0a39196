"""Samples of footnotes that name a unit: an article and its parts, a table and its cells, a figure."""

from __future__ import annotations

from dataclasses import replace

from sources.document import Kind, Language, Record
from sources.units.names import Name

KO, EN = Language.KO, Language.EN

STATUTE = Record(
    "sample-statute",
    Kind.STATUTE,
    titles={KO: "쇄빙선 운항법"},
    publishers={KO: "해양정책부"},
    language=KO,
    number="법률 제12345호",
    date="2024-03-05",
)
AGREEMENT = Record(
    "sample-agreement",
    Kind.AGREEMENT,
    titles={EN: "Agreement on Northern Ports"},
    publishers={EN: "Northern Council"},
    language=EN,
    date="2022-09-01",
)
STATISTICS = Record(
    "sample-statistics",
    Kind.STATISTICS,
    titles={KO: "2023년 항만 물동량"},
    publishers={KO: "해양통계원"},
    language=KO,
    date="2024-02-27",
)
ENGLISH_STATISTICS = replace(
    STATISTICS,
    key="sample-english-statistics",
    titles={EN: "Port Traffic 2023"},
    publishers={EN: "Northern Council"},
    language=EN,
)
_ARTICLE: Name = (("article", "제12조의2"), ("paragraph", "1"))
_TABLE: Name = (("table", "표 3"), ("row", "부산"))
_ENGLISH_CELL: Name = (("table", "Table 3"), ("row", "Busan"), ("column", "Exports"))
_SUPPLEMENT: Name = (("supplement", "부칙 <제12345호>"), ("article", "제3조"))

# What it shows in each language, the source, its page (None for none) and the unit.
UNITS: tuple[tuple[str, str, Record, int | None, Name], ...] = (
    ("조와 항", "Article and paragraph", STATUTE, None, _ARTICLE),
    ("호와 목", "Item", STATUTE, None, (*_ARTICLE, ("item", "2"), ("subitem", "가"))),
    ("본문", "Main clause", STATUTE, None, (*_ARTICLE, ("main", ""))),
    ("단서", "Proviso", STATUTE, None, (*_ARTICLE, ("proviso", ""))),
    ("부칙", "Supplementary provision", STATUTE, None, _SUPPLEMENT),
    ("별표", "Annex", STATUTE, 9, (("annex", "별표 1"),)),
    ("영어 조항", "Article of an agreement", AGREEMENT, 4, (("article", "Article 7.5"), ("item", "b"))),
    ("영어 단서", "Proviso of an agreement", AGREEMENT, 4, (("article", "Article 8"), ("proviso", ""))),
    ("표의 행", "Row of a table", STATISTICS, 6, _TABLE),
    ("표의 칸", "Cell of a table", STATISTICS, 6, (*_TABLE, ("column", "수출"))),
    ("번호 없는 표", "Table without a number", STATISTICS, 7, (("table", ""), ("row", "부산"))),
    ("그림", "Figure", STATISTICS, 8, (("figure", "그림 2"),)),
    ("영어 표의 칸", "Cell of an English table", ENGLISH_STATISTICS, 6, _ENGLISH_CELL),
)  # fmt: skip
