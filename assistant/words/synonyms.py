"""Words that say the same of any subject, for finding what a question means in a text.

`synonyms.tsv` holds them. A synonym counts for less than the word itself, and nothing here checks a figure.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib import resources

from index.words.terms import tokens
from sources.document import Language

Forms = dict[Language, tuple[tuple[str, ...], ...]]


@cache
def _sets() -> dict[tuple[Language, str], tuple[Forms, ...]]:
    """The sets a token belongs to. Only forms of one token lead to a set; longer ones are found through
    it."""
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
