"""Grounds for doubt: what the told sentences leave open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.answer import State
from assistant.choosing.columns import SIGNALS
from assistant.choosing.weights import shipped as shipped_weights
from assistant.judging.doubt import doubtful
from assistant.judging.verdict import Grounds, state_of
from assistant.question.read import read_question
from assistant.question.references import is_kind_word
from assistant.words.wording import sought
from sources.document import Language

KO, EN = Language.KO, Language.EN


@pytest.mark.parametrize(
    ("question", "told", "language", "open_"),
    [
        ("Which toy maker won?", "A toy maker won in August.", EN, True),
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
    assert doubtful(asked, terms, seen, seen, titles) is open_


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
    assert doubtful(asked, terms, seen, seen, [("Storms", EN)]) is open_


@pytest.mark.parametrize(
    ("probability", "share", "doubt", "bare", "state"),
    [
        (0.9, 0.8, False, False, State.ANSWER),
        (0.8, 0.1, False, False, State.HEDGE),
        (0.95, 0.1, False, False, State.ANSWER),
        (0.95, 0.1, True, False, State.HEDGE),
        (0.9, 0.8, True, False, State.HEDGE),
        (0.5, 0.8, False, False, State.HEDGE),
        (0.1, 0.8, False, False, State.HEDGE),
        (0.1, 0.8, True, True, State.ABSTAIN),
        (0.01, 0.8, False, False, State.ABSTAIN),
    ],
)
def test_the_state(probability: float, share: float, doubt: bool, bare: bool, state: State) -> None:
    weights = replace(
        shipped_weights(), answer_at=0.7, hedge_at=0.05, share_at=0.25, mark_at=0.2, sure_at=0.9, read_at=-7.0
    )
    row = np.zeros(len(SIGNALS))
    row[SIGNALS.index("share")] = share
    assert state_of(probability, row, Grounds(doubt, bare), weights) is state


def test_what_the_reader_holds_to_be_no_answer_is_told_with_a_hedge() -> None:
    weights = replace(shipped_weights(), answer_at=0.7, share_at=0.2, read_at=-7.0)
    row = np.zeros(len(SIGNALS))
    row[SIGNALS.index("share")] = 0.8
    for score, state in ((-6.5, State.ANSWER), (-7.5, State.HEDGE)):
        row[SIGNALS.index("reader")] = score
        assert state_of(0.8, row, Grounds(False, False), weights) is state
