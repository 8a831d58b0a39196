"""Words and turns of phrase that say the same of any subject, for finding what a question means in a text.

`synonyms.tsv` holds the words. Turns made of empty words only ("did not go", 가지 않았) have no word to look
up and are read by pattern. A synonym counts for less than the word itself, and nothing here checks a figure.
"""
# ruff: noqa: E501  (long patterns)

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib import resources
from re import Pattern

from index.words.terms import tokens
from sources.document import Language

Forms = dict[Language, tuple[tuple[str, ...], ...]]


@cache
def _sets() -> dict[tuple[Language, str], tuple[Forms, ...]]:
    """The sets a token belongs to. Only forms of one token lead to a set; longer ones are found through it."""
    text = resources.files("assistant.words").joinpath("synonyms.tsv").read_text("utf-8")
    found: dict[tuple[Language, str], list[Forms]] = defaultdict(list)
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        cells = dict(zip((Language.KO, Language.EN), line.split("\t"), strict=True))
        forms = {
            language: tuple(dict.fromkeys(filter(None, (_form(w, language) for w in cell.split("|")))))
            for language, cell in cells.items()
        }
        for language, alternatives in forms.items():
            for alternative in alternatives:
                if len(alternative) == 1 and forms not in found[(language, alternative[0])]:
                    found[(language, alternative[0])].append(forms)
    return {key: tuple(value) for key, value in found.items()}


def _form(word: str, language: Language) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tokens(word, language)))


def near(forms: tuple[tuple[str, ...], ...], language: Language) -> Forms:
    """The synonyms of a term in both languages, for a term whose `forms` are runs of tokens in `language`."""
    merged: dict[Language, list[tuple[str, ...]]] = {one: [] for one in Language}
    for form in forms:
        for found in _sets().get((language, form[0]), ()) if len(form) == 1 else ():
            for one, alternatives in found.items():
                merged[one] += alternatives
    return {one: tuple(dict.fromkeys(a for a in found if a not in forms)) for one, found in merged.items()}


# A turn of empty words, and the word of each language that says it.
_TURNS: tuple[tuple[Pattern[str], Pattern[str], str, str], ...] = (
    (
        re.compile(
            r"(?:가|오|나오|나타나)지\s?(?:않|못)|(?<![가-힣])(?:안|못)\s(?:가|갔|간|왔|온|오|나왔|나온)"
        ),
        re.compile(
            r"\b(?:did|do|does|would|could|will)(?: not|n['’]t) (?:go|come|show up|turn up)\b|\bst(?:ay|ayed|aying) (?:away|home)\b"
            r"|\bnot (?:go|going|come|coming)\b|\babsent\b",
            re.IGNORECASE,
        ),
        "불참",
        "absence",
    ),
    (
        re.compile(r"(?:무엇|뭘|뭐|어떤\s?\S+?)(?:으)?로\s?(?:되어|돼|만들)"),
        re.compile(r"\bmade (?:up )?(?:of|from)\b|\bbroken? down\b", re.IGNORECASE),
        "구성",
        "divided",
    ),
)


def turned(text: str, language: Language) -> tuple[str, ...]:
    """The words of `language` that turns in `text` stand for."""
    found = []
    for korean, english, ko_word, en_word in _TURNS:
        pattern, word = (korean, ko_word) if language is Language.KO else (english, en_word)
        if pattern.search(text):
            found.append(word)
    return tuple(found)
