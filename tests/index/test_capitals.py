"""Capitals that stand for governments, and those that are only places or parts of titles."""

from __future__ import annotations

from importlib import resources

import pytest

from index.words.capitals import countries, governments
from index.words.glossary import territory
from sources.document import Language


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("Ottawa welcomed the levy, it said.", Language.EN, "CA"),
        ("The Kremlin denies it.", Language.EN, "RU"),
        ("It was Nairobi's reply that counted.", Language.EN, "KE"),
        ("도쿄는 인상 폭을 낮췄다.", Language.KO, "JP"),
        ("이번에는 하노이의 눈높이에 맞췄다.", Language.KO, "VN"),
        ("백악관은 답하지 않았다.", Language.KO, "US"),
    ],
)
def test_a_capital_that_acts_is_its_country(text: str, language: Language, country: str) -> None:
    assert [found.country for found in governments(text, language)] == [territory(country)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They met in Vienna and flew to Oslo.", Language.EN),
        ("The Lisbon Treaty and the Rome Statement are in force.", Language.EN),
        ("the Bali consensus", Language.EN),
        ("도쿄에서 열린 회의", Language.KO),
        ("파리협정은 발효됐다", Language.KO),
        ("리스본 조약은 발효됐다", Language.KO),
        ("서울시는 요금을 올렸다", Language.KO),
    ],
)
def test_a_place_or_a_title_is_no_government(text: str, language: Language) -> None:
    assert governments(text, language) == ()


def test_every_line_is_of_a_known_country_and_named_once() -> None:
    lines = resources.files("index.words").joinpath("data", "capitals.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(len(row) == 3 and territory(row[0]) for row in rows)
    for column in (1, 2):
        names = [name for row in rows for name in row[column].split("|")]
        assert len(names) == len(set(names))
    assert len(countries()) == len(rows) > 180
