"""Questions in one language about documents that exist in the other only, on documents with nothing but an imprint."""

# ruff: noqa: E501  (documents in the text)

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import State
from assistant.ask import Assistant
from tests.assistant.small_library import assistant_over, told

RAMP = """# 나래항 하역장 공사는 왜 늦어졌나

너울항만연구소 이슈브리프 2031-04호 | 2031년 5월 20일 | 서가온 연구위원

## 경과

나래항 하역장의 토목 공사는 반년 가까이 멈췄다. 지반 조사에서 옛 석탄 야적장이 발견돼 오염토를 걷어 내야 했기 때문이다. 시공사는 장비를 부두에 세워 두느라 매달 3억 원을 임차료로 썼다고 밝혔다.

## 원인

늦어진 까닭은 셋이다. 첫째, 지질 자료가 1974년 것이었다. 그 뒤로 새로 잰 적이 없다. 둘째, 예비비가 공사비의 2%에 그쳤다. 셋째, 발주처의 담당 과장이 네 번 바뀌었다.

## 권고

서가온 연구위원은 착공 전에 지반을 다시 재는 '이중 조사제'를 들이자고 했다. 담당자는 준공 때까지 바꾸지 말 것.
"""

FERRY = """# The Sund Ferry in Its Third Winter

Tarn Institute for Sea Transport | Issue Brief No. 31-07 | 18 June 2031 | Ann Lowe and Seo Ji-an

## Ice and money

The ferry lost nineteen days to ice in its third winter. Since then, the town has kept a tug ready, at a cost of 2.4 million crowns a year. The harbour master, whom the report does not name, had asked for two.

## Storms

Losses came to 4 million crowns in 2030. In 2024 nine people were hurt.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from assistant_over({"ramp.ko.md": RAMP, "ferry.en.md": FERRY}, tmp_path_factory)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Why did civil works come to a halt for nearly six months?", "옛 석탄 야적장"),
        ("How much rent did the builder pay each month for its parked equipment?", "3억 원"),
        ("What does Seo Ga-on want introduced?", "이중 조사제"),
        ("여객선은 얼음 때문에 며칠이나 못 다녔나요?", "nineteen days"),
        ("시가 예인선을 대기시키는 데 1년에 얼마를 쓰나요?", "2.4 million crowns"),
    ],
)
def test_the_answer_stands_in_the_other_language(assistant: Assistant, question: str, wanted: str) -> None:
    answer = assistant.ask(question)
    assert wanted in told(answer)
    assert answer.state is not State.ABSTAIN


@pytest.mark.parametrize(
    "question", ["공사가 늦어진 세 가지 까닭은?", "What are the three causes of the delay to the ramp?"]
)
def test_a_counted_list_is_told_whole(assistant: Assistant, question: str) -> None:
    quotes = told(assistant.ask(question))
    assert all(point in quotes for point in ("1974년", "2%에 그쳤다", "네 번 바뀌었다"))


def test_what_it_leans_on_comes_with_a_sentence(assistant: Assistant) -> None:
    quotes = told(assistant.ask("How much does the tug at Sund cost a year?"))
    assert "nineteen days" in quotes
    assert "2.4 million" in quotes


def test_a_figure_of_another_year_is_no_plain_answer(assistant: Assistant) -> None:
    assert assistant.ask("How many crowns were lost in 2024?").state is not State.ANSWER


def test_the_name_of_one_who_is_not_named_is_no_plain_answer(assistant: Assistant) -> None:
    assert assistant.ask("What is the name of the harbour master?").state is not State.ANSWER


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("너울항만연구소는 무엇을 권고하나?", "ramp"),
        pytest.param(
            "What did the Tarn Institute for Sea Transport find about the tug?",
            "ferry",
            marks=pytest.mark.xfail(strict=True, reason="its imprint ranks first and is passed over: 0505"),
        ),
    ],
)
def test_a_document_is_named_by_its_publisher(assistant: Assistant, question: str, key: str) -> None:
    wanted = (
        "나래항-하역장-공사는-왜-늦어졌나-2031"
        if key == "ramp"
        else "the-sund-ferry-in-its-third-winter-2031"
    )
    assert assistant.ask(question).citations[0].record.key == wanted


def test_the_imprint_is_no_answer(assistant: Assistant) -> None:
    for question in ("What did Seo Ga-on's brief of 2031 find?", "너울항만연구소 브리프의 결론은?"):
        assert "2031-04호" not in told(assistant.ask(question))
