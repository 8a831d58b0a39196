"""The doctor reports what it can, and everything that is wrong as a line of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.commands.doctor import Finding, examine
from assistant.settings import load_settings
from index.errors import StoreError, Trouble
from index.store.audit import Flaw, Problem
from sources.document import Language

KO, EN = Language.KO, Language.EN


def barred():
    raise StoreError(Trouble.READ_ONLY, path="/there/library.db")


def checks(home: Path) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(load_settings(home), barred)}


def test_a_library_that_cannot_be_written_is_one_line_among_the_others(tmp_path: Path) -> None:
    found = checks(tmp_path / "not" / "made")
    assert {"python", "package", "home", "library_bad", "model"} <= set(found)
    assert [name for name, finding in found.items() if not finding.ok] == ["library_bad"]
    for language in Language:
        assert "/there/library.db" in found["library_bad"].text(language)


@pytest.mark.parametrize(
    ("content", "check"),
    [
        (b"\xed\x95\x9c\xea\xb5\xad\tKorea\n", "glossary"),
        (b"no tab here\n", "glossary_bad"),
        (b"\xff\xfe\xff\n", "glossary_unreadable"),
    ],
)
def test_the_users_glossary_is_examined(tmp_path: Path, content: bytes, check: str) -> None:
    (tmp_path / "glossary.tsv").write_bytes(content)
    finding = checks(tmp_path)[check]
    assert finding.ok is (check == "glossary")
    assert str(tmp_path / "glossary.tsv") in finding.text(KO) and finding.text(EN)


def test_a_copy_of_before_an_update_is_named(tmp_path: Path) -> None:
    assert "copy" not in checks(tmp_path)
    copy = tmp_path / "library.v4.db"
    copy.write_bytes(bytes(3_000_000))
    finding = checks(tmp_path)["copy"]
    assert finding.ok
    for language in Language:
        assert str(copy) in finding.text(language) and "3 MB" in finding.text(language)


def test_the_houses_styles_are_examined(tmp_path: Path) -> None:
    folder = tmp_path / "styles"
    folder.mkdir()
    (folder / "good.toml").write_text('extends = "chicago"\n', "utf-8")
    assert checks(tmp_path)["style"].ok
    (folder / "bad.toml").write_text('extends = "chicago"\nend = \n', "utf-8")
    finding = checks(tmp_path)["style_bad"]
    assert not finding.ok and "2번째 줄" in finding.text(KO) and "Line 2" in finding.text(EN)


@pytest.mark.parametrize("flaw", Flaw)
def test_a_flaw_of_the_store_is_told_in_a_sentence(flaw: Flaw) -> None:
    details = dict.fromkeys(
        (
            "document",
            "count",
            "name",
            "expected",
            "found",
            "language",
            "configured",
            "stored",
            "reason",
            "table",
            "part",
            "path",
        ),
        "x",
    )
    finding = Finding("indexes_bad", False, flaw=Problem(flaw, details))
    assert all(
        "=x" not in finding.text(one) and "(" + flaw.value not in finding.text(one) for one in Language
    )
    assert finding.text(KO).endswith(".") and finding.text(EN).endswith(".")
