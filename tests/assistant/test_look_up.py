"""Questions that name a place in a document, and answers that tell whole units."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, State
from assistant.ask import Assistant
from assistant.citing.footnotes import footnote
from assistant.messages import say
from assistant.question.look_up import asks_more, read_look_up
from assistant.question.part_of import in_its_article
from assistant.writing.lines import levels
from sources.blocks import Block, BlockKind, Reading
from sources.document import Language, Record
from sources.units.assemble import assemble
from sources.units.names import name_at
from sources.units.tree import Tree
from tests.assistant.small_library import assistant_over, told

ACT = """---
title: 도서관 자료의 대출에 관한 규정
---

# 도서관 자료의 대출에 관한 규정

## 제1장 총칙

##### 제1조 (목적)

이 규정은 도서관 자료의 대출에 필요한 사항을 정함을 목적으로 한다.

##### 제2조 (대출 기간)

**①** 대출 기간은 14일로 한다. 다만, 잡지는 3일로 한다. <개정 2024.1.1>

**②** 관장은 다음 각 호의 어느 하나에 해당하는 자에게 30일까지 대출할 수 있다.

  1\\. 연구자
  2\\. 장애인
  가\\. 등록 장애인

##### 제2조의2 (연체료)

다음 각 호의 어느 하나에 해당하는 자는 연체료 5천원을 낸다.

  1\\. 기한을 넘긴 자
  2\\. 자료를 훼손한 자

## 부칙

부칙 <제77호,2024.1.1>

제1조(시행일) 이 규정은 2024년 2월 1일부터 시행한다.
"""
REPORT = """# 마을 도서관 통계 보고서

## 이용 현황

표 2 마을별 이용자

(단위: 명)

| 마을 | 2023년 | 2024년 |
|---|---|---|
| 새터 | 1,200 | 1,450 |
| 밤골 | 310 | 298 |

이용자는 새터에서 늘었다.
"""
ESSAY = "# 다른 글\n\n하나를 말한다.\n\n둘을 말한다.\n\n셋을 말한다.\n"
PACT = """# Harbour Pact

## Article 7.5: Dredging

The Parties shall dredge the channel as follows:

(a) the north arm every second year;

(b) the south arm every fifth year.
"""
CLUB = """# Harbour Club Rules

## 2. Members

### 2.1. What they may do

Members may:

1. Use the north pier.

2. Lend a boat, if a quarter agree.

### 2.2. What they may not

Nobody sells a berth.

## 3. The register

The harbour master keeps a register of the boats. It holds the following:

1. the length of the boat;

2. the name of its owner.
"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory) -> Iterator[Assistant]:
    texts = {"규정.md": ACT, "통계.md": REPORT, "pact.md": PACT, "글.md": ESSAY, "club.md": CLUB}
    yield from assistant_over(texts, tmp_path_factory)


def lines_of(answer: Answer) -> list[tuple[int | None, str]]:
    return [(claim.level, claim.text.split()[0]) for claim in answer.claims]


def test_a_list_is_told_in_lines_as_deep_as_the_document_has_them(asking: Assistant) -> None:
    answer = asking.ask("규정 제2조")
    assert lines_of(answer) == [(0, "①"), (0, "②"), (1, "1."), (1, "2."), (2, "가.")]
    # Without its head an item stands at the margin, and a proviso goes on in the line of its sentence.
    assert lines_of(asking.ask("규정 제2조 제2항 제2호")) == [(0, "2."), (1, "가.")]
    assert lines_of(asking.ask("도서관 자료의 대출에 관한 규정의 목차"))[:3] == [
        (0, "도서관"), (1, "제1장"), (2, "제1조"),
    ]  # fmt: skip


def test_running_text_goes_on_and_what_follows_a_list_does_not() -> None:
    blocks = (
        "하나를 말한다.",
        "둘을 말한다. 셋은 다음과 같다.",
        "1. 가나",
        "2. 다라",
        "# 끝",
        "넷을 말한다.",
        "다섯도.",
    )
    kinds = {"# 끝": BlockKind.HEADING}
    reading = Reading(
        tuple(Block(text.lstrip("# "), kind=kinds.get(text, BlockKind.BODY)) for text in blocks)
    )
    tree = Tree(assemble(reading, Record("x"), "plain"))
    places = [tree.at(tree.document.text.index(text)) for text in blocks if text not in kinds]
    assert levels([(tree, place) for place in places]) == [None, 0, 1, 1, 0, None]
    assert levels([(tree, places[0]), (tree, places[0]), (tree, places[4])]) == [None] * 3
    assert levels([]) == []


@pytest.mark.parametrize(
    ("question", "steps", "half"),
    [
        ("제25조 제2항의 내용은?", (("article", "25"), ("paragraph", "2")), ""),
        ("25조 2항의 단서", (("article", "25"), ("paragraph", "2")), "proviso"),
        ("제4조의2 제3호 가목", (("article", "4의2"), ("item", "3"), ("subitem", "가")), ""),
        ("Article 7.5", (("article", "7.5"),), ""),
        ("What does Article 5(1)(a) say?", (("article", "5"), ("step", "1"), ("step", "a")), ""),
        ("para. 12", (("paragraph", "12"),), ""),
        ("표 3", (("table", "3"),), ""),
        ("표 3과 표 4", (("table", "3"),), ""),
        ("Show Table CA3", (("table", "CA3"),), ""),
        ("Figure A2b을 보여 줘", (("figure", "A2B"),), ""),
        ("Table 2", (("table", "2"),), ""),
        ("5쪽", (("page", "5"),), ""),
        ("별표 1", (("annex", "1"),), ""),
        ("부칙 제3조", (("supplement", ""), ("article", "3")), ""),
        ("제2장 제1절의 내용은?", (("chapter", "2"), ("section", "1")), ""),
        ("규약 4.1절 2항", (("section", "4.1"), ("step", "2")), ""),
        ("What does section 8.3 say?", (("section", "8.3"),), ""),
        ("Chapter II", (("chapter", "II"),), ""),
        ("부속서 A 제3항은?", (("annex", "A"), ("step", "3")), ""),
        ("Annex B, paragraph 4", (("annex", "B"), ("step", "4")), ""),
    ],
)
def test_a_place_is_read_from_a_question(question: str, steps, half: str):
    found = read_look_up(question)
    assert found is not None
    assert (found.steps, found.half) == (steps, half)


@pytest.mark.parametrize(
    "question",
    [
        "방위비 3조원은 얼마?",
        "예산 25조 달러가 뭐야?",
        "1,000조는 얼마나 큰가?",
        "빚 25조 2천억원은 누가 졌나?",
        "제2차 세계대전은 언제 끝났나?",
        "GDP의 5%로 올린다는 조항은?",
        "증명사진 3장을 어디에 내나?",
        "북미 정상회담은 몇 차례 있었나?",
    ],
)
def test_figures_and_names_are_no_places(question: str):
    assert read_look_up(question) is None


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("제2조 제1항의 단서", ["다만, 잡지는 3일로 한다."]),
        ("제2조 제1항 본문", ["① 대출 기간은 14일로 한다."]),
        ("제2조 제2항 제2호", ["2. 장애인", "가. 등록 장애인"]),
        ("부칙 제1조", ["제1조(시행일) 이 규정은 2024년 2월 1일부터 시행한다."]),
        ("표 2를 보여 줘", ["새터\t1,200\t1,450", "밤골\t310\t298"]),
        (
            "Article 7.5",
            [
                "The Parties shall dredge the channel as follows:",
                "(a) the north arm every second year;",
                "(b) the south arm every fifth year.",
            ],
        ),
    ],
)
def test_what_stands_at_a_place_is_told_whole_and_nothing_else(asking: Assistant, question: str, quotes):
    answer = asking.ask(question)
    assert answer.state is State.ANSWER
    assert [citation.quote for citation in answer.citations] == quotes


def test_the_article_itself_is_meant_and_not_one_of_the_supplementary_provisions(asking: Assistant):
    assert told(asking.ask("제1조")).startswith("이 규정은 도서관 자료의 대출에")


def test_a_place_that_is_not_there_is_said_not_to_be(asking: Assistant):
    answer = asking.ask("제9조 제4항")
    assert answer.state is State.ABSTAIN and not answer.claims
    assert "제9조 제4항" in answer.notes[0]


@pytest.mark.parametrize(
    ("before", "questions", "quote"),
    [
        ("도서관 자료의 대출에 관한 규정 제2조", ("그 조 제2항 제2호는?",), "2. 장애인"),
        ("도서관 자료의 대출에 관한 규정 제2조", ("그럼 제1항은?", "단서는?"), "다만, 잡지는 3일로 한다."),
        ("규정 제2조의2", ("그 조 제2호는?",), "2. 자료를 훼손한 자"),
        ("규정 제2조 제1항", ("And its paragraph 1?",), "① 대출 기간은 14일로 한다."),
        ("규정 제2조 제1항", ("What about paragraph 2 of that article?",), "② 관장은"),
    ],
)
def test_a_part_is_of_the_article_spoken_of(asking: Assistant, before: str, questions, quote: str):
    talk = [asking.ask(before)]
    for question in questions:
        talk.append(asking.ask(question, previous=talk))
    assert talk[-1].state is State.ANSWER and told(talk[-1]).startswith(quote)


def test_a_part_of_no_article_spoken_of_stays_as_it_is(asking: Assistant):
    essay = asking.ask("다른 글 2문단은?")
    for text, before in [
        ("그 조 제2항은?", [essay]),
        ("2문단은?", [asking.ask("규정 제2조")]),
        ("단서는?", []),
    ]:
        assert in_its_article(text, Language.KO, before) == text


def test_a_number_that_every_document_has_asks_which_is_meant(asking: Assistant):
    answer = asking.ask("3문단")
    assert answer.state is State.ABSTAIN
    assert "다른 글" in answer.notes[0]


def test_documents_that_are_not_looked_through_are_told(asking: Assistant, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.writing.meant.SEARCHED", 3)
    note = say("ask.looked_through", Language.KO, count=3, total=5)
    there, nowhere = asking.ask("제2조 제1항"), asking.ask("제9조 제4항")
    assert there.state is State.HEDGE and there.claims and there.notes == (note,)
    assert nowhere.state is State.ABSTAIN and nowhere.notes[-1] == note
    named = asking.ask("도서관 자료의 대출에 관한 규정 제2조 제1항")
    assert named.state is State.ANSWER and note not in named.notes


def test_an_outline_is_the_headings_each_with_its_place(asking: Assistant):
    answer = asking.ask("도서관 자료의 대출에 관한 규정의 목차")
    assert [claim.text for claim in answer.claims][1:4] == ["제1장 총칙", "제1조 (목적)", "제2조 (대출 기간)"]


def test_footnotes_name_the_unit_in_both_languages(asking: Assistant):
    (citation,) = asking.ask("제2조 제1항 단서").citations
    assert "제2조 제1항 단서" in footnote(citation, "korean", Language.KO)
    assert "art. 2, para. 1, proviso" in footnote(citation, "chicago", Language.EN)
    rows = asking.ask("표 2").citations
    assert "표 2, 밤골 행" in footnote(rows[1], "korean", Language.KO)


def test_a_row_is_told_with_its_columns_and_its_caption(asking: Assistant):
    claim = asking.ask("표 2").claims[0]
    assert claim.cells == (("마을", "새터"), ("2023년", "1,200"), ("2024년", "1,450"))
    assert claim.caption == "표 2 마을별 이용자 (단위: 명)"


def test_an_item_comes_with_its_head(asking: Assistant):
    answer = asking.ask("자료를 훼손한 자는 연체료가 얼마인가?")
    texts = [claim.text for claim in answer.claims]
    assert any("연체료 5천원" in text for text in texts)
    assert any("훼손한 자" in text for text in texts)


def test_a_numbered_heading_is_a_section_and_its_numbers_are_its_parts(asking: Assistant):
    assert told(asking.ask("What does section 2.1 of the harbour club rules say?")).startswith("Members may")
    assert told(asking.ask("Paragraph 2 of section 2.1 of the harbour club rules")).startswith(
        "2. Lend a boat"
    )
    assert told(asking.ask("도서관 자료의 대출에 관한 규정 제1장의 내용은?")).startswith("이 규정은")


def test_what_comes_after_a_place_may_be_the_question():
    def more(text: str) -> bool:
        wanted = read_look_up(text)
        assert wanted is not None
        return asks_more(wanted, Language.EN)

    assert more("In Table 2 of the rules, what is paid for a berth?")
    assert more("Under Article 5 of the pact, which members may leave?")
    assert not more("What does Article 5 of the pact say?")
    assert not more("Article 5 of the pact says what?")


def test_a_name_and_a_place_alone_ask_what_stands_there():
    asked = {
        "Harbour Pact, Article 7.5?": False,
        "The pact on harbours: Article 7.5": False,
        "Under the Harbour Pact, what is dredged by Article 7.5?": True,
        "Harbour Pact, Article 7.5 on the arms of the channel": True,
    }
    for question, more in asked.items():
        wanted = read_look_up(question)
        assert wanted is not None
        assert asks_more(wanted, Language.EN) is more, question


def test_a_document_meant_by_words_of_another_language_has_the_place(asking: Assistant):
    # The Korean text on lending has these words in its title, and no such article.
    answer = asking.ask("What does Article 7.5 on lending library materials provide?")
    assert answer.state is State.HEDGE
    assert "(a) the north arm every second year;" in told(answer)


def test_a_question_about_a_place_is_answered_from_it(asking: Assistant):
    asked = asking.ask("도서관 자료의 대출에 관한 규정 제2조 제2항에 따르면 며칠까지 빌릴 수 있나?")
    assert "30일까지" in told(asked) and "14일" not in told(asked)


def test_a_title_in_the_other_language_names_its_document(asking: Assistant):
    answer = asking.ask("항구 클럽 규칙 2.2절의 내용은?")
    assert answer.state is State.ANSWER and told(answer) == "Nobody sells a berth."


def test_a_head_comes_with_all_its_items(asking: Assistant):
    quotes = told(_asked(asking, "30일까지 대출할 수 있는 사람은 누구인가?"))
    assert "연구자" in quotes and "등록 장애인" in quotes


def test_a_sentence_comes_with_the_list_that_the_next_announces(asking: Assistant):
    quotes = told(_asked(asking, "Who keeps a register of the boats in the harbour club?"))
    assert quotes.startswith("The harbour master keeps") and "name of its owner" in quotes


def test_an_editorial_note_is_no_part_of_an_answer(asking: Assistant):
    assert "<개정" not in told(_asked(asking, "대출 기간은 며칠인가?"))


def _asked(asking: Assistant, question: str) -> Answer:
    answer = asking.ask(question)
    assert answer.state is not State.ABSTAIN
    return answer


def test_a_law_is_known_by_its_short_name_and_one_that_is_not_there_is_not_told_as_another(asking: Assistant):
    assert told(asking.ask("도서관규정 제1조")).startswith("이 규정은 도서관 자료의 대출에")
    assert asking.ask("형사소송법 제1조의 내용은?").state is not State.ANSWER


def test_two_places_asked_for_at_once_are_not_answered_with_one(asking: Assistant):
    assert read_look_up("부칙 말고 제2조 보여 줘").steps == (("article", "2"),)
    answer = asking.ask("What does Article 7.5 provide instead of Article 9?")
    assert answer.state is not State.ANSWER


def test_a_proviso_is_named_only_where_the_quote_is_it():
    text = "제3조(신청) 신청한다. 이 경우 서류를 낸다. 다만, 예외로 한다. 서면으로 낸다."
    document = assemble(Reading((Block(text),)), Record("x"), "plain")
    tree = Tree(document)
    start = text.index("다만")
    assert name_at(tree, start, len(text))[-1] == ("proviso", "")
    assert name_at(tree, text.index("서면"), len(text))[-1] == ("article", "제3조")
    assert name_at(tree, 0, start - 1)[-1] == ("main", "")


def test_a_word_that_names_another_document_does_not_hide_the_one_that_has_the_place(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    gates = (
        "# Ordinance No. 71-2002\n\nAn ordinance of the City of Rivermouth on gates across streets.\n\n"
        "## Section 1. Gates\n\nGates shall not be used to close a public street of the city.\n"
    )
    for asking in assistant_over({"act.md": ACT, "gates.md": gates}, tmp_path_factory):
        answer = asking.ask("What does Article 2(1) of the ordinance on lending library materials say?")
        # Which is meant is not plain: the answer says where it looked.
        assert (answer.state, len(answer.notes)) == (State.HEDGE, 1)
        assert [citation.quote[:12] for citation in answer.citations] == ["① 대출 기간은 14일"]
        nowhere = asking.ask("What does Article 2 of Ordinance No. 71-2002 on library gates say?")
        assert nowhere.state is State.ABSTAIN


@pytest.mark.parametrize(
    ("question", "steps", "outlined"),
    [
        ("규정 목차에서 1장 아래에는 어떤 조가 들어 있어?", (("chapter", "1"),), True),
        ("outline of section 2 of the club rules", (("section", "2"),), True),
        ("이 글 참고 4는 무슨 내용인가?", (("annex", "4"),), False),
    ],
)
def test_a_division_of_an_outline_and_a_reference_note_are_places(question: str, steps, outlined: bool):
    wanted = read_look_up(question)
    assert wanted and (wanted.steps, wanted.outline) == (steps, outlined)
    assert not asks_more(wanted, Language.EN if question.isascii() else Language.KO)


@pytest.mark.parametrize("question", ["참고로 지난해 대출은 몇 권이었나?", "이 글이 참고한 책은?"])
def test_a_word_that_only_looks_like_a_reference_note_is_none(question: str):
    assert read_look_up(question) is None


def test_the_outline_of_a_part_is_its_headings(asking: Assistant):
    answer = asking.ask("Outline of section 2 of the Harbour Club Rules")
    assert [claim.text for claim in answer.claims] == [
        "2. Members",
        "2.1. What they may do",
        "2.2. What they may not",
    ]


def test_what_stands_at_the_place_asked_about_is_shown_whatever_it_says(asking: Assistant):
    answer = asking.ask("도서관 자료의 대출에 관한 규정 부칙에 따르면 직원이 150명인 곳은 언제부터 따르나?")
    assert answer.state is State.HEDGE and "2024년 2월 1일부터" in told(answer)


@pytest.mark.parametrize(
    "question",
    [
        "사진 3장과 함께 대출 통계의 목차를 보여줘",
        "10장 분량 보고서의 목차",
        "outline of the part I asked about",
    ],
)
def test_a_number_that_counts_something_is_no_division_of_the_outline(question: str):
    wanted = read_look_up(question)
    assert wanted and wanted.outline and not wanted.steps


def test_a_year_after_the_word_for_a_note_is_no_number_of_it():
    assert read_look_up("이 글을 참고 2025년 대출은 몇 권인가?") is None


def test_asked_what_a_place_is_about_its_title_comes_first(asking: Assistant):
    answer = asking.ask("What is section 2.2 of the Harbour Club Rules about?")
    assert [claim.text for claim in answer.claims] == ["2.2. What they may not", "Nobody sells a berth."]
    assert answer.citations[0].quote == "2.2. What they may not"
    table = asking.ask("마을 도서관 통계 보고서의 표 2는 무엇을 보여 주나?")
    assert table.claims[0].text == "표 2 마을별 이용자"


def test_a_document_named_by_its_kind_alone_hides_none_that_has_the_place(asking: Assistant):
    # The only report has no such section; the rules that "boats" describes do.
    answer = asking.ask("What does section 2.2 of the boats report say?")
    assert "Nobody sells a berth." in told(answer)


def test_the_outline_of_a_document_that_is_only_described_is_an_outline(asking: Assistant):
    answer = asking.ask("Outline of section 2 of the text about the pier and a boat that is lent")
    assert answer.state is not State.ABSTAIN
    assert [claim.text for claim in answer.claims][:2] == ["2. Members", "2.1. What they may do"]
