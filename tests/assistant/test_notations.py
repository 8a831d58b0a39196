"""A figure written otherwise is there all the same."""

from __future__ import annotations

import pytest

from assistant.judging.notations import written


@pytest.mark.parametrize(
    ("question", "surface", "text", "there"),
    [
        ("3분기 성장률은?", "3분기", "Growth slowed in Q3.", True),
        ("3분기 성장률은?", "3분기", "Growth slowed in Q2.", False),
        ("8.22일 회의에서 무엇을 정했나요?", "8.22일", "8월 22일에 모였다.", True),
        ("8.22일 회의에서 무엇을 정했나요?", "8.22일", "They met on August 22.", True),
        ("8.22일 회의에서 무엇을 정했나요?", "8.22일", "8월 23일에 모였다.", False),
        ("What happened on August 22?", "August", "8월 22일에 모였다.", True),
        ("6월 수출은?", "6월", "Exports rose in June 2024.", True),
        ("100분의 5를 넘으면?", "5", "5%를 넘는 경우", True),
        ("5%를 넘으면?", "5%", "100분의 5를 넘는 경우", True),
        ("5%를 넘으면?", "5%", "100분의 7을 넘는 경우", False),
    ],
)
def test_notations(question: str, surface: str, text: str, there: bool) -> None:
    assert (surface in written(question, [surface], [text])) is there


def test_a_word_without_a_figure_is_not_judged() -> None:
    assert written("성장률은?", ["성장률"], ["성장률은 5%이다."]) == frozenset()
