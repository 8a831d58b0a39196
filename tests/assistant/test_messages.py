"""Every sentence a user can see exists in Korean and English and asks for the same values."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from assistant.messages import catalogues, say
from assistant.messages.particles import fitted
from assistant.messages.refusals import refusal_sentence
from sources.document import Language
from sources.door.formats import Format
from sources.errors import Reason, Refused

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


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("책", "책을 책은 책이 책으로 책이라는"),
        ("문서", "문서를 문서는 문서가 문서로 문서라는"),
        ("서울", "서울을 서울은 서울이 서울로 서울이라는"),
        ("2025-03", "2025-03을 2025-03은 2025-03이 2025-03으로 2025-03이라는"),
        ("a.pdf", "a.pdf을(를) a.pdf은(는) a.pdf이(가) a.pdf(으)로 a.pdf(이)라는"),
    ],
)
def test_a_particle_fits_the_value_before_it(value: str, said: str) -> None:
    forms = ("을(를)", "은(는)", "이(가)", "(으)로", "(이)라는")
    assert " ".join(value + fitted(value, form) for form in forms) == said
    assert fitted(f"‘{value}", "’을(를) 씁니다")[1:] == fitted(value, "을(를) 씁니다")


def test_only_the_template_is_made_to_fit() -> None:
    said = say("cli.bad_date", Language.KO, date="책을(를)")
    assert said.startswith("'책을(를)'은(는)") or said.startswith("'책을(를)'은")


def test_korean_sentences_keep_one_style() -> None:
    """합니다체 throughout: no 해요체, no plain style at the end of a sentence."""
    loose = re.compile(r"(?:세요|해요|이에요|예요|한다|했다|된다|있다|없다)[.?!\"]")
    for key, texts in catalogues().items():
        assert not loose.search(texts["ko"] + '"'), key


def test_every_format_has_a_name_for_people() -> None:
    for form in Format:
        assert f"refused.format_{form.value}" in catalogues()
    refusal = Refused(Reason.WRONG_TYPE, "보고서.pdf", extension="pdf", found="plain")
    assert "일반 텍스트" in refusal_sentence(refusal, Language.KO)
    assert "plain text" in refusal_sentence(refusal, Language.EN)
