"""From measuring to the verdict, each stage by itself on plain data: no library, no model."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from assistant.answer import State
from assistant.choosing.columns import FEATURES, SIGNALS
from assistant.choosing.compare import best_of_each
from assistant.choosing.dated import dated_first
from assistant.choosing.documents import lexical_document
from assistant.choosing.extras import likely_more, more_features
from assistant.choosing.firsts import of_the_text
from assistant.choosing.order import ordered
from assistant.choosing.points import announced, counted_points
from assistant.choosing.rows_named import rows_named
from assistant.choosing.score import measured, ranked
from assistant.choosing.select import select
from assistant.choosing.weights import Linear, shipped
from assistant.choosing.whole import behind
from assistant.judging.homeland import homeland
from assistant.judging.signals import NEAR_BY
from assistant.judging.verdict import judge, look, missing_words, telling
from assistant.question.read import read_question
from assistant.words.wording import KIND_WEIGHT
from assistant.writing.write import CitationList, write_claims
from index.hit import ToRead
from index.words.glossary import territory
from index.words.terms import TermKind
from sources.document import Document, Language, Role, content_id
from sources.units.tree import Tree
from tests.passages import asking, passage, scored

KO, EN = Language.KO, Language.EN
BUDGET = passage(["예산은 47조 원으로 늘었다.", "날씨는 맑았다.", "국방비는 3.5%다."])


def silent(_: str, passages: list[ToRead]) -> None:
    """No reader."""


def alone(**changes: float):
    """The weights that ship without the reader, so that no further sentence is added."""
    return replace(shipped(False), add_at=2.0, **changes)


def column(name: str) -> int:
    return FEATURES.index(name)


def test_every_sentence_is_measured_and_without_a_reader_its_column_is_empty():
    found = measured(asking("예산은 얼마인가?", BUDGET), silent)
    assert found.matrix.shape == (3, len(FEATURES))
    assert not found.read and not found.matrix[:, column("reader")].any()
    hard, lexical = found.matrix[:, column("hard")], found.matrix[:, column("lexical")]
    assert hard.tolist() == [1.0, 0.0, 0.0]
    assert lexical[0] > lexical[1]


def test_the_readers_scores_are_a_column():
    found = measured(asking("예산은 얼마인가?", BUDGET), lambda _, given: [[2.0, -1.0, 0.5] for _ in given])
    assert found.read and found.matrix[:, column("reader")].tolist() == [2.0, -1.0, 0.5]


def test_nothing_found_is_nothing_measured():
    assert select(measured(asking("예산은?"), silent), alone()) == []


def test_sentences_are_ranked_by_their_features():
    found = replace(asking("예산은?", BUDGET), matrix=np.eye(3, len(FEATURES)))
    values = np.zeros(len(FEATURES))
    values[1] = 1.0
    assert ranked(found, Linear(values)).scored[0].place == 1


COUNCIL = passage(["위원회는 다섯 사람으로 한다.", "임기는 시장이 정한다.", "차장이 회의를 이끈다."])


def test_each_part_of_a_question_is_read_by_itself():
    def read(question: str, given: list[ToRead]) -> list[list[float]]:
        chair = [-5.0, -5.0, 6.0] if question.endswith("위원장인가요?") else [6.0, -5.0, -5.0]
        return [chair for _ in given]

    found = measured(asking("위원회는 몇 명이고 누가 위원장인가요?", COUNCIL), read)
    assert [matrix[:, column("reader")].tolist() for matrix in found.part_matrices] == [
        [6.0, -5.0, -5.0],
        [-5.0, -5.0, 6.0],
    ]
    told = select(ranked(found, shipped(True).rank), shipped(True))
    assert {0, 2} <= {one.place for one in told}


def test_a_document_that_lacks_what_others_have_is_behind_them():
    ferry = passage(["나루길 사업은 배를 늘린다.", "예산은 늘었다."], key="나루")
    bridge = passage(["다리 예산은 늘었다."], key="다리")
    other = passage(["예산은 늘었다."], key="other")
    found = asking("나루길 사업의 예산과 등대는?", ferry, bridge, other)
    terms = found.whole.terms
    apart = lexical_document(terms, terms, found.passages, KO)
    # What all have counts alike for all, what none has ("등대") for none.
    rare = KIND_WEIGHT[TermKind.NOUN] * math.log(1 + 2.5 / 1.5)
    own = [t.surface for t in terms if t.surface in ("나루길", "사업")]
    assert apart == {
        "id-나루": 0.0,
        "id-다리": pytest.approx(-rare * len(own)),
        "id-other": pytest.approx(-rare * len(own)),
    }


FLEET = passage(["가락\t3\t—", "나리\t5\t60", "다솔\t7\t80", "라온\t9\t95"], role=Role.TABLE)


def test_a_row_is_no_point_of_a_list_and_leads_where_it_is_the_best():
    one, other = scored(FLEET, 2, 9.0, reader=3.0), scored(FLEET, 0, 5.5, reader=-9.0)
    found = replace(asking("다솔의 배는 몇 척인가?", FLEET), scored=(one, other))
    assert announced(found.scored, one) == []
    beside = scored(FLEET, 1, 8.5)
    assert ordered([one, other, beside])[0] is one
    line = passage(["가락은 세 척이다.", "나리는 다섯 척이다."])
    assert [s.place for s in ordered([scored(line, 1, 9.0), scored(line, 0, 8.0)])] == [0, 1]


def test_misspelt_words_are_mended_by_the_passages():
    poland = passage(["폴란드는 예산을 늘렸다."])
    mended = measured(asking("폴랜드의 예산은?", poland), silent)
    [name] = [t for t in mended.whole.terms if t.surface == "폴랜드"]
    assert ("폴란드",) in name.alternatives(KO)


def test_the_lines_under_a_title_are_no_answer_unless_they_may_be_asked_for():
    imprint, text = scored(BUDGET, 1, 2.0, imprint=1.0), scored(BUDGET, 0, 1.0)
    assert of_the_text(read_question("예산의 결론은?", KO), [imprint, text]) == [text]
    assert of_the_text(read_question("누가 언제 썼나?", KO), [imprint, text]) == [imprint, text]


def test_a_date_by_itself_is_behind_the_text():
    minutes = passage(["May 1, 2024"], key="minutes", language=EN)
    day = scored(minutes, 0, 3.0)
    text = scored(passage(["The berths were let."], key="minutes", number=2, language=EN), 0, 2.9)
    found = replace(asking("What was decided on 1 May 2024?", minutes, language=EN), scored=(day, text))
    assert behind(found)[0] == text
    assert behind(replace(found, dating=frozenset({day.spot})))[0] == day


DONE = passage(["Done at Orsk on 3 March 1998 in two copies."], number=9, start=900, language=EN)
OTHER = passage(["The Parties founded a bank."], key="bank", language=EN)
ARTICLE = passage(
    ["The Parties found the Orsk Commission.", "It was founded in 1998."], language=EN, start=10
)


@pytest.mark.parametrize(
    ("article", "done", "first"),
    [
        (scored(ARTICLE, 0, 5.0, reader=-3.0), scored(DONE, 0, 2.5, reader=-2.0), DONE),
        (scored(ARTICLE, 0, 5.0, reader=2.0), scored(DONE, 0, 2.5, reader=1.0), ARTICLE),
        (scored(ARTICLE, 0, 8.0, reader=-3.0), scored(DONE, 0, 2.5, reader=-2.0), DONE),
        (scored(OTHER, 0, 6.0, reader=-3.0), scored(DONE, 0, 2.5, reader=-2.0), OTHER),
        (scored(ARTICLE, 1, 5.0, reader=-3.0), scored(DONE, 0, 4.5, reader=-2.0), ARTICLE),
    ],
    ids=[
        "read better",
        "not read better",
        "far behind",
        "too far behind another document",
        "the best has a time",
    ],
)
def test_what_dates_a_document_leads_where_the_best_has_no_time(article, done, first):
    found = asking("When was the agreement signed?", ARTICLE, DONE, language=EN)
    assert dated_first(replace(found, dating=frozenset({done.spot})), [article, done])[0].passage is first
    assert dated_first(found, [article, done])[0].passage is article.passage


def test_one_right_sentence_is_enough():
    chosen = [scored(BUDGET, place, 3.0 - place) for place in range(3)]
    found = replace(asking("예산은 얼마인가?", BUDGET), scored=tuple(chosen))
    assert select(found, alone()) == [replace(chosen[0], score=pytest.approx(3.0))]


def test_a_likely_sentence_is_added():
    chosen = [scored(BUDGET, place, 3.0 - place) for place in range(3)]
    found = replace(asking("예산은 얼마인가?", BUDGET), scored=tuple(chosen))
    rows, candidates = more_features(found.question, found.scored, chosen[0])
    assert rows.shape[0] == len(candidates) == 2
    everything = list(likely_more(found, found.scored, [chosen[0]], replace(shipped(False), add_at=0.0)))
    assert {s.place for s in everything} == {1, 2}


def test_each_of_several_documents_named_has_its_best_sentence():
    first = passage(["서울 선언은 예산을 늘린다."], key="서울 선언")
    second = passage(["부산 선언은 예산을 줄인다."], key="부산 선언", number=2)
    sentences = [scored(first, 0, 2.0), scored(second, 0, 1.0)]
    found = asking("서울 선언과 부산 선언의 예산은?", first, second)
    assert set(found.whole.keys) == {"서울 선언", "부산 선언"}
    assert {s.passage.key for s in best_of_each(found, sentences)} == {"서울 선언", "부산 선언"}


@pytest.mark.parametrize(
    ("question", "count"), [("두 가지 까닭은?", 2), ("세 가지 까닭은?", 0), ("까닭은?", 0)]
)
def test_as_many_points_as_were_asked_for(question: str, count: int):
    told = passage(["첫째, 물가가 올라 예산의 값어치가 줄었다.", "둘째, 금리가 올라 빚을 갚는 돈이 늘었다."])
    points = counted_points(read_question(question, KO), [scored(told, 0, 1.0), scored(told, 1, 0.5)])
    assert len(points) == count


class Shown:
    """The trees of one document."""

    def __init__(self, document: Document) -> None:
        self._tree = Tree(document)

    def of(self, _: str) -> Tree:
        return self._tree


def test_claims_are_the_sentences_and_cite_them_verbatim():
    document = Document(content_id(BUDGET.text), BUDGET.text, (BUDGET.paragraph,), KO, BUDGET.record, "plain")
    own = replace(BUDGET, document_id=document.id)
    cited = CitationList(Shown(document), KO)  # type: ignore[arg-type]
    shelf = asking("예산은?", own).shelf
    claims = write_claims(cited, KO, [scored(own, 0), scored(own, 2)], [own], shelf, ())
    assert [claim.text for claim in claims] == [own.sentences[0].text, own.sentences[2].text]
    assert [citation.quote for citation in cited.citations] == [claim.text for claim in claims]
    assert [claim.citations for claim in claims] == [(1,), (2,)]


def judged(question: str, place: int):
    found = ranked(measured(asking(question, BUDGET), silent), shipped(False).rank)
    chosen = next(s for s in found.scored if s.place == place)
    return found, [chosen]


@pytest.mark.parametrize(
    ("question", "signal"), [("베네수엘라의 예산은?", "place_missing"), ("2031년 예산은?", "figure_missing")]
)
def test_signals_tell_what_the_chosen_sentence_has_not(question: str, signal: str):
    found, chosen = judged(question, 0)
    row = look(found, chosen).row
    assert row.shape == (len(SIGNALS),)
    assert [name for name in SIGNALS if row[SIGNALS.index(name)] == 1.0] == [signal]


def test_a_country_that_only_another_passage_of_the_document_names_counts_less():
    told = passage(["The council left the rate at 4.1 percent."], key="minutes", language=EN)
    named = passage(["Prices in Venezuela rose slowly."], key="minutes", number=2, start=90, language=EN)
    elsewhere = passage(["Prices in Venezuela rose slowly."], key="other", number=2, start=90, language=EN)
    seen = {}
    for other in (named, elsewhere):
        found = measured(asking("What rate was set in Venezuela?", told, other, language=EN), silent)
        found = ranked(found, shipped(False).rank)
        chosen = [s for s in found.scored if s.passage == told]
        sight = look(found, chosen)
        seen[other.key] = (sight.row[SIGNALS.index("place_missing")], sight.afar)
        # It may be another country's, or the other document's matter: never plainly, however likely.
        sure = replace(shipped(False), answer_at=0.0, hedge_at=0.0)
        assert judge(found, chosen, sure).state is State.HEDGE
        assert sight.afar is not sight.adrift
    assert seen == {"minutes": (NEAR_BY, True), "other": (1.0, False)}


def test_the_country_that_a_title_names_or_a_document_is_about_is_not_missed():
    def missed(title: str, homes: dict[str, str]) -> float:
        told = passage(["The council left the rate at 4.1 percent."], key=title, language=EN)
        found = measured(asking("What rate was set in Venezuela?", told, language=EN), silent)
        found = replace(found, homes={key: territory(code) for key, code in homes.items()})
        found = ranked(found, shipped(False).rank)
        return float(look(found, found.scored[:1]).row[SIGNALS.index("place_missing")])

    assert missed("Minutes of Venezuela", {}) == 0.0
    assert missed("Minutes", {}) == 1.0
    assert missed("Minutes", {"id-Minutes": "VE"}) == 0.0
    assert missed("Minutes", {"id-Minutes": "CL"}) == 1.0
    assert missed("Minutes", {"id-Minutes": "CL", "id-Other": "VE"}) == 1.0


def test_of_a_korean_title_the_first_word_names_the_country_it_is_about():
    told = [passage(["금리는 4.1%이다."], key=key) for key in ("칠레 통화정책", "수입 칠레 구리 대책")]
    missed = []
    for one in told:
        found = ranked(measured(asking("칠레의 금리는?", one), silent), shipped(False).rank)
        missed.append(look(found, found.scored[:1]).row[SIGNALS.index("place_missing")])
    assert missed == [0.0, NEAR_BY]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The Venezuelan council met. Prices in Venezuela rose, those in Chile fell.", "VE"),
        ("Prices in Venezuela rose, those in Chile fell.", ""),
        ("Prices in Venezuela rose.", ""),
        ("Prices rose.", ""),
    ],
)
def test_a_document_is_about_the_country_that_most_of_its_names_of_countries_mean(text: str, code: str):
    assert homeland(text, EN) == (territory(code) if code else None)


def test_what_has_not_the_questions_words_that_another_document_has_is_no_plain_answer():
    told = passage(["등대의 높이는 27.5미터이다."], key="등대 점검")
    other = passage(["석문 산업단지 용지의 분양률은 66%이다."], key="단지 안내")
    found = ranked(measured(asking("석문 산업단지의 분양률은?", told, other), silent), shipped(False).rank)
    sure = replace(shipped(False), answer_at=0.0, hedge_at=0.0)
    state = {}
    for one in (told, other):
        chosen = [s for s in found.scored if s.passage == one]
        sight, verdict = look(found, chosen), judge(found, chosen, sure)
        state[one.key] = ("분양률" in sight.elsewhere and sight.adrift, verdict.state)
    assert state == {"등대 점검": (True, State.HEDGE), "단지 안내": (False, State.ANSWER)}


def test_a_verb_that_only_another_document_has_holds_nothing_back():
    told = passage(["The bridge at Marsten was completed in 1931."], key="bridges", language=EN)
    other = passage(["The lighthouse of Orm was built on a rock."], key="lights", language=EN)
    found = measured(asking("When was the bridge at Marsten built?", told, other, language=EN), silent)
    found = ranked(found, shipped(False).rank)
    assert look(found, [s for s in found.scored if s.passage == told]).adrift is False


def test_a_name_that_stands_nowhere_is_missing():
    found, chosen = judged("베네수엘라의 예산은 얼마인가?", 0)
    assert missing_words(found, telling(found.judged)) == ("베네수엘라",)
    assert judge(found, chosen, shipped(False)).state is not State.ANSWER


def test_without_the_thing_asked_for_no_answer_is_plain():
    found, chosen = judged("예산은 얼마인가?", 1)
    verdict = judge(found, chosen, shipped(False))
    assert verdict.unborne and verdict.state is not State.ANSWER


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("18번 문항의 긍정 응답은?", 1),
        ("What share agreed in item 18?", 1),
        ("What share agreed in item 19?", 0),
        ("18명이 답한 문항은?", 0),
    ],
)
def test_a_row_that_is_named_by_its_number_leads(question: str, place: int):
    rows = passage(["17.\tPay\t40%", "18.\tTraining\t18%", "19.\tA\t1%", "19.\tB\t2%"], role=Role.TABLE)
    language = KO if question[-2] == "은" else EN
    found = replace(
        asking(question, rows, language=language), scored=tuple(scored(rows, n, 4.0 - n) for n in range(4))
    )
    assert select(found, shipped(False))[0].place == place


def test_rows_that_the_question_names_are_told_each():
    rows = passage(
        ["Tunisia\t14.50", "Lebanon\t2.57", "Jordan\t4.20", "Total\t98.46"], role=Role.TABLE, language=EN
    )
    every = [scored(rows, place, 5.0 - place) for place in range(4)]
    asked = asking("Compare the total for Tunisia with that for Jordan", rows, language=EN)
    assert [one.place for one in rows_named(asked, every, every[0])] == [2]
    alone = asking("How much went to Tunisia?", rows, language=EN)
    assert rows_named(alone, every, every[0]) == []
    other = asking("How much was lent?", rows, language=EN)
    assert rows_named(other, every, every[0]) == []
    twice = passage(["Tunisia\t1", "Jordan\t2", "Jordan\t3"], role=Role.TABLE, language=EN)
    grouped = [scored(twice, place) for place in range(3)]
    asked = asking("Compare Tunisia with Jordan", twice, language=EN)
    assert rows_named(asked, grouped, grouped[0]) == []
