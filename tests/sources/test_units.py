"""A document's tree: what it covers, how it nests, and what its parts are called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.blocks import Block, BlockKind, Cell, Reading, Table
from sources.document import Document, Record, Unit, UnitKind
from sources.errors import Refused
from sources.readers.markdown import read
from sources.units.assemble import assemble
from sources.units.derive import derive_units
from sources.units.find import find_units
from sources.units.grid import Grid, row_head
from sources.units.marks import caption_label, mark_of
from sources.units.stack import announces
from sources.units.tree import Tree

MARKS = (
    "",
    "제1조(목적) ",
    "제2장 총칙",
    "① ",
    "1. ",
    "가. ",
    "□ ",
    "ㅇ ",
    "- ",
    "(a) ",
    "※ ",
    "부칙 ",
    "표 3 ",
    "Article 7.5: ",
)
WORDS = st.sampled_from(
    [
        "정부는 예산을 늘린다.",
        "다음 각 호와 같다.",
        "다만, 그러하지 아니하다.",
        "Provided that nothing follows.",
        "We agree.",
        "as follows:",
        "<개정 2024.1.1>",
        "x",
    ]
)


def table_block(rows: list[list[str]]) -> Block:
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    text = "\n".join("\t".join(row) for row in rows)
    return Block(text, BlockKind.TABLE, table=Table(cells, header_rows=1))


texts = st.lists(st.tuples(st.sampled_from(MARKS), WORDS).map("".join), min_size=1, max_size=3).map("\n".join)
blocks = st.one_of(
    st.builds(
        Block,
        text=texts,
        kind=st.sampled_from(
            [
                BlockKind.BODY,
                BlockKind.LIST,
                BlockKind.HEADING,
                BlockKind.CAPTION,
                BlockKind.FOOTNOTE,
                BlockKind.FURNITURE,
            ]
        ),
        page=st.none() | st.integers(1, 3),
        level=st.integers(1, 4),
        label=st.none() | st.sampled_from(["3", "가.", "□"]),
    ),
    st.lists(
        st.lists(st.sampled_from(["", "경기", "1,200", "a b", "합계 "]), min_size=1, max_size=3),
        min_size=1,
        max_size=3,
    ).map(table_block),
)


def made(*given: Block) -> Document:
    return assemble(Reading(tuple(given)), Record("x"), "plain")


def shape(document: Document) -> list[tuple[str, str, int]]:
    return [(unit.kind.value, unit.label, unit.parent) for unit in document.units]


@given(st.lists(blocks, min_size=1, max_size=12))
def test_the_own_words_of_the_units_are_the_text_each_once(given: list[Block]):
    try:
        document = made(*given)
    except Refused:
        return
    for units in (document.units, derive_units(document)):
        at = 0
        for place, unit in enumerate(units):
            assert unit.parent < place
            assert unit.start <= unit.end <= unit.stop
            assert unit.start >= at
            assert not document.text[at : unit.start].strip()
            at = unit.end
        assert not document.text[at:].strip()
    tree = Tree(document)
    for place, unit in enumerate(document.units):
        assert tree.path(place)[-1] == place
        for offset in (unit.start, unit.end - 1):
            if unit.end > unit.start:
                assert tree.at(offset) == place


@given(st.lists(blocks, min_size=1, max_size=12))
def test_sentences_are_spans_of_their_paragraph_in_order(given: list[Block]):
    try:
        document = made(*given)
    except Refused:
        return
    for paragraph in document.paragraphs:
        at = paragraph.start
        for sentence in paragraph.sentences:
            assert at <= sentence.start < sentence.end <= paragraph.end
            at = sentence.end


def test_a_statute_nests_by_its_divisions():
    document = made(
        Block("제1장 총칙", BlockKind.HEADING),
        Block("제1조 (목적)", BlockKind.HEADING, level=5),
        Block("이 법은 목적을 정한다."),
        Block("제2조 (과태료)", BlockKind.HEADING, level=5),
        Block("① 다음 각 호의 자에게는 100만원 이하의 과태료를 부과한다.\n1. 알리지 아니한 자\n가. 처음"),
        Block("② 과태료는 장관이 부과한다. 다만, 위임할 수 있다. <개정 2024.1.1>"),
        Block("부칙 <제100호, 2024.1.1>"),
        Block("제1조(시행일) ① 이 법은 공포한 날부터 시행한다."),
    )
    assert shape(document) == [
        ("chapter", "제1장", -1),
        ("article", "제1조", 0),
        ("text", "", 1),
        ("article", "제2조", 0),
        ("paragraph", "①", 3),
        ("item", "1.", 4),
        ("subitem", "가.", 5),
        ("paragraph", "②", 3),
        ("supplement", "부칙(제100호)", -1),
        ("article", "제1조", 8),
        ("paragraph", "①", 9),
    ]
    (sentence,) = document.paragraphs[4].sentences
    assert document.text[sentence.start : sentence.end] == "② 과태료는 장관이 부과한다. 다만, 위임할 수 있다."


def test_bullets_nest_as_their_writer_nests_them():
    document = made(
        *(
            Block(text, BlockKind.BODY)
            for text in ("□ 배경", "ㅇ 첫째", "- 하나", "- 둘", "※ 참고", "ㅇ 둘째", "□ 계획", "① 가", "② 나")
        )
    )
    assert [parent for _, _, parent in shape(document)] == [-1, 0, 1, 1, 3, 0, -1, 6, 6]


def test_a_nested_list_of_a_format_keeps_its_levels():
    document = made(
        Block("• 하나", BlockKind.LIST, level=1),
        Block("• 속", BlockKind.LIST, level=2),
        Block("• 둘", BlockKind.LIST, level=1),
    )
    assert [parent for _, _, parent in shape(document)] == [-1, 0, -1]


def test_what_a_text_announces_stands_under_it():
    document = made(
        Block("The Allies agreed as follows:"),
        Block("(a) to spend"),
        Block("(b) to share"),
        Block("They met."),
    )
    assert [parent for _, _, parent in shape(document)] == [-1, 0, 0, -1]
    assert announces("조건은 다음과 같다.") and not announces("끝났다.")


def test_a_table_has_its_caption_its_cells_and_their_places():
    document = made(
        Block("표 3 지역별 예산", BlockKind.CAPTION),
        Block("(단위: 억원)", BlockKind.CAPTION),
        table_block([["지역", "2024"], ["경기", "1,200"]]),
    )
    assert [(u.kind, u.label, u.parent) for u in document.units[:3]] == [
        (UnitKind.TABLE, "표 3", -1),
        (UnitKind.CAPTION, "표 3", 0),
        (UnitKind.CAPTION, "", 0),
    ]
    cells = [unit for unit in document.units if unit.kind is UnitKind.CELL]
    assert [(document.text[u.start : u.end], u.row, u.column) for u in cells] == [
        ("지역", 0, 0),
        ("2024", 0, 1),
        ("경기", 1, 0),
        ("1,200", 1, 1),
    ]
    assert document.units[0].row == 1
    rows = document.paragraphs[-1].sentences
    assert [document.text[s.start : s.end] for s in rows] == ["경기\t1,200"]


def test_a_numbered_caption_is_its_tables_with_a_note_between_them():
    note = Block("[In thousands. For the year that ended in December]")
    document = made(Block("Table 4. Loans"), note, table_block([["Town", "2024"], ["Alder", "1,200"]]))
    assert [(u.kind, u.label, u.parent) for u in document.units[:3]] == [
        (UnitKind.TABLE, "Table 4", -1),
        (UnitKind.CAPTION, "Table 4", 0),
        (UnitKind.TEXT, "", 0),
    ]
    tree = Tree(document)
    assert row_head(tree, document.text.index("Alder")) == "Table 4. Loans\nTown: Alder; 2024: 1,200"


def test_a_row_says_its_group_and_the_year_of_its_months():
    rows = [
        ["(단위: 조원)", "대출", "'25.12월", "'26.1월", "2월"],
        ["은행", "주택", "1", "2", "3"],
        ["", "기타", "4", "5", "6"],
    ]
    cells = tuple(tuple(Cell(t, r, c) for c, t in enumerate(row)) for r, row in enumerate(rows))
    text = "\n".join("\t".join(t for t in row if t) for row in rows)
    document = made(Block(text, BlockKind.TABLE, table=Table(cells, header_rows=1)))
    said = row_head(Tree(document), document.text.index("기타"))
    assert said == "(단위: 조원)\n은행; 대출: 기타; '25.12월: 4; '26.1월: 5; '26.2월: 6"


def test_merged_cells_keep_how_far_they_reach():
    table = Table(
        (
            (Cell("구분", 0, 0, row_span=2), Cell("예산", 0, 1, column_span=2)),
            (Cell("2023", 1, 1), Cell("2024", 1, 2)),
            (Cell("경기", 2, 0), Cell("10", 2, 1), Cell("12", 2, 2)),
        ),
        header_rows=2,
    )
    text = "구분\t예산\n2023\t2024\n경기\t10\t12"
    document = made(Block(text, BlockKind.TABLE, table=table))
    cells: list[Unit] = [unit for unit in document.units if unit.kind is UnitKind.CELL]
    assert (cells[0].row_span, cells[1].column_span, cells[-1].column) == (2, 2, 2)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("제25조(과태료) 다음", "제25조"),
        ("제4조의2 (금지)", "제4조의2"),
        ("제3조에 따라 한다", None),
        ("2.8% 성장했다", None),
        ("2025. 6. 25. 발표", None),
        ("4. 1인 창조기업 통계에 관한 사항", "4."),
        ("2. 20명 이상", "2."),
        ("8. 22일 발표", None),
        ("5. 3월에 열린다", None),
        ("6. 30까지이며 문의는 시청으로 한다.", None),
        ("6. 25전쟁 참전", None),
        ("8. 15회담", None),
        ("24. 3분기", None),
        ("3. 10년 이상 근무한 사람", "3."),
        ("1. 100만원 이하", "1."),
        ("2. 3개월 이상 거주", "2."),
        ("? 출품 자격", "?"),
        ("?", None),
        ("-5.3% 줄었다", None),
        ("Article 5 of the Treaty", None),
        ("Article 7.5: Trade", "Article 7.5"),
        ("[별표 1] 기준", "별표 1"),
        ("별표 1의 기준", None),
        ("(iv) the fourth", "(iv)"),
        ("⇒ 결론", "⇒"),
        ("◈ 이용 안내", "◈"),
        ("․ 제출 서류", "․"),
        ("제 2 조: 계약 기간", "제2조"),
    ],
)
def test_what_a_mark_is_and_what_is_none(text: str, label: str | None):
    mark = mark_of(text)
    assert (mark.label if mark else None) == label


def test_captions_are_told_from_words_that_begin_like_one():
    assert caption_label("<표 2-1> 예산") == (UnitKind.TABLE, "표 2-1")
    assert caption_label("Table CA3. | Catches by port") == (UnitKind.TABLE, "Table CA3")
    assert caption_label("Figure A2b: Catches") == (UnitKind.FIGURE, "Figure A2b")
    assert caption_label("표결 결과") is None
    assert caption_label("Table manners") is None


def test_lines_of_items_under_one_another_in_markdown_are_items(tmp_path: Path):
    path = tmp_path / "법.md"
    path.write_text("##### 제2조 (정의)\n\n뜻은 다음과 같다.\n\n  1\\. 하나\n  2\\. 둘\n", "utf-8")
    document = assemble(read(path), Record("x"), "markdown")
    assert [unit.label for unit in document.units] == ["제2조", "", "1.", "2."]


def test_lines_of_spaces_that_no_keyboard_makes_part_paragraphs(tmp_path: Path):
    path = tmp_path / "a.md"
    path.write_text("We met.\n\u00a0   \nWe agreed.\n", "utf-8")
    document = assemble(read(path), Record("x"), "markdown")
    assert [document.text[p.start : p.end] for p in document.paragraphs] == ["We met.", "We agreed."]


def test_a_title_over_the_whole_width_names_the_table_and_not_its_columns():
    table = Table(
        (
            (Cell("Exhibit 9 Tests", 0, 0, column_span=3),),
            (Cell("2023", 1, 1), Cell("2024", 1, 2)),
            (Cell("North", 2, 0), Cell("10", 2, 1), Cell("12", 2, 2)),
        )
    )
    text = "Exhibit 9 Tests\n2023\t2024\nNorth\t10\t12"
    tree = Tree(made(Block(text, BlockKind.TABLE, table=table)))
    assert (tree.units[0].label, tree.units[0].row) == ("Exhibit 9", 2)
    grid = Grid(tree, 0)
    assert grid.line(2) == [("", "North"), ("2023", "10"), ("2024", "12")]
    assert grid.captions == ["Exhibit 9 Tests"]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["지역", "예산"], ["경기", "12"]], 1),
        ([["", "2023"], ["경기", "12"]], 1),
        ([["이름", "하는 일"], ["김", "쓴다"]], 1),
        ([["하나"]], 0),
    ],
)
def test_the_rows_that_name_the_columns_are_told_where_no_reader_says(rows: list[list[str]], header: int):
    block = Block("\n".join("\t".join(row) for row in rows), BlockKind.TABLE)
    assert made(block).units[0].row == header


def test_every_row_of_a_table_of_facts_is_told():
    rows = (("발주기관", "강물공사"), ("사업예산", "12억 원"), ("사업기간", "8개월"))
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    document = made(Block("\n".join("\t".join(row) for row in rows), BlockKind.TABLE, table=Table(cells)))
    told = [document.text[s.start : s.end] for s in document.paragraphs[0].sentences]
    assert told == ["\t".join(row) for row in rows]


def test_a_line_without_a_mark_goes_on_with_the_item_before_it():
    document = made(Block("○ 안내문을 온라인으로\n받고 납부한다.\n- 다음 해부터"))
    assert [document.text[p.start : p.end] for p in document.paragraphs] == [
        "○ 안내문을 온라인으로 받고 납부한다.",
        "- 다음 해부터",
    ]
    assert len(document.paragraphs[0].sentences) == 1


def test_supplementary_provisions_in_one_block_keep_their_sentence():
    document = made(
        Block("부칙 <제100호, 2024.1.1>\n이 법은 공포한 날부터 시행한다."), Block("부칙 <제7호, 2025.1.1>")
    )
    told = [[document.text[s.start : s.end] for s in p.sentences] for p in document.paragraphs]
    assert told[0] and "공포한 날부터 시행한다." in told[0][-1]
    assert told[-1] == []


def test_a_remark_in_brackets_makes_no_annex_of_what_follows():
    document = made(Block("(참고) 앞의 수치는 잠정치이다."), Block("본문이다."))
    assert [unit.kind for unit in document.units] == [UnitKind.TEXT, UnitKind.TEXT]


def test_marks_by_the_thousand_and_levels_without_end_are_read():
    made(Block("제1조(가) " + "①(a)②(b)" * 2000))
    tree = Tree(made(*(Block("- 항목", BlockKind.LIST, level=n + 1) for n in range(1500))))
    assert len(list(tree.below(0))) == 1499
    assert max(len(tree.path(place)) for place in range(1500)) < 40


def test_spans_that_no_table_has_are_not_believed():
    table = Table((tuple(Cell("a", 0, n, row_span=5000, column_span=5000) for n in range(50)),))
    tree = Tree(made(Block("\t".join(["a"] * 50), BlockKind.TABLE, table=table)))
    assert Grid(tree, 0).columns == 50


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("제53조 ① 국회에서 의결된 법률안은 정부에 이송된다.", "제53조"),
        ("제52조 국회의원과 정부는 법률안을 제출할 수 있다.", "제52조"),
        ("제12조의2 「민법」의 규정은 준용하지 아니한다.", "제12조의2"),
        ("제53조 제1항에 따라 이송한다.", None),
        ("제3조 및 제4조의 규정은 적용하지 아니한다.", None),
        ("제3조 위반 시 과태료를 부과한다.", None),
        ("제3조의 규정을 준용한다.", None),
        ("제3조 국회의 구성", None),
    ],
)
def test_an_article_without_a_title_is_told_from_a_reference(text: str, label: str | None) -> None:
    mark = mark_of(text)
    assert (mark.label if mark else None) == label


def test_the_line_under_an_articles_number_is_its_title():
    document = made(
        Block("Article 5", BlockKind.HEADING, level=2),
        Block("Duties of harbour masters"),
        Block("1. A harbour master keeps the register of berths."),
        Block("Article 6", BlockKind.HEADING, level=2),
        Block("Berths may not be sold."),
    )
    assert [p.section for p in document.paragraphs] == ["Article 5 Duties of harbour masters", "Article 6"]
    assert [label for kind, label, _ in shape(document) if kind == "article"] == ["Article 5", "Article 6"]
    tree = Tree(document)
    assert document.units[tree.path(tree.at(document.text.index("register")))[0]].label == "Article 5"


def test_a_bullet_that_the_format_draws_is_an_item_under_its_head():
    def item(text: str, level: int = 1, label: str | None = None) -> Block:
        return Block(text, BlockKind.LIST, level=level, label=label)

    document = made(
        Block("You need not register if:"),
        item("you are a person"),
        item("your goods are small, as:"),
        item("tea", 2),
        item("you are a school."),
        Block("All others must register."),
        item("1. 평가 기준은 다음과 같다.", label="1."),
        item("범위"),
        item("기간"),
        item("2. 끝으로 알린다.", label="2."),
    )
    kinds = [unit.kind for unit in document.units]
    assert kinds.count(UnitKind.ITEM) == 8 and kinds.count(UnitKind.TEXT) == 2
    assert [unit.parent for unit in document.units] == [-1, 0, 0, 2, 0, -1, -1, 6, 6, -1]


def test_items_of_unknown_depth_nest_by_their_marks():
    texts = ("1. The Minister shall report on:", "(a) risks;", "(i) of supply;", "2. The Minister may act.")
    document = made(*(Block(text, BlockKind.LIST, level=0) for text in texts))
    assert [unit.parent for unit in document.units] == [-1, 0, 1, -1]
    mixed = made(*(Block(t, BlockKind.LIST if t[0].isdigit() else BlockKind.BODY) for t in texts))
    assert [unit.parent for unit in mixed.units] == [-1, 0, 1, -1]


def test_an_article_that_was_deleted_and_a_line_under_a_title():
    document = made(Block("제2조(뜻) 나루를 말한다."), Block("제3조 삭제 <2020. 1. 1.>"))
    assert [(unit.kind, unit.label) for unit in document.units] == [
        (UnitKind.ARTICLE, "제2조"),
        (UnitKind.ARTICLE, "제3조"),
    ]
    assert mark_of("- 5월 20일부터 신청을 받는다 -") is None
    assert mark_of("제3조 삭제된 조문은") is None
    mark = mark_of("** 온 가족")
    assert mark is not None and (mark.kind, mark.label) == (UnitKind.NOTE, "**")
    assert mark_of("**굵은** 글") is None


def test_a_korean_article_has_the_line_under_its_number_for_its_title():
    texts = (
        "제 1 부",
        "일반규정",
        "제 1 조",
        "정 의",
        "1. 이 협정에서 쓰는 말이다.",
        "제 2 조",
        "나루는 강에 있다",
    )
    document = made(*(Block(text) for text in texts), Block("이 글은 끝이다."))
    told = [(u.kind, u.label, document.text[u.start : u.end]) for u in document.units[:5]]
    assert told[:3] == [
        (UnitKind.PART, "제1부", "제 1 부\n일반규정"),
        (UnitKind.ARTICLE, "제1조", "제 1 조\n정 의"),
        (UnitKind.ITEM, "1.", "1. 이 협정에서 쓰는 말이다."),
    ]
    assert told[3][1:] == ("제2조", "제 2 조")  # what is under it is a statement
    assert document.units[2].parent == 1


def test_a_section_holds_the_subsections_that_begin_on_its_line():
    texts = (
        "12 (1) The duties are—",
        "(a) to act; and",
        "(2) A duty applies.",
        "14.—(1) A person may appeal.",
    )
    units = made(*map(Block, texts)).units
    assert [(unit.label, unit.parent) for unit in units] == [
        ("12", -1),
        ("(1)", 0),
        ("(a)", 1),
        ("(2)", 0),
        ("14.", -1),
        ("(1)", 4),
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [("(참고) 나루 예산 주요 내용", UnitKind.HEADING), ("[별표 1] 나루 사용료", UnitKind.ANNEX)],
)
def test_what_stands_at_the_head_of_a_text_is_no_annex_of_it(title: str, kind: UnitKind):
    document = made(
        Block(title, BlockKind.HEADING),
        Block("배마다 3천원을 낸다."),
        Block("(참고) 뱃삯", BlockKind.HEADING),
    )
    assert [u.kind for u in document.units] == [kind, UnitKind.TEXT, UnitKind.ANNEX]


@pytest.mark.parametrize("phrase", ["Provided that", "PROVIDED THAT", "Provided, however, that"])
def test_a_proviso_on_a_line_of_its_own_belongs_to_what_it_limits(phrase: str):
    document = made(
        Block("5. Licences", BlockKind.HEADING),
        Block("(1) A person shall not fish without a licence.", page=1),
        Block(f"{phrase} a child may fish with a rod.", page=2),
        Block("(2) A licence may be revoked where—"),
        Block("(a) the holder has been convicted; or"),
        Block("(b) the fee is unpaid:"),
        Block(f"{phrase} the holder has been heard."),
        Block("(3) A licence is valid for one year."),
    )
    told = [document.text[s.start : s.end] for p in document.paragraphs for s in p.sentences]
    assert told == [
        f"A person shall not fish without a licence. {phrase} a child may fish with a rod.",
        "A licence may be revoked where—",
        "(a) the holder has been convicted; or",
        f"(b) the fee is unpaid: {phrase} the holder has been heard.",
        "A licence is valid for one year.",
    ]
    first = document.paragraphs[0]
    assert first.page == 1
    assert [(document.text[at:].split()[0], page) for at, page in first.page_breaks] == [
        (phrase.split()[0], 2)
    ]
    labels = [(unit.kind, unit.label) for unit in document.units if unit.label]
    assert labels == [
        (UnitKind.PARAGRAPH, "1"),
        (UnitKind.PARAGRAPH, "2"),
        (UnitKind.ITEM, "(a)"),
        (UnitKind.ITEM, "(b)"),
        (UnitKind.PARAGRAPH, "3"),
    ]


def test_a_paragraph_of_a_report_may_begin_with_a_limit():
    document = made(Block("정부는 예산을 늘린다."), Block("다만, 시기는 정하지 않았다."))
    assert len(document.paragraphs) == 2


def titled(*numbers: str) -> list[Block]:
    return [Block(f"{number} Fees of the year", BlockKind.HEADING, level=2) for number in numbers]


def between(headings: list[Block], words: str) -> list[Block]:
    return [block for heading in headings for block in (heading, Block(words))]


def test_numbered_headings_of_an_act_are_its_sections():
    document = made(*between(titled("1.", "2", "2A.", "§ 3", "Section 4."), "This Act sets the fee."))
    sections = [unit.label for unit in document.units if unit.kind is UnitKind.ARTICLE]
    assert sections == ["1", "2", "2A", "§ 3", "Section 4"]


def test_the_sections_of_a_code_have_numbers_in_steps():
    document = made(
        *between(titled("Sec. 12-1.", "Sec. 12-1-H.", "SEC. 12-3.", "§ 12.04.010", "§12.05a."), "No dogs.")
    )
    sections = [unit.label for unit in document.units if unit.kind is UnitKind.ARTICLE]
    assert sections == ["Sec. 12-1", "Sec. 12-1-H", "SEC. 12-3", "§ 12.04.010", "§12.05a"]
    tree = Tree(document)
    for which, label in (("12-1", sections[0]), ("12-1-H", sections[1]), ("12.04.010", sections[3])):
        assert [tree.units[place].label for place in find_units(tree, [("section", which)])] == [label]


@pytest.mark.parametrize("gap", [" ", "", "\n"])
def test_paragraphs_of_an_article_on_one_line_are_paragraphs(gap: str):
    document = made(
        Block("제3조 (책무)", BlockKind.HEADING),
        Block(f"① 시장은 시책을 세운다. <개정 2024.1.1>{gap}② 시장은 그에 따라 지원한다.{gap}③ 예산을 둔다."),
        Block(f"제4조(비용) ① 시가 낸다.{gap}② 구가 나눈다."),
    )
    labels = [(unit.kind, unit.label) for unit in document.units if unit.kind is UnitKind.PARAGRAPH]
    assert [label for _, label in labels] == ["①", "②", "③", "①", "②"]


def test_circled_numbers_in_a_sentence_begin_no_paragraph():
    text = "시장은 ① 예산을 세운다. ② 사람을 둔다. 또한 ① 길, ② 다리를 놓는다."
    assert len(made(Block(text)).paragraphs) == 1


def test_a_proviso_without_a_comma_belongs_to_its_sentence_too():
    head, text = (
        Block("제3조 (손해)", BlockKind.HEADING),
        "수탁자는 변상하여야 한다. 다만 천재지변은 그러하지 아니하다.",
    )
    *_, paragraph = made(
        Block("제1조 (목적)", BlockKind.HEADING), Block("이 조례는 정한다."), head, Block(text)
    ).paragraphs
    assert len(paragraph.sentences) == 1


@pytest.mark.parametrize(
    "note",
    [
        "<개정 2024.1.1>",
        "<2021.11.04.>",
        "(신설 2019. 3. 4.)",
        "〔본조신설 2020.5.26〕",
        "(Ordained by Ord. No. 0125-2019, eff. July 1, 2019)",
        "(Amended by Stats. 2014, Ch. 71)",
    ],
)
def test_an_editorial_note_is_kept_and_is_in_no_sentence(note: str):
    document = made(Block(f"The city keeps a register. {note}"))
    (paragraph,) = document.paragraphs
    assert note in document.text[paragraph.start : paragraph.end]
    assert [document.text[s.start : s.end] for s in paragraph.sentences] == ["The city keeps a register."]


@pytest.mark.parametrize("text", ["The Treaty (Amended in 2009) holds.", "(신설) 훈련비를 처음 지급한다."])
def test_a_bracket_of_the_text_is_no_editorial_note(text: str):
    (paragraph,) = made(Block(text)).paragraphs
    assert [(s.start, s.end) for s in paragraph.sentences] == [(paragraph.start, paragraph.end)]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (("1.", "2.", "3."), "The report looks at fees."),  # it does not speak of itself as an act
        (("1.", "2."), "This Act sets the fee. This Act is short."),
        (("9.", "2.", "7.", "1."), "This Act sets the fee."),
    ],
)
def test_numbered_headings_of_a_report_are_none(numbers: tuple[str, ...], words: str):
    document = made(*between(titled(*numbers), words))
    assert not [unit for unit in document.units if unit.kind is UnitKind.ARTICLE]


def test_a_row_is_read_under_the_name_that_stands_alone_over_its_group():
    rows = [
        ["Statistic", "2030", "2031"],
        ["Public schools", "", ""],
        ["Pupils", "10", "12"],
        ["Total", "30", "32"],
    ]
    rows += [
        ["Private schools", "", ""],
        ["Pupils", "20", "21"],
        ["Teachers", "2", "3"],
        ["Total pupils", "40", "44"],
    ]
    document = made(table_block(rows))
    tree = Tree(document)
    starts = [found.start() for found in re.finditer("Pupils", document.text)]
    assert row_head(tree, starts[0]) == "Public schools; Statistic: Pupils; 2030: 10; 2031: 12"
    assert row_head(tree, starts[1]).startswith("Private schools; ")
    sums = [found.start() for found in re.finditer("Total", document.text)]
    assert all(row_head(tree, start).startswith("Statistic: Total") for start in sums)


def test_the_heading_after_the_bare_number_of_an_annex_is_its_title():
    document = made(
        Block("본문", BlockKind.HEADING, level=2),
        Block("하나를 말한다."),
        Block("〈참고 4〉", BlockKind.HEADING, level=3),
        Block("값(상대값)이 갈리는 까닭", BlockKind.HEADING, level=1),
        Block("(1) 물건", BlockKind.HEADING, level=2),
        Block("물건은 값이 같다."),
    )
    tree = Tree(document)
    (annex,) = find_units(tree, [("annex", "4")])
    assert tree.text(annex) == "〈참고 4〉\n값(상대값)이 갈리는 까닭"
    assert [tree.text(place) for place in tree.below(annex)] == ["(1) 물건", "물건은 값이 같다."]


def test_a_row_without_values_and_what_comes_after_a_sum_are_of_no_group():
    rows = [
        ["지역", "2012", "2013"],
        ["서울", "10", "11"],
        ["세종", "", ""],
        ["경기", "20", "21"],
        ["강원", "30", "31"],
    ]
    rows += [["충북", "40", "41"], ["전남", "50", "51"]]
    document = made(table_block(rows))
    assert row_head(Tree(document), document.text.index("경기")) == "지역: 경기; 2012: 20; 2013: 21"
    rows = [
        ["Item", "2012"],
        ["Assets", ""],
        ["Cash", "1"],
        ["Total assets", "1"],
        ["Debts", ""],
        ["Loans", "2"],
    ]
    rows += [["Total debts", "2"], ["Branches", "7"]]
    document = made(table_block(rows))
    assert row_head(Tree(document), document.text.index("Loans")).startswith("Debts; ")
    assert row_head(Tree(document), document.text.index("Branches")) == "Item: Branches; 2012: 7"


def test_a_name_set_apart_to_fill_its_cell_is_read_as_one_word():
    document = made(table_block([["구분", "8월"], ["(제 조)", "37"], ["합 계", "40"]]))
    tree = Tree(document)
    assert row_head(tree, document.text.index("(제 조)")) == "구분: (제조); 8월: 37"
    assert row_head(tree, document.text.index("합 계")) == "구분: 합계; 8월: 40"
