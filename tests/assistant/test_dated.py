"""When a document itself was signed, adopted, proposed or took effect: told from its own lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.ask import Assistant
from assistant.choosing.dated import events_in
from tests.assistant.small_library import assistant_over

TREATY = """# Agreement between Orsk and Belmar on the Sharing of Ferry Landings

## Article 1

The Parties shall open their ferry landings on the Lune to vessels of both flags.

## Article 2

A vessel that calls at a landing of the other Party shall pay the fees that its own vessels pay there.

## Article 3

Disputes on fees shall be settled by a joint commission of four members, two named by each Party.

DONE at Tamsweg, this day of 3 March 1998, in two copies in the English language.
"""
ORDINANCE = """# City of Quellen: Ordinance on Beehives in Gardens

WHEREAS residents have asked to keep bees in their gardens;

Section 1. No more than three beehives may stand in a garden.

Section 2. A beehive must stand four metres or more from the neighbour's fence.

Section 3. This ordinance shall be in force from 1 July 2019 onwards.

Read for the first time: April 9, 2019

Passed by the City Council: May 14, 2019
"""
BILL = """# 마을버스 요금 조정에 관한 조례안

제안연월일: 2022. 3. 8.

제1조(목적) 이 조례는 마을버스 요금을 조정하는 절차를 정함을 목적으로 한다.

제2조(조정) 시장은 물가가 오른 때에는 마을버스 요금을 조정할 수 있다.

## 부칙

이 조례는 공포 후 3개월이 경과한 날부터 시행한다.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    files = {"ferries.md": TREATY, "bees.md": ORDINANCE, "buses.md": BILL}
    yield from assistant_over(files, tmp_path_factory)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When did Orsk and Belmar sign their agreement on ferry landings?", "3 March 1998"),
        ("When did Quellen's council pass its rules on beehives?", "May 14, 2019"),
        ("From when on is Quellen's ordinance on beehives in force?", "1 July 2019"),
        ("마을버스 요금 조례안은 언제 제안되었나요?", "2022. 3. 8."),
        ("마을버스 요금 조정 조례는 언제부터 시행되나요?", "3개월이 경과한 날"),
    ],
)
def test_the_day_of_a_document_is_told_from_its_lines(assistant: Assistant, question: str, answer: str):
    assert answer in assistant.ask(question).citations[0].quote


def test_other_questions_are_answered_as_before(assistant: Assistant):
    answer = assistant.ask("How many beehives may stand in a garden in Quellen?")
    assert "three beehives" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("언제 서명되었나요?", {"signed"}),
        ("When did it come into force?", {"in_force"}),
        ("국회를 통과한 날은?", {"adopted"}),
        ("When does the ferry leave?", set()),
    ],
)
def test_what_happens_to_a_document_is_read_from_words(text: str, events: set[str]):
    assert events_in(text) == events
