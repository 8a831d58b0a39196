"""What is told of single lines of a PDF: which begin a footnote, where a paragraph ends, what the body is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from sources.blocks import Cell
from sources.readers.grid import table_of
from sources.readers.pdf.baselines import ROW
from sources.readers.pdf.breaks import Style, breaks
from sources.readers.pdf.columns import Column
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.join import Joiner
from sources.readers.pdf.layout import Flow, body_size, lay_out
from sources.readers.pdf.lines import Line
from sources.readers.pdf.notes import mark_of, notes_below_rule
from sources.readers.pdf.page import Page

COLUMN = Column(page=1, index=0, left=50, right=450, lines=20)


def line(text: str, base: float = 500, *, right: float = 450, size: float = 11, **more) -> Line:
    return Line(1, text, Rect(50, base - 2, right, base + size), base, size, False, 20, 3, **more)


def style(size: float = 11) -> Style:
    return Style(size, 16, 1.1, False, Joiner.of([], []))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("12) 항만공사 내부 자료", "12"),
        ("3 See chapter 4.", "3"),
        ("16", "16"),
        ("1/ Official Records, Supplement 4.", "1"),
        ("5, see above", "5"),
        ("* 잠정치", "*"),
        ("0927-0248/© 2015 Harbour Press", None),
        ("248–252. [5] A. Berth", None),
        ("2000; 20.107-111. 8. Pilots", None),
        ("5;25(6):567-610.", None),
        ("1,314,000", None),
    ],
)
def test_a_figure_that_goes_on_is_no_mark_of_a_footnote(text: str, mark: str | None) -> None:
    assert mark_of(line(text)) == mark


def test_notes_end_at_the_caption_of_what_comes_next() -> None:
    rule = Rect(50, 300, 150, 301)
    lines = [
        line("1) Berths in use.", 290, size=8),
        line("Table 2. Berths by port", 270, size=8),
        line("North 12", 260, size=8),
    ]
    page = Page(1, 500, 800, lines=lines, rules=[rule])
    notes, rest = notes_below_rule(page, lines, 11)
    assert [one.text for one in notes] == ["1) Berths in use."]
    assert [one.text for one in rest] == ["Table 2. Berths by port", "North 12"]
    wrapped = [
        line("1) Taken from the Port Authority (2019),", 290, size=8),
        line("Table 2.1, p. 14.", 280, size=8),
        line("2) Estimates.", 270, size=8),
    ]
    notes, rest = notes_below_rule(replace(page, lines=wrapped), wrapped, 11)
    assert (len(notes), rest) == (3, [])
    cited = [line("7", 290, size=6), line("Table 2. Berths by port, 2019 edition.", 288, size=8)]
    notes, rest = notes_below_rule(replace(page, lines=cited), cited, 11)
    assert (len(notes), rest) == (2, [])


PARTED = (
    "The harbour keeps a popular register and a concept of berths, a long-",
    "term plan and another popu-",
    "lar list. Each con-",
    "cept was measured by its perfor-",
    "mance over the years, and Interest-",
    "ingly by nothing else.",
)


def joined(lines: tuple[str, ...]) -> str:
    joiner = Joiner.of(lines, [(line(a), line(b)) for a, b in pairwise(lines)])
    text = lines[0]
    for lower in lines[1:]:
        drop, between = joiner.join(text, lower, False)
        text = text[: len(text) - drop] + between + lower
    return text


def test_a_program_that_parts_words_leaves_no_hyphens_in_them() -> None:
    told = joined(PARTED)
    for word in ("another popular list", "Each concept was", "performance", "Interestingly"):
        assert word in told


def test_one_that_does_not_keeps_those_that_are_written() -> None:
    lines = ("The port signed a non-", "proliferation text and an English-", "language summary of it.")
    assert "non-proliferation" in joined(lines)
    assert "English-language" in joined(lines)


def test_a_last_line_set_smaller_belongs_to_its_paragraph() -> None:
    upper = line("항만은 불법 반입을 막기 위해 디지털 신원 검증", 500)
    lower = line("(digital verification of identities)이 필요", 484, right=250, size=10)
    assert not breaks((upper, COLUMN), (lower, COLUMN), style())
    for other in (
        replace(lower, text="• 다음 항목"),
        replace(lower, text="자료: 해양수산부(2024)"),
        replace(lower, text="표 2 항만별 선석 수"),
        replace(lower, size=7.0),
        replace(lower, base=450.0),
    ):
        assert breaks((upper, COLUMN), (other, COLUMN), style())
    latin = replace(upper, text="HARBOUR RULES OF THE NORTHERN COAST AND ITS PILOTS")
    assert breaks((latin, COLUMN), (replace(lower, text="Berths Division"), COLUMN), style())
    ended = replace(upper, text="항만은 불법 반입을 막는다.")
    assert breaks((ended, COLUMN), (lower, COLUMN), style())


def test_a_heading_at_a_pages_foot_does_not_go_on_at_the_next_head() -> None:
    upper = line("TERMS AND DEFINITIONS OF THE HARBOUR CODE", 60, right=380, size=14)
    lower = replace(line("1 Overview of the code", 700, right=250, size=14), page=2)
    there = replace(COLUMN, page=2)
    assert breaks((upper, COLUMN), (lower, there), style())
    text = line("The harbour master keeps a register of berths and of", 60, right=380)
    more = replace(line("pilots that are free.", 700, right=250), page=2)
    assert not breaks((text, COLUMN), (more, there), style())
    bold = [replace(one, bold=True) for one in (text, more)]
    assert not breaks((bold[0], COLUMN), (bold[1], there), style())


def test_a_caption_does_not_go_on_in_the_text_under_it() -> None:
    caption = line("Figure 2: Berths by port and by year of building", 500, right=330)
    text = line("This figure shows the berths that are in use.", 484)
    assert breaks((caption, COLUMN), (text, COLUMN), style())
    assert not breaks(
        (caption, COLUMN), (replace(text, text="in all provinces of the coast."), COLUMN), style()
    )


def test_the_bodys_size_is_that_of_the_text_outside_tables() -> None:
    table = table_of([Cell("a" * 200, 0, 0), Cell("b" * 200, 0, 1)])
    cells = line("a" * 200 + "\t" + "b" * 200, 600, size=9, kind=ROW, table=table)
    flow = Flow(Page(1, 500, 800), body=[(cells, COLUMN), (line("c" * 150, size=15), COLUMN)])
    assert body_size([flow]) == 15
    flow.body[1] = (line("제목", size=15), COLUMN)
    assert body_size([flow]) == 9
    assert body_size([]) == 10


def test_page_numbers_over_a_wide_margin_are_no_text() -> None:
    def page(number: int, told: str) -> Page:
        text = [line(f"Berth {number} is kept by the harbour master.", base) for base in (500, 480, 460)]
        return Page(number, 500, 800, lines=[replace(one, page=number) for one in [*text, line(told, 118)]])

    counted = lay_out([page(number, str(360 + number)) for number in range(1, 6)])
    assert [one.text for flow in counted for one in flow.furniture] == ["361", "362", "363", "364", "365"]
    values = lay_out([page(number, str(360 + number * number)) for number in range(1, 6)])
    assert [one.text for flow in values for one in flow.furniture] == []
