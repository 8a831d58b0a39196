"""Every sentence a user can see exists in Korean and English and asks for the same values."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from assistant.messages import catalogues, say
from sources.document import Language
from sources.errors import Reason

ROOT = Path(__file__).parents[2]


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("key", sorted(catalogues()))
def test_both_languages_say_the_same(key: str) -> None:
    texts = catalogues()[key]
    assert set(texts) == {"ko", "en"}, key
    assert all(text.strip() for text in texts.values()), key
    assert _fields(texts["ko"]) == _fields(texts["en"]), key


@pytest.mark.parametrize("key", sorted(catalogues()))
def test_the_korean_text_is_korean(key: str) -> None:
    """A sentence left untranslated reads the same in both; only names and marks may."""
    texts = catalogues()[key]
    bare = re.sub(r"\{[^}]*\}", "", texts["ko"])
    if texts["ko"] == texts["en"]:
        assert len(re.findall(r"[A-Za-z]{2,}", bare)) <= 3, key
    elif len(re.findall(r"[A-Za-z]+", re.sub(r"\{[^}]*\}", "", texts["en"]))) > 3:
        assert re.search("[가-힣]", bare), key


def _used_keys() -> set[str]:
    """String literals in the code that look like a message key of an existing catalogue."""
    areas = {key.split(".")[0] for key in catalogues()}
    pattern = re.compile(rf"(?:{'|'.join(sorted(areas))})\.[a-z0-9_]+")
    found = set()
    for path in [ROOT / "app.py", *ROOT.glob("assistant/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, (ast.Name, ast.Attribute))
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("say", "tell", "t")
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
                and pattern.fullmatch(node.args[0].value)
            ):
                found.add(node.args[0].value)
    return found


def test_every_key_the_code_names_exists() -> None:
    used = _used_keys()
    assert len(used) > 20
    assert used <= set(catalogues())


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_its_sentence(reason: Reason) -> None:
    assert f"refused.{reason.value}" in catalogues()


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("cli.there_is_no_such_key", Language.KO)
