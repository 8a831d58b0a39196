"""Which sentences are chosen, on small documents of no real field: one rule of reading or choosing each."""

# ruff: noqa: E501  (documents in the text)

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, State
from assistant.ask import Assistant
from tests.assistant.small_library import assistant_over, told

HARBOUR = """---
id: harbour-2024
language: en
kind: brief
title: "The harbour fund of Vellmark and its first year"
date: 2024-04-02
author: "Ines Farrow"
publisher: "Vellmark Maritime Forum"
---

[¶1] The harbour levy is not a tax like any other but a bargain between the ports and the capital. It was split into 60% for dredging and 40% for rail links to the hinterland.

[¶2] Ottawa welcomed the levy at once. Paris hesitated, because it feared for the freight of its own ports, and Rome has not commented.

[¶3] Ministers of the three northern provinces did not come to the opening. They cited the storms of that week and a budget vote at home as their reasons.

[¶4] The fund paid for 14 cranes in its first year. Waiting times of ships fell by 22%, and two small ports gained their first regular line.

[¶5] The first users' conference was held in Brenna in May 2023. The next one will be held in Sund in 2026, and the one after that in Orla.

[¶6] The charter of 2023 calls night work a right of the ports. This contrasts with the charter of 2020. That one had called night work a danger to crews.

[¶7] Poland is the only member that has paid the levy in full. Some members, Portugal among them, have refused the levy.

# Author

[¶8] Ines Farrow is a fellow at the Vellmark Maritime Forum. She studied logistics in Rotterdam.
"""

CHARTER = """---
id: harbour-charter-{year}
language: en
kind: declaration
title: "Charter of the Harbour Users {year} ({short})"
date: {year}-03-09
issuer: "Harbour Users of Vellmark"
---

{body}
"""
FIRST = """[¶1] Mayor Edda Lund and the shipowners' president Tom Reyes concluded the charter on 9 March 2020 in Brenna.

[¶2] The fields of the charter are pilotage, waste, night work and training.

[¶3] The town of Orla concluded a charter of the same kind in 2022.

[¶4] The next conference of users is to be held in Brenna in May 2023."""
SECOND = """[¶1] The users thank the pilots for a quiet winter.

[¶2] Fees for towage are lowered by 5%."""

PUMPS = """---
id: pumps-2025
language: en
kind: report
title: "The night the Tarvik pumps stopped"
date: 2025-02-11
publisher: "Tarvik Inspectorate"
---

# What went wrong

[¶1] We find three root causes. The first is that a permit of 2019 was never renewed. The second is a hidden reliance on one cable under the quay. The third is that the drill had been done on paper.

# What may come

[¶2] Three scenarios surround the plan for the coming winter.

[¶3] • Mild winter. If ice stays away until January, the old pumps carry the load and no ferry is lost.

[¶4] • Hard frost. Four weeks of ice would stop the second pump and close the inner harbour for nine days.

[¶5] • Late delivery. Should the new motor come after March, the town would have to hire pumps from Sund.
"""

WATER = """---
id: water-2023
language: ko
kind: brief
title: "가람시 수돗물 요금 개편의 첫해"
date: 2023-12-01
author: "윤도현"
publisher: "가람환경연구원"
---

[¶1] 새 요금은 단순한 인상이 아니라 절약을 이끌기 위한 장치다. △기본요금 30%는 관로 유지, △사용요금 70%는 정수 비용으로 구분됐다. 이는 한지원 부시장이 제안한 것으로, 시의회가 만장일치로 받아들였다.

[¶2] 공청회를 앞두고 소상공인 단체 세 곳이 참석을 취소했다. 이들은 성수기 영업과 촉박한 일정을 불참 이유로 들었다.

[¶3] 개편 뒤 가구당 사용량은 6% 줄었고, 누수율도 11%에서 9%로 낮아졌다. 다만 목욕장업의 부담은 커졌다.

[¶4] 일본은 1990년대에 요금을 개편했다. 도쿄는 물가 부담을 이유로 인상 폭을 절반으로 낮췄다.

[¶5] 다음 공청회는 2024년 3월 시민회관에서, 그다음 공청회는 가을에 열린다. 시는 해마다 두 번씩 열 계획이다.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    texts = {
        "harbour.en.md": HARBOUR,
        "charter-2020.en.md": CHARTER.format(year=2020, short="CHUV", body=FIRST),
        "charter-2023.en.md": CHARTER.format(year=2023, short="CHUW", body=SECOND),
        "water.ko.md": WATER,
        "pumps.en.md": PUMPS,
    }
    yield from assistant_over(texts, tmp_path_factory)


def _quoted(answer: Answer) -> str:
    return " ".join(citation.quote for citation in (*answer.citations, *answer.related))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        # what a thing is made of
        ("What is the harbour levy made of?", "60% for dredging"),
        ("새 수도 요금은 무엇으로 구성되나요?", "사용요금 70%"),
        # not coming
        ("Why did the provincial ministers stay away from the opening?", "They cited the storms"),
        ("소상공인 단체들은 왜 공청회에 오지 않았나요?", "불참 이유로 들었다"),
        # a government by its capital
        ("Why did France hesitate?", "Paris hesitated"),
        ("What was Canada's reaction to the levy?", "Ottawa welcomed"),
        ("일본 정부는 왜 인상 폭을 낮췄나요?", "도쿄는 물가 부담"),
        # the next one: after the latest document
        ("Where will the next users' conference be held?", "held in Sund in 2026"),
        ("다음 공청회는 어디서 열리나요?", "시민회관"),
        # by other words, of a document named by its short name
        ("Who signed the CHUV?", "Edda Lund"),
        ("Which fields does the CHUV name?", "pilotage, waste"),
        # what came of it
        ("What effect did the fund have?", "fell by 22%"),
    ],
)
def test_the_sentence_asked_for_is_quoted(assistant: Assistant, question: str, wanted: str) -> None:
    assert wanted in _quoted(assistant.ask(question))


def test_what_only_stands_beside_the_answer_is_left_out(assistant: Assistant) -> None:
    assert "Ottawa" in assistant.ask("What was Canada's reaction to the levy?").claims[0].text
    answer = assistant.ask("Where did Ines Farrow study?")
    assert len(answer.citations) == 1 and "Rotterdam" in told(answer)


def test_a_list_that_is_announced_is_told_whole(assistant: Assistant) -> None:
    quotes = told(assistant.ask("What three root causes of the Tarvik pumps' failure were found?"))
    assert all(point in quotes for point in ("never renewed", "one cable", "done on paper"))
    quotes = told(assistant.ask("Which scenarios does the report on the Tarvik pumps see for the winter?"))
    assert all(point in quotes for point in ("no ferry is lost", "for nine days", "hire pumps from Sund"))


def test_a_country_that_the_sentences_do_not_speak_of_is_not_answered_for(assistant: Assistant) -> None:
    for question in ("What was Norway's reaction to the levy?", "노르웨이는 관세에 어떻게 반응했나요?"):
        assert assistant.ask(question).state is not State.ANSWER


def test_a_month_is_the_same_in_figures_and_by_name(assistant: Assistant) -> None:
    answer = assistant.ask("2023년 5월 첫 사용자 회의는 어디에서 열렸나요?")
    assert "Brenna" in told(answer)
    assert answer.signals["figure_missing"] == 0.0


def test_that_country_is_the_one_the_answer_named(assistant: Assistant) -> None:
    first = assistant.ask("Which country has paid the levy in full?")
    assert "Poland" in told(first)
    second = assistant.ask("그 나라는 관세를 얼마나 냈나요?", previous=[first])
    assert "폴란드" in second.standalone


def test_who_made_the_plan_spoken_of(assistant: Assistant) -> None:
    first = assistant.ask("새 요금은 어떻게 나뉘나요?")
    assert "한지원" in _quoted(assistant.ask("그 안은 누가 냈죠?", previous=[first]))


def test_no_more_sentences_are_told_than_were_asked_for(assistant: Assistant) -> None:
    whole = assistant.ask("What three root causes of the Tarvik pumps' failure were found?")
    two = assistant.ask("What three root causes of the Tarvik pumps' failure were found, in two sentences?")
    assert len(two.claims) == 2 < len(whole.claims)
    first = assistant.ask("What stopped the Tarvik pumps?")
    one = assistant.ask("And which three root causes did it have, in one sentence?", previous=[first])
    assert one.follow_up and len(one.claims) == 1
