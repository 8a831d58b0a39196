"""Which documents a question speaks of, looked for by what it says instead of in every record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.references import Shelf, attached_years, said
from assistant.words.wording import LIKELY, reading, sought
from sources.document import Kind, Language, Record

KO = Language.KO
WORDS = [
    *("항만", "안전", "보고서", "브리프", "선언", "2024", "2025년", "헤이그", "GATR", "한국해양연구원"),
    *("김서윤", "harbour", "declaration", "the", "report", "study", "summit", "2023"),
]
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@st.composite
def records(draw) -> Record:
    language = draw(st.sampled_from(list(Language)))
    title = draw(phrases) + draw(st.sampled_from(["", " (GATR)"]))
    return Record(
        key=draw(st.uuids()).hex,
        kind=draw(st.sampled_from(list(Kind))),
        titles={language: title},
        authors={language: (draw(st.sampled_from(["김서윤", "Seo Ga-eun"])),)},
        publishers={language: draw(st.sampled_from(["한국해양연구원", "Harbour Institute"]))},
        language=language,
        date=draw(st.sampled_from(["", "2023", "2024-05-01", "2025"])),
    )


@given(st.lists(records(), max_size=8), phrases, st.sampled_from(list(Language)))
def test_every_document_that_is_spoken_of_is_looked_at(held, text, language) -> None:
    shelf = Shelf(held)
    one = said(text, reading(text, language))
    every = {key: strength for key in shelf.records if (strength := shelf.strength(key, one)) > 0}
    assert shelf.named(text, language) == every


def test_a_year_stands_beside_the_kind_of_text_it_tells_from_others() -> None:
    assert attached_years("What did the 2019 treaty say of 2024?", "accord") == {"2019"}
    assert attached_years("2024년 7월 10일 워싱턴 선언과 2023년의 성명", "declaration") == {"2024"}
    assert attached_years("2023년, 그리고 선언", "declaration") == set()


def test_a_document_is_named_by_its_day_and_the_day_is_then_no_word_to_find() -> None:
    minutes = Record("minutes", titles={Language.EN: "Harbour minutes"}, date="2024-05-01")
    other = Record("other", titles={Language.EN: "Harbour minutes"}, date="2024-05-02")
    shelf = Shelf([minutes, other])
    for language, text in ((Language.EN, "Who spoke on 1 May 2024?"), (Language.KO, "2024년 5월 1일 누가?")):
        named = shelf.named(text, language)
        assert set(named) == {"minutes"}
        days = [t for t in sought(text, language) if any(letter.isdigit() for letter in t.surface)]
        assert days and all(shelf.refers(term, named, language) for term in days)


LAWS = {
    "marriage": "결혼중개업의 관리에 관한 법률",
    "orders": "하도급거래 공정화에 관한 법률 일부개정법률안",
    "flags": "대한민국국기법",
}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("결혼중개업법 개정안은 자본금을 얼마로 정했나?", {"marriage"}),
        ("2010년 하도급법대로라면 누가 물어주나?", {"orders"}),
        ("「하도급법」에서 원청의 책임은?", {"orders"}),
        ("국기를 다는 방법은?", set()),
        ("결혼하는 법은?", set()),
    ],
)
def test_a_law_is_named_by_its_short_name(question: str, named: set[str]) -> None:
    shelf = Shelf([Record(key=key, titles={KO: title}, language=KO) for key, title in LAWS.items()])
    assert {key for key, strength in shelf.named(question, KO).items() if strength >= LIKELY} == named


def test_a_short_name_that_fits_many_laws_names_none() -> None:
    titles = (f"주택임대차 {n}호 지원에 관한 법률" for n in range(5))
    shelf = Shelf([Record(key=f"k{n}", titles={KO: t}, language=KO) for n, t in enumerate(titles)])
    assert max(shelf.named("주택법은?", KO).values(), default=0.0) < LIKELY
