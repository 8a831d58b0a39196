"""Grounds for doubt: what the told sentences leave open."""

from __future__ import annotations

import pytest

from assistant.doubt import doubtful
from assistant.evidence import labelled
from assistant.question import read_question
from assistant.references import is_kind_word
from assistant.wording import sought
from sources.document import Language

KO, EN = Language.KO, Language.EN


@pytest.mark.parametrize(
    ("question", "head", "told", "language", "open_"),
    [
        ("What toll rate did Peru set?", "toll", "Peru spent 4% on roads, and warned of a toll.", EN, True),
        (
            "What toll rate did Peru set?",
            "toll",
            "Peru spent more on roads, and set a toll of 4%.",
            EN,
            False,
        ),
        ("통행료율은 몇 퍼센트인가요?", "통행료율", "도로에 4%를 썼고, 통행료율을 올렸다.", KO, True),
        ("Which toy maker won?", "", "A toy maker won in August.", EN, True),
        ("Which toy maker won?", "", "A toy maker, Lumo, won in August.", EN, False),
        ("What holds after 2040?", "", "By 2040 all must comply.", EN, True),
        ("What holds after 2040?", "", "From 2040 a new rate holds.", EN, False),
        ("2040년 이후에는 무엇이 바뀌나요?", "", "2040년까지 모두 따라야 한다.", KO, True),
        ("Who directly said that the plan failed?", "", "Ms Bell is thought to see it as failed.", EN, True),
        ("What does it recommend?", "", "This text is a summary.", EN, True),
        ("What does it recommend?", "", "The city should buy boats.", EN, False),
        ("선사들의 이름은?", "", "요금은 올랐다.", KO, True),
        ("그 협정은 항공 노선을 언급하나요?", "", "협정은 여객선 요금을 정한다.", KO, True),
        ("그 협정은 여객선 요금을 언급하나요?", "", "협정은 여객선 요금을 정한다.", KO, False),
        ("Does the plan mention trams?", "", "The plan says that ferries are cheap.", EN, True),
        ("Does the plan mention ferries?", "", "The plan says that ferries are cheap.", EN, False),
        ("What does the plan mention first?", "", "It begins with ferries.", EN, False),
    ],
)
def test_doubt(question: str, head: str, told: str, language: Language, open_: bool) -> None:
    asked = read_question(question, language)
    terms = [term for term in sought(asked.text, language) if not is_kind_word(term.surface)]
    heads = [term for term in terms if term.surface == head]
    assert bool(heads) == bool(head)
    seen, titles = [(told, language)], [("The plan" if language is EN else "협정", language)]
    assert doubtful(asked, terms, heads, seen, seen, titles) is open_


def test_a_label_tells_which_one() -> None:
    asked = "어느 항로에 몰렸나요?"
    assert labelled("승객은 K3번과 K9번 항로에 몰렸다.", asked, KO) is True
    assert labelled("승객은 외곽의 세 항로에 몰렸다.", asked, KO) is False
    assert labelled("승객은 외곽의 세 항로에 몰렸다.", "어디로 몰렸나요?", KO) is None
