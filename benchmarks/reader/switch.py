"""Questions with their content words in the other language, by the word list that ships: across languages
there are no public questions with answers marked, and a question of mixed words teaches where they meet."""

# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import random
import re
from functools import cache
from importlib import resources

from sources.document import Language

_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"))
WHOLE = 0.35  # share of questions of which every word that can be is switched
PART = 0.7  # share of the words switched in the others
_WHAT = {
    "who": "누가", "when": "언제", "where": "어디", "why": "왜", "what": "무엇", "which": "어느", "how": "어떻게",
    "many": "몇", "much": "얼마", "year": "연도", "whom": "누구를",
}  # fmt: skip
_WHAT_EN = {
    "누가": "who", "누구": "who", "언제": "when", "어디": "where", "왜": "why", "무엇": "what", "어느": "which", "어떤": "which",
    "몇": "how many", "얼마": "how much", "무슨": "what", "뭐": "what",
}  # fmt: skip


@cache
def tables() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """(Korean to English, English to Korean), the usual words first."""
    to_english: dict[str, list[str]] = {}
    to_korean: dict[str, list[str]] = {}
    for name in ("words.tsv", "glossary.tsv"):
        path = next(p for p in (f"index/words/data/{name}",) if _there(p))
        for line in _read(path).splitlines():
            cells = line.split("\t")
            if line.startswith("#") or len(cells) < 2:
                continue
            korean, english = cells[0].split("|"), cells[1].split("|")
            for word in korean:
                to_english.setdefault(word.strip(), english)
            for word in english:
                to_korean.setdefault(word.strip().lower(), korean)
    return to_english, to_korean


def _there(path: str) -> bool:
    return resources.files("index").joinpath(path.removeprefix("index/")).is_file()


def _read(path: str) -> str:
    return resources.files("index").joinpath(path.removeprefix("index/")).read_text("utf-8")


def to_korean(question: str, rng: random.Random) -> str | None:
    """An English question with words in Korean; None where too few are known."""
    _, table = tables()
    share = 1.0 if rng.random() < WHOLE else PART
    found, changed = [], 0
    for word in re.findall(r"\w+(?:['’]\w+)?|[^\w\s]", question):
        other = _WHAT.get(word.lower()) or _korean_of(word.lower(), table)
        if other and rng.random() < share:
            found.append(other)
            changed += 1
        elif (
            word.lower() not in {"the", "a", "an", "of", "did", "do", "does", "is", "was", "to", "in"}
            or share < 1
        ):
            found.append(word)
    return " ".join(found).replace(" ?", "?") if changed >= 2 else None


def _korean_of(word: str, table: dict[str, list[str]]) -> str | None:
    forms = [word, *(word.removesuffix(end) + put for end, put in _ENDINGS if word.endswith(end))]
    return next(
        (table[form][0].removesuffix("다") for form in forms if len(form) > 2 and form in table), None
    )


@cache
def _kiwi() -> object:
    from kiwipiepy import Kiwi

    return Kiwi()


def to_english(question: str, rng: random.Random) -> str | None:
    """A Korean question's words in English, with or without what is left of it; None where too few are
    known."""
    table, _ = tables()
    kept_endings = rng.random() >= WHOLE
    found, changed, at = "", 0, 0
    for token in _kiwi().tokenize(question):  # type: ignore[attr-defined]
        form, end = token.form, token.start + token.len
        verb = token.tag in {"VV", "VA"}
        names = token.tag in {"NNG", "NNP", "XR", "NP", "MM", "MAG"} or verb
        other = (
            _WHAT_EN.get(form) or (table.get(form + "다" if verb else form) or [None])[0] if names else None
        )
        if token.start > at or not kept_endings:
            found += " "
        if other and token.start >= at:
            found += other
            changed += 1
        elif kept_endings or token.tag in {"SN", "SL", "NNP", "NNG", "SH", "NNB", "NR"}:
            found += question[max(at, token.start) : end]
        at = max(at, end)
    found = re.sub(r"\s+", " ", found).strip()
    return (found if found.endswith("?") else found + "?") if changed >= 2 else None


def switched(question: str, language: Language, rng: random.Random) -> str | None:
    return to_korean(question, rng) if language is Language.EN else to_english(question, rng)
