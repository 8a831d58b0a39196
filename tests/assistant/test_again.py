"""Turns that ask nothing new, and what is told to them."""

# ruff: noqa: E501  (documents in the text)

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import State
from assistant.ask import Assistant
from assistant.messages import say
from assistant.question.again import Again, asked_again
from index.hit import Filters
from sources.document import Language
from tests.assistant.small_library import assistant_over, told

PIER = "# 새터 부두 보고서\n\n새터 부두의 하역료는 2023년에 12% 올랐다. 새터 부두의 하역료는 톤마다 3천원이다.\n\n새터 부두에는 기중기가 넷 있다.\n"
QUAY = "# 밤골 부두 소식\n\n밤골 부두의 하역료는 2023년에 5% 내렸다.\n\n밤골에는 등대가 하나 있다.\n"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from assistant_over({"새터.md": PIER, "밤골.md": QUAY}, tmp_path_factory)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("번역해 줘", Again.TOLD),
        ("방금 그 문장 출처?", Again.TOLD),
        ("표로 정리해 줘", Again.TOLD),
        ("참고문헌", Again.TOLD),
        ("where does that sentence come from?", Again.TOLD),
        ("Make a table of it.", Again.TOLD),
        ("Translate it into Korean", Again.TOLD),
        ("더 자세히 알려 줘", Again.MORE),
        ("go on", Again.MORE),
        ("Is there anything else?", Again.MORE),
        ("그럼 다른 문서에는?", Again.ELSEWHERE),
        ("다른 보고서는 뭐라고 하나요?", Again.ELSEWHERE),
        ("And in other documents?", Again.ELSEWHERE),
        ("What do the other reports say about it?", Again.ELSEWHERE),
        ("하역료를 번역해 줘", None),
        ("더 오른 곳은?", None),
        ("다른 나라에는?", None),
        ("그 표 3행은?", None),
        ("번역 예산은 얼마인가요?", None),
        ("What is it?", None),
        ("Who else objected?", None),
        ("More ships came in 2024?", None),
        ("Which sources does the report use?", None),
        ("Make a bibliography of the sources.", Again.TOLD),
        ("Give me a list of the sources used", Again.TOLD),
        ("Make a list of the sources of income", None),
    ],
)
def test_a_turn_that_asks_nothing_new(text: str, wanted: Again | None) -> None:
    assert asked_again(text) is wanted


@pytest.mark.parametrize("text", ["번역해 줘", "표로", "더", "다른 문서에는?"])
def test_with_nothing_before_it_it_is_of_nothing(assistant: Assistant, text: str) -> None:
    answer = assistant.ask(text)
    assert answer.state is State.ABSTAIN and answer.notes == (say("ask.of_what", Language.KO),)


def test_the_answer_before_is_told_again_and_only_what_cannot_be_is_said(assistant: Assistant) -> None:
    first = assistant.ask("새터 부두의 하역료는 얼마나 올랐나요?")
    translated = assistant.ask("번역해 줘", previous=[first])
    assert translated.claims == first.claims and translated.question == "번역해 줘"
    assert say("ask.cannot_translate", Language.KO) in translated.notes
    tabled = assistant.ask("표로", previous=[first, translated])
    assert tabled.claims == first.claims
    assert say("ask.cannot_translate", Language.KO) not in tabled.notes


def test_more_is_what_was_not_told(assistant: Assistant) -> None:
    talk = [assistant.ask("새터 부두의 하역료는 2023년에 얼마나 올랐나요?")]
    talk.append(assistant.ask("더", previous=talk))
    assert told(talk[0]) and told(talk[0]) not in told(talk[1])
    for _ in range(4):
        talk.append(assistant.ask("더", previous=talk))
    assert talk[-1].state is not State.ANSWER and "12%" not in told(talk[-1])


def test_other_documents_are_those_not_cited(assistant: Assistant) -> None:
    talk = [assistant.ask("새터 부두의 하역료는 2023년에 얼마나 올랐나요?")]
    cited = {citation.record.key for citation in talk[0].citations}
    talk.append(assistant.ask("다른 문서에는?", previous=talk))
    assert cited.isdisjoint(citation.record.key for citation in (*talk[1].citations, *talk[1].related))
    assert talk[1].citations or talk[1].related


def test_what_may_not_be_answered_from_is_not_shown_again(assistant: Assistant) -> None:
    first = assistant.ask("새터 부두의 하역료는 2023년에 얼마나 올랐나요?")
    cited = {citation.record.key for citation in first.citations}
    others = Filters(keys=tuple(entry.key for entry in assistant.library.entries() if entry.key not in cited))
    again = assistant.ask("번역해 줘", previous=[first], filters=others)
    assert told(first) and told(first) not in told(again)
    assert cited.isdisjoint(citation.record.key for citation in (*again.citations, *again.related))
