"""XLSX and PPTX, in files made by openpyxl and python-pptx."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pptx
import pytest
from pptx.util import Inches

from sources.blocks import BlockKind, Table
from sources.errors import Reason, Refused
from sources.readers.number_format import shown
from tests.read_here import read_here


def book(path: Path) -> Any:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "예산"
    sheet["A1"], sheet["A2"] = "표 1. 분야별 예산", "(단위: 억원)"
    for row in (("구분", "예산", None), (None, 2023, 2024), ("국방", 1200.4, 1350.6), ("복지", 0.125, 0.25)):
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:C3")
    for cell in ("B5", "C5"):
        sheet[cell].number_format = "#,##0"
    for cell in ("B6", "C6"):
        sheet[cell].number_format = "0.0%"
    sheet["A8"] = "자료: 각 부처의 결산을 모은 것이다."
    made.create_sheet("숨김").sheet_state = "hidden"
    made["숨김"]["A1"] = "보이지 않는 글"
    made.save(path)
    return made


def places(table: Table) -> list[list[tuple[str, int, int, int, int]]]:
    return [[(c.text, c.row, c.column, c.row_span, c.column_span) for c in row] for row in table.rows]


def test_a_sheet_is_a_table_with_its_numbers_as_displayed(tmp_path: Path):
    book(path := tmp_path / "book.xlsx")
    form, reading = read_here(path)
    assert form == "xlsx" and reading.pages is None
    assert [(b.kind, b.text) for b in reading.blocks if b.table is None] == [
        (BlockKind.HEADING, "예산"),
        (BlockKind.CAPTION, "표 1. 분야별 예산"),
        (BlockKind.CAPTION, "(단위: 억원)"),
        (BlockKind.BODY, "자료: 각 부처의 결산을 모은 것이다."),
    ]
    (block,) = (b for b in reading.blocks if b.table)
    assert block.table and places(block.table) == [
        [("구분", 0, 0, 2, 1), ("예산", 0, 1, 1, 2)],
        [("2023", 1, 1, 1, 1), ("2024", 1, 2, 1, 1)],
        [("국방", 2, 0, 1, 1), ("1,200", 2, 1, 1, 1), ("1,351", 2, 2, 1, 1)],
        [("복지", 3, 0, 1, 1), ("12.5%", 3, 1, 1, 1), ("25.0%", 3, 2, 1, 1)],
    ]
    assert (block.table.header_rows, block.table.caption, block.table.unit) == (
        2,
        "표 1. 분야별 예산",
        "억원",
    )
    assert block.text == "구분\t예산\n2023\t2024\n국방\t1,200\t1,351\n복지\t12.5%\t25.0%"


def test_tables_beside_each_other_are_two_and_a_hidden_row_parts_none(tmp_path: Path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "1-1"
    rows = (
        ("시도별 교부금",),
        ("(단위: 억원)",),
        ("시도", "교부액", None, "구분", "건수"),
        ("서울", 12, None, "접수", 7),
        ("숨김", 99, None, "숨김", 99),
        ("부산", 23, None, "처리", 9),
    )
    for row in rows:
        sheet.append(row)
    sheet.row_dimensions[5].hidden = True
    made.save(path := tmp_path / "x.xlsx")
    _, reading = read_here(path)
    assert [b.text for b in reading.blocks if b.table] == [
        "시도\t교부액\n서울\t12\n부산\t23",
        "구분\t건수\n접수\t7\n처리\t9",
    ]
    first = next(b.table for b in reading.blocks if b.table)
    assert (first.caption, first.unit, reading.metadata["title"]) == (
        "시도별 교부금",
        "억원",
        "시도별 교부금",
    )


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-1234, "#,##0;(#,##0)", "(1,234)"),
        (-0.031, "0.0%", "-3.1%"),
        (0, '#,##0;-#,##0;"-"', "-"),
        (1234567, '#,##0,"천원"', "1,235천원"),
        (12, "000", "012"),
        (0.5, "#.##", ".5"),
        (1500, "[$₩-412]#,##0", "₩1,500"),
        (12345.678, "General", "12345.678"),
        (3.0, "General", "3"),
        (123456789.0, "0.00E+00", "1.23E+08"),
        (True, "General", "TRUE"),
        (dt.datetime(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),
        (dt.datetime(2024, 3, 5), 'yyyy"년" m"월" d"일"', "2024년 3월 5일"),
        (dt.datetime(2024, 3, 5, 14, 7), "h:mm AM/PM", "2:07 PM"),
        (dt.datetime(2024, 3, 5), "mmm-yy", "Mar-24"),
        (dt.time(9, 5), "hh:mm", "09:05"),
        ("글", "@", "글"),
        (None, "0", ""),
    ],
)
def test_numbers_read_as_displayed(value: object, code: str, text: str):
    assert shown(value, code) == text


def slides(path: Path) -> None:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "추진 배경"
    body = first.placeholders[1].text_frame
    body.text = "이용자가 늘었다"
    inner = body.add_paragraph()
    inner.text, inner.level = "어린이가 절반이다", 1
    first.notes_slide.notes_text_frame.text = "여기서 통계를 말한다."
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "이용 현황"
    table = second.shapes.add_table(2, 3, Inches(1), Inches(2), Inches(6), Inches(1)).table
    for row, texts in enumerate((("구분", "2023년", "2024년"), ("관람객", "412만 명", "438만 명"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    hidden = show.slides.add_slide(show.slide_layouts[5])
    hidden.shapes.title.text = "숨긴 쪽"
    hidden._element.set("show", "0")
    show.save(path)


def test_slides_are_pages_and_notes_are_marked(tmp_path: Path):
    slides(path := tmp_path / "show.pptx")
    form, reading = read_here(path)
    assert form == "pptx" and reading.pages == 3 and reading.pages_exact
    assert [(b.page, b.kind, b.text, b.level) for b in reading.blocks] == [
        (1, BlockKind.HEADING, "추진 배경", 1),
        (1, BlockKind.LIST, "이용자가 늘었다", 1),
        (1, BlockKind.LIST, "어린이가 절반이다", 2),
        (1, BlockKind.FOOTNOTE, "[발표자 메모] 여기서 통계를 말한다.", 1),
        (2, BlockKind.HEADING, "이용 현황", 1),
        (2, BlockKind.TABLE, "구분\t2023년\t2024년\n관람객\t412만 명\t438만 명", 1),
    ]
    table = reading.blocks[-1].table
    assert table is not None and table.header_rows == 1 and table.rows[1][2].page == 2


@pytest.mark.parametrize("make", [book, slides])
def test_parts_with_entities_are_refused(tmp_path: Path, make: Any):
    path = tmp_path / ("bad.xlsx" if make is book else "bad.pptx")
    make(tmp_path / "good.zip" if make is slides else path)
    source = tmp_path / "good.zip" if make is slides else path
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            if name.startswith("docProps/core"):
                data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + data.partition(b"?>")[2]
            archive.writestr(name, data)
    with pytest.raises(Refused) as refused:
        read_here(path)
    assert refused.value.reason is Reason.UNSAFE_XML


CSV = """시도별 교부금
(단위: 억원)
시도,교부액,비고
서울,"1,200",
부산,23,"두 줄
값"

자료: 각 시도의 결산
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_values_parted_by_commas_are_a_sheet(tmp_path: Path, encoding: str):
    (path := tmp_path / "교부금.csv").write_bytes(CSV.encode(encoding))
    form, reading = read_here(path)
    assert form == "csv" and reading.metadata["title"] == "시도별 교부금"
    assert [(b.kind, b.text) for b in reading.blocks if b.table is None] == [
        (BlockKind.CAPTION, "시도별 교부금"),
        (BlockKind.CAPTION, "(단위: 억원)"),
        (BlockKind.BODY, "자료: 각 시도의 결산"),
    ]
    (block,) = (b for b in reading.blocks if b.table)
    assert block.table and (block.table.caption, block.table.unit) == ("시도별 교부금", "억원")
    assert block.text == "시도\t교부액\t비고\n서울\t1,200\n부산\t23\t두 줄 값"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_what_parts_the_values_is_found_out(tmp_path: Path, delimiter: str):
    rows = ("Region", "Deaths, all"), ("North", "12"), ("South", "3,5")
    (path := tmp_path / "deaths.csv").write_text("\n".join(map(delimiter.join, rows)))
    _, reading = read_here(path)
    (block,) = reading.blocks
    assert block.table and [[cell.text for cell in row] for row in block.table.rows] == [
        list(r) for r in rows
    ]


def test_a_value_that_never_ends_and_too_many_cells_are_refused(tmp_path: Path):
    (path := tmp_path / "a.csv").write_bytes(b'a,b\n1,"' + b"x" * 300_000)
    with pytest.raises(Refused) as caught:
        read_here(path)
    assert caught.value.reason is Reason.DAMAGED
    path.write_bytes(b"1,2,3,4,5,6,7,8\n" * 70_000)
    with pytest.raises(Refused) as caught:
        read_here(path)
    assert caught.value.reason is Reason.TOO_MANY_CELLS
