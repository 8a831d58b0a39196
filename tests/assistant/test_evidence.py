"""Whether a sentence holds the kind of thing asked for: figures, names, places, marks."""

from __future__ import annotations

import pytest

from assistant.choosing.evidence import borne_out, holds
from assistant.choosing.figures import figure_spans, narrowest, numbers_in
from assistant.question.cues import Asked
from index.figures.read import years_in
from sources.document import Language

KO, EN = Language.KO, Language.EN


@pytest.mark.parametrize(
    ("kind", "text", "question", "held"),
    [
        (Asked.YEAR, "1755년 리스본에서 지진이 났다.", "지진은 몇 년에 났나?", True),
        (Asked.YEAR, "2130년까지 줄인다.", "몇 년까지 줄이나?", True),
        (Asked.YEAR, "The treaty of 1648 ended it.", "Which year ended it?", True),
        (Asked.YEAR, "2025년 6월 25일에 열렸다.", "2025년 회의는 몇 년에 열렸나?", False),
        (Asked.WHEN, "2025년 6월 25일에 열렸다.", "2025년 회의는 언제 열렸나?", True),
        (Asked.NUMBER, "제2차 세계대전이 끝났다.", "몇 명이 참전했나?", False),
        (Asked.NUMBER, "World War II ended.", "How many countries fought?", False),
        (Asked.NUMBER, "세 나라가 참전했다.", "몇 나라가 참전했나?", True),
        (Asked.PERCENT, "국방비는 3.5퍼센트다.", "5% 가운데 국방비는 몇 퍼센트인가?", True),
        (Asked.PERCENT, "목표는 5%다.", "5% 목표는 몇 퍼센트인가?", False),
        (Asked.PERCENT, "회원국의 3분의 2가 찬성했다.", "찬성 비율은?", True),
        (Asked.MONEY, "예산은 47조 원이다.", "예산은 얼마인가?", True),
        (Asked.MONEY, "예산 3조를 쓴다.", "예산은 얼마인가?", True),
        (Asked.MONEY, "직원은 30명이다.", "예산은 얼마인가?", False),
    ],
)
def test_a_figure_is_evidence_for_its_kind_unless_the_question_has_it(
    kind: Asked, text: str, question: str, held: bool
):
    language = EN if text.isascii() else KO
    assert holds(kind, text, question, language) is held


def test_a_narrower_kind_of_figure_makes_a_wider_one_superfluous():
    assert narrowest(frozenset({Asked.NUMBER, Asked.PERCENT, Asked.WHY})) == {Asked.PERCENT, Asked.WHY}
    assert narrowest(frozenset({Asked.WHEN, Asked.YEAR})) == {Asked.YEAR}


def test_a_figure_of_the_kind_asked_for_is_found():
    text = "직원은 30명이고 국방비는 3.5%다."
    [(start, end)] = figure_spans(frozenset({Asked.PERCENT}), text, "몇 퍼센트인가?")
    assert text[start:end] == "3.5%"


def test_numbers_and_years_are_told_from_names_with_digits():
    assert numbers_in("IP4 국가는 3,500명을 1755년에 보냈다.") == {"3500", "1755"}
    assert numbers_in("1년에 1인당 3건, 1 시간에 11개를 1월에") == {"3", "11", "1"}
    assert numbers_in("1주일에 2번, 1톤당 5만 원") == {"2", "5"}
    assert years_in("1755년과 2025년 6월, 3년 동안") == {1755, 2025}


def test_two_figures_are_asked_for_where_a_list_of_them_is():
    asked = frozenset({Asked.PERCENT, Asked.LIST})
    assert borne_out(asked, "국방비는 3.5%다.", "각각 몇 퍼센트인가?", KO)[0] == 0.5
    assert borne_out(asked, "국방비는 3.5%, 기반 시설은 1.5%다.", "각각 몇 퍼센트인가?", KO)[0] == 1.0


@pytest.mark.parametrize(
    ("kind", "text", "question", "language", "held"),
    [
        (Asked.WHERE, "회의는 헤이그에서 열렸다.", "회의는 어디서 열렸나?", KO, True),
        (Asked.WHERE, "회의는 성공적으로 열렸다.", "회의는 어디서 열렸나?", KO, False),
        (Asked.WHO, "Prime Minister Christopher Luxon came.", "Who is the prime minister?", EN, True),
        (Asked.WHO, "The prime minister came.", "Who is the prime minister?", EN, False),
        (Asked.CONTACT, "문의: press@example.org", "이메일은?", KO, True),
        (Asked.WHY, "예산이 줄었기 때문이다.", "왜 줄었나?", KO, True),
        (Asked.RECOMMENDATION, "정부는 예산을 늘려야 한다.", "제언은?", KO, True),
        (
            Asked.DEFINITION,
            "*기록보관구역: 기록법에 따라 문서를 안전하게 맡길 수 있도록 마련한 자리",
            "1호로 지정됐다는 '기록보관구역'이 무슨 뜻인가요?",
            Language.KO,
            True,
        ),
    ],
)
def test_places_names_and_marks(kind: Asked, text: str, question: str, language: Language, held: bool):
    assert holds(kind, text, question, language) is held
