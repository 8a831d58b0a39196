"""Words of a text as the lexical index counts them, and the terms a question is about.

Korean goes through Kiwi's morphemes (content parts of speech only), English through snowball stems without
stop words. Both add one fused token for names such as IP4, F-35 or K2, and one for a percentage, so that
"5%", "5퍼센트" and "5 per cent" meet. This file does not know what any index holds.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

import snowballstemmer
from kiwipiepy import Kiwi

from index.figures.read import search_keys
from sources.document import Language

CONTENT_TAGS = frozenset({"NNG", "NNP", "NR", "SL", "SH", "SN", "XR", "VV", "VA", "MAG"})
NOUN_TAGS = frozenset({"NNG", "NNP", "NR", "SH", "XR", "XSN", "XPN"})

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_FUSED = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,5})[-‐‑–]?(\d{1,4})([A-Za-z]?)(?![A-Za-z0-9])")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)*)\s?(?:%|퍼센트|프로(?![가-힣])|per\s?cent\b)", re.IGNORECASE)
# One word with a dot in it: 도·소매. NFKC makes a full stop of some dots.
_COMPOUND = re.compile(r"(?<![가-힣·‧・.ᆞ])([가-힣])[·‧・.ᆞ]([가-힣]{1,2})(?![가-힣·‧・.ᆞ])")
# Before a colon, or all that a line, a cell or a bracket says: "접 수 :", "(건 설)".
_LABEL = re.compile(
    r"(?<![가-힣])(?<![가-힣] )[가-힣](?: {1,3}[가-힣]){1,4}(?=\s?[:：])"
    r"|(?<![^\t\n(])[가-힣](?: {1,3}[가-힣]){1,4}(?=\)?(?:[\t\n]|$))"
)
_ODD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][+#]{1,2}(?![A-Za-z0-9])")
_TRADE = "업"
# What is done in these is no shorter word for them: 공기업 is no 공기.
_NO_TRADES = (
    "기업", "사업", "산업", "작업", "수업", "취업", "영업", "창업", "졸업", "개업", "폐업", "실업", "휴업",
    "과업", "분업", "협업", "파업", "학업", "직업",
)  # fmt: skip
_HANGUL = re.compile(r"[가-힣]+")
# Kiwi reads "5%를" as 5 % + a noun 르; with a counter in the sign's place the particle stays whole.
_UNUSABLE = re.compile("[\0\ud800-\udfff]")
_SIGN_BEFORE_HANGUL = re.compile(r"[%℃€£¥](?=[가-힣])")


class TermKind(StrEnum):
    """What a question's content term is. English verbs are told from nouns by form only: a best guess."""

    NAME = "name"
    NUMBER = "number"
    NOUN = "noun"
    VERB = "verb"


@dataclass(frozen=True, slots=True)
class Term:
    """One content term of a question.

    `surface` is as the user wrote it, without particles, `text[start:end]` of the NFC question. `forms`
    are alternatives, each a space-separated run of `tokens()`: the term occurs where all tokens of one
    alternative occur. `stem` tells a Korean verb or adjective stem (불참하 is a noun; 늘리 is a stem).
    """

    surface: str
    kind: TermKind
    forms: tuple[str, ...]
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One morpheme: Kiwi's form and tag (irregularity marks dropped), and its span in the text given."""

    form: str
    tag: str
    start: int
    end: int


_KIWI_LOCK = threading.Lock()


@cache
def _new_kiwi() -> Kiwi:
    return Kiwi(num_workers=1)


def kiwi() -> Kiwi:
    """The one shared Kiwi; loading takes under a second and 0.5 GB. Use `morphemes` across threads."""
    with _KIWI_LOCK:
        return _new_kiwi()


@lru_cache(maxsize=1024)
def morphemes(text: str) -> tuple[Morpheme, ...]:
    """Kiwi's morphemes of `text` with spans in it. Thread-safe: one text at a time. The last texts' are kept:
    a chunk is looked at for its tokens and for its words, and many stand under one heading."""
    plain = _UNUSABLE.sub(" ", _SIGN_BEFORE_HANGUL.sub("개", text))
    with _KIWI_LOCK:
        found = _new_kiwi().tokenize(plain)
    return tuple(
        Morpheme(token.form, token.tag.partition("-")[0], token.start, token.start + token.len)
        for token in found
    )


@cache
def _words(name: str) -> frozenset[str]:
    text = resources.files("index.words").joinpath("data", name).read_text("utf-8")
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return frozenset(word for words in lines for word in words)


def stop_words(language: Language) -> frozenset[str]:
    """Words that say nothing about what a question asks for: lower-case English words, Korean morphemes."""
    return _words(f"stop.{language}.txt")


def question_words(language: Language) -> frozenset[str]:
    """Words that frame a question (이유, 설명하, following, according) and are no content of it."""
    return _words(f"question.{language}.txt")


_STEMMER = threading.local()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The snowball (Porter 2) stem of a lower-case English word."""
    if not hasattr(_STEMMER, "english"):
        _STEMMER.english = snowballstemmer.stemmer("english")
    stemmed: str = _STEMMER.english.stemWord(word)
    return stemmed


def normal(text: str) -> str:
    """NFKC, so that full-width and compatibility letters count as their plain ones."""
    return unicodedata.normalize("NFKC", text)


def tokens(text: str, language: Language) -> list[str]:
    """The tokens of `text` for BM25, with repetitions, in no promised order. Character bigrams are apart:
    see `bigrams`."""
    plain = closed_labels(normal(text))
    found: list[str] = list(_korean(plain) if language is Language.KO else _english(plain))
    found.extend(_fused(plain))
    return found


def closed_labels(text: str) -> str:
    """`text` without the spaces that only stretch a label or what fills a cell: "접 수 : 8월 10일"."""
    return _LABEL.sub(lambda found: found[0].replace(" ", ""), text)


def passage_tokens(text: str, language: Language, heading: str = "") -> list[str]:
    """What the lexical index holds of a chunk: its tokens, those of the title and heading it stands under,
    and a key for each figure, the same in every notation."""
    return [*tokens(text, language), *tokens(heading, language), *search_keys(text)]


def question_tokens(question: str, language: Language) -> list[str]:
    """The tokens to look for, each once: as `passage_tokens` writes them."""
    return list(dict.fromkeys([*tokens(question, language), *search_keys(question)]))


def _korean(text: str) -> Iterator[str]:
    for morpheme in morphemes(text):
        yield from _of_morpheme(morpheme)


def _of_morpheme(morpheme: Morpheme) -> Iterator[str]:
    if morpheme.tag not in CONTENT_TAGS:
        return
    form = morpheme.form.lower()
    if morpheme.tag == "SL":
        yield from _latin(morpheme.form, keep_case=True)
    elif morpheme.tag == "SN":
        yield number(form)
    # A single letter such as 중 or 이 is a stop word unless it is a name (중 for China).
    elif morpheme.tag == "NNP" or form not in stop_words(Language.KO):
        yield form


def _english(text: str) -> Iterator[str]:
    shouting = _shouting(text)
    for dotted in _DOTTED.findall(text):
        yield dotted.replace(".", "").lower()
    for found in _WORD.finditer(_DOTTED.sub(" ", text)):
        word = found.group()
        if word[0].isdigit():
            yield number(word)
        elif _HANGUL.search(word):
            yield from _korean(word)
        else:
            yield from _latin(word, keep_case=not shouting)


def _shouting(text: str) -> bool:
    """All in capitals, so that capitals tell no acronym."""
    return len(text) > 12 and " " in text and text.upper() == text


def _latin(word: str, keep_case: bool) -> Iterator[str]:
    """A Latin-script word as its stem. "US", "IT", "WHO" in capitals are names, "us", "it", "who" are not."""
    bare = word.replace(".", "").replace("’", "'")
    lower = bare.lower().removesuffix("'s")
    acronym = keep_case and len(bare) > 1 and bare.isupper()
    if acronym:
        yield lower
    elif lower and lower not in stop_words(Language.EN):
        yield stem(lower)


def number(text: str) -> str:
    """A figure without its thousands separators: "3,500" → "3500", "2.1" → "2.1"."""
    return re.sub(r",(?=\d{3}(?!\d))", "", text)


def _fused(text: str) -> Iterator[str]:
    for found in _FUSED.finditer(text):
        yield (found.group(1) + found.group(2) + found.group(3)).lower()
    for found in _PERCENT.finditer(text):
        yield number(found.group(1)) + "%"
    for found in _ODD.finditer(text):
        yield found.group().lower()
    for found in _COMPOUND.finditer(text):
        yield found.group(1) + found.group(2)


def bigrams(text: str) -> list[str]:
    """Character bigrams of the Hangul runs of `text`: they find compounds that Kiwi splits differently in
    question and document. Marked with a leading "·", so that they never meet a word."""
    found: list[str] = []
    for run in _HANGUL.findall(normal(text)):
        found.extend(f"·{run[at : at + 2]}" for at in range(max(1, len(run) - 1)))
    return found


def content_words(text: str, language: Language, *, question: bool = False) -> Iterator[tuple[str, bool]]:
    """The words of `text` that mean something by themselves, as dictionary words, each with whether it may
    be a name: Korean morphemes; English words in lower case, or with their capital within a sentence.
    `question`: without the words that only frame a question."""
    skip = stop_words(language) | (question_words(language) if question else frozenset())
    if language is Language.KO:
        for morpheme in morphemes(normal(text)):
            if morpheme.tag in {"NNG", "NNP", "XR", "VV", "VA"} and morpheme.form not in skip:
                yield morpheme.form, morpheme.tag in {"NNG", "NNP"}
            elif morpheme.tag == "SL" and morpheme.form.lower() not in stop_words(Language.EN):
                yield morpheme.form, True
        return
    opening = True
    for found in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?:\n]", normal(text)):
        word = found.group()
        if not word[0].isalpha():
            opening = True
            continue
        bare = re.sub(r"['’]s?$", "", word)
        if bare.lower() not in skip:
            name = bare[0].isupper() and (question or not opening)
            yield (bare if name else bare.lower()), name
        opening = False


def persons(question: str) -> list[str]:
    """The names of Koreans that an English question writes out: "Seo Ga-eun"."""
    return [found.group() for found in _ENGLISH_TERM.finditer(question) if found.lastgroup == "person"]


def content_terms(question: str, language: Language) -> tuple[Term, ...]:
    """What the question is about: names, figures, nouns, verbs; no particles, question words or frames.

    Korean nouns written together are one term ("집단방위") that its whole or its parts may match. Each
    surface is named once.
    """
    text = unicodedata.normalize("NFC", question)
    terms = _korean_terms(text) if language is Language.KO else _english_terms(text)
    seen: dict[str, Term] = {}
    for term in terms:
        if term.forms:  # letters glued to a mark of no language leave nothing to look up
            seen.setdefault(term.surface.lower(), term)
    return tuple(seen.values())


def _korean_terms(text: str) -> Iterator[Term]:
    skip = stop_words(Language.KO) | question_words(Language.KO)
    run: list[Morpheme] = []
    for morpheme in [*morphemes(text), Morpheme("", "END", len(text) + 2, len(text) + 2)]:
        joins = morpheme.tag in NOUN_TAGS or morpheme.tag in {"SL", "SN", "SW", "SO", "NNB"}
        if run and (not joins or morpheme.start > run[-1].end):
            yield from _korean_run(run, text, skip)
            run = []
        if joins:
            run.append(morpheme)
        elif morpheme.tag in {"VV", "VA", "MAG"} and morpheme.form not in skip:
            surface = text[morpheme.start : morpheme.end]
            if surface and morpheme.tag != "MAG":
                yield Term(surface, TermKind.VERB, (morpheme.form,), morpheme.start, morpheme.end)


def _korean_run(run: list[Morpheme], text: str, skip: frozenset[str]) -> Iterator[Term]:
    """The term of nouns, letters and figures written without a space."""
    while run and (run[0].tag in {"SW", "SO", "NNB", "XSN"} or _framing(run[0], skip)):
        run = run[1:]
    while run and (run[-1].tag in {"SO", "XPN"} or _framing(run[-1], skip)):
        run = run[:-1]
    if not run:
        return
    start, end = run[0].start, run[-1].end
    surface = text[start:end]
    tags = {morpheme.tag for morpheme in run}
    forms = _alternatives(surface, [token for morpheme in run for token in _of_morpheme(morpheme)])
    if "SN" in tags and not tags & {"NNG", "NNP", "SL", "SH"}:
        yield Term(surface, TermKind.NUMBER, forms, start, end)
        return
    if tags <= {"NNB", "SW", "SO"} or (len(surface) < 2 and tags & {"NNG", "XR"} and not tags & {"NNP"}):
        return
    name = bool(tags & {"NNP", "SL"})
    kind = TermKind.NAME if name else TermKind.NOUN
    yield Term(surface, kind, forms, start, end)


def _framing(morpheme: Morpheme, skip: frozenset[str]) -> bool:
    return morpheme.tag not in {"NNP", "NNB", "SW"} and morpheme.form in skip


def _alternatives(surface: str, parts: list[str]) -> tuple[str, ...]:
    """The fused or whole word, and its parts together."""
    whole = normal(surface).lower()
    found = [*_fused(normal(surface)), *([whole] if whole.isalpha() else []), " ".join(dict.fromkeys(parts))]
    if (
        len(parts[-1:] and parts[-1]) > 2
        and parts[-1].endswith(_TRADE)
        and not parts[-1].endswith(_NO_TRADES)
    ):
        # A trade is named by what is done in it, too: 운송·창고 for 창고업.
        found += [whole.removesuffix(_TRADE), " ".join([*parts[:-1], parts[-1].removesuffix(_TRADE)])]
    return tuple(dict.fromkeys(form for form in found if form))


_ENGLISH_TERM = re.compile(
    r"(?P<person>(?-i:\b[A-Z][a-z]{1,5} [A-Z][a-z]{1,6}-[a-z]{2,6}\b))"
    r"|(?P<fused>(?<![A-Za-z0-9])[A-Za-z]{1,5}[-‐‑–]?\d{1,4}[A-Za-z]?(?![A-Za-z0-9]))"
    r"|(?P<number>[$€£¥₩]?\d+(?:[.,]\d+)*(?:\s?(?:%|per\s?cent\b|percent\b))?)"
    r"|(?P<dotted>\b(?:[A-Za-z]\.){2,})"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)",
    re.IGNORECASE,
)


def _english_terms(text: str) -> Iterator[Term]:
    skip = stop_words(Language.EN) | question_words(Language.EN)
    shouting = _shouting(text)
    first = True
    for found in _ENGLISH_TERM.finditer(text):
        opening = first or text[: found.start()].rstrip().endswith((".", "!", "?", ":", "\n"))
        first = False
        surface, start, end = found.group(), found.start(), found.end()
        if found.lastgroup == "number":
            yield Term(surface, TermKind.NUMBER, _alternatives(surface, _parts(surface)), start, end)
        elif found.lastgroup == "person":
            yield Term(surface, TermKind.NAME, (" ".join(_parts(surface)),), start, end)
        elif found.lastgroup in {"fused", "dotted"}:
            yield Term(surface, TermKind.NAME, _alternatives(surface, _parts(surface)), start, end)
        elif _HANGUL.search(surface):
            yield from _shifted(_korean_terms(surface), start)
        else:
            word = re.sub(r"['’]s?$", "", surface)
            acronym = not shouting and len(word) > 1 and word.isupper()
            if not word or (not acronym and (word.lower() in skip or len(word) < 2)):
                continue
            capital = word[0].isupper() and not shouting and not opening
            kind = TermKind.NAME if acronym or capital else _english_kind(word.lower())
            form = word.lower() if acronym else stem(word.lower())
            yield Term(word, kind, (form,), start, start + len(word))


def _parts(surface: str) -> list[str]:
    return list(_english(normal(surface)))


def _english_kind(word: str) -> TermKind:
    verb = word in _words("verbs.en.txt") or (len(word) > 5 and word.endswith(("ed", "ing")))
    return TermKind.VERB if verb else TermKind.NOUN


def _shifted(terms: Iterator[Term], by: int) -> Iterator[Term]:
    for term in terms:
        yield Term(term.surface, term.kind, term.forms, term.start + by, term.end + by)
