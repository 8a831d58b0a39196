"""What a question wants done is told from what it asks."""

from __future__ import annotations

import pytest

from assistant.question.read import read_question
from assistant.question.requests import Request, without_requests
from sources.document import Language

KO, EN = Language.KO, Language.EN


@pytest.mark.parametrize(
    ("text", "left", "wanted"),
    [
        ("예산이 왜 줄었는지 다섯 문장으로 설명해 줘", "예산이 왜 줄었는지", {Request.LENGTH}),
        ("두 해의 요금을 표로 비교해 줘", "두 해의 요금을 비교해 줘", {Request.TABLE}),
        ("항만의 수심을 각주와 함께 알려줘", "항만의 수심을", {Request.FOOTNOTES}),
        ("항만 협약의 3조를 영어로 번역해 주세요", "항만 협약의 3조", {Request.TRANSLATE}),
        ("항만 협약을 요약해 줘", "항만 협약", {Request.SUMMARISE}),
        ("Summarise the harbour treaty", "the harbour treaty", {Request.SUMMARISE}),
        ("What did the council decide, in five sentences?", "What did the council decide?", {Request.LENGTH}),
        (
            "Compare the fares of 2020 and 2021 as a table",
            "Compare the fares of 2020 and 2021",
            {Request.TABLE},
        ),
        ("Why did fares rise? with footnotes", "Why did fares rise?", {Request.FOOTNOTES}),
    ],
)
def test_requests_are_taken_out(text: str, left: str, wanted: set[Request]) -> None:
    assert without_requests(text) == (left, wanted)


@pytest.mark.parametrize(
    "text",
    [
        "표로 나온 결과는 무엇인가요?",
        "요약본은 몇 쪽인가요?",
        "번역 예산은 얼마인가요?",
        "Which languages is the treaty translated into?",
        "What does the summary of the report say?",
        "각주는 몇 개인가요?",
        "다섯 문장은 무엇을 말하나요?",
    ],
)
def test_words_that_are_asked_about_stay(text: str) -> None:
    left, wanted = without_requests(text)
    assert left == text or wanted == {Request.TABLE}
    assert any(word in left for word in text.split()[1:])


def test_a_question_knows_its_requests() -> None:
    asked = read_question("예산이 왜 줄었는지 표로 정리해 줘", KO)
    assert asked.requests == {Request.TABLE}
    assert "표로" not in asked.text
    assert read_question("번역해 줘", KO).text == "번역해 줘"
    assert read_question("How deep is the harbour?", EN).requests == frozenset()


def test_the_number_of_sentences_wanted_is_read() -> None:
    wanted = {
        "항만을 다섯 문장으로 설명해 줘": 5,
        "항만의 수심을 두 줄로 알려 줘": 2,
        "항만을 한 문단으로": None,
    }
    for text, count in wanted.items():
        assert read_question(text, KO).sentences == count, text
    assert read_question("Describe the harbour in three sentences.", EN).sentences == 3
    assert read_question("How long are three sentences?", EN).sentences is None
