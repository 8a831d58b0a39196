"""What a told sentence announces or is one of: the table below it, the other items of its list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.ask import Assistant
from assistant.choosing.scored import Scored
from assistant.choosing.whole import Trees, sentences_of, whole_units
from assistant.question.read import read_question
from sources.document import Language
from tests.assistant.small_library import assistant_over

FERRIES = """# 나루 조사 보고

## 결과

주민은 배편이 편하다고 답하였다. 가장 높은 점수를 받은 항목은 아래와 같다:

| 항목 | 점수 |
| --- | --- |
| 배가 제때 온다 | 94% |
| 표를 사기 쉽다 | 87% |
| 뱃사람이 친절하다 | 85% |

## 내지 못하는 물건

□ 실을 수 없는 물건

 - 불이 붙기 쉬운 기름
 - 냄새가 심한 생선
 - 포장하지 않은 유리
 - 길이가 5미터를 넘는 나무
 - 젖은 소금

## 운항 시각

시각은 아래와 같다.

## 자리

| 자리 | 수 |
| --- | --- |
| 앞 | 3 |

## 서류

지원 대상을 정하였다.

- 뱃사람
- 나루지기

낼 서류를 정하였다.

1. 주민등록표
2. 통장 사본

## 부두별 점수

부두마다 점수를 매겼다:

| 부두 | 점수 |
| --- | --- |
| 가온 | 1 |
| 나루 | 2 |
| 다솔 | 3 |
| 라온 | 4 |
| 마루 | 5 |
| 바다 | 6 |
| 사리 | 7 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from assistant_over({"ferries.ko.md": FERRIES}, tmp_path_factory)


def told(assistant: Assistant, question: str, *beginnings: str) -> list[str]:
    """What is told of the sentences that begin so."""
    (entry,) = assistant.library.entries()
    numbers = [p.number for p in assistant.library.document(entry.key).paragraphs]
    every = sentences_of(assistant.library.passages_at(entry.key, numbers))
    chosen: list[Scored] = [
        one for begun in beginnings for one in every if one.sentence.text.startswith(begun)
    ]
    assert len(chosen) == len(beginnings)
    whole = whole_units(read_question(question, Language.KO), chosen, Trees(assistant.library))
    return [one.sentence.text.partition("\t")[0] for one in whole]


def test_a_sentence_that_announces_the_table_below_it_brings_its_rows(assistant: Assistant):
    rows = ["배가 제때 온다", "표를 사기 쉽다", "뱃사람이 친절하다"]
    found = told(assistant, "주민은 어떻다고 답하였나?", "주민은 배편이")
    assert found[-3:] == rows and found[1].startswith("가장 높은 점수")


def test_a_longer_table_comes_where_a_list_is_asked_for(assistant: Assistant):
    assert told(assistant, "점수를 어떻게 매겼나?", "부두마다") == ["부두마다 점수를 매겼다:"]
    assert len(told(assistant, "부두별 점수를 모두 알려줘.", "부두마다")) == 8


def test_some_items_of_a_list_bring_the_others(assistant: Assistant):
    items = ["불이", "냄새가", "포장하지", "길이가", "젖은"]
    asked = "기름과 유리를 실을 수 있나?"
    assert len(told(assistant, asked, "• 불이")) == 1
    assert len(told(assistant, asked, "• 불이", "• 포장하지")) == 2
    half = told(assistant, asked, "• 포장하지", "• 불이", "• 길이가")
    every = told(assistant, "어떤 것들을 실을 수 없나?", "• 불이", "• 포장하지")
    assert [text.split()[1] for text in half] == [text.split()[1] for text in every] == items


def test_another_list_under_the_heading_is_no_part_of_it(assistant: Assistant):
    both = told(assistant, "지원 대상은 모두 누구인가?", "• 뱃사람", "• 나루지기")
    assert both == ["• 뱃사람", "• 나루지기"]


def test_the_table_of_the_next_section_is_not_announced(assistant: Assistant):
    assert told(assistant, "시각을 모두 알려줘.", "시각은 아래와") == ["시각은 아래와 같다."]
