"""A draft's figure against a cell of a table: what the columns are called, and what the figures are in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.check import check, draft_from_text
from assistant.checking.findings import Finding, Outcome
from assistant.checking.names import names, present
from index.library import Library
from sources.document import Language
from sources.units.measures import measures_in
from tests.assistant.small_library import assistant_over

HARBOUR = """---
date: 2031-09-04
---

# 칠레 항만 8월 물동량

물동량은 석 달 만에 늘었다.

표 1. 품목별 물동량 증감 (천톤)

| 품목 | 2031년 7월 | 2031년 8월 |
| --- | --- | --- |
| 구리 | 18 | 53 |
| 포도 | 41 | 27 |
| 목재 | 66 | 12 |
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    for assistant in assistant_over({"harbour.ko.md": HARBOUR}, tmp_path_factory):
        yield assistant.library


def of(library: Library, text: str) -> tuple[Finding, dict[str, Outcome]]:
    finding = check(library, draft_from_text(text), Language.KO).findings[0]
    return finding, {item.said: item.outcome for item in finding.items}


def test_a_bare_value_is_in_what_the_table_says(library: Library):
    finding, told = of(library, "칠레 항만의 구리 물동량은 2031년 8월 53천톤 늘었다.")
    assert told["53천톤"] is Outcome.SAME and not finding.issues
    assert finding.citation is not None and "53" in finding.citation.quote


@pytest.mark.parametrize("value", ["53만톤", "54천톤"])
def test_another_value_or_another_measure_is_not(library: Library, value: str):
    _, told = of(library, f"칠레 항만의 구리 물동량은 2031년 8월 {value} 늘었다.")
    assert told[value] is not Outcome.SAME


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("표 1 매출 (단위: 개, 억원)", ("개", "억원")),
        ("(천명)\n건설; 2031년: 26", ("천명",)),
        ("Enrollment, in thousands", ("thousand",)),
        ("비중(%); 금액", ("%",)),
        ("예산 (2031)", ()),
    ],
)
def test_what_figures_may_be_in(text: str, measures: tuple[str, ...]):
    assert measures_in(text) == measures


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("美 8월 고용", True),
        ("美中 갈등", True),
        ("對美 수출", False),
        ("美術 교육", False),
        ("8월 고용", False),
    ],
)
def test_a_sign_that_stands_for_a_country_names_it(text: str, there: bool):
    (name,) = names("미국의 고용이 늘었다.", Language.KO)
    assert present(name, [(text, Language.KO)]) is there


def test_the_day_of_the_source_itself_holds(library: Library):
    right, wrong = (
        "칠레 항만의 물동량은 2031년 9월 4일 발표되었다.",
        "칠레 항만의 물동량은 2031년 9월 5일 발표되었다.",
    )
    assert of(library, right)[1]["2031년 9월 4일"] is Outcome.SAME
    assert of(library, wrong)[1]["2031년 9월 5일"] is not Outcome.SAME
