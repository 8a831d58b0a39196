"""The stages of choosing and writing, each by itself on plain data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.choosing.extras import before
from assistant.choosing.order import adjacent, ordered, repeats, runs, shares
from assistant.choosing.points import announced, announces
from assistant.choosing.whole import behind
from assistant.writing.compose import QuoteMismatch, cite, claims_of, grouped
from sources.document import Document, Language, Role, content_id
from sources.units.tree import Tree
from tests.passages import asking, passage, scored

REPORT = passage(["예산은 늘었다.", "이는 물가 때문이다.", "다음 해에는 줄었다."], number=1)
FIRST_POINT = "첫째, 물가가 오르면서 예산의 실질 가치가 줄어들었기 때문이다."
SECOND_POINT = "둘째, 금리가 오르면서 빚을 갚는 데 드는 돈이 늘어났기 때문이다."
OTHER = passage(["다른 보고서는 다르게 본다."], key="other", number=4, start=200)


def test_what_follows_on_what_is_adjacent_within_a_paragraph():
    first, second, third = (scored(REPORT, place) for place in range(3))
    assert adjacent(first, second) and not adjacent(first, third)
    assert not adjacent(first, scored(OTHER))


def test_the_first_sentence_keeps_its_neighbours_and_the_rest_follows_by_document():
    first, second, third = (scored(REPORT, place) for place in range(3))
    other = scored(OTHER)
    assert ordered([second, other, first]) == [first, second, other]
    assert ordered([third, other, first]) == [third, first, other]


def test_sentences_in_a_row_share_a_footnote_and_rows_of_a_table_do_not():
    pair = [scored(REPORT, 0), scored(REPORT, 1)]
    assert [len(run) for run in runs(pair)] == [2]
    table = passage(["경기\t12", "서울\t25"], role=Role.TABLE)
    assert [len(run) for run in runs([scored(table, 0), scored(table, 1)])] == [1, 1]


def test_the_same_sentence_and_the_same_words_at_another_place_repeat():
    first = scored(passage(["늘었다.", "줄었다."]), 0)
    assert repeats(first, [first])
    assert repeats(scored(passage(["늘었다."], number=2, start=90), 0), [first])
    assert not repeats(scored(passage(["늘었다."], key="other"), 0), [first])
    assert not repeats(scored(passage(["늘었다.", "줄었다."]), 1), [first])


def test_shares_are_a_softmax():
    found = shares([scored(REPORT, 0, 2.0), scored(REPORT, 1, 1.0), scored(REPORT, 2, 0.0)])
    assert found.sum() == pytest.approx(1.0)
    assert found[0] / found[1] == pytest.approx(2.718281828)


def test_a_sentence_that_leans_brings_the_one_before_it():
    everything = [scored(REPORT, place) for place in range(3)]
    assert before(everything, everything[1]) == [everything[0]]
    assert before(everything, everything[2]) == []


def test_at_the_head_of_a_paragraph_it_leans_on_the_last_sentence_of_the_one_before():
    above = passage(["물이 줄었다.", "피해가 이어지고 있음."], number=4)
    told = passage(["이에 따라 제한을 강화하고자 함."], number=5, start=90)
    apart = passage(["이에 따라 제한을 강화하고자 함."], number=5, start=90, section="부칙")
    everything = [scored(told), scored(above, 0), scored(above, 1)]
    assert before(everything, everything[0]) == [everything[2]]
    assert before([scored(apart), *everything[1:]], scored(apart)) == []
    own = passage(["This Agreement shall enter into force in May."], number=5, start=90, language=Language.EN)
    assert before([scored(own), *everything[1:]], scored(own)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("원인은 세 가지다.", 3),
        ("We find three causes.", 3),
        ("예산은 3조원이다.", 0),
        ("이유는 다음과 같다.", 5),
    ],
)
def test_a_sentence_that_announces_points_says_how_many(text: str, count: int):
    language = Language.EN if text.isascii() else Language.KO
    assert announces(scored(passage([text], language=language))) == count


def test_announced_points_are_those_told_in_ordinals_after_it():
    told = passage(["원인은 두 가지다.", FIRST_POINT, "곁말이다.", SECOND_POINT])
    everything = [scored(told, place, 3.0 - place) for place in range(4)]
    assert [one.place for one in announced(everything, everything[0])] == [1, 3]


def test_a_list_ends_where_the_next_point_of_its_head_begins():
    fines = [
        ["② 다음 각 호의 자에게는 500만원 이하의 과태료를 부과한다."],
        ["1. 물길을 막은 자"], ["2. 둑을 헌 자"],
        ["③ 다음 각 호의 자에게는 300만원 이하의 과태료를 부과한다."], ["1. 보고를 하지 않은 자"],
    ]  # fmt: skip
    told = [passage(text, number=n, start=100 * n, role=Role.LIST) for n, text in enumerate(fines, 1)]
    everything = [scored(one, 0, 9.0 - n) for n, one in enumerate(told)]
    assert [one.passage.paragraph.number for one in announced(everything, everything[0])] == [2, 3]


def test_what_stands_beside_a_text_ranks_behind_it_unless_asked_for():
    body, supplement = scored(REPORT, 0, 1.0), scored(replace(OTHER, beside=True), 0, 1.5)

    def first(question: str):
        return behind(replace(asking(question, REPORT), scored=(supplement, body)))[0].passage

    assert first("예산은 어떻게 되었나?") is REPORT
    assert first("부칙의 내용은?").key == "other"


def document_of(*passages) -> Document:
    text = " ".join(p.text for p in passages)
    return Document(
        content_id(text), text, tuple(p.paragraph for p in passages), Language.KO, passages[0].record, "plain"
    )


def test_a_quote_is_verbatim_or_it_is_refused():
    document = document_of(REPORT)
    own = replace(REPORT, document_id=document.id)
    citation = cite(1, own, own.sentences[:2], Language.KO, Tree(document))
    assert citation.quote == "예산은 늘었다. 이는 물가 때문이다."
    wrong = replace(own.sentences[0], text="예산은 줄었다.")
    with pytest.raises(QuoteMismatch):
        cite(1, own, [wrong], Language.KO, Tree(document))


def test_a_claim_is_in_the_readers_language_where_that_can_be_had():
    document = document_of(REPORT)
    own = replace(REPORT, document_id=document.id)
    citation = cite(1, own, own.sentences[:1], Language.EN, Tree(document))
    (framed,) = claims_of(citation, own.sentences[:1], Language.EN)
    assert framed.quoted == "예산은 늘었다." and framed.text != framed.quoted
    translated = passage(["예산은 늘었다."], translations=["The budget grew."])
    translated = replace(translated, document_id=document.id)
    citation = cite(1, translated, translated.sentences, Language.EN, Tree(document))
    assert [claim.text for claim in claims_of(citation, translated.sentences, Language.EN)] == [
        "The budget grew."
    ]


def test_documents_are_named_where_there_are_several():
    assert grouped([scored(REPORT, 0), scored(REPORT, 2)], lambda record: record.key) == {}
    leads = grouped([scored(REPORT, 0), scored(REPORT, 2), scored(OTHER, 0)], lambda record: record.key)
    assert list(leads.values()) == ["report", "", "other"]
