"""When a document itself was signed, adopted, proposed or took effect: told from its own lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.ask import Assistant
from assistant.choosing.dated import asked_events
from assistant.question.read import read_question
from sources.document import Language
from tests.assistant.small_library import assistant_over

# So many paragraphs that no search of the matter brings the lines that date the text.
CARGO = ("timber", "salt", "grain", "wool", "slate", "apples", "cattle", "coal", "glass", "paper", "wine")
BUSES = ("노선", "정류장", "기사", "차량", "할인", "환승", "노인", "학생", "심야", "현금", "카드", "단말기")
_ARTICLES = "\n\n".join(
    f"## Article {n}\n\nA ferry of Orsk or Belmar that lands {what} shall pay the landing fee for {what}.\n\n"
    f"The ferry landings for {what} shall be kept clear of other goods."
    for n, what in enumerate(CARGO, 1)
)
TREATY = f"""# Agreement between Orsk and Belmar on the Sharing of Ferry Landings

{_ARTICLES}

DONE at Tamsweg, this day of 3 March 1998, in two copies in the English language.
"""
_SECTIONS = "\n\n".join(
    f"Section {n}. A beehive beside {what} in a garden of Quellen must stand {n + 3} metres from it.\n\n"
    f"The council may forbid a beehive beside {what}."
    for n, what in enumerate(CARGO, 1)
)
ORDINANCE = f"""# City of Quellen: Ordinance on Beehives in Gardens

{_SECTIONS}

Section 13. This ordinance shall be in force from 1 July 2019 onwards.

Read for the first time: April 9, 2019

Passed by the City Council: May 14, 2019
"""
_RULES = "\n\n".join(
    f"제{n}조({what}) 시장은 마을버스 요금을 조정할 때 {what}에 드는 비용을 살펴야 한다.\n\n"
    f"마을버스 조합은 {what}에 관한 자료를 시장에게 내야 한다."
    for n, what in enumerate(BUSES, 1)
)
BILL = f"""# 마을버스 요금 조정에 관한 조례안

제안연월일: 2022. 3. 8.

{_RULES}

## 부칙

이 조례는 공포 후 3개월이 경과한 날부터 시행한다.
"""

GOWNS = f"""---
제목: 법정 안내원 복장 규칙
공포일자: 2031-05-02
시행일자: 2031-06-01
소관부처: 해오름부
출처: https://example.org/rules/7
---

# 법정 안내원 복장 규칙

{_RULES}

## 부칙 <제11호, 2020. 2. 1.>

이 규칙은 2020년 3월 1일부터 시행한다.

## 부칙 <제25호, 2024. 7. 9.>

이 규칙은 2024년 9월 1일부터 시행한다.

## 부칙 <제31호, 2031. 5. 2.>

이 규칙은 2031년 6월 1일부터 시행한다.
"""

HARBOUR = f"""# 나루섬 항만의 하역 변화

연구위원 오지윤

{"".join(f"나루섬 항만의 {what} 하역은 해마다 늘었다.{chr(10) * 2}" for what in BUSES)}
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    files = {
        "ferries.md": TREATY,
        "bees.md": ORDINANCE,
        "buses.md": BILL,
        "gowns.md": GOWNS,
        "harbour.md": HARBOUR,
    }
    yield from assistant_over(files, tmp_path_factory)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When did Orsk and Belmar sign their agreement on ferry landings?", "3 March 1998"),
        ("When did Quellen's council pass its rules on beehives?", "May 14, 2019"),
        ("From when on is Quellen's ordinance on beehives in force?", "1 July 2019"),
        ("마을버스 요금 조례안은 언제 제안되었나요?", "2022. 3. 8."),
        ("마을버스 요금 조정 조례는 언제부터 시행되나요?", "3개월이 경과한 날"),
        ("법정 안내원 복장 규칙은 맨 처음 언제부터 시행됐나요?", "2020년 3월 1일"),
        ("법정 안내원 복장 규칙, 가장 최근에 고친 건 언제부터 시행돼?", "2031"),
        ("2024년에 고친 법정 안내원 복장 규칙은 언제부터 시행됐어?", "2024년 9월 1일"),
        ("법정 안내원 복장 규칙은 언제 공포됐나요?", "2031-05-02"),
        ("2031년에 고친 법정 안내원 복장 규칙은 언제부터 시행됐어?", "2031"),
    ],
)
def test_the_day_of_a_document_is_told_from_its_lines(assistant: Assistant, question: str, answer: str):
    assert answer in assistant.ask(question).citations[0].quote


def test_a_question_with_when_about_the_matter_is_answered_from_the_text(assistant: Assistant):
    answer = assistant.ask("When a beehive is placed beside salt in Quellen, how far must it stand from it?")
    assert "5 metres" in answer.citations[0].quote
    assert all("2019" not in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("언제 서명되었나요?", {"signed"}),
        ("When did it come into force?", {"in_force"}),
        ("국회를 언제 통과했나요?", {"adopted"}),
        ("When does the ferry leave?", set()),
        ("경제정책과 보상정책은 언제 바뀌었나요?", set()),
        ("위원회의 회의결과는 언제 나오나요?", set()),
        ("신고서는 언제까지 제출해야 하나요?", set()),
        ("When must the form be submitted?", set()),
        ("When can I apply for leave?", set()),
        ("누가 서명했나요?", set()),
    ],
)
def test_of_what_a_document_went_through_the_day_is_asked(text: str, events: set[str]):
    language = Language.EN if text.isascii() else Language.KO
    assert asked_events(read_question(text, language)) == events


@pytest.mark.parametrize(
    "question", ["나루섬 하역이 늘었다는 글, 누가 쓴 거예요?", "항만 하역 글 쓴 사람은?"]
)
def test_the_author_is_told_from_the_line_that_names_him(assistant: Assistant, question: str):
    assert "오지윤" in assistant.ask(question).citations[0].quote
