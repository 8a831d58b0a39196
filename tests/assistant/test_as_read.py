"""The notation in which the reader is given what it reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.choosing.as_read import as_read, in_its_words, row_as_read, words_for
from assistant.choosing.reading import to_read
from sources.document import Language, Role
from tests.passages import passage


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("’21.8월중 비농업부문", "2021년 8월중 비농업부문"),
        ("‘20.3~ ’21.8월: 22", "2020년 3월~ 2021년 8월: 22"),
        ("'98년 말", "1998년 말"),
        ("’23 영업손실", "2023년 영업손실"),
        ("’25.1/4분기", "2025년 1/4분기"),
        ("’24.10.3. 시행", "2024년 10월 3일 시행"),
        ("21년 7월과 18년간", "2021년 7월과 18년간"),
        ("도․소매와 운송ㆍ창고", "도·소매와 운송·창고"),
        ("美 고용과 非농업 부문", "미국 고용과 비농업 부문"),
        ("ㅇ 사 업 명 : 나루 정비", "사업명 : 나루 정비"),
        ("3) 사업금액 : ￦19,209,180,000- (부가세 포함)", "3) 사업금액 : 19,209,180,000원 (부가세 포함)"),
        ("- -3.5% 하락", "-3.5% 하락"),
        ("the '90s and O'Brien's 20 o'clock", "the '90s and O'Brien's 20 o'clock"),
        ("a man of 5’10", "a man of 5’10"),
        ("日本은 美 국채를 샀다", "日本은 미국 국채를 샀다"),
        ("3.5일과 20.9년 동안", "3.5일과 20.9년 동안"),
        ("‘12대 과제’와 ‘52시간제’", "‘12대 과제’와 ‘52시간제’"),
        ("‘12.3 비상계엄’", "‘12.3 비상계엄’"),
        ("징역 10년 6월, 재직기간이 20년 6월", "징역 10년 6월, 재직기간이 20년 6월"),
        ("10日까지 美술관에서", "10日까지 美술관에서"),
        ("₩1,200억과 ￦3.5억, ₩100 million", "₩1,200억과 ￦3.5억, ₩100 million"),
    ],
)
def test_notations_are_read_as_most_texts_have_them(written: str, read: str):
    assert as_read(written) == read


@given(st.text(alphabet="가나’'2134.년월 ·․-ab:ㅇ()", max_size=40))
def test_what_was_written_out_stays_as_it_is(text: str):
    once = as_read(text).strip()
    assert as_read(once).replace(" ", "") == once.replace(" ", "") or once[:1] in "ㅇ-"


def test_a_row_is_read_without_what_only_fills_its_cells():
    assert (
        row_as_read("(건 설); '20.8월: 26; 합 계: 3; 비고: (5.2)")
        == "건설; 2020년 8월: 26; 합계: 3; 비고: (5.2)"
    )


def test_the_reader_is_given_a_row_so_and_its_places_with_it():
    of = passage(["(도․소매)\t260\t-27"], role=Role.TABLE)
    (own,) = of.sentences
    told = to_read(of, Language.KO, [0])
    ((start, end),) = told.spans
    assert told.text[start:end] == as_read(own.text)


MEANT = {"노르웨이": {"norway": 0.8, "sweden": 0.44}, "채권": {"receiv": 0.8, "loan": 0.5}}


def test_what_surely_stands_for_a_word_of_the_question_is_read_as_that_word():
    row = "Norway; Receivables on 12/31/2030: 80,000; Sweden, June 30, 2031: loans"
    read = "노르웨이; 채권 on 2030년 12월 31일: 80,000; Sweden, 2031년 6월 30일: loans"
    assert in_its_words(row, Language.EN, words_for(MEANT)) == read
    meant = {"construction": {"건설": 0.8, "구조": 0.73}}
    told = "construction 취업자는 August 2030 구조에서 줄었다"
    assert in_its_words("건설 취업자는 2030년 8월 구조에서 줄었다", Language.KO, words_for(meant)) == told


def test_prose_and_what_is_in_the_questions_language_or_has_a_translation_are_read_as_they_are():
    own = passage(["Norway\t80,000"], language=Language.EN, role=Role.TABLE)
    assert to_read(own, Language.EN, [0], words_for(MEANT)).text.split() == ["Norway", "80,000"]
    assert to_read(own, Language.KO, [0], words_for(MEANT)).text.split() == ["노르웨이", "80,000"]
    prose = passage(["Norway has 80,000."], language=Language.EN)
    assert to_read(prose, Language.KO, [0], words_for(MEANT)).text == "Norway has 80,000."
    both = passage(["Norway has 80,000."], language=Language.EN, translations=["노르웨이는 팔만이다."])
    assert to_read(both, Language.KO, [0], words_for(MEANT)).text == "노르웨이는 팔만이다."
