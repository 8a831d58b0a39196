"""The word list that ships, against its own text, and what it is for."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest

from index.words.dictionary import FEW, SHIPPED, WEIGHT, Dictionary, made_table, shipped_table, table_of
from index.words.glossary import Entry, read_entries
from sources.document import Language

KO, EN = Language.KO, Language.EN
TEXT = resources.files("index.words").joinpath("data", "words.tsv").read_text("utf-8")


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    return Dictionary(tmp_path_factory.mktemp("cache"))


def _tokens(words: Dictionary, text: str, language: Language) -> set[str]:
    return {token for one in words.renderings(text, language) for token in one.tokens}


def test_every_line_is_korean_and_english_once() -> None:
    entries = read_entries(TEXT, Path("words.tsv"))
    assert len(entries) > 15_000
    assert len(entries) == len({(e.korean, e.english) for e in entries})
    for entry in entries:
        assert any(re.search("[가-힣]", form) for form in entry.korean), entry
        assert not any(re.search("[가-힣]", form) for form in entry.english), entry


def test_the_table_that_ships_is_what_would_be_made(tmp_path: Path) -> None:
    """Fails where the list or how its tokens are made has changed: `python -m benchmarks.ready` mends it."""
    assert shipped_table() == json.loads(json.dumps(made_table()))
    spoilt = tmp_path / "words.json.gz"
    spoilt.write_bytes(SHIPPED.read_bytes()[:-9])
    assert shipped_table(spoilt) is None


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("공사가 왜 멈췄나?", KO, {"construct", "halt", "stop"}),
        ("매달 내는 임차료", KO, {"rent"}),
        ("병원이 환자를 도왔다", KO, {"help", "patient"}),
        ("바다가 깊다", KO, {"sea"}),
        ("when the works came to a halt", EN, {"공사", "멈추"}),
        ("They were built and then withdrew", EN, {"짓", "철수"}),
        ("a contingency fund", EN, {"예비비"}),
        ("children's rights", EN, {"권리"}),
    ],
)
def test_a_word_is_found_in_any_form(
    words: Dictionary, text: str, language: Language, found: set[str]
) -> None:
    assert found <= _tokens(words, text, language)


def test_a_phrase_ends_where_the_sentence_does(words: Dictionary) -> None:
    together = [one.words for one in words.renderings("contingency fund", EN)]
    apart = [one.words for one in words.renderings("A contingency. Fund it", EN)]
    assert any(len(one) == 2 for one in together)
    assert all(len(one) == 1 for one in apart)


def test_the_more_words_one_may_stand_for_the_less_each_counts() -> None:
    many = Entry(("배",), tuple(f"{letter}oat" for letter in "abcdefghij"))
    one = Entry(("항구",), ("harbour", "port"))
    table = table_of([many, one])
    assert table[KO]["항구"] == {"harbour": WEIGHT, "port": WEIGHT}
    assert max(table[KO]["배"].values()) == pytest.approx(WEIGHT * (FEW / 10) ** 0.5, abs=1e-3)
    assert table[EN]["port"] == {"항구": WEIGHT}


def test_the_table_is_kept_and_made_again_when_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.words.dictionary.shipped_words", lambda: "항구|항만\tharbour|port\n")
    first = Dictionary(tmp_path).word("항구", KO)
    assert set(first) == {"harbour", "port"}
    [kept] = (tmp_path / "words").iterdir()
    assert json.loads(kept.read_text("utf-8"))["ko"]["항구"] == first
    kept.write_text("{", "utf-8")
    assert Dictionary(tmp_path).word("항구", KO) == first


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.words.dictionary.shipped_words", lambda: "항구|항만\tharbour|port\n")
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    assert set(Dictionary(blocked).word("항구", KO)) == {"harbour", "port"}
