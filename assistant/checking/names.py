"""The names of a sentence, and whether a text has them, across scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

from babel import Locale

from assistant.question.cues import BESIDE_NAMES
from assistant.words.mending import ALIKE
from assistant.words.wording import glossary
from index.words.capitals import countries
from index.words.phonetic import likeness
from index.words.terms import morphemes, stem, stop_words
from sources.document import Language


class Sort(StrEnum):
    """What a name names, as far as it shows."""

    PLACE = "place"
    PERSON = "person"  # stands before a post or after one
    SIGN = "sign"  # IP4, EU, F-35
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)`. `forms` are all ways it may be written, lower case."""

    text: str
    start: int
    end: int
    sort: Sort
    forms: frozenset[str] = frozenset()


_BODY = re.compile(
    r"(?:공과)?(?:대학교|대학|대)$|(?:연구원|연구소|연구센터|재단|협회|위원회|학회|센터|본부|공사|그룹|사)$"
)
_CAPITALS = re.compile(r"(?<![A-Za-z0-9])[A-Z][\w’'-]*[A-Za-z0-9](?:\.[A-Z]\.?)*")
_SIGN = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{2,8}[0-9]{0,2}|[A-Z]{1,4}[-‐]?[0-9]{1,3}[A-Z]?)(?![A-Za-z0-9])")
_HANJA = re.compile("[一-鿿]")
_RUN = re.compile(r"(?<![0-9])[一-鿿]+")
_POSTS_KO = "|".join(sorted((word for word in BESIDE_NAMES if not word.isascii()), key=len, reverse=True))
_BEFORE_POST = re.compile(
    rf"(?<![가-힣])([가-힣]{{2,6}}(?:\s[가-힣]{{1,6}})?)\s(?:[가-힣A-Za-z]{{1,10}}\s)?(?:{_POSTS_KO})(?![가-힣]{{3}})"
)


@cache
def _titles() -> frozenset[str]:
    """English words written with a capital that make no name of their own."""
    text = resources.files("assistant.checking").joinpath("titles.en.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def names(text: str, language: Language) -> tuple[Name, ...]:
    """The names of a sentence, in order; places first claim their words."""
    found = list(_places(text, language))
    taken = [(name.start, name.end) for name in found]
    rest = _korean(text) if language is Language.KO else _english(text)
    for name in rest:
        if not any(name.start < end and start < name.end for start, end in taken):
            found.append(name)
            taken.append((name.start, name.end))
    return tuple(sorted(found, key=lambda name: name.start))


def present(name: Name, texts: Sequence[tuple[str, Language]]) -> bool:
    """Whether any of `texts` has the name: as written, by an equivalent, or part by part by its letters or
    its sound."""
    return any(_present(name, text, language) for text, language in texts)


@lru_cache(maxsize=50_000)
def _present(name: Name, text: str, language: Language) -> bool:
    plain = re.sub(r"[\s\-‐]", "", text).lower()
    if any(_stands_for(form, text) for form in name.forms if _HANJA.fullmatch(form)):
        return True
    for form in name.forms:
        if len(form) < 2:
            continue
        joined = re.sub(r"[\s\-‐]", "", form)
        if joined in plain if not joined.isascii() or len(joined) > 3 else _stands(joined, text):
            return True
    if name.sort is Sort.SIGN:
        return False
    candidates = _candidates(name, text, language)
    return all(_part_in(part, plain, candidates) for part in re.split(r"\s+", name.text))


def _part_in(part: str, plain: str, candidates: Sequence[str]) -> bool:
    """Whether one word of a name stands in the text, or a word of the other script sounds like it."""
    joined = re.sub(r"[\-‐]", "", part).lower()
    if len(joined) > 2 and joined in plain:
        return True
    core = _BODY.sub("", joined)
    if len(core) > 1 and core != joined and core in plain:
        return True  # 델프트공과대학교 and 델프트공대 are one university
    return any(likeness(part, word) >= ALIKE for word in candidates)


@cache
def _signs() -> frozenset[str]:
    """The Chinese signs that stand for a country: 美, 中."""
    forms = (form for entry in countries() for form in entry.korean)
    return frozenset(form for form in forms if _HANJA.fullmatch(form))


def _stands_for(sign: str, text: str) -> bool:
    """Whether a sign stands for its country, alone or beside another such: 美中 갈등, and no 10日 or 中央."""
    return any(sign in run and _signs().issuperset(run) for run in _RUN.findall(text))


def _stands(form: str, text: str) -> bool:
    """Whether a short Latin form stands as a word of its own."""
    return bool(re.search(rf"(?<![A-Za-z]){re.escape(form)}(?![a-z])", text.replace("-", ""), re.IGNORECASE))


def _candidates(name: Name, text: str, language: Language) -> tuple[str, ...]:
    """The words of the text in the other script than the name's, which it may sound like."""
    if re.search("[가-힣]", name.text):
        return tuple(re.findall(r"[A-Z][a-zA-ZÀ-ɏ'’-]{2,}", text))
    if language is Language.EN:
        return ()
    return tuple(m.form for m in morphemes(text) if m.tag in ("NNP", "NNG") and len(m.form) > 1)


def _places(text: str, language: Language) -> Iterator[Name]:
    for match in glossary().matches(text, language):
        entry = match.entry
        if not _is_place(entry.english) or (match.end - match.start < 2 and language is Language.KO):
            continue
        if language is Language.EN and not text[match.start].isupper():
            continue
        forms = frozenset(
            form.lower()
            for form in (*entry.korean, *entry.english)
            if len(form) > 1 or _HANJA.fullmatch(form)
        )
        yield Name(text[match.start : match.end], match.start, match.end, Sort.PLACE, forms)


@cache
def _territories() -> frozenset[str]:
    return frozenset(name for code, name in Locale("en").territories.items() if len(code) == 2)


def _is_place(english: tuple[str, ...]) -> bool:
    return any(form in _territories() for form in english)


def _korean(text: str) -> Iterator[Name]:
    """Names before a post, proper nouns as Kiwi reads them, and signs in Latin letters."""
    for match in _SIGN.finditer(text):
        yield _name(text, match.start(), match.end(), Sort.SIGN)
    persons = [match.span(1) for match in _BEFORE_POST.finditer(text)]
    for morpheme in morphemes(text):
        inside = any(start <= morpheme.start and morpheme.end <= end for start, end in persons)
        if morpheme.tag == "NNP" and morpheme.end - morpheme.start > 1:
            yield _name(text, morpheme.start, morpheme.end, Sort.PERSON if inside else Sort.OTHER)
        elif morpheme.tag == "SL" and text[morpheme.start].isupper():
            yield _name(text, morpheme.start, morpheme.end, Sort.OTHER)


def _english(text: str) -> Iterator[Name]:
    """Capitalised words but for the first of a sentence, unless it is plainly a name; titles left out."""
    skip = stop_words(Language.EN) | _titles()
    for match in _SIGN.finditer(text):
        if match.group().lower() not in skip or match.group().isupper():
            yield _name(text, match.start(), match.end(), Sort.SIGN)
    run: list[tuple[int, int]] = []
    for match in _CAPITALS.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        start, end = match.start(), match.start() + len(word)
        if run and (text[run[-1][1] : start] != " " or word.lower() in skip):
            yield _run(text, run)
            run = []
        if len(word) < 2 or word.isupper() or word.lower() in skip or stem(word.lower()) in skip:
            continue
        opening = text[:start].rstrip(" “‘\"'(")[-1:] in ("", ".", "!", "?", ":")
        if run or not opening or _plainly(text, end, match.group()):
            run.append((start, end))
    if run:
        yield _run(text, run)


def _run(text: str, run: Sequence[tuple[int, int]]) -> Name:
    """Capitalised words in a row as one name; a person's where a post stands before it."""
    start, end = run[0][0], run[-1][1]
    before = re.findall(r"[\w-]+", text[:start])[-1:]
    titled = bool(before and before[0].lower() in BESIDE_NAMES and before[0][0].isupper())
    return _name(text, start, end, Sort.PERSON if titled else Sort.OTHER)


def _plainly(text: str, end: int, word: str) -> bool:
    """Whether a capitalised first word is a name: a possessive, another capital, or a verb after it."""
    if re.search(r"['’]s$", word) or re.match(r"\s[A-Z][a-z]+", text[end:]):
        return True
    verb = r"\s(?:is|was|has|had|will|would|said|says|called|warned|proposed|pledged|\w+ed|\w+s)\s"
    return bool(re.match(verb, text[end:])) and stem(word.lower()) == word.lower()


def _name(text: str, start: int, end: int, sort: Sort) -> Name:
    written = text[start:end]
    forms = {written.lower()}
    for language in Language:
        forms.update(form.lower() for form in glossary().equivalents(written, language) if len(form) > 1)
        forms.update(form.lower() for form in glossary().synonyms(written, language) if len(form) > 1)
    return Name(written, start, end, sort, frozenset(forms))
