"""Grounds for doubt: what the told sentences leave open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import State
from assistant.choosing.weights import shipped as shipped_weights
from assistant.judging.doubt import uncompared
from assistant.judging.slots import contradicted
from assistant.judging.verdict import state_of
from assistant.question.read import read_question
from assistant.words.wording import sought
from sources.document import Language, Role
from tests.passages import passage, scored

KO, EN = Language.KO, Language.EN


@pytest.mark.parametrize(
    ("probability", "state"),
    [
        (0.9, State.ANSWER),
        (0.7, State.ANSWER),
        (0.69, State.HEDGE),
        (0.1, State.HEDGE),
        (0.09, State.ABSTAIN),
    ],
)
def test_the_state_is_one_probability(probability: float, state: State) -> None:
    assert state_of(probability, replace(shipped_weights(), answer_at=0.7, hedge_at=0.1)) is state


@pytest.mark.parametrize(
    ("question", "told", "around", "language", "slots"),
    [
        ("한국의 2분기 성장률은?", "미국의 성장률은 2.8%이다.", "세계 경제", KO, [("place", "한국", "미국")]),
        ("한국의 2분기 성장률은?", "성장률은 2.8%이다.", "세계 경제", KO, []),
        ("한국의 2분기 성장률은?", "미국보다 높은 2.8%이다.", "한국 경제", KO, []),
        ("미국과 한국의 성장률은?", "미국의 성장률은 2.8%이다.", "세계 경제", KO, []),
        ("인도의 수출액은?", "인도네시아의 수출액이다.", "무역", KO, [("place", "인도", "인도네시아")]),
        ("2019년 실업률은?", "2021년 실업률은 5.2%였다.", "고용", KO, [("year", "2019", "2021")]),
        ("2019년 실업률은?", "실업률은 5.2%였다.", "2019년 고용", KO, []),
        ("What did France pledge?", "Germany pledged.", "Aid", EN, [("place", "France", "Germany")]),
        ("How many outlets in the mid-1990s?", "In 1996 there were 12.", "Shops", EN, []),
        ("What share has the UK?", "The European share is 3%.", "Shops", EN, []),
        ("9월 10일 사고는?", "2026-09-15 14:00, 추락", "사고", KO, [("day", "9월 10일", "2026-09-15")]),
        ("9월 10일 사고는?", "2026-09-10 14:00, 추락", "사고", KO, []),
        ("What broke on 3 May?", "A crane broke.", "Ports", EN, []),
        ("What broke on 3 May?", "On 4 May a crane broke.", "Ports, 3 May", EN, []),
        (
            "전라도 기숙사는?",
            "다섯 명이다.",
            "강원특별자치도 규칙",
            KO,
            [("region", "전라도", "강원특별자치도")],
        ),
        ("전라도 기숙사는?", "다섯 명이다.", "전북특별자치도 규칙", KO, []),
        ("강릉시 교복비는?", "교복비를 준다.", "속초시 조례", KO, [("region", "강릉시", "속초시")]),
        ("강원도의 교복비는?", "교복비를 준다.", "속초시 조례", KO, []),
        ("2분기 공모는?", "6편을 뽑았다.", "2016년 1분기 공모", KO, [("quarter", "2분기", "1분기")]),
        ("Who won in Q3?", "Ada won in the third quarter.", "Awards", EN, []),
        ("How many ships in 1755?", "In 1798 there were 12.", "Fleet", EN, [("year", "1755", "1798")]),
    ],
)
def test_a_slot_that_is_filled_otherwise_is_found(
    question: str, told: str, around: str, language: Language, slots: list[tuple[str, str, str]]
) -> None:
    terms = sought(question, language)
    text = [(told, language)]
    found = contradicted(question, terms, text, text, [(around, language)])
    assert [(slot.kind, slot.asked, slot.told) for slot in found] == slots


@pytest.mark.parametrize(
    ("question", "language", "role", "open_"),
    [
        ("Which port had the highest charge?", EN, Role.TABLE, True),
        ("어느 항구의 요금이 가장 비싼가요?", KO, Role.TABLE, True),
        ("What is the charge at Oslo at most?", EN, Role.TABLE, False),
        ("오슬로의 요금은 얼마인가요?", KO, Role.TABLE, False),
        ("Which port had the highest charge?", EN, Role.BODY, False),
    ],
)
def test_a_row_alone_does_not_tell_which_has_the_most(
    question: str, language: Language, role: Role, open_: bool
) -> None:
    row = passage(["Oslo\t12", "Bergen\t9"], role=role)
    assert uncompared(read_question(question, language), scored(row, 0)) is open_
