"""Words for the lexical index, and the terms of a question."""

from __future__ import annotations

import threading

from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.words.terms import TermKind, bigrams, content_terms, morphemes, tokens
from sources.document import Language


def test_percentages_and_fused_names_meet_across_notations():
    assert "5%" in tokens("국방비를 GDP의 5%를 쓴다", Language.KO)
    assert "5%" in tokens("5퍼센트", Language.KO)
    assert "5%" in tokens("within sight of 5 per cent", Language.EN)
    assert "f35" in tokens("F-35 전투기", Language.KO)
    assert "f35" in tokens("the F35", Language.EN)
    assert "3500" in tokens("3,500억 달러", Language.KO)


def test_capitals_tell_a_name_from_a_stop_word():
    assert "us" in tokens("The US and the U.S. agreed", Language.EN)
    assert "us" not in tokens("Join us", Language.EN)
    assert "who" not in tokens("WHO CAME TO THE SUMMIT LAST YEAR", Language.EN)
    assert "who" in tokens("the WHO report", Language.EN)


def test_english_words_meet_whatever_their_form():
    assert set(tokens("Allies' spending rises", Language.EN)) == set(tokens("ally spend rise", Language.EN))


def test_korean_particles_are_left_out_and_compounds_kept_with_their_parts():
    assert "를" not in tokens("방위비를 5%를 늘렸다", Language.KO)
    terms = {
        term.surface: term for term in content_terms("미중관계에서 집단방위는 얼마나 늘렸나", Language.KO)
    }
    assert terms["집단방위"].forms == ("집단방위", "집단 방위")
    assert terms["미중관계"].kind is TermKind.NAME
    assert "중" in terms["미중관계"].forms[-1].split()


def test_spaces_that_only_stretch_a_label_part_no_word():
    assert "접수" in tokens("접 수 : 8월 10일", Language.KO)
    assert "건설" in tokens("(건 설)\t1\t2", Language.KO) and "합계" in tokens("1\t합 계", Language.KO)
    assert "이곳" not in tokens("갈 수 없는 이 곳", Language.KO)


def test_terms_of_a_question_are_its_content():
    korean = {
        term.surface: term.kind
        for term in content_terms("IP4 회원국 중 불참한 나라와 그 이유는?", Language.KO)
    }
    assert korean == {"IP4": TermKind.NAME, "회원국": TermKind.NOUN, "불참": TermKind.NOUN}
    english = {
        term.surface: term.kind for term in content_terms("What did Mark Rutte pledge in 2025?", Language.EN)
    }
    assert english["Rutte"] is TermKind.NAME
    assert english["2025"] is TermKind.NUMBER
    assert english["pledge"] is TermKind.VERB
    assert "What" not in english


def test_bigrams_never_meet_a_word():
    assert bigrams("집단방위 5%") == ["·집단", "·단방", "·방위"]
    assert all(bigram not in tokens("집단방위", Language.KO) for bigram in bigrams("집단방위"))


@settings(max_examples=60, deadline=None)
@example("I϶", Language.KO)
@given(st.text(max_size=80), st.sampled_from(Language))
def test_any_text_has_terms_that_stand_where_they_say(text: str, language: Language):
    import unicodedata

    plain = unicodedata.normalize("NFC", text)
    assert all(token and token == token.strip() for token in tokens(text, language))
    for term in content_terms(text, language):
        assert plain[term.start : term.end] == term.surface
        assert term.forms


def test_morphemes_from_many_threads_are_those_of_one():
    texts = [f"{number}차 회의에서 국방비 {number}%를 늘리기로 합의했다" for number in range(40)]
    expected = [morphemes(text) for text in texts]
    found: dict[int, list[object]] = {}

    def work(at: int) -> None:
        found[at] = [morphemes(text) for text in texts]

    threads = [threading.Thread(target=work, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[at] == expected for at in range(4))
