"""Where sentences end: rules against hand-marked texts (one sentence a line), and what must always hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.document import Language
from sources.text.sentences import sentence_spans
from tests.strategies import sentence_texts

KO = """
정부는 예산을 늘렸다.|그러나 효과는 작았다.
5% 목표는 절충의 산물이다.|△3.5%는 국방, △1.5%는 인프라다.
총리는 “관세로 대가를 치를 것이다.”라고 경고했다.|시장은 흔들렸다.
장관은 “검토하겠다.” 라고 말했다.|회의는 끝났다.
"되돌릴 수 없는 경로다."는 표현이 빠졌다.|이유는 분명하지 않다.
2025. 6. 25. 헤이그에서 회의가 열렸다.|선언은 짧았다.
발표일은 2025. 6.이다.|다음 발표는 2026. 6. 예정이다.
제5조를 재확인했다(선언 1항).|다음 의제는 예산이다.
합의했다.(제3조 참조) 이후 논의는 없었다.
그는 조약(제5조.) 이행을 요구했다.|회원국은 답하지 않았다.
왜 늦었는가?|아무도 묻지 않았다!|그래서 더 문제다.
성과가 있었다.그러나 한계도 분명했다.
예탁금.출자금의 이자.배당소득은 근로자.사업자 모두에게 과세한다.|수요.공급은 그대로다.
○ ‘10. 11. 9 국무회의가 의결하였다.|국회가 동의하였다.
수출은 3.5% 늘었다.|수입은 1,200.5억 달러였다.
회의에는 마크 J. 뤼터와 J. D. 밴스가 참석했다.|한국은 불참했다.
미국(U.S. 포함)은 반대했다.|EU는 찬성했다.
1. 추진 배경은 다음과 같다.|2. 기대 효과는 크다.
가. 예산을 늘린다.|나. 인력을 줄인다.
연구진은 이를 확인했다.1) 후속 연구가 필요하다.
결과는 분명했다[3].|반론도 있다.[4] 더 볼 필요가 있다.
‘그게 전부인가?’라는 물음이 남는다.|답은 없다.
자세한 내용은 https://example.org/a.b?c=1.2 에 있다.|참고하라.
재판부는 1. 피고의 청구를 기각하고 2. 비용을 물게 했다.|원고는 항소했다.
지출은 늘었고… 적자는 커졌다.|빚도 늘었다.
“첫째, 줄인다. 둘째, 없앤다.”고 했다.|반발이 컸다.
"""
EN = """
The budget rose.|The effect was small.
Mr. Rutte proposed it.|Dr. Kim agreed with Prof. Lee.
The U.S. Secretary spoke first.|He left early.
Spending rose to 3.5 per cent in the U.S.|The rest followed.
It covers roads, ports, etc.|The list is open.
The meeting began at 9 a.m. and ended at noon.|Nobody objected.
See Fig. 3 and pp. 4–5 of vol. 2.|The data are in Art. 5.
“We will pay.”|That was all he said.
“Who pays?” he asked.|Nobody answered.
He called it a “long-term threat.”|Others disagreed.
The pact (see para. 3.) was signed.|It holds.
They met in The Hague (June 2025).|The text is short.
J. D. Vance and George W. Bush attended.|The talks failed.
Is it enough?|Probably not!|Time will tell.
The report was published on 3 Feb. 2024 by the U.N. Security Council.|It has 40 pages.
1. We, the Heads of State, reaffirm our bond.|We stand by it.
The firm, Acme Inc., lost money.|Its rival, Beta Ltd., did not.
Sales grew 2.1% vs. 1.9% a year earlier.|Costs fell.
The Allies' plan was clear.|It wasn't followed.
That was the end of security.The next chapter was trade.
He waited ... and left.|She stayed.
Section 13A. Reports.|The authority shall report to Parliament.
Figure 2. Share of reserves by country
Q1. Who may apply?|A1. Everybody may.
It is shown in Figure 2.|Shares differ by country.
They said no.|The vote was lost.
"""


def _cases(block: str) -> list[list[str]]:
    return [line.split("|") for line in block.strip().splitlines()]


def _split(text: str, language: Language) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text, language)]


# What has one line above but two sentences: a stop without a space after it, and marks that stay behind it.
GLUED = {
    "성과가 있었다.그러나 한계도 분명했다.": ["성과가 있었다.", "그러나 한계도 분명했다."],
    "합의했다.(제3조 참조) 이후 논의는 없었다.": ["합의했다.(제3조 참조)", "이후 논의는 없었다."],
    "연구진은 이를 확인했다.1) 후속 연구가 필요하다.": ["연구진은 이를 확인했다.1)", "후속 연구가 필요하다."],
    "반론도 있다.[4] 더 볼 필요가 있다.": ["반론도 있다.[4]", "더 볼 필요가 있다."],
    "That was the end of security.The next chapter was trade.": [
        "That was the end of security.",
        "The next chapter was trade.",
    ],
}


def _expected(parts: list[str]) -> list[str]:
    return [piece for part in parts for piece in GLUED.get(part, [part])]


@pytest.mark.parametrize("parts", _cases(KO), ids=lambda parts: parts[0][:20])
def test_korean(parts: list[str]) -> None:
    text = " ".join(parts)
    assert _split(text, Language.KO) == _expected(parts)


@pytest.mark.parametrize("parts", _cases(EN), ids=lambda parts: parts[0][:20])
def test_english(parts: list[str]) -> None:
    assert _split(" ".join(parts), Language.EN) == _expected(parts)


def test_an_unclosed_quotation_does_not_swallow_the_rest() -> None:
    text = "그는 “끝났다고 말했다. " + "회의는 계속됐다. " * 30
    assert len(_split(text, Language.KO)) > 25


def test_a_paragraph_in_quotation_marks_has_sentences() -> None:
    parts = ["회의는 세 시간 동안 이어졌고 여러 나라의 대표가 발언했다."] * 4
    found = _split("“" + " ".join(parts) + "”", Language.KO)
    assert [part.strip("“”") for part in found] == parts


def test_a_stray_mark_is_no_sentence() -> None:
    assert _split("끝났다. .", Language.KO) == ["끝났다. ."]
    assert _split("...", Language.EN) == ["..."]


def test_lines_are_sentences() -> None:
    assert _split("첫째 줄\n둘째 줄. 셋째\n\n넷째", Language.KO) == ["첫째 줄", "둘째 줄.", "셋째", "넷째"]


@given(st.lists(sentence_texts() | st.text(max_size=30), max_size=6), st.sampled_from(list(Language)))
def test_spans_hold_every_visible_character_once(parts: list[str], language: Language) -> None:
    text = " ".join(parts)
    spans = sentence_spans(text, language)
    covered = [i for a, b in spans for i in range(a, b)]
    assert covered == sorted(set(covered))
    assert [i for i in covered if not text[i].isspace()] == [i for i, c in enumerate(text) if not c.isspace()]
    for a, b in spans:
        assert a < b
        assert not text[a].isspace()
        assert not text[b - 1].isspace()


def test_long_hostile_text_is_quick() -> None:
    for piece in ("(", '"', "“‘", "a. ", "1.", "다.", "'s ", ".", "[1"):
        sentence_spans(piece * 20_000, Language.KO)
