"""What an author recommends, asked for as a whole."""

# ruff: noqa: E501  (documents in the text)

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import State
from assistant.ask import Assistant
from tests.assistant.small_library import assistant_over, told

BRIEF = """---
id: ferry-2024
language: ko
kind: brief
title: "섬 여객선 운항의 문제와 개선"
date: 2024-05-02
author: "한유리"
publisher: "바다교통연구소"
---

# 늘어난 결항의 과제

[¶1] 여객선은 지난해 41일을 쉬었다. 섬 주민은 뱃길이 끊기면 육지로 나갈 수 없어 병원에도 가지 못해야 한다고 하소연한다.

# 정책 시사점

[¶2] 첫째, 정부는 예비선을 두 척 더 마련해야 한다. 한 척은 이미 주문되었다.

[¶3] 둘째, 노르웨이는 선착장의 파도막이를 먼저 고쳐야 한다.

# 저자

[¶4] 한유리는 바다교통연구소의 연구위원이다.
"""
NOTICE = "---\nid: notice\nlanguage: ko\ntitle: 선착장 이용 안내\n---\n\n[¶1] 승객은 출항 십 분 전까지 와야 한다.\n\n[¶2] 승객은 표를 보여야 한다.\n"
REVIEW = """---
id: mills-2023
language: en
kind: report
title: "Grain mills after the flood"
date: 2023-01-09
author: "Odo Lunt"
publisher: "Valley Forum"
---

[¶1] Two mills stood still for a month. The council should publish the flood maps.

[¶2] Insurers must answer within ten days. Farmers sold their grain abroad.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from assistant_over({"ferry.ko.md": BRIEF, "notice.ko.md": NOTICE}, tmp_path_factory)


@pytest.mark.parametrize("question", ["저자의 제언은 무엇인가요?", "저자의 제언을 번호를 매겨 알려 줘", "Number the author's recommendations"])  # fmt: skip
def test_what_is_to_be_done_is_told_of_the_part_named_so(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    quotes = told(answer)
    assert answer.state is State.ANSWER
    assert "예비선을 두 척" in quotes and "파도막이" in quotes
    assert "하소연" not in quotes and "승객은" not in quotes and "주문" not in quotes


def test_to_a_country_only_what_speaks_of_it(assistant: Assistant) -> None:
    quotes = told(assistant.ask("저자는 노르웨이에 무엇을 권고하나요?"))
    assert "파도막이" in quotes and "예비선" not in quotes


def test_a_question_of_its_own_is_answered_as_any_other(assistant: Assistant) -> None:
    answer = assistant.ask("저자는 예비선에 대해 무엇을 제안하나요?")
    assert "예비선을 두 척" in told(answer) and "파도막이" not in told(answer)


def test_of_several_authors_one_is_meant_by_what_was_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    for both in assistant_over({"ferry.ko.md": BRIEF, "mills.en.md": REVIEW}, tmp_path_factory):
        first = both.ask("How long did the mills stand still?")
        assert {citation.record.key for citation in first.citations} == {"mills-2023"}
        quotes = told(both.ask("What does the author recommend?", previous=[first]))
        assert "flood maps" in quotes and "within ten days" in quotes and "예비선" not in quotes
