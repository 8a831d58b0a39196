"""Display text loses nothing that shows, and every offset leads back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.text.normalise import display, find_quote, matching_key
from tests.strategies import sentence_texts

ODD = st.text(
    st.sampled_from(
        "가각힣ㄱㆍ·각\u1161\u11a8e\u0301éåA\u030aﬁ①㎢％“”'\"-–… \t\n\r\f"
        "\0\x07\u00a0\u3000\u200b\u200d\u2060\ufeff\u00ad\u202e\u2066\ud800\udfff\uf06e\uf0b7\ue123\u115f\u3164\ufe0f🙂漢"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("정상회의", "정상회의"),
        (unicodedata.normalize("NFD", "방위비 분담"), "방위비 분담"),
        ("정\u200b상\u2060회\ufeff의", "정상회의"),
        ("ᄒ\u200bᅡᆫ국", "한국"),
        ("5\u00a0%\u3000증가", "5 % 증가"),
        ("줄\r\n바꿈\r둘\u2028셋", "줄\n바꿈\n둘\n셋"),
        ("\uf06e 첫째", "■ 첫째"),
        ("\uf0b7둘째", "•둘째"),
        ("  \ue123 셋째", "  • 셋째"),
        ("a\0b\x07c\x1b", "abc"),
        ("x\ud800y\udfffz", "xyz"),
        ("ab\u202edc", "abdc"),
        ("ㄱ ㆍ ①", "ㄱ ㆍ ①"),
        ("cafe\u0301", "café"),
        ("\U000e0041\U000e0042ok", "ok"),
    ],
)
def test_display(raw: str, shown: str) -> None:
    assert display(raw).text == shown


@given(ODD)
def test_display_settles_and_maps_back(raw: str) -> None:
    normal = display(raw)
    assert unicodedata.is_normalized("NFC", normal.text)
    assert display(normal.text).text == normal.text
    assert len(normal.offsets) == len(normal.text) + 1
    assert list(normal.offsets) == sorted(normal.offsets)
    assert normal.offsets[-1] == len(raw)
    normal.text.encode("utf-8")
    for char, place in zip(normal.text, normal.offsets, strict=False):
        # Each character comes from one that folds to the same, or begins a cluster that composes to it.
        source = raw[place]
        folded = unicodedata.normalize("NFD", char)[0]
        assert (
            source == char
            or unicodedata.normalize("NFD", source)[0] == folded
            or unicodedata.combining(char)
            or char in " \n•■\ufffd"
        ), (raw, place, char)


@given(sentence_texts())
def test_visible_characters_stay(text: str) -> None:
    kept = [c for c in text if not c.isspace() and unicodedata.category(c) != "Cf" and c != "\ufe0f"]
    assert [c for c in display(text).text if not c.isspace()] == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("유럽·대서양", "유럽ㆍ대서양"),
        ("유럽‧대서양", "유럽・대서양"),
        ("“관세로 대가를”", '"관세로대가를"'),
        ("‘무임승차국’", "'무임승차국'"),
        ("5％", "5%"),
        ("㈜한국", "(주)한국"),
        ("유럽–대서양", "유럽-대서양"),
        ("ＮＡＴＯ", "nato"),
        ("10 ㎞", "10km"),
        (unicodedata.normalize("NFD", "한국"), "한국"),
        ("그러나…", "그러나..."),
    ],
)
def test_matching_key_meets(one: str, other: str) -> None:
    assert matching_key(one) == matching_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("2.32%", "2.23%"), ("한국", "한극"), ("ㄱ", "ㄲ"), ("3.5", "35"), ("美", "미")]
)
def test_matching_key_parts(one: str, other: str) -> None:
    assert matching_key(one) != matching_key(other)


def test_find_quote_gives_exact_offsets() -> None:
    text = "앞말. 트럼프 대통령은 “관세로 대가를 치를 것”이라 경고했다. 뒷말."
    span = find_quote("'관세로대가를 치를것'", text.replace("“", "‘").replace("”", "’"))
    assert span is not None
    span = find_quote('"관세로 대가를  치를\n것"이라', text)
    assert span is not None
    assert text[slice(*span)] == "“관세로 대가를 치를 것”이라"
    assert find_quote("관세로 보상을", text) is None
    assert find_quote("  ", text) is None
    assert find_quote("앞말", text, start=5) is None
    assert find_quote("뒷말.", text, end=10) is None


@given(sentence_texts(), sentence_texts(), sentence_texts())
def test_a_quote_is_found_in_its_text(before: str, quote: str, after: str) -> None:
    text = f"{before} {quote} {after}"
    span = find_quote(quote.replace(" ", ""), text)
    assert span is not None
    assert matching_key(text[slice(*span)]) == matching_key(quote)


# What a sign for private use stands for hangs on what follows it; stored text has none.
@given(ODD, ODD.map(lambda text: text.replace("\ue123", "")), ODD)
def test_offsets_are_those_of_the_raw_text(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    span = find_quote(quote, text)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)
        assert matching_key(quote) in matching_key(text[slice(*span)])


def test_private_use_characters_are_mapped_or_marked() -> None:
    assert display("\uf53a글 \U000f02b1 \U000f02ce").text == "\u1112\u119e\u11ab글 ① ❶"
    assert display("앞 \ue123 뒤 \U000f1234").text == "앞 \ufffd 뒤 \ufffd"
    shown = display("가\uf53a나")
    assert shown.position(2) == 4 and shown.text[shown.position(2)] == "나"


def test_a_quote_begins_and_ends_with_whole_characters_of_its_text() -> None:
    assert find_quote("….", "… ….") == (2, 4)
    assert find_quote("end..", "The end…") is None
