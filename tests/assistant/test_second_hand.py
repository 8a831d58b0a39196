"""A sentence is second hand where it tells what another text says, not where it names an event."""

from __future__ import annotations

import pytest

from assistant.ask import Assistant
from assistant.choosing.second_hand import first_hand
from sources.document import Language
from tests.passages import passage


@pytest.mark.parametrize(
    ("question", "words", "second_hand"),
    [
        ("스페인 총리의 2.1% 발언에 트럼프 대통령은 어떻게 반응했나요?", "무임승차국", False),
        ("이 브리프가 다루는 NATO 정상회의는 어느 도시에서 열렸나요?", "네덜란드 헤이그에서 열린", False),
        ("브리프에 따르면 헤이그 선언문은 러시아의 침략을 무엇으로 규정했나요?", "장기적 위협", True),
    ],
)
def test_only_the_words_of_another_text_are_second_hand(shipped, question, words, second_hand):
    answer = Assistant(shipped).ask(question)
    cited = [citation for citation in answer.citations if words in citation.quote]
    assert cited
    briefs = [citation for citation in cited if citation.record.kind == "brief"]
    assert [citation.second_hand for citation in briefs] == [second_hand] * len(briefs)
    assert briefs


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Members will raise their spending on defence to 5% by 2035, the text says.", True),
        ("Members will raise their spending on defence to 2% by 2024, the text says.", False),
        ("Raise defence spending", False),
    ],
)
def test_first_hand_is_what_has_the_words_and_figures_reported(told: str, found: bool) -> None:
    claim = passage(
        ["The declaration says that members raise defence spending to 5% by 2035."], language=Language.EN
    )
    text = passage([told], key="declaration", language=Language.EN)
    own = first_hand(claim.sentences[0], Language.EN, [claim, text], "declaration")
    assert (own is not None) is found


def test_the_first_hand_words_stand_beside_the_sentence_that_reports_them_alone(shipped):
    """A run shares a footnote; the mark, and another document's words, are the reporting sentence's."""
    questions = (
        "IP4의 존재감은 왜 약화됐고 공동성명은 무엇을 담았나요?",
        "IP4 정상들은 왜 헤이그에 불참했나요?",
    )
    answers = [Assistant(shipped).ask(question) for question in questions]
    beside = [claim for answer in answers for claim in answer.claims if len(claim.citations) > 1]
    assert beside
    assert all("공동성명" in claim.text for claim in beside)
    marked = [citation for answer in answers for citation in answer.citations if citation.second_hand]
    assert marked
    assert all("공동성명" in citation.quote and "취소" not in citation.quote for citation in marked)
