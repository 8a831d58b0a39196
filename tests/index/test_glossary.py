"""Equivalents from CLDR, the shipped glossary and the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.words.glossary import USER_FILE, Glossary, GlossaryError, read_entries
from sources.document import Language


def found(text: str, language: Language) -> dict[str, tuple[str, ...]]:
    matches = Glossary.load().matches(text, language)
    return {text[match.start : match.end]: match.entry.forms(language.other) for match in matches}


def test_the_longest_term_counts():
    korean = found("독일의 국내총생산과 집단 방위, 방위비 분담", Language.KO)
    assert "Germany" in korean["독일"]
    assert "GDP" in korean["국내총생산"]
    assert "collective defence" in korean["집단 방위"]
    assert "burden sharing" in korean["방위비 분담"]
    english = found("Did South Korea's defence spending rise?", Language.EN)
    assert "한국" in english["South Korea"]
    assert "방위비" in english["defence spending"]


def test_an_abbreviation_is_told_from_a_word_like_it():
    assert "China" in found("미중관계", Language.KO)["중"]
    assert "중" not in found("회의 중에 결정했다", Language.KO)
    assert "미국" in found("the US position", Language.EN)["US"]
    assert found("join us", Language.EN).get("us") is None


def test_a_ministry_goes_by_its_short_name():
    glossary = Glossary.load()
    assert "국토교통부" in glossary.synonyms("국토부", Language.KO)
    assert "Fair Trade Commission" in glossary.equivalents("공정위", Language.KO)
    assert glossary.matches("국토부장관이 공정위와 만났다", Language.KO)


def test_users_add_their_own(tmp_path: Path):
    (tmp_path / USER_FILE).write_text("# mine\n각주기\tfootnoter|footnote engine\n", "utf-8")
    glossary = Glossary.load(tmp_path)
    assert glossary.equivalents("각주기", Language.KO) == ("footnoter", "footnote engine")
    assert "각주기" in glossary.equivalents("footnote engines", Language.EN)
    assert "Germany" in glossary.equivalents("독일", Language.KO)


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(GlossaryError) as caught:
        read_entries("하나\tone\n둘 two\n", tmp_path / USER_FILE)
    assert caught.value.line == 2


def test_synonyms_stay_within_the_language():
    assert "국방비" in Glossary.load().synonyms("방위비", Language.KO)
    assert "방위비" not in Glossary.load().synonyms("방위비", Language.KO)


def test_every_shipped_entry_is_found_by_its_own_forms():
    glossary = Glossary.load()
    for entry in glossary.entries:
        for language in Language:
            for form in entry.forms(language):
                assert set(entry.forms(language.other)) & set(glossary.equivalents(form, language)), form
