"""Receipts prove a footnote against any version of a library; links open its sentence."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citing.errors import BadReceipt
from assistant.citing.lookup import citation_at, citation_in
from assistant.citing.proof import Verdict, prove
from assistant.citing.receipt import link_of, read_link, read_receipt, receipt_of
from assistant.citing.sample import BRIEF
from assistant.messages import say
from index.library import Library
from sources.document import Document, Language
from sources.units.tree import Tree
from tests.assistant.citing.cases import KOREAN, Shelves, document, quote_of
from tests.strategies import documents

FIRST = quote_of(KOREAN, 1)
RECEIPT = receipt_of(FIRST)
REVISED = document(BRIEF, "머리말이 새로 붙었다.", "북극항로는 2030년에야 열린다.", "운임은 35% 내려간다.")


@given(documents(), st.data())
def test_every_sentence_is_proved_by_its_receipt_and_opened_by_its_link(
    source: Document, data: st.DataObject
) -> None:
    paragraph = data.draw(st.sampled_from(source.paragraphs))
    sentence = data.draw(st.sampled_from(paragraph.sentences))
    place = source.location(paragraph, sentence.start, sentence.end)
    citation = replace(
        FIRST, quote=source.text[sentence.start : sentence.end], location=place, record=source.record
    )
    shelf = Shelves(source)
    receipt = read_receipt(json.dumps(receipt_of(citation).as_json()))
    assert receipt == receipt_of(citation)
    proof = prove(receipt, shelf)
    assert (proof.verdict, proof.quote, proof.location, proof.current) == (
        *(Verdict.PROVED, citation.quote, place, True),
    )
    assert prove(link_of(citation), shelf).verdict is Verdict.PROVED
    opened = citation_at(shelf, link_of(citation))
    assert (opened.quote, opened.location) == (citation.quote, place)


def test_a_link_is_short_and_the_same_for_the_same_words() -> None:
    assert len(link_of(FIRST)) <= len("gakju:") + 28
    again = quote_of(document(replace(BRIEF, key="other-name", titles={}), *KOREAN.text.split("\n\n")), 1)
    assert link_of(again) == link_of(FIRST)
    assert read_link(f"http://127.0.0.1:8501/?at={link_of(FIRST)}").document_id == KOREAN.id


def test_an_old_version_still_proves_and_says_whether_the_words_still_stand() -> None:
    shelf = Shelves(KOREAN, REVISED)
    assert prove(RECEIPT, shelf) == replace(prove(RECEIPT, Shelves(KOREAN)), current=True)
    changed = prove(receipt_of(quote_of(KOREAN, 2)), shelf)
    assert (changed.verdict, changed.current) == (Verdict.PROVED, False)


def test_the_words_are_found_where_the_version_is_gone() -> None:
    shelf = Shelves(REVISED)
    proof = prove(RECEIPT, shelf, FIRST.quote)
    assert (proof.verdict, proof.quote) == (Verdict.SAME_WORDS, FIRST.quote)
    assert proof.location is not None and proof.location.paragraph == 2
    second = quote_of(KOREAN, 2)
    assert prove(receipt_of(second), shelf, second.quote).verdict is Verdict.CHANGED
    assert prove(RECEIPT, shelf).verdict is Verdict.CHANGED  # without the words there is nothing to find


def test_a_forged_quote_or_span_is_not_proved() -> None:
    shelf = Shelves(KOREAN)
    for forged in (
        receipt_of(replace(FIRST, quote="북극항로는 2031년에야 열린다.")),
        replace(RECEIPT, start=RECEIPT.start + 1),
        replace(RECEIPT, end=RECEIPT.end - 1),
    ):
        assert prove(forged, shelf).verdict is Verdict.CHANGED
    assert prove(replace(RECEIPT, document_id="0" * 16, key="gone"), shelf).verdict is Verdict.UNKNOWN


def test_a_tampered_store_is_noticed() -> None:
    tampered = replace(KOREAN, text=KOREAN.text.replace("2030", "2031"))
    assert prove(RECEIPT, Shelves(tampered)).verdict is Verdict.CHANGED


@pytest.mark.parametrize(
    "text", ["", "gakju:", "gakju:aaaa", "gakju:!!!!", "{}", "{", '{"gakju": 1}', "x" * 5000]
)
def test_a_bad_receipt_is_one_clear_error(text: str) -> None:
    with pytest.raises(BadReceipt) as caught:
        prove(text, Shelves(KOREAN))
    for language in Language:
        assert say(f"citing.{caught.value.code}", language, **caught.value.details)


@given(st.integers(6, 26), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_mistyped_link_never_proves_another_sentence(position: int, letter: str) -> None:
    link = link_of(FIRST)
    typed = link[:position] + letter + link[position + 1 :]
    try:
        proof = prove(typed, Shelves(KOREAN))
    except BadReceipt:
        return
    assert proof.verdict is not Verdict.PROVED or proof.quote == FIRST.quote


def test_printed_page_and_page_of_the_file_are_kept_apart() -> None:
    receipt = receipt_of(replace(FIRST, record=replace(BRIEF, page_offset=32)))
    assert (receipt.page, receipt.printed_page) == (1, 33)


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_has_a_sentence(verdict: Verdict) -> None:
    assert all(say(f"citing.proof_{verdict}", language) for language in Language)


def test_the_library_itself_proves_and_opens_its_sentences(shipped: Library) -> None:
    for entry in shipped.entries():
        source = shipped.document(entry.record.key)
        for paragraph in source.paragraphs[:2]:
            sentence = paragraph.sentences[-1]
            citation = citation_in(Tree(source), source.location(paragraph, sentence.start, sentence.end))
            proof = prove(link_of(citation), shipped)
            assert (proof.verdict, proof.quote, proof.current) == (Verdict.PROVED, citation.quote, True)
            assert citation_at(shipped, link_of(citation)) == citation
    assert prove(replace(RECEIPT, key="", document_id="0" * 16), shipped).verdict is Verdict.UNKNOWN
