"""Pages of HWP and HWPX: counted by the positions of lines, by breaks and tables, or reckoned."""

from __future__ import annotations

from sources.readers.hangul.hwpx_measure import Spacing, height_of
from sources.readers.hangul.pages import Pages
from sources.readers.pieces import Piece


def place(pages: Pages, *tops: int, page: bool = False, column: bool = False) -> int | None:
    piece = Piece("글")
    pages.begins(page=page, column=column)
    pages.lines(piece, [(0, top) for top in tops])
    return piece.page


def test_a_break_is_a_page_wherever_its_line_stands():
    pages = Pages(body=70000)
    assert [place(pages, 0), place(pages, 0, page=True), place(pages, 0, page=True)] == [1, 2, 3]
    assert pages.sure


def test_a_break_and_a_higher_line_are_one_page():
    pages = Pages(body=70000)
    assert [place(pages, 60000), place(pages, 0, page=True), place(pages, 5000)] == [1, 2, 2]


def test_two_columns_are_one_page():
    pages = Pages(body=70000, columns=2)
    assert [place(pages, 0), place(pages, 0, column=True), place(pages, 500)] == [1, 1, 1]
    assert place(pages, 0) == 2


def test_a_table_over_pages_shows_in_where_the_next_line_stands():
    pages = Pages(body=70000)
    place(pages, 12000)
    assert pages.hangs([20000, 20000, 20000, 20000]) == [1, 1, 2, 2]
    assert place(pages, 25000) == 2
    assert pages.sure  # one turn, which the line shows
    pages.hangs([60000] * 3)
    assert place(pages, 62000) == 4 and not pages.sure


def test_a_table_that_fits_turns_no_page():
    pages = Pages(body=70000)
    place(pages, 5000)
    assert pages.hangs([30000, 30000]) == [1, 1]
    assert place(pages, 65000) == 1


def test_a_table_before_a_break_ends_on_its_last_page():
    pages = Pages(body=70000)
    place(pages, 60000)
    pages.hangs([30000, 30000, 30000])
    assert place(pages, 0, page=True) == 4


def test_pages_are_reckoned_from_heights_where_no_line_is_placed():
    pages = Pages(body=70000)
    found = []
    for text in ("가" * 100, "나" * 4000, "다"):
        piece = Piece(text, size=10)
        made = height_of(text, 10, Spacing(), (), 42520)
        pages.reckon(piece, made.above, made.lines, made.below)
        found.append(piece.page)
    assert found == [1, 1, 3] and not pages.sure


def test_an_object_set_like_a_letter_makes_its_line_as_high():
    made = height_of("", 10, Spacing(), (50000,), 42520)
    assert made.lines == (50600,)
    assert height_of("글", 10, Spacing(share=1.0, above=200, below=100), (), 42520).lines == (1000,)
