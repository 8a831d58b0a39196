"""A question about one line of a table's long cell is told with that line, under the names of its row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import docx
import pytest

from assistant.answer import Answer, Claim, State
from assistant.ask import Assistant
from assistant.choosing.order import rows_of, runs
from assistant.choosing.whole import Trees, sentences_of, whole_units
from assistant.citing.exports.markdown import write_markdown
from assistant.citing.exports.report import build_report
from assistant.question.read import read_question
from assistant.web.source_view import marked_paragraph
from assistant.writing.rows import row_claims
from index.hit import Passage
from index.library import Library
from sources.document import Language, Role
from tests.assistant.small_library import library_of

BUDGET = "ㅇ 예산 : 3억 2천만 원(부가세 포함), 첫해에 2억 원을 쓰고 나머지는 이듬해에 쓴다"
PERIOD = "ㅇ 사업기간 : 계약일부터 14개월"
WORK = ("ㅇ 사업내용", "- 옛 문서 4만 쪽을 사진으로 찍어 보존", "- 찍은 문서를 찾아보는 누리집 개통")
PLAN = ("ㅇ 사업명 : 갈매나루 디지털 기록관 구축", PERIOD, *WORK, BUDGET, "ㅇ 계약방법 : 제한경쟁입찰")
PROSE = (
    "갈매나루군은 기록관을 세우는 사업을 아래와 같이 알린다.",
    "군의 옛 문서는 창고 세 곳에 흩어져 있고 그 가운데 절반은 습기로 상하였다.",
    "주민 회의는 문서를 한곳에 모아 누구나 보게 하자는 뜻을 세 해 동안 밝혀 왔다.",
)
ROWS = (("구분", "내용"), ("사업개요", PLAN), ("담당부서", ("기록과",)), ("보증", ("계약금액의 10분의 1",)))


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder, home = tmp_path_factory.mktemp("texts"), tmp_path_factory.mktemp("home")
    document = docx.Document()
    document.add_heading("갈매나루 디지털 기록관 구축 제안요청서", 1)
    for text in PROSE:
        document.add_paragraph(text)
    document.add_paragraph("표 1 사업의 개요")
    drawn = document.add_table(len(ROWS), 2)
    for r, (name, lines) in enumerate(ROWS):
        drawn.cell(r, 0).text = name
        first, *more = (lines,) if isinstance(lines, str) else lines
        drawn.cell(r, 1).text = first
        for line in more:
            drawn.cell(r, 1).add_paragraph(line)
    document.save(str(folder / "plan.docx"))
    library_of([folder / "plan.docx"])(home)
    with closing(Library.open(home)) as library:
        yield Assistant(library)


def answer(asking: Assistant, question: str) -> Answer:
    found = asking.ask(question)
    assert found.state is not State.ABSTAIN
    return found


def the_table(asking: Assistant) -> Passage:
    (key,) = asking.library.keys()
    number = next(p.number for p in asking.library.document(key).paragraphs if p.role is Role.TABLE)
    (passage,) = asking.library.passages_at(key, [number])
    return passage


def test_the_line_is_told_under_its_rows_names_and_cited_alone(asking: Assistant):
    found = answer(asking, "갈매나루 디지털 기록관 사업의 예산은 얼마인가?")
    claim = next(claim for claim in found.claims if "3억 2천만" in claim.text)
    assert claim.cells == (("구분", "사업개요"), ("내용", BUDGET))
    assert claim.caption == "표 1 사업의 개요"
    quote = found.citation(claim.citations[0])
    assert quote.quote == BUDGET
    assert ("row", "사업개요") in quote.unit and ("column", "내용") in quote.unit


def test_lines_that_follow_one_another_are_drawn_one_by_one(asking: Assistant):
    passage = the_table(asking)
    told = [s for s in passage.sentences if s.text in WORK]
    made = row_claims(
        [Claim(s.text, (1,)) for s in told], Trees(asking.library).of(passage.document_id), told
    )
    assert [claim.cells for claim in made] == [
        (("구분", "사업개요" if line == WORK[0] else ""), ("내용", line)) for line in WORK
    ]
    assert {(claim.citations, claim.caption) for claim in made} == {((1,), "표 1 사업의 개요")}
    found = replace(answer(asking, "갈매나루 디지털 기록관 사업의 예산은 얼마인가?"), claims=tuple(made))
    table = next(block for block in build_report([found], "korean", Language.KO).blocks if block.columns)
    assert [[span.text for span in row] for row in table.rows] == [
        ["사업개요" if line == WORK[0] else "", line] for line in WORK
    ]


def test_a_line_keeps_its_own_footnotes_and_is_told_though_the_one_before_is_the_same(asking: Assistant):
    passage = the_table(asking)
    line, other = (next(s for s in passage.sentences if s.text == text) for text in WORK[1:])
    tree = Trees(asking.library).of(passage.document_id)
    made = row_claims([Claim(line.text, (1,)), Claim(other.text, (1, 2))], tree, [line, line, other])
    assert [claim.cells[1][1] for claim in made] == [line.text, line.text, other.text]
    assert [claim.citations for claim in made] == [(1,), (1,), (1, 2)]


def test_a_report_draws_the_line_in_its_table(asking: Assistant):
    found = answer(asking, "갈매나루 디지털 기록관 사업의 예산은 얼마인가?")
    report = build_report([found], "korean", Language.KO)
    table = next(block for block in report.blocks if block.columns)
    assert table.columns == ("구분", "내용")
    assert [[span.text for span in row] for row in table.rows] == [["사업개요", BUDGET]]
    assert f"| 사업개요 | {BUDGET}" in write_markdown(report).decode()


def test_a_footnote_marks_the_line(asking: Assistant):
    (key,) = asking.library.keys()
    document = asking.library.document(key)
    start = document.text.index(BUDGET)
    paragraph = next(p for p in document.paragraphs if p.role is Role.TABLE)
    shown = marked_paragraph(document, paragraph, start, start + len(BUDGET))
    assert shown.count("<mark") == 1 and f"<mark class='gj-mark'>{BUDGET}</mark>" in shown
    assert PERIOD in shown


def test_a_table_asked_for_is_told_row_by_row(asking: Assistant):
    found = answer(asking, "표 1 보여 줘")
    assert [claim.cells[0][1] for claim in found.claims] == ["사업개요", "담당부서", "보증"]
    assert found.claims[0].cells[1] == ("내용", " ".join(PLAN))
    assert found.citations[0].quote == f"사업개요\t{' '.join(PLAN)}"


def test_a_head_line_comes_with_its_lines_and_a_line_with_its_head(asking: Assistant):
    trees = Trees(asking.library)
    lines = sentences_of([the_table(asking)])
    question = read_question("사업내용은?", Language.KO)
    head, first, second = (next(s for s in lines if s.sentence.text == line) for line in WORK)
    assert [s.sentence.text for s in whole_units(question, [head], trees)] == list(WORK)
    assert [s.sentence.text for s in whole_units(question, [second], trees)] == [WORK[0], WORK[2]]
    assert [len(run) for run in runs([head, first, second])] == [3]
    budget = next(s for s in lines if s.sentence.text == BUDGET)
    assert whole_units(question, [budget], trees) == [budget]


def test_rows_are_told_apart(asking: Assistant):
    passage = the_table(asking)
    assert rows_of(passage) == [0] * len(PLAN) + [1, 2]
