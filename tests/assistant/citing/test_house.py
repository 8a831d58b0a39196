"""House styles: a few lines change a style; mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.citing.errors import StyleError
from assistant.citing.footnotes import bibliography, find_style, footnote
from assistant.citing.house import house_style, house_styles, style_named, style_source
from assistant.citing.sample import BRIEF, samples
from assistant.messages import say
from sources.document import Language

KO, EN = Language.KO, Language.EN
FIRST = samples()[0].citation


def style_file(folder: Path, text: str, name: str = "ours") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_house_style_changes_only_what_it_says(tmp_path: Path) -> None:
    path = style_file(tmp_path, 'repeat = "full"\n[name]\nko = "우리 부"\n[ko.terms]\npage = "p. {first}"\n')
    house = house_style(path)
    assert footnote(FIRST, house, KO) == footnote(FIRST, "korean", KO).replace("5쪽", "p. 5")
    assert footnote(FIRST, house, KO, [FIRST]).startswith("홍길동, 「")
    assert bibliography([BRIEF], house, KO) == bibliography([BRIEF], "korean", KO)
    assert (house.name, house.title(KO), house.title(EN)) == ("ours", "우리 부", "우리 부")


def test_a_house_style_may_extend_any_style(tmp_path: Path) -> None:
    path = style_file(tmp_path, 'extends = "chicago"\nrepeat = "short"\n')
    assert "Ibid" not in footnote(FIRST, str(path), EN, [FIRST])


def test_house_styles_are_found_in_the_data_directory(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    style_file(tmp_path / "styles", 'repeat = "full"\n', "newsroom")
    assert list(house_styles(tmp_path)) == ["newsroom"]
    assert style_named("newsroom", tmp_path).name == "newsroom"
    assert style_named("apa", tmp_path).name == "apa"
    assert find_style(style_source("newsroom", tmp_path), KO) == style_named("newsroom", tmp_path)
    assert style_source("apa", tmp_path) == "apa"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not toml", "style_not_toml"),
        ("repaet = 'full'", "style_unknown_setting"),
        ("repeat = 'never'", "style_wrong_value"),
        ("repeat = ['full']", "style_wrong_value"),
        ("extends = 'nothing'", "style_unknown"),
        ("extends = 3", "style_wrong_value"),
        ("ko = 3", "style_wrong_value"),
        ("[ko]\njoin = 3", "style_wrong_value"),
        ("[ko.terms]\nseite = 'x'", "style_unknown_setting"),
        ("[ko.note]\nseries = '{titel}'", "style_bad_template"),
        ("[ko.note]\nseries = '[{title}'", "style_bad_template"),
        ("[ko.note]\nposter = '{title}'", "style_unknown_setting"),
        ("[ko.authors.note]\nmost = 'three'", "style_wrong_value"),
    ],
)
def test_a_mistake_is_named_in_both_languages(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(StyleError) as caught:
        house_style(style_file(tmp_path, text))
    assert caught.value.code == code
    for language in Language:
        assert "ours" in say(f"citing.{code}", language, **caught.value.details) or code == "style_unknown"


def test_a_missing_file_and_an_unknown_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StyleError) as caught:
        house_style(tmp_path / "none.toml")
    assert caught.value.code == "style_not_readable"
    with pytest.raises(StyleError) as caught:
        find_style("vancouver", KO)
    assert caught.value.code == "style_unknown" and "korean" in str(caught.value.details["known"])
