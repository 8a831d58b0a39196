"""Quotations found verbatim, tolerant where writers differ and strict where meaning does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.quotes import closest, find, quotes

SOURCE = (
    "최종 채택된 선언문은 침략을 “유럽-대서양 안보에 대한 장기적 위협”으로만 규정했다. 지출은 GDP의 2.5%였고 "
    "예산은 3,600억 원이다. The price of silence(沈默) is 12.5 million, it said."
)


def found(quote: str, source: str = SOURCE) -> str | None:
    place = find(quote, source)
    return source[place.start : place.end] if place else None


@pytest.mark.parametrize(
    "quote",
    [
        "유럽-대서양 안보에 대한 장기적 위협",
        "유럽–대서양안보에 대한 장기적위협",
        unicodedata.normalize("NFD", "유럽-대서양 안보에 대한 장기적 위협"),
        "침략(侵略)을 '유럽-대서양 안보에 대한 장기적 위협'으로만",
        "The price of silence is 12.5 million",
        "the PRICE of silence",
        "최종 채택된 … 장기적 위협",
        "최종 채택된 [중략] 장기적 위협",
        "장기적 위협”으로만 규정했다.",
    ],
)
def test_verbatim_up_to_spacing_marks_and_hanja(quote: str) -> None:
    assert found(quote) is not None


@pytest.mark.parametrize(
    "quote",
    [
        "유럽-대서양 안보에 대한 즉각적 위협",
        "GDP의 5%",
        "GDP의 2.5%p",
        "600억 원",
        "3,600억 원이 아니다",
        "2.5 million",
        "is 12",
        "장기적 위협 … 최종 채택된",
        "…",
        "",
    ],
)
def test_other_words_and_other_numbers_are_not_found(quote: str) -> None:
    assert found(quote) is None


def test_the_span_is_the_sources_own_words() -> None:
    assert found("안보에 대한장기적 위협") == "안보에 대한 장기적 위협"


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("유럽-대서양 안보에 대한 즉각적 위협", "유럽-대서양 안보에 대한"),
        ("The price of words is 12.5 million", "price of silence(沈默) is 12.5 million"),
    ],
)
def test_an_altered_quotation_shows_what_it_was_made_from(quote: str, said: str) -> None:
    place = closest(quote, SOURCE)
    assert place is not None and said in SOURCE[place.start : place.end]
    assert closest("전혀 다른 이야기를 하는 문장", SOURCE) is None


def test_quotations_of_a_sentence() -> None:
    text = (
        "그는 “첫째”와 ‘둘째’와 \"third\"를 말하며 『책 제목』을 들었고, it's Allies' plan, 'one two'라 했다."
    )
    assert [q.text for q in quotes(text)] == ["첫째", "둘째", "third", "one two"]
    assert [text[q.start : q.end] for q in quotes(text)] == [q.text for q in quotes(text)]
    assert [q.single for q in quotes(text)] == [False, True, False, True]


@given(st.text(min_size=1, max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_a_part_of_a_text_is_found_in_it(part: str, before: str, after: str) -> None:
    source = unicodedata.normalize("NFC", f"{before} {part} {after}")
    quote = unicodedata.normalize("NFC", part)
    place = find(quote, source)
    if place is not None:
        assert 0 <= place.start < place.end <= len(source)


@given(
    st.lists(
        st.sampled_from(["장기적", "위협", "안보", "2.5%", "threat", "to", "peace", "2035년"]),
        min_size=2,
        max_size=8,
    )
)
def test_words_in_order_are_found_and_a_changed_number_is_not(words: list[str]) -> None:
    source = "앞말 " + " ".join(words) + " 뒷말"
    assert find("".join(words), source) is not None
    changed = " ".join(words).replace("2.5%", "25%").replace("2035년", "2053년")
    assert (find(changed, source) is None) == (changed != " ".join(words))
