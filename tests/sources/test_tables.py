"""Tables: from cells to blocks, and out of PDFs with drawn lines and without, made by reportlab."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from sources.blocks import Block, BlockKind, Cell, Table
from sources.readers.grid import Placed, captioned, table_of, text_of
from sources.readers.header_rows import declared_header, header_rows, is_figure
from sources.readers.markdown import read as read_markdown
from sources.readers.pdf.cell_lines import BREAK, cell_text, settled
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.join import Joiner, Seams
from sources.readers.pdf.lines import Line
from sources.readers.pdf.read import read
from sources.readers.pdf.tables import joined
from sources.readers.pdf.words import Word
from sources.readers.pieces import Piece
from sources.units.measures import is_measure, measure_in, opens_with_measure

Rows = list[list[str]]
PROSE = "The council of the towns meets on the first day of every month and tells what it has decided there."


def cells(rows: Rows) -> list[Cell]:
    return [Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]


def texts(table: Table | None) -> Rows:
    return [[cell.text for cell in row] for row in table.rows] if table else []


PLACES = st.lists(st.lists(st.sampled_from(["", "가", "12", "a b", "x"]), min_size=1, max_size=5), max_size=6)


@given(PLACES)
def test_a_tables_text_holds_every_cell_in_order(rows: Rows):
    made = table_of(cells(rows))
    text, at = text_of(made)[0], 0
    for cell in (cell for row in made.rows for cell in row):
        at = text.index(cell.text, at) + len(cell.text)
    kept = [cell.text for row in made.rows for cell in row if cell.text]
    assert kept == [text for row in rows for text in row if text]
    assert all(any(cell.text for cell in row) for row in made.rows)
    assert 0 <= made.header_rows <= len(made.rows)


@pytest.mark.parametrize(
    ("rows", "headed"),
    [
        ([["구분", "2023", "2024"], ["관람객", "412만 명", "438만 명"]], 1),
        ([["", "Budget", ""], ["Town", "2023", "2024"], ["A", "1.2", "3.4"]], 2),
        ([["보도일시", "2031. 9. 4."], ["담당부서", "강물정책과"]], 0),
        ([["1", "2"], ["3", "4"]], 0),
        ([["이름", "뜻", "근거"], ["가람", "강", "옛말"], ["나루", "배를 대는 곳", "옛말"]], 1),
        ([["사업명", "나루 정비"], ["담당", "강물과"], ["총사업비", "12억원"], ["발주처", "강물청"]], 0),
        ([["구 분", "나루 정비"], ["담당", "강물과"]], 1),
        ([["Type", "Description"], ["Ferry", "Crosses the river"]], 1),
        ([["Share", "1.0", "1.5", "2.0"], ["0.9", "80", "88", "96"]], 1),
        ([["Q1 2030", "0.33", "0.51", "0.18"], ["Q2 2030", "0.01", "0.45", "0.21"]], 0),
        ([["구분", "’30.8월", "’31.7월", "8월"], ["(건 설)", "26", "6", "-3"]], 1),
        ([["Loans", "12/31/2030", "6/30/2031"], ["Mortgages", "361,000", "284,000"]], 1),
        ([["Source", "2029–30", "2030–31"], ["Enrolment", "", ""], ["Actual", "4,926", "4,937"]], 1),
        (
            [[f"이름 {k}", f"내용 {k}", f"이름 {k}{k}", f"내용 {k}{k}"] for k in "가나다라마"]
            + [["합", "1", "2", "3"]],
            1,
        ),
        ([["납부", "3월", "국세청"], ["신고", "5월", "세무서"]], 0),
        ([["Region", f"Number of persons {'who worked ' * 8}", "Share"], ["North", "12", "3.4"]], 1),
        ([["과제명", "나루를 고치고 물길을 넓혀 배가 밤에도 다닐 수 있게 하는 일" * 3], ["예산", "12"]], 0),
    ],
)
def test_header_rows_are_those_above_the_values(rows: Rows, headed: int):
    assert header_rows(table_of(cells(rows)).rows) == headed


def test_names_under_a_group_are_header_though_the_format_marks_the_first_row_alone():
    def placed(headed: bool, *places: tuple[int, int, int, int]) -> list[Placed]:
        return [Placed(r, c, [Piece(f"{r}{c}가")], down, across, headed) for r, c, down, across in places]

    grouped = [*placed(True, (0, 0, 2, 1), (0, 1, 1, 2)), *placed(False, (1, 1, 1, 1), (1, 2, 1, 1))]
    below = placed(False, (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1))
    assert declared_header([*grouped, *below]) == 2
    # A stub that reaches down beside values is no group.
    stub = [*placed(True, (0, 0, 2, 1), (0, 1, 1, 1)), *placed(False, (1, 1, 1, 1), (2, 0, 1, 1))]
    assert declared_header(stub) == 1


@pytest.mark.parametrize(
    "text", ["12", "1,234.5", "△3.5%", "-", "63 (18.5%)", "133.8–134.6", "412만", "$1.2", "n/a"]
)
def test_figures(text: str):
    assert is_figure(text)


@pytest.mark.parametrize("text", ["가", "Table 2", "of 12", "2023년 예산안", ""])
def test_words_are_no_figures(text: str):
    assert not is_figure(text)


def test_units():
    assert measure_in("(단위: 억원, %)") == "억원, %"
    assert measure_in("단위 : 명") == "명"
    assert measure_in("Table 2. Spending (in millions of dollars)") == "in millions of dollars"
    assert measure_in("in thousands of tonnes") == "in thousands of tonnes"
    assert measure_in("표 3. 인구") == ""


@pytest.mark.parametrize("text", ["(단위: 억원)", "단위 : 명", "(Unit: persons)", "in millions of won"])
def test_a_line_or_head_of_units_is_one(text: str):
    assert is_measure(text)
    assert opens_with_measure(text)


@pytest.mark.parametrize(
    "text", ["단위조합", "units of the army", "인구(단위: 명)", "in millions of homes. A"]
)
def test_a_line_that_says_more_is_none(text: str):
    assert not is_measure(text)
    assert not opens_with_measure(text)


def test_captions_and_units_beside_a_table_are_told_with_it():
    made = Block("가\t1\n나\t2", BlockKind.TABLE, table=table_of(cells([["가", "1"], ["나", "2"]])))
    out = captioned([Block("글이다."), Block("<표 3> 인구"), Block("(단위: 명)"), made, Block("그림 2. 강")])
    assert [block.kind.value for block in out] == ["body", "caption", "caption", "table", "body"]
    table = out[3].table
    assert table and (table.caption, table.unit) == ("<표 3> 인구", "명")


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────


ROWS: Rows = [
    ["Town", "Visitors", "Books", "Share"],
    ["Alder", "1,204", "88", "12.5%"],
    ["Birch Hill", "964", "1,075", "9.1%"],
    ["Cedar", "77", "310", "0.4%"],
]
LEFTS = (70, 190, 300, 400)


def sheet(path: Path, rows: Rows, top: float = 700, *, ruled: bool = False) -> Canvas:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(70, 780, PROSE[:90])
    canvas.drawString(70, 766, PROSE[:80])
    draw(canvas, rows, top, ruled=ruled)
    return canvas


def draw(canvas: Canvas, rows: Rows, top: float, *, ruled: bool = False) -> None:
    canvas.setFont("Helvetica", 10)
    for r, row in enumerate(rows):
        for left, text in zip(LEFTS, row, strict=False):
            canvas.drawString(left + 4, top - 18 * r, text)
    if ruled:
        edges = (*LEFTS, 480)
        low = top - 18 * len(rows) + 12
        for r in range(len(rows) + 1):
            canvas.line(edges[0], top + 12 - 18 * r, edges[-1], top + 12 - 18 * r)
        for x in edges:
            canvas.line(x, top + 12, x, low)


def tables(path: Path) -> list[Block]:
    return [block for block in read(path).blocks if block.table]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_pdfs_table_keeps_its_cells(tmp_path: Path, ruled: bool):
    sheet(path := tmp_path / "a.pdf", ROWS, ruled=ruled).save()
    (block,) = tables(path)
    assert texts(block.table) == ROWS and block.table and block.table.header_rows == 1
    assert block.text == "\n".join("\t".join(row) for row in ROWS) and block.page == 1


def test_a_heavy_rule_under_the_header_parts_it_from_the_first_row(tmp_path: Path):
    canvas = sheet(path := tmp_path / "a.pdf", ROWS, top=700)
    edges, low = (*LEFTS, 480), 700 - 18 * len(ROWS) + 12
    for r in range(len(ROWS) + 1):
        canvas.setLineWidth(2.5 if r == 1 else 1)
        canvas.line(edges[0], 712 - 18 * r, edges[-1], 712 - 18 * r)
    canvas.setLineWidth(1)
    for x in edges:
        canvas.line(x, 712, x, low)
    canvas.save()
    (block,) = tables(path)
    assert texts(block.table) == ROWS and block.table and block.table.header_rows == 1


def test_a_name_over_two_columns_is_one_cell(tmp_path: Path):
    canvas = sheet(path := tmp_path / "a.pdf", [["Town"], *ROWS[1:]], top=680)
    canvas.drawString(230, 700, "Use of libraries")
    canvas.line(190, 696, 340, 696)
    canvas.drawString(194, 680, "Visitors")
    canvas.drawString(304, 680, "Books")
    canvas.drawString(404, 680, "Share")
    canvas.save()
    (block,) = tables(path)
    assert block.table is not None
    first = block.table.rows[0][0]
    assert (first.text, first.column, first.column_span) == ("Use of libraries", 1, 2)
    assert block.table.header_rows == 2


def test_a_cells_second_line_belongs_to_it(tmp_path: Path):
    canvas = sheet(path := tmp_path / "a.pdf", ROWS[:3])
    canvas.drawString(LEFTS[0] + 4, 700 - 18 * 2 - 11, "and the woods")
    canvas.save()
    (block,) = tables(path)
    assert texts(block.table)[-1][0] == "Birch Hill and the woods"


def test_a_table_over_a_page_is_one_without_its_repeated_head(tmp_path: Path):
    many = [ROWS[0], *([f"Town {k}", str(100 + k), str(k), f"{k}.5%"] for k in range(8))]
    canvas = sheet(path := tmp_path / "a.pdf", many, top=200)
    canvas.showPage()
    rest = [ROWS[0], *([f"Village {k}", str(200 + k), str(k), f"{k}.1%"] for k in range(4))]
    draw(canvas, rest, 780)
    canvas.save()
    (block,) = tables(path)
    assert texts(block.table) == [*many, *rest[1:]]
    ((offset, page),) = block.page_breaks
    assert page == 2 and block.text[offset:].startswith("Village 0") and block.text.count("Visitors") == 1
    assert block.table and block.table.rows[-1][0].page == 2


def test_two_tables_of_different_width_stay_two():
    one, other = table_of(cells(ROWS)), table_of(cells([row[:3] for row in ROWS]))
    assert joined(one, other) is None


def test_columns_of_prose_are_no_table(tmp_path: Path):
    canvas = Canvas(str(path := tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for k in range(30):
        canvas.drawString(60, 780 - 14 * k, PROSE[k % 7 : k % 7 + 46])
        canvas.drawString(310, 780 - 14 * k, PROSE[k % 5 : k % 5 + 46])
    canvas.save()
    assert tables(path) == []


def test_a_name_on_two_lines_is_read_once(tmp_path: Path):
    canvas = sheet(path := tmp_path / "a.pdf", [ROWS[0], *ROWS[1:]], top=680)
    canvas.drawString(LEFTS[1] + 4, 692, "Counted")
    canvas.drawString(LEFTS[3] + 4, 692, "Borrowed")
    canvas.save()
    (block,) = tables(path)
    assert texts(block.table)[0] == ["Town", "Counted Visitors", "Books", "Borrowed Share"]


def test_names_in_the_middle_of_equal_groups_of_columns_reach_over_them(tmp_path: Path):
    lefts = (70, 160, 220, 280, 340, 400, 460)
    canvas = sheet(path := tmp_path / "a.pdf", [])
    rows = [["Town", "All", "Young", "Old", "All", "Young", "Old"]]
    rows += [
        [name, *(str(k * n) for n in (31, 12, 19, 44, 17, 27))]
        for k, name in enumerate(("Alder", "Birch", "Cedar"), 2)
    ]
    for r, row in enumerate(rows):
        for left, text in zip(lefts, row, strict=True):
            canvas.drawCentredString(left + 15, 680 - 18 * r, text)
    canvas.drawCentredString(220 + 15, 694, "Men")
    canvas.drawCentredString(400 + 15, 694, "Women")
    canvas.save()
    (block,) = tables(path)
    assert block.table is not None and block.table.header_rows == 2
    assert [(c.text, c.column, c.column_span) for c in block.table.rows[0]] == [
        ("Men", 1, 3),
        ("Women", 4, 3),
    ]


def test_dots_that_lead_to_a_value_are_no_words(tmp_path: Path):
    rows = [ROWS[0], *([f"{row[0]} . . . . . .", *row[1:]] for row in ROWS[1:])]
    sheet(path := tmp_path / "a.pdf", rows).save()
    (block,) = tables(path)
    assert texts(block.table) == ROWS


def test_every_row_of_names_over_several_columns_names_them():
    rows = [
        (Cell("Use", 0, 1, 1, 4),),
        (Cell("Men", 1, 1, 1, 2), Cell("Women", 1, 3, 1, 2)),
        tuple(Cell(text, 2, k) for k, text in enumerate(("Town", "Young", "Old", "Young", "Old"))),
        tuple(Cell(text, 3, k) for k, text in enumerate(("Alder", "3", "4", "5", "6"))),
    ]
    assert header_rows(rows) == 3


def test_equal_names_beside_each_other_in_markdown_are_one_over_both(tmp_path: Path):
    (path := tmp_path / "a.md").write_text(
        "| Town | Kind | Kind |\n|---|---|---|\n| | Loan | Gift |\n| Alder | 3 | 4 |\n| Birch | 5 | 6 |\n",
        "utf-8",
    )
    (block,) = [b for b in read_markdown(path).blocks if b.table]
    assert block.table is not None and block.table.header_rows == 2
    assert [(c.text, c.column_span) for c in block.table.rows[0]] == [("Town", 1), ("Kind", 2)]


def test_a_line_of_units_after_a_table_is_told_with_it():
    made = table_of(cells(ROWS))
    blocks = captioned(
        (
            Block("What was lent", BlockKind.HEADING),
            Block(text_of(made)[0], BlockKind.TABLE, table=made),
            Block("(단위: 권)"),
        )
    )
    assert blocks[1].table and blocks[1].table.unit == "권" and blocks[2].kind is BlockKind.CAPTION


def test_a_word_broken_between_lines_of_a_cell_is_one_word():
    def word(text: str, left: float, base: float) -> Word:
        boxes = tuple(Rect(left + 10 * k, base, left + 10 * k + 10, base + 10) for k in range(len(text)))
        return Word(text, boxes, Rect(left, base, left + 10 * len(text), base + 10), base, 10)

    words = [
        word("다만", 0, 40),
        word("비용을", 25, 40),
        word("걱", 60, 40),
        word("정하는", 0, 25),
        word("의견", 35, 25),
    ]
    text, boxes = cell_text(words)
    assert text == f"다만 비용을 걱{BREAK}정하는 의견" and len(boxes) == len(text)
    joiner = Joiner(Counter(), Seams.of(["그는 걱정하는 사람이다 또 걱정하는 의견이다"]), breaks_hangul=True)
    cell = Table(((Cell(text, 0, 0), Cell("12", 0, 1)),))
    line = Line(
        1, f"{text}\t12", Rect(0, 0, 1, 1), 40, 10, False, 0, 0, boxes=[*boxes, None, None, None], table=cell
    )
    done = settled(line, joiner)
    assert done.text == "다만 비용을 걱정하는 의견\t12" and len(done.boxes or ()) == len(done.text)
    assert done.table and done.table.rows[0][0].text == "다만 비용을 걱정하는 의견"
    # Names under each other are two.
    assert cell_text([word("계량", 5, 40), word("비계량", 0, 25)])[0] == "계량 비계량"


def test_values_close_to_each_other_stand_in_columns_of_their_own(tmp_path: Path):
    canvas = sheet(path := tmp_path / "a.pdf", [])
    rows = [
        ["Town", "2030", "2031", "Diff"],
        ["Alder", "1,583", "235", "-5,333"],
        ["Birch", "66", "243", "-4,543"],
    ]
    rows += [["Cedar", "1,260", "-27", "-458"], ["Dale", "87", "53", "22"]]
    for r, row in enumerate(rows):
        canvas.drawString(70, 680 - 18 * r, row[0])
        for right, text in zip((180, 220, 253), row[1:], strict=True):
            canvas.drawRightString(right, 680 - 18 * r, text)
    canvas.save()
    (block,) = tables(path)
    assert texts(block.table) == rows


def test_tables_beside_each_other_without_sides_are_two_under_their_own_titles(tmp_path: Path):
    canvas = sheet(path := tmp_path / "a.pdf", [])
    canvas.setLineWidth(0.7)
    names = [
        ["Size", "Shops", "Share"],
        ["small", "33,350", "69.3"],
        ["middle", "10,143", "21.1"],
        ["large", "773", "1.6"],
    ]
    others = [
        ["Trade", "Shops", "Share"],
        ["Books", "4,607", "9.6"],
        ["Bread", "28", "0.1"],
        ["Boats", "287", "0.6"],
    ]
    for number, (left, rows) in enumerate(((70, names), (300, others)), 1):
        canvas.drawString(left, 705, f"Table {number}. Shops by {rows[0][0].lower()}")
        for r, row in enumerate(rows):
            for k, text in enumerate(row):
                canvas.drawString(left + 4 + 70 * k, 680 - 18 * r, text)
        for r in range(len(rows) + 1):
            canvas.line(left, 692 - 18 * r, left + 210, 692 - 18 * r)
        canvas.line(left + 68, 692, left + 68, 692 - 18 * len(rows))
    canvas.save()
    found = tables(path)
    assert [texts(block.table) for block in found] == [names, others]
    captions = [block.table.caption for block in found if block.table]
    assert captions == ["Table 1. Shops by size", "Table 2. Shops by trade"]


def test_names_in_one_frame_over_several_columns_are_shared_out(tmp_path: Path):
    rows = [["Kind", "", ""], ["Loans", "4,151", "25.0"], ["Shares", "361", "2.2"], ["Bonds", "380", "2.3"]]
    canvas = sheet(path := tmp_path / "a.pdf", rows[1:], top=682)
    canvas.drawString(74, 700, "Kind")
    canvas.drawString(215, 700, "2030")
    canvas.drawString(330, 700, "2031")
    for r in range(5):
        canvas.line(70, 712 - 18 * r, 400, 712 - 18 * r)
    for x in (70, 190, 400):
        canvas.line(x, 712, x, 640)
    canvas.line(300, 694, 300, 640)
    canvas.save()
    (block,) = tables(path)
    assert texts(block.table)[0] == ["Kind", "2030", "2031"]


def test_the_bare_number_of_a_table_has_its_title_on_the_next_line():
    made = table_of(cells(ROWS))
    blocks = [
        Block("Table 5-3", BlockKind.CAPTION, 1),
        Block("Books lent in the towns", BlockKind.BODY, 1),
        Block(text_of(made)[0], BlockKind.TABLE, 1, table=made),
    ]
    table = captioned(blocks)[-1].table
    assert table and table.caption == "Table 5-3 Books lent in the towns"


def test_names_and_what_is_said_of_them_far_apart_are_a_table(tmp_path: Path):
    canvas = sheet(path := tmp_path / "a.pdf", [])
    said = [
        ("Population", "Projections follow the count of the towns"),
        ("Income a head", "It grows by a tenth each year"),
    ]
    said += [
        ("Prices", "They rise between one and two in the hundred"),
        ("Wages", "They follow what the prices do"),
    ]
    said += [("Rents", "They are held where they were before")]
    for r, (name, text) in enumerate(said):
        canvas.drawString(70, 680 - 16 * r, name)
        canvas.drawRightString(520, 680 - 16 * r, text)
    canvas.save()
    (block,) = tables(path)
    assert texts(block.table) == [list(pair) for pair in said]


@pytest.mark.parametrize(
    ("line", "caption", "unit"),
    [
        ("【 나루별 예산(단위: 억원, %) 】", "【 나루별 예산(단위: 억원, %) 】", "억원, %"),
        ("< 나루별 배의 수 >", "< 나루별 배의 수 >", ""),
        ("[붙임 1] 나루별 예산", "", ""),
        ("[나루별 예산]을 보인다", "", ""),
    ],
)
def test_a_line_in_a_frame_above_a_table_is_its_title(line: str, caption: str, unit: str) -> None:
    table = table_of([Cell("나루", 0, 0), Cell("예산", 0, 1), Cell("가온", 1, 0), Cell("3", 1, 1)])
    made = captioned([Block(line), Block(text_of(table)[0], BlockKind.TABLE, table=table)])[-1].table
    assert made is not None and (made.caption, made.unit) == (caption, unit)


LENT = [["Town", "Books"], ["Alder", "1,583"], ["Birch", "66"], ["Cedar", "260"], ["Dale", "87"]]


def test_a_table_with_borders_below_its_cells_alone_is_one_with_its_head(tmp_path: Path):
    """As layout programs draw them: each cell its own border, the head printed on a coloured ground."""
    canvas = sheet(path := tmp_path / "a.pdf", [])
    canvas.setFillColorRGB(0.8, 0.9, 0.9)
    canvas.rect(70, 692, 330, 20, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    rows = [["Antiviral", "Who makes it"], ["Solosbun", "Hermes, Milano, Stride and the"]]
    rows += [[name, "Cora, Milano"] for name in ("Darvir", "Ledivir", "Velvir", "Pibrevir")]
    y = 698.0
    for r, (name, maker) in enumerate(rows):
        canvas.drawString(76, y, name)
        canvas.drawString(236, y, maker)
        if r == 1:
            canvas.drawString(236, y := y - 12, "Egyptian Works of Medicine")
        if r:
            for left, right in ((70, 230.5), (230, 400)):
                canvas.line(left, y - 5, right, y - 5)
        y -= 20
    canvas.save()
    (block,) = tables(path)
    rows[1][1] += " Egyptian Works of Medicine"
    assert texts(block.table) == rows


def test_borders_below_cells_join_no_two_tables_and_lose_no_head_without_a_ground(tmp_path: Path):
    canvas = sheet(path := tmp_path / "a.pdf", [])
    others = [[name[::-1], value] for name, value in LENT]
    y = 700.0
    for towns in (LENT, others):
        for row in towns:
            canvas.drawString(76, y, row[0])
            canvas.drawString(236, y, row[1])
            for left, right in ((70, 230.5), (230, 400)):
                canvas.line(left, y - 5, right, y - 5)
            y -= 18
        y -= 30
        canvas.drawString(74, y, PROSE)
        y -= 48
    canvas.save()
    assert [texts(block.table) for block in tables(path)] == [LENT, others]
    assert [block.text for block in read(path).blocks].count(PROSE) >= 2


def test_the_sides_of_each_cell_drawn_apart_part_words_as_one_upright_does(tmp_path: Path):
    lefts = (70, 102, 134, 170, 240, 310, 380, 450)
    rows = [["No.", "Year", "Books", "Lent", "Lost", "Bound", "Sold"]]
    rows += [[f"{n}.", str(1970 + n), *(str(4999 + 7 * n * k) for k in range(1, 6))] for n in range(1, 42)]
    canvas = Canvas(str(path := tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 8)
    for r, row in enumerate(rows):
        top = 780 - 14 * r
        line = canvas.beginText(72, top - 10)
        for left, text in zip(lefts, row, strict=False):  # a space is drawn at the end of each cell
            line.setTextOrigin(left + 2 + 2 * (r % 5), top - 10)
            line.textOut(f"{text} ")
        canvas.drawText(line)
        for x in lefts:
            for side in (0, 0.6):
                canvas.line(x + side, top, x + side, top - 14)
        canvas.line(70, top, 451, top)
    canvas.line(70, 780 - 14 * len(rows), 451, 780 - 14 * len(rows))
    canvas.save()
    (block,) = tables(path)
    assert texts(block.table) == rows


def test_text_above_a_table_in_one_frame_is_no_row_of_it(tmp_path: Path):
    canvas = sheet(path := tmp_path / "a.pdf", [])
    y = 700.0
    for line in (PROSE[:60], PROSE[60:], PROSE[:60], PROSE[60:], PROSE[:60], PROSE[60:]):
        canvas.drawString(74, y, line.strip())
        y -= 14
    top = y + 8
    for r, row in enumerate(LENT):
        canvas.drawString(74, top - 13 - 18 * r, row[0])
        canvas.drawString(240, top - 13 - 18 * r, row[1])
    low = top - 18 * len(LENT)
    canvas.rect(70, low, 400, 712 - low)
    for r in range(len(LENT)):
        canvas.line(70, top - 18 * r, 470, top - 18 * r)
    canvas.line(230, top, 230, low)
    canvas.save()
    (block,) = tables(path)
    assert texts(block.table) == LENT
    assert sum(PROSE[:60] in one.text for one in read(path).blocks if one.table is None) >= 1


@pytest.mark.parametrize(
    ("first", "shade", "striped", "headed"),
    [
        ("Hermes, Milano", 0.8, False, 1),
        ("Hermes, Milano", 0.8, True, 0),
        ("1,412", 0.8, False, 0),
        ("Hermes, Milano", 1.0, False, 0),
    ],
)
def test_rows_of_names_on_a_coloured_ground_that_no_other_has_are_the_head(
    tmp_path: Path, first: str, shade: float, striped: bool, headed: int
):
    rows = [["Solosbun", first], ["Darvir", "Cora, Milano"], ["Ledivir", "Milano"]]
    rows += [["Velvir", "Hermes"], ["Pibrevir", "nobody"]]
    canvas = sheet(path := tmp_path / "a.pdf", [])
    for r, row in enumerate(rows):
        if not r or (striped and r % 2 == 0):
            canvas.setFillColorRGB(shade, shade, shade)
            canvas.rect(70, 680 - 18 * r, 330, 18, stroke=0, fill=1)
            canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(76, 685 - 18 * r, row[0])
        canvas.drawString(240, 685 - 18 * r, row[1])
    for r in range(len(rows) + 1):
        canvas.line(70, 698 - 18 * r, 400, 698 - 18 * r)
    for x in (70, 230, 400):
        canvas.line(x, 698, x, 698 - 18 * len(rows))
    canvas.save()
    (block,) = tables(path)
    assert block.table and (texts(block.table), block.table.header_rows) == (rows, headed)
