"""Grounds for doubt: what the told sentences leave open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import State
from assistant.choosing.weights import shipped as shipped_weights
from assistant.judging.doubt import Around, doubtful
from assistant.judging.slots import contradicted
from assistant.judging.verdict import state_of
from assistant.question.read import read_question
from assistant.question.references import is_kind_word
from assistant.words.wording import sought
from sources.document import Language

KO, EN = Language.KO, Language.EN


@pytest.mark.parametrize(
    ("question", "told", "language", "open_"),
    [
        ("Which toy maker won?", "A toy maker, Lumo, won in August.", EN, False),
        ("What holds after 2040?", "By 2040 all must comply.", EN, True),
        ("What holds after 2040?", "From 2040 a new rate holds.", EN, False),
        ("2040년 이후에는 무엇이 바뀌나요?", "2040년까지 모두 따라야 한다.", KO, True),
        ("Who directly said that the plan failed?", "Ms Bell is thought to see it as failed.", EN, True),
        ("What does it recommend?", "This text is a summary.", EN, True),
        ("What does it recommend?", "The city should buy boats.", EN, False),
        ("그 협정은 항공 노선을 언급하나요?", "협정은 여객선 요금을 정한다.", KO, True),
        ("그 협정은 여객선 요금을 언급하나요?", "협정은 여객선 요금을 정한다.", KO, False),
        ("Does the plan mention trams?", "The plan says that ferries are cheap.", EN, True),
        ("Does the plan mention ferries?", "The plan says that ferries are cheap.", EN, False),
        ("계획은 몇 년마다 세우나요?", "계획은 5년마다 세운다.", KO, False),
        ("계획은 몇 년에 한 번 세우나요?", "계획은 5년마다 세운다.", KO, False),
        ("How often do the ministers meet?", "The ministers meet at least annually.", EN, False),
        ("여객선은 몇 척인가요?", "여객선이 늘고 있다.", KO, True),
        ("여객선은 몇 척인가요?", "여객선은 12척이다.", KO, False),
        ("Which towns did not back the toll?", "Peru and Lima backed the toll.", EN, True),
        ("Which towns did not back the toll?", "Lima voted against the toll.", EN, False),
        ("요금을 올리지 않은 선사는?", "두 선사가 요금을 올렸다.", KO, True),
        ("요금을 올리지 않은 선사는?", "한 선사는 요금을 그대로 두고 올리지 않았다.", KO, False),
        ("요금을 올리지 않았나요?", "두 선사가 요금을 올렸다.", KO, False),
        ("Isn't the toll lower now?", "The toll fell by 2%.", EN, False),
        ("What does the plan mention first?", "It begins with ferries.", EN, False),
    ],
)
def test_doubt(question: str, told: str, language: Language, open_: bool) -> None:
    asked = read_question(question, language)
    terms = [term for term in sought(asked.text, language) if not is_kind_word(term.surface)]
    seen, titles = [(told, language)], [("The plan" if language is EN else "협정", language)]
    around = Around(tuple(titles), (), tuple(seen), False)
    assert doubtful(asked, terms, seen, seen, around) is open_


@pytest.mark.parametrize(
    ("told", "open_"),
    [
        (("Losses came to 4 million euros in 2022.", "In 2012 nine people died."), True),
        (("Nine people died in 2012.", "Losses came to 4 million euros in 2022."), True),
        (("The storm came in 2012.", "Losses came to 4 million euros."), False),
        (("Losses came to 4 million euros in 2012.", "In 2022 nine people died."), False),
    ],
)
def test_a_figure_of_another_year_is_not_the_one_asked_for(told: tuple[str, ...], open_: bool) -> None:
    asked = read_question("How much did the city lose in 2012?", EN)
    terms = [term for term in sought(asked.text, EN) if term.surface == "2012"]
    seen = [(text, EN) for text in told]
    around = Around((("Storms", EN),), (), tuple(seen), False)
    assert doubtful(asked, terms, seen, seen, around) is open_


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
        ("How many ships in 1755?", "In 1798 there were 12.", "Fleet", EN, [("year", "1755", "1798")]),
    ],
)
def test_a_slot_that_is_filled_otherwise_is_found(
    question: str, told: str, around: str, language: Language, slots: list[tuple[str, str, str]]
) -> None:
    terms = sought(question, language)
    found = contradicted(question, terms, [(told, language)], [(around, language)])
    assert [(slot.kind, slot.asked, slot.told) for slot in found] == slots
