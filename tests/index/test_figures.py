"""Figures in Korean and English notations: what is found, where, and what agrees with what."""

# ruff: noqa: E501 (tables of notations)
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.figures.read import FigureKind, agrees, figures, plain, search_keys, years_in

SAME = [
    ("#5%", ["5%", "5 %", "5퍼센트", "5프로", "five per cent", "5 percent", "5-percent", "오 퍼센트", "５％"]),
    ("#2.32%", ["2.32%", "2.32퍼센트", "2.32 per cent", "two point three two percent"]),
    ("#0.5%p", ["0.5%p", "0.5%포인트", "0.5퍼센트포인트", "0.5 percentage points", "50 basis points"]),
    ("#4e10eur", ["400억 유로", "€40 billion", "40bn euros", "EUR 40 billion", "40 billion euros", "40,000,000,000 euros"]),
    ("#47e12krw", ["47조 원", "47조원", "47 trillion won", "KRW 47 trillion", "₩47 trillion"]),
    ("#15e11krw", ["1조 5천억 원", "1.5조 원", "1조5000억원", "1.5 trillion won"]),
    ("#35e5usd", ["350만 달러", "3.5 million dollars", "$3.5 million", "US$3.5m", "삼백오십만 달러"]),
    ("#2025y", ["2025년", "in 2025", "이천이십오 년", "by 2025"]),
    ("#2030s", ["2030년대", "the 2030s"]),
    ("#5.article", ["제5조", "Article 5", "제오조", "제 5 조", "5조 공약"]),
    ("#2.term", ["2기 출범", "second term"]),
    ("#32th", ["32번째", "32nd", "thirty-second", "제32차"]),
    ("#3.paragraph", ["제3항", "paragraph 3", "para. 3"]),
    ("#3year", ["3년간", "three years", "세 해", "3 years", "삼 년간"]),
    ("#6month", ["6개월", "six months", "여섯 달", "육 개월"]),
    ("#4", ["네 나라", "four countries", "4개국", "4개 파트너국", "네 가지", "four partners"]),
    ("#1e9", ["10억 명", "one billion people", "1bn people", "십억 명"]),
    ("#2x", ["두 배", "2배", "doubled", "twofold"]),
    ("#0.666667", ["3분의 2", "two-thirds", "2/3", "two thirds", "⅔"]),
    ("#0.5", ["절반", "half of the members"]),
    ("#930clock", ["오후 3시 30분", "15:30", "3:30 p.m."]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "written"), [(key, w) for key, many in SAME for w in many])
def test_one_quantity_has_one_key_in_every_notation(key: str, written: str) -> None:
    assert search_keys(written) == (key,)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("1755년 리스본 지진", "#1755y"),
        ("1392년에 세운 나라", "#1392y"),
        ("2300년까지의 전망", "#2300y"),
        ("in 1453, the city fell", "#1453y"),
        ("1200년 동안 이어진", "#1200year"),
        ("2500년 전의 유적", "#2500year"),
        ("World War I began", "#1th"),
        ("World War II ended", "#2th"),
        ("제2차 세계대전", "#2th"),
        ("Annex XIV of the treaty", "#14th"),
    ],
)
def test_far_years_and_numbered_names_are_what_they_are(written: str, key: str) -> None:
    assert search_keys(written) == (key,)


def test_a_lone_capital_is_no_numeral() -> None:
    assert figures("Malcolm X and I met Vitamin C in the Mix") == ()


def test_a_numbered_war_is_the_same_in_both_languages() -> None:
    [korean], [english] = figures("제2차 세계대전"), figures("World War II")
    assert agrees(korean, english) and agrees(english, korean)


@pytest.mark.parametrize(
    "written",
    ["2025년 6월 25일", "25 June 2025", "June 25, 2025", "2025. 6. 25.", "2025-06-25", "25th of June, 2025", "2025년 06월 25일",
     "2025/06/25", "’25.6.25.", "'25. 6. 25일", "이천이십오 년 유월 이십오일", "this twenty-fifth day of June, 2025", "the 25th day of June 2025"],
)  # fmt: skip
def test_dates_have_one_key(written: str) -> None:
    assert search_keys(written) == ("#2025-06-25", "#2025-06", "#--06-25", "#2025y")


@pytest.mark.parametrize(
    ("written", "low", "high", "unit"),
    [
        ("3~5%", 3, 5, "%"),
        ("3%~5%", 3, 5, "%"),
        ("3–5 percent", 3, 5, "%"),
        ("between 3 and 5 percent", 3, 5, "%"),
        ("from 2% to 5%", 2, 5, "%"),
        ("2%에서 5%로", 2, 5, "%"),
        ("two to three years", 2, 3, "year"),
        ("2~3년", 2, 3, "year"),
        ("$3–5 billion", 3 * 10**9, 5 * 10**9, "USD"),
        ("3~5억 달러", 3 * 10**8, 5 * 10**8, "USD"),
        ("pp. 1–8", 1, 8, "page"),
    ],
)
def test_ranges_carry_unit_and_scale_to_both_ends(written: str, low: int, high: int, unit: str) -> None:
    (figure,) = figures(written)
    assert (figure.low, figure.high, figure.unit, figure.is_range) == (low, high, unit, True)


@pytest.mark.parametrize("written", ["2021년 8월", "’21.8월", "‘21.8월중", "('21.08월 기준)"])
def test_a_year_written_short_before_its_month(written: str) -> None:
    assert "#2021-08" in search_keys(written)
    assert search_keys("'20.3 percent") == search_keys("20.3 percent")


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("21년 8월 고용", 2021),
        ("24년 상반기", 2024),
        ("98년 2월", 1998),
        ("'97년", 1997),
        ("징역 10년 6월", 0),
        ("형기 10년 6월", 0),
        ("재직기간 20년 6월", 0),
        ("총 12년 3월을 복무", 0),
        ("’50년까지 탄소중립", 2050),
        ("10년 6개월", 0),
        ("21년 동안", 0),
    ],
)
def test_a_year_of_two_digits_is_one_before_a_part_of_it(written: str, year: int) -> None:
    assert years_in(written) == ({year} if year else set())


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("on the Twelfth day of November in the Year Two Thousand and Twenty-Two", "2022-11-12"),
        ("this 1st day of October, nineteen hundred and fifty-three", "1953-10-01"),
        (
            "the tenth day of May in the year of our Lord one thousand nine hundred and ninety-one",
            "1991-05-10",
        ),
        ("the 3rd day of June two thousand", "2000-06-03"),
        ("the first day of May", "--05-01"),
        ("On the first day of May nineteen members attended", "--05-01"),
        ("the 5th day of May, two thousand people signed", "--05-05"),
        ("the third day of June two thou\u017fand", "--06-03"),
    ],
)
def test_a_day_of_a_year_in_words(written: str, day: str) -> None:
    assert day in {figure.unit for figure in figures(written)}


def test_a_short_year_with_its_month_is_one_date() -> None:
    (short,), (full,) = figures("21년 8월"), figures("2021년 8월")
    assert agrees(short, full) and "#2021-08" in search_keys("21년 8월")


def test_day_and_year_ranges_are_two_dates() -> None:
    assert [f.unit for f in figures("2025년 6월 24~25일")] == ["2025-06-24", "2025-06-25"]
    assert [f.unit for f in figures("24–25 June 2025")] == ["2025-06-24", "2025-06-25"]
    assert [int(f.value) for f in figures("2022~2025년")] == [2022, 2025]
    assert [int(f.value) for f in figures("2022-25")] == [2022, 2025]


@pytest.mark.parametrize(
    "written",
    ["F-35", "IP4", "G7", "K2 전차", "COVID-19", "화성-17형", "6·25 전쟁", "9/11", "5G 통신망", "MH17", "C4ISR", "AK-47", "T-72B3",
     "[3]", "[^12]", "[¶23]", "https://example.org/?p=99876", "192.168.0.1", "수십 개", "hundreds of people", "이 나라", "이 세대",
     "한국", "세계", "네트워크", "만약", "one of them", "제3국", "third-party", "오늘", "02-123-4567", "이천시", "프로그램", "조만간"],
)  # fmt: skip
def test_names_and_words_are_no_figures(written: str) -> None:
    assert figures(written) == ()


def test_signs_and_enumerators() -> None:
    assert [f.value for f in figures("성장률은 -0.3%였다")] == [Decimal("-0.3")]
    assert [f.value for f in figures("마이너스 0.3%")] == [Decimal("-0.3")]
    assert [f.value for f in figures("1. 목표는 5%다\n2) 시한은 2035년이다")] == [5, 2035]


@pytest.mark.parametrize(
    ("claim", "source", "same"),
    [
        ("5%", "5퍼센트", True),
        ("5%", "5%p", False),
        ("5%", "5", False),
        ("2025년", "2025년 6월 25일", True),
        ("2025년 6월 25일", "2025년", False),
        ("6월 25일", "25 June 2025", True),
        ("6월 24일", "25 June 2025", False),
        ("400억 유로", "€40 billion", True),
        ("400억 달러", "€40 billion", False),
        ("네 나라", "4", True),
        ("3년간", "3개월", False),
        ("제5조", "제3조", False),
        ("5번째", "제5조", True),
        ("2030년대", "2030년", False),
    ],
)
def test_agreement(claim: str, source: str, same: bool) -> None:
    assert agrees(figures(claim)[0], figures(source)[0]) is same


@given(st.decimals(min_value="0.01", max_value="9999", places=2))
def test_percentages_agree_across_languages(value: Decimal) -> None:
    korean, english = figures(f"비율은 {value}%다.")[0], figures(f"The share is {value:,} per cent.")[0]
    assert agrees(korean, english) and agrees(english, korean)
    assert korean.value == value


@given(st.integers(1, 9999), st.sampled_from([("만", 10**4), ("억", 10**8), ("조", 10**12)]))
def test_korean_and_english_money_agree(number: int, unit: tuple[str, int]) -> None:
    name, factor = unit
    korean = figures(f"예산 {number}{name} 달러를 쓴다.")[0]
    assert korean.value == number * factor and korean.kind is FigureKind.MONEY
    assert agrees(korean, figures(f"It spends ${number * factor:,} on it.")[0])
    assert search_keys(f"${number * factor:,}") == search_keys(f"{number}{name} 달러")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_dates_read_back_in_every_notation(day: date) -> None:
    for written in (
        f"{day.year}년 {day.month}월 {day.day}일",
        day.isoformat(),
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.year}. {day.month}. {day.day}.",
    ):
        (figure,) = figures(f"회의는 {written} 열렸다.")
        assert figure.date == (day.year, day.month, day.day)


@given(
    st.text(max_size=200)
    | st.from_regex(r"[0-9,.%~\-–조억만천백 년월일개명달러$€a-z제항]{0,60}", fullmatch=True)
)
def test_spans_are_of_the_text_and_never_overlap(text: str) -> None:
    end = 0
    for figure in figures(text):
        assert end <= figure.start < figure.end <= len(text)
        assert figure.text == text[figure.start : figure.end]
        assert figure.low <= figure.high
        assert agrees(figure, figure)
        end = figure.end
    assert all(key.startswith("#") and " " not in key for key in search_keys(text))


@given(st.integers(-(10**15), 10**15))
def test_plain_numbers_read_back(number: int) -> None:
    assert Decimal(plain(Decimal(number))) == number
