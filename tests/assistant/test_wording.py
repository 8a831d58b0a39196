"""What counts as a question's word in a text: the word, a synonym for less, a capital for its country."""

from __future__ import annotations

import pytest

from assistant.words.mending import mend
from assistant.words.wording import SYNONYM, has, reading, render, sought, stated
from sources.document import Language

KO, EN = Language.KO, Language.EN


def _worth(question: str, word: str, text: str, language: Language = KO) -> float:
    term = next(t for t in sought(question, language) if word in t.surface)
    own = KO if any("가" <= c <= "힣" for c in text) else EN
    return has(term, text, own)


@pytest.mark.parametrize(
    ("question", "word", "text", "language"),
    [
        ("승객이 몰린 노선은?", "몰리", "두 노선에 집중됐다", KO),
        ("요금은 어떻게 나뉘나요?", "나뉘", "두 부분으로 구분됐다", KO),
        ("Who signed the pact?", "signed", "The two sides concluded the pact.", EN),
        ("누가 협정에 서명했나요?", "서명", "The two sides concluded the pact.", KO),
    ],
)
def test_a_synonym_counts_for_less_than_the_word(
    question: str, word: str, text: str, language: Language
) -> None:
    term = next(t for t in sought(question, language) if t.surface[:1] == word[:1])
    own = KO if any("가" <= c <= "힣" for c in text) else EN
    assert has(term, text, own) == SYNONYM


def test_a_country_stands_where_its_capital_acts() -> None:
    assert _worth("Why did Japan hesitate?", "Japan", "Tokyo feared for its ports.", EN) == 1.0
    assert _worth("일본은 왜 망설였나요?", "일본", "도쿄는 항만을 걱정했다.") == 1.0
    assert _worth("Why did Tokyo hesitate?", "Tokyo", "Japan feared for its ports.", EN) == 1.0
    assert _worth("Why did Japan hesitate?", "Japan", "They met in Tokyo.", EN) < 1.0
    assert _worth("Why did Kenya hesitate?", "Kenya", "Tokyo feared for its ports.", EN) < 1.0


def test_what_is_stated_must_stand_there_word_for_word() -> None:
    """The check of a draft reads this: a synonym or a capital must not confirm a claim."""
    japan = next(t for t in stated("Japan hesitated.", EN) if t.surface == "Japan")
    assert has(japan, "Tokyo feared for its ports.", EN) < SYNONYM
    rose = next(t for t in stated("Prices rose.", EN) if t.surface == "rose")
    assert has(rose, "Prices were increased.", EN) < SYNONYM


def test_a_question_taken_over_is_read_in_its_own_language() -> None:
    joined = "2024년 협정은 어업을 어떻게 다루나요?\nAnd whaling?"
    assert {"어업", "whaling"} <= {t.surface for t in sought(joined, EN)}
    assert reading("2024년 협정은 고래잡이를 어떻게 다루나요?", EN) is KO
    assert reading("What did Kim (김) say?", EN) is EN


def test_a_rendering_counts_by_how_surely_it_means_the_word() -> None:
    [toll] = (t for t in sought("How high is the toll?", EN) if t.surface == "toll")
    [meant] = render([toll], {"toll": {"통행료": 0.8, "요금": 0.4}})
    assert has(toll, "통행료는 4천 원이다.", KO) == 0.0
    assert has(meant, "통행료는 4천 원이다.", KO) == pytest.approx(SYNONYM * 0.8)
    assert has(meant, "요금은 4천 원이다.", KO) == pytest.approx(SYNONYM * 0.4)
    assert has(meant, "다리는 길다.", KO) == 0.0
    assert has(meant, "The toll is high.", EN) == 1.0


def test_of_a_compound_each_part_is_rendered() -> None:
    [term] = (t for t in sought("제한급수는 왜 했나요?", KO) if "급수" in t.surface)
    [meant] = render([term], {"제한": {"restrict": 0.8}, "급수": {"suppli": 0.6}})
    both, one = "Supplies were restricted.", "Movement was restricted."
    assert has(meant, both, EN) > has(meant, one, EN) > 0.0
    assert has(meant, both, EN) <= SYNONYM


def test_figures_are_not_rendered() -> None:
    terms = sought("Were 40 ships counted?", EN)
    assert [t.rendered for t in render(terms, {"40": {"사십": 0.9}}) if t.surface == "40"] == [()]


def test_only_what_may_be_a_slip_is_taken_for_the_word_it_resembles() -> None:
    texts = [("동맹 이탈의 가능성이 커졌다.", KO), ("폴란드는 찬성했다.", KO)]
    italy, poland = (next(iter(mend(sought(q, KO), texts))) for q in ("이탈리아는?", "폴랜드는?"))
    assert has(italy, texts[0][0], KO) < 0.99
    assert has(poland, texts[1][0], KO) == 1.0


@pytest.mark.parametrize(
    ("name", "longer"), [("인도", "인도네시아는 찬성했다."), ("한국", "한국은행은 금리를 올렸다.")]
)
def test_a_name_is_not_found_inside_a_longer_one(name: str, longer: str):
    [term] = sought(f"{name}의 태도는?", KO)[:1]
    assert has(term, longer, KO) < 1.0
    assert has(term, f"{name}에서 열렸다.", KO) == 1.0
