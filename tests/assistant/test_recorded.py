"""Questions about a document itself: when it came out, who wrote it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import State
from assistant.ask import Assistant
from tests.assistant.small_library import assistant_over, told

PIER = """---
title: 등대 보존 보고서
date: 2024-03-05
author: 한물결
---

# 등대 보존 보고서

이 보고서는 2024년 3월 5일에 나왔다. 옛 등대는 1911년 8월에 처음 켜졌다.

글쓴이 한물결은 항만을 연구한다.
"""
RULES = """---
title: Tide Table Notes
date: 2021-09-17
---

# Tide Table Notes

The gauge at the north pier was mended in May 2020.
"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory) -> Iterator[Assistant]:
    yield from assistant_over({"등대.md": PIER, "tide.md": RULES}, tmp_path_factory)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("등대 보존 보고서는 언제 나왔나?", "이 보고서는 2024년 3월 5일에 나왔다."),
        ("등대 보존 보고서를 쓴 사람은 누구인가?", "글쓴이 한물결은 항만을 연구한다."),
    ],
)
def test_the_sentence_that_has_what_the_record_says_is_told(asking: Assistant, question: str, quote: str):
    answer = asking.ask(question)
    assert answer.state is State.ANSWER and told(answer) == quote


def test_what_only_the_record_says_is_no_answer(asking: Assistant):
    answer = asking.ask("When were the Tide Table Notes published?")
    assert answer.state is State.ABSTAIN and not answer.citations
    assert "2021-09-17" in answer.notes[0]


def test_a_question_about_what_the_document_says_is_another(asking: Assistant):
    assert "1911년" in told(asking.ask("옛 등대는 언제 처음 켜졌나?"))
    assert "2020" in told(asking.ask("When was the gauge of the Tide Table Notes mended?"))
