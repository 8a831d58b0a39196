"""The lines of a table's long cell: sentences of their own, under the names of their row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from hwpx import HwpxDocument
from hypothesis import given
from hypothesis import strategies as st

from sources.blocks import Block, BlockKind, Cell, Reading
from sources.document import Document, Language, Record, UnitKind
from sources.load import document_of
from sources.readers.grid import Placed, table, table_of, text_of
from sources.readers.pieces import Piece
from sources.units.assemble import assemble
from sources.units.cells import cells_in
from sources.units.grid import grid_of, part_head, row_head
from sources.units.names import name_at
from sources.units.tree import Tree
from tests.read_here import read_here

LINES = (
    "ㅇ 사업명 : 갈매 나루 디지털 기록관 구축",
    "ㅇ 사업기간 : 계약일부터 14개월",
    "ㅇ 사업내용",
    "- 옛 문서 4만 쪽을 사진으로 찍어 보존",
    "- 찍은 문서를 찾아보는 누리집 개통",
    "(휴대전화 화면도 지원)",
    "ㅇ 예산 : 3억 2천만 원(부가세 포함), 첫해에 2억 원을 쓰고 나머지는 이듬해에 쓴다",
    "※ 예산은 의회의 의결에 따라 달라질 수 있음",
)
ROWS = (("구분", "내용", "비고"), ("사업개요", "\n".join(LINES), "2031년"), ("담당", "기록과", ""))
SENTENCES = [
    f"사업개요\t{LINES[0]}",
    *LINES[1:4],
    f"{LINES[4]} {LINES[5]}",
    *LINES[6:],
    "2031년",
    "담당\t기록과",
]


def draw(document: Any, put: Callable[[Any, int, int, str], object]) -> None:
    """The rows in a document of either format; `put` writes the first line of a cell."""
    document.add_paragraph("기록관을 세우는 사업을 다음과 같이 알린다.")
    drawn = document.add_table(len(ROWS), len(ROWS[0]))
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            first, *more = text.split("\n")
            put(drawn, r, c, first)
            for line in more:
                drawn.cell(r, c).add_paragraph(line)


def as_docx(path: Path) -> None:
    document = docx.Document()
    draw(document, lambda drawn, r, c, text: setattr(drawn.cell(r, c), "text", text))
    document.save(str(path))


def as_hwpx(path: Path) -> None:
    document = HwpxDocument.new()
    draw(document, lambda drawn, r, c, text: drawn.set_cell_text(r, c, text))
    path.write_bytes(bytes(document.to_bytes()))


def as_html(path: Path) -> None:
    # One cell in each of the ways in which pages write lines.
    first, *rest = LINES
    body = f"<p>{first}</p>{'<br>'.join(rest[:3])}<ul>{''.join(f'<li>{line}</li>' for line in rest[3:])}</ul>"
    head, long, short = ROWS
    cells = "".join(f"<th>{text}</th>" for text in head)
    rows = "".join(
        f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ((long[0], body, long[2]), short)
    )
    page = f"<p>기록관을 세우는 사업을 다음과 같이 알린다.</p><table><tr>{cells}</tr>{rows}</table>"
    path.write_text(f"<html><body><main>{page}</main></body></html>", "utf-8")


@pytest.fixture(params=[as_docx, as_hwpx, as_html], ids=["docx", "hwpx", "html"])
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> Document:
    write: Callable[[Path], None] = request.param
    path = tmp_path / f"plan.{write.__name__.removeprefix('as_')}"
    write(path)
    return document_of(*read_here(path), path)


def sentences(document: Document) -> list[str]:
    return [document.text[s.start : s.end] for s in document.paragraphs[-1].sentences]


def test_the_lines_of_a_long_cell_are_sentences(plan: Document):
    assert sentences(plan) == SENTENCES


def test_the_text_and_the_tree_know_nothing_of_lines(plan: Document):
    assert (
        "\n".join(("구분\t내용\t비고", f"사업개요\t{' '.join(LINES)}\t2031년", "담당\t기록과")) in plan.text
    )
    cells = [unit for unit in plan.units if unit.kind is UnitKind.CELL]
    assert [plan.text[c.start : c.end] for c in cells] == [
        " ".join(text.split()) for row in ROWS for text in row if text
    ]


def test_a_line_is_read_under_its_row_and_the_line_over_it(plan: Document):
    tree, found = Tree(plan), plan.paragraphs[-1].sentences
    assert row_head(tree, found[1].start, found[1].end) == f"구분: 사업개요; 내용: {LINES[1]}"
    assert row_head(tree, found[3].start, found[3].end) == f"{LINES[2]}\n구분: 사업개요; 내용: {LINES[3]}"
    assert row_head(tree, found[7].start, found[7].end) == "구분: 사업개요; 비고: 2031년"
    assert row_head(tree, found[8].start, found[8].end) == "구분: 담당; 내용: 기록과"
    assert part_head(tree, found[3].start) == f"사업개요\n{LINES[2]}"
    assert part_head(tree, found[0].start) == part_head(tree, found[8].start) == ""


def test_a_line_is_told_under_the_names_of_its_row_and_all_lines_are_the_row(plan: Document):
    tree, found = Tree(plan), plan.paragraphs[-1].sentences
    grid = grid_of(tree, tree.units[tree.at(found[0].start)].parent)
    line = (found[1].start, found[1].end)
    assert grid.line(1, line) == [("구분", "사업개요"), ("내용", LINES[1]), ("비고", "")]
    assert grid.line(1, (found[0].start, found[7].end)) == grid.line(1)
    assert name_at(tree, *line) == (("table", ""), ("row", "사업개요"), ("column", "내용"))


def made(*rows: tuple[str, ...]) -> Document:
    cells = [
        Placed(r, c, [Piece(line) for line in text.split("\n")])
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    (piece,) = table(cells, None)
    block = Block(piece.text, BlockKind.TABLE, table=piece.table)
    return assemble(Reading((Block("표를 보라."), block)), Record("x"), "docx", Language.KO)


def test_a_row_of_short_cells_is_one_sentence_whatever_lines_they_have():
    found = sentences(made(("이름", "값"), ("가람", "첫째 줄이다\n둘째 줄이다"), ("나루", "12")))
    assert "가람\t첫째 줄이다 둘째 줄이다" in found and "나루\t12" in found


def test_two_long_cells_of_a_row_give_their_lines_one_after_the_other():
    left, right = (
        "\n".join(f"- {side} 일의 {n}번째 줄에는 할 일을 적는다" for n in range(9)) for side in "가나"
    )
    found = sentences(made(("때", "전", "후"), ("3월", left, right), ("4월", "없음", "없음")))
    assert found == [
        "3월\t" + left.split("\n")[0],
        *left.split("\n")[1:],
        *right.split("\n"),
        "4월\t없음\t없음",
    ]


def test_prose_in_one_line_is_told_in_sentences():
    prose = "나루터를 새로 고쳤다. " * 20
    found = sentences(made(("일", "설명"), ("보수", prose.strip()), ("점검", "없음")))
    assert found[0] == "보수\t나루터를 새로 고쳤다." and set(found[1:-1]) == {"나루터를 새로 고쳤다."}


def test_a_mark_alone_belongs_to_the_next_line_and_a_box_to_tick_to_none():
    lines = ["○", "나루터를 고친다", "-", *(f"{n}번 배를 고치고 돛을 새로 단다" for n in range(9))]
    found = sentences(made(("번호", "할 일", "확인"), ("1", "\n".join(lines), "□"), ("2", "없음", "□")))
    assert found[0] == "1\t○ 나루터를 고친다"
    assert found[1] == "- 0번 배를 고치고 돛을 새로 단다"
    assert found[-3:] == ["8번 배를 고치고 돛을 새로 단다", "□", "2\t없음\t□"]


def test_the_points_of_a_row_are_no_part_of_its_last_line():
    lines = [f"ㅇ {n}번 기준: 나루를 고친 일이 {n}년 동안 몇 번 있었는지 적는다" for n in range(1, 6)]
    document = made(("항목", "기준", "배점"), ("이해도", "\n".join(lines), "20"))
    assert sentences(document)[-2:] == [lines[-1], "20"]
    start = document.paragraphs[-1].sentences[-1].start
    assert row_head(Tree(document), start, start + 2) == "항목: 이해도; 배점: 20"


def test_what_stands_over_a_line_is_no_longer_than_a_head():
    names = tuple(f"{n}번 나루의 이름" for n in range(60))
    lines = "\n".join(f"- {n}번 나루를 고친 일이 몇 번 있었는지 적는다" for n in range(9))
    document = made((*(f"{n}열" for n in range(60)), "할 일"), (*names, f"ㅇ {'긴 머리 ' * 90}\n{lines}"))
    heads = [part_head(Tree(document), one.start) for one in document.paragraphs[-1].sentences]
    assert max(map(len, heads)) <= 401


LINE = st.text(st.sampled_from("가나 다.-○(),1:※\ue000"), max_size=40)
LONG = st.lists(
    st.text(st.sampled_from("가나다 라.-○(),1:※"), min_size=20, max_size=40), min_size=7, max_size=9
)
ROW = st.lists(st.one_of(st.lists(LINE, max_size=3), LONG), min_size=2, max_size=3)


@given(st.lists(ROW, min_size=1, max_size=3))
def test_sentences_stand_in_order_within_their_rows_and_leave_out_nothing(rows: list[list[list[str]]]):
    short = [(f"{n}번", "12", "없음") for n in range(9)]  # with long cells alone it would be prose
    written = [tuple("\n".join(cell) for cell in row) for row in rows]
    document = made(("이름", "값", "비고"), *written, *short)
    paragraph = document.paragraphs[-1]
    text = document.text[paragraph.start : paragraph.end]
    last, told = paragraph.start, ""
    for sentence in paragraph.sentences:
        words = document.text[sentence.start : sentence.end]
        assert last <= sentence.start < sentence.end <= paragraph.end
        assert words.strip() and "\n" not in words
        last = sentence.end
        told += "".join(words.split())
    header = next(unit.row for unit in document.units if unit.kind is UnitKind.TABLE)
    assert told == "".join("".join(text.split("\n")[header:]).split())


@given(st.lists(LINE, max_size=12))
def test_a_cells_lines_are_those_it_was_written_in(lines: list[str]):
    cell = Placed(0, 0, [Piece("\n".join(lines))])
    kept = [line for text in lines if (line := " ".join(text.split()))]
    assert cell.text == " ".join(kept)
    assert [cell.text[a:b].rstrip() for a, b in zip((0, *cell.lines), (*cell.lines, None), strict=True)] == (
        kept or [""]
    )


def test_lines_keep_their_places_where_display_leaves_characters_out():
    text = "\u200b 가\u00ad나 \u200b 다라"
    made = table_of([Cell("이름", 0, 0), Cell(text, 0, 1, lines=(text.index("다"),))])
    shown = "이름\t가나 다라"
    (_, place), _ = cells_in(shown, made)
    assert [shown[at:] for at in place.lines] == ["다라"]
    assert text_of(made)[0] == f"이름\t{text}"
