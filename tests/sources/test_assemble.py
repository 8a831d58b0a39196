"""Numbers, sections, labels, pages and offsets of a Document."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.blocks import Block, BlockKind, Reading
from sources.document import Document, Language, Record, Role
from sources.errors import Reason, Refused
from sources.units.assemble import assemble
from tests.strategies import sentence_texts

B, H, F = BlockKind.BODY, BlockKind.HEADING, BlockKind.FURNITURE


def _document(*blocks: Block, titles: dict[str, str] | None = None) -> Document:
    return assemble(Reading(blocks), Record("k", titles=titles or {}), "plain")


def _texts(document: Document) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs]


def test_headings_name_sections_and_are_no_paragraphs() -> None:
    found = _document(
        Block("머리말이다."),
        Block("1장", H, level=1),
        Block("첫째다."),
        Block("1절", H, level=2),
        Block("둘째다."),
        Block("쪽 머리", F),
        Block("2장", H, level=1),
        Block("셋째다.", BlockKind.LIST),
    )
    assert _texts(found) == ["머리말이다.", "첫째다.", "둘째다.", "셋째다."]
    assert [p.section for p in found.paragraphs] == ["", "1장", "1장 › 1절", "2장"]
    assert [p.number for p in found.paragraphs] == [1, 2, 3, 4]
    assert found.paragraphs[3].role is Role.LIST
    assert found.text.split("\n\n") == [
        "머리말이다.", "1장", "첫째다.", "1절", "둘째다.", "쪽 머리", "2장", "셋째다."
    ]  # fmt: skip


def test_the_title_opens_no_section() -> None:
    body = Block("본문이다.")
    for titles in ({"ko": "큰  제목"}, {}):
        found = _document(Block("큰 제목", H), body, Block("절", H, level=2), body, titles=titles)
        assert [p.section for p in found.paragraphs] == ["", "절"]
    found = _document(Block("첫 절", H), body, Block("둘째 절", H), body)
    assert [p.section for p in found.paragraphs] == ["첫 절", "둘째 절"]


def test_printed_paragraph_numbers_are_labels() -> None:
    blocks = [Block(f"{n}. 우리 정상들은 {n}번째로 합의한다. 이를 지킨다.") for n in range(1, 6)]
    found = _document(Block("공동 선언", H), *blocks, Block("모두가 서명했다."))
    assert [p.label for p in found.paragraphs] == ["1", "2", "3", "4", "5", None]
    first = found.paragraphs[0]
    assert found.text[first.start : first.end].startswith("1. 우리")
    assert found.text[first.sentences[0].start :].startswith("우리 정상들은")
    assert len(first.sentences) == 2


def test_a_list_in_a_text_is_not_its_numbering() -> None:
    body = [Block(f"본문 {word} 이어진다.") for word in "가나다라마바사"]
    items = [Block(f"{n}. 항목이 있다.", BlockKind.LIST) for n in (1, 2, 3)]
    assert {p.label for p in _document(*body, *items).paragraphs} == {None}
    assert {p.label for p in _document(*items, *items).paragraphs} == {None}


def test_labels_of_the_reader_stand() -> None:
    found = _document(Block("첫째다.", label="제1조"), Block("둘째다.", label=" 2\u200b "))
    assert [p.label for p in found.paragraphs] == ["제1조", "2"]


def test_page_breaks_move_with_the_text() -> None:
    raw = unicodedata.normalize("NFD", "앞쪽  글이\u200b ") + unicodedata.normalize("NFD", "뒤쪽에 있다.")
    at = len(unicodedata.normalize("NFD", "앞쪽  글이\u200b "))
    found = _document(Block("첫 문단이다.", page=3), Block(raw, page=3, page_breaks=((at, 4),)))
    second = found.paragraphs[1]
    assert _texts(found)[1] == "앞쪽 글이 뒤쪽에 있다."
    ((offset, page),) = second.page_breaks
    assert (found.text[offset : offset + 2], page) == ("뒤쪽", 4)
    assert (second.page_at(offset - 1), second.page_at(offset)) == (3, 4)


@pytest.mark.parametrize(
    ("text", "code"),
    [("これは日本の文書である。安全保障を論じる。", "ja"), ("Совет обсудил новые угрозы.", "ru")],
)
def test_other_languages_are_named(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        _document(Block(text))
    assert refusal.value.reason is Reason.UNSUPPORTED_LANGUAGE
    assert refusal.value.details["code"] == code


def test_nothing_to_cite() -> None:
    with pytest.raises(Refused) as refusal:
        _document(Block("\u200b \n"), Block("쪽 머리", F))
    assert refusal.value.reason is Reason.NO_TEXT
    assert _texts(_document(Block("제목뿐인 글", H))) == ["제목뿐인 글"]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    blocks = []
    for _ in range(draw(st.integers(1, 8))):
        text = draw(st.one_of(sentence_texts(), st.text(max_size=40), st.just("가 나\t다\n\n라")))
        breaks = sorted(draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=2)))
        kind = draw(st.sampled_from(list(BlockKind)))
        blocks.append(
            Block(
                text,
                kind,
                draw(st.none() | st.integers(1, 9)),
                tuple((at, 9 + n) for n, at in enumerate(breaks)),
            )
        )
    return Reading((*blocks, Block("끝이다.")))


@given(readings(), st.sampled_from(list(Language)))
def test_spans_always_hold(reading: Reading, language: Language) -> None:
    found = assemble(reading, Record("k"), "plain", language)
    assert unicodedata.is_normalized("NFC", found.text)
    assert [p.number for p in found.paragraphs] == list(range(1, len(found.paragraphs) + 1))
    last = 0
    for paragraph in found.paragraphs:
        assert last <= paragraph.start < paragraph.end <= len(found.text)
        last = paragraph.end
        text = found.text[paragraph.start : paragraph.end]
        assert text == text.strip() and "\n\n" not in text
        assert paragraph.sentences
        for before, sentence in zip((None, *paragraph.sentences), paragraph.sentences, strict=False):
            assert paragraph.start <= sentence.start < sentence.end <= paragraph.end
            assert before is None or before.end <= sentence.start
        for offset, _ in paragraph.page_breaks:
            assert paragraph.start <= offset < paragraph.end
