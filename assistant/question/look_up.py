"""A question that names a place in a document: "제25조 제2항의 단서", "Article 7.5", "표 3", "5쪽", "목차".

Reads the text alone; which document has such a place is for `writing.meant`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from assistant.question.cues import OUTLINE
from assistant.question.spines import kind_tokens
from assistant.words.phrases import any_of
from index.figures.read import FigureKind, figures
from index.words.terms import morphemes, question_tokens
from sources.document import Language

_WORDS: Final = tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf-8"))
_BESIDE: Final = {
    side: {word: what for what, words in _WORDS[side].items() for word in words}
    for side in ("before", "after")
}
_WRITTEN: Final = {
    side: "|".join(sorted(map(re.escape, words), key=len, reverse=True)) for side, words in _BESIDE.items()
}
# A step of a Korean statute, with or without 제: 제25조의2 제2항 제3호 가목. No sum, no 조각 and no 항목.
_STEP: Final = re.compile(
    r"""\s?(?:의\s?)?(?:제\s?)?(?:
        (?<![\d.,])(?P<number>\d{1,4})\s?(?P<label>조(?!각|금|약|항?목표)|항(?!목)|호)
        (?:\s?의\s?(?P<branch>\d{1,3})(?!\d|\s?[항호목]))?
        |(?P<letter>[가나다라마바사아자차카타파하])\s?목
    )""",
    re.VERBOSE,
)
_STEPS: Final = {"조": "article", "항": "paragraph", "호": "item"}
_HALF: Final = re.compile(
    r"\s?(?:의\s?|에\s?(?:붙은|있는|달린|딸린|나오는)\s?|에서\s?)?"
    r"(?P<half>단서|본문|후단|전단)(?![가-힣]*(?:으로|에서)\b)"
)
_SUPPLEMENT: Final = re.compile(
    r"부칙(?:\s?[<(]?\s?(?:제\s?)?(?P<act>\d{3,6})\s?호[^>)]{0,20}[>)]?)?(?:의)?\s*"
)
_TO_ARTICLE: Final = ("", "에", "에서", "중", "에 있는")  # between 부칙 and the article of it that is meant

# "Article 7.5(1)(a)", "Table II", <표 3-1>, 별표 2의2, "para. 12"; and 3쪽, 2문단, 제2장, 4.1절.
_BEFORE: Final = re.compile(
    rf"(?<![A-Za-z가-힣])[<\[]?(?P<word>{_WRITTEN['before']})(?![A-Za-z가-힣])\.?\s?(?:제\s?)?"
    r"(?P<number>(?:[A-Z]{1,3}[.-]?)?\d{1,4}(?:[-.–]\d{1,3})*(?:의\d{1,2}|-?[a-z](?![A-Za-z]))?|(?:[IVXLC]+|(?-i:[A-Z]))\b)"
    r"(?P<steps>(?:\s?\([a-z0-9]{1,4}\))*)(?:\s?[호번])?[>\]]?(?![\d%개건곳명])",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"(?P<ordinal>제\s?)?(?<![\d.,])(?P<number>\d{1,4}(?:\.\d{1,3})*)\s?"
    rf"(?P<word>{_WRITTEN['after']})(?!목)"
)
# May be named without a number.
_ANNEX: Final = any_of(word for word in _WORDS["before"]["annex"] if word not in _WORDS["numbered"]["words"])
_IN_DIGITS: Final = ("note", "paragraph", "page")  # these have no letter or Roman number
_BESIDE_BY: Final = 20  # characters, at most, between a place and the part of it that is meant
# Of several places the first is meant, one whose word stands before its number first.
_ORDER: Final = [(side == "after", what) for side in ("before", "after") for what in _WORDS[side]]
_DIVISIONS: Final = ("part", "chapter", "section", "subsection")
# A division whose outline is asked for; there it is one without 제, too.
_DIVISION: Final = re.compile(
    r"(?:제\s?)?(?<![\d.,])(?P<number>\d{1,2})\s?(?P<word>[편장절])(?![가-힣]{2})"
    r"|\b(?P<ahead>chapter|part|section)\s(?P<first>\d{1,2}(?:\.\d{1,2})*|(?-i:(?!I\b)[IVX]+))\b",
    re.IGNORECASE,
)
_BETWEEN_PLACES: Final = ("", "에서", "의", "중", "가운데", "of", "for", "in")


@dataclass(frozen=True, slots=True)
class LookUp:
    """A named place.

    `steps`: (what, which) pairs, outermost first, in the words of `sources.units.names`, "page" and "note"
    with their numbers among them. `half`: "proviso", "main" or "". `before` and `after`: the question around
    it; `printed`: the place as the question writes it.
    """

    steps: tuple[tuple[str, str], ...]
    half: str = ""
    before: str = ""
    after: str = ""
    outline: bool = False
    printed: str = ""

    @property
    def what(self) -> str:
        """What the outermost step is, "" for an outline."""
        return self.steps[0][0] if self.steps else ""


def read_look_up(text: str) -> LookUp | None:
    """The place the question names, None where it names none."""
    if found := OUTLINE.search(text):
        return _outline(text, found)
    return _of_a_statute(text) or _labelled(text)


def _outline(text: str, asked: re.Match[str]) -> LookUp:
    """The outline of a document, or of the division of it that is named: "목차에서 2장"."""
    division = next((found for found in _DIVISION.finditer(text) if _is_of(text, found, asked)), None)
    if division is None:
        return _made(text, *asked.span(), (), outline=True)
    side, word = ("before", division["ahead"]) if division["ahead"] else ("after", division["word"])
    step = (_BESIDE[side][word.lower()], division["first"] or division["number"])
    one, other = sorted((asked.span(), division.span()))
    whole = _made(text, *other, [step], outline=True)
    return replace(
        whole, before=f"{text[: one[0]]} {text[one[1] : other[0]]}".strip(), printed=text[one[0] : other[1]]
    )


def asks_more(wanted: LookUp, language: Language) -> bool:
    """Whether the question asks more than what stands at the place. Of a Korean one what comes after the
    place tells it, of an English one what comes before, and whether more than a document's name follows."""
    if language is Language.KO:
        return bool(own_words(wanted.after, language))
    following = [word.strip(".,:;!?()'\"") for word in wanted.after.lower().split()]
    follows = [word for word in following if word][:1]
    return (
        (bool(own_words(wanted.before, language)) and not _only_named(wanted))
        or not set(follows) <= set(_WORDS["english"]["follows"])
        or not set(following).isdisjoint(_WORDS["english"]["asks"])
        or not set(following[:-1]).isdisjoint(_WORDS["english"]["names"])
        or _BEFORE.search(wanted.after) is not None
    )


def _only_named(wanted: LookUp) -> bool:
    """Whether a question is no more than a name and the place: "Outer Space Treaty, Article 2"."""
    words = set(re.findall(r"[a-z]+", wanted.before.lower()))
    asking = {*_WORDS["english"]["asks"], *_WORDS["english"]["names"]}
    alone = wanted.before.endswith((",", ":")) and not re.search(r"\w", wanted.after)
    return alone and words.isdisjoint(asking)


def names_one(wanted: LookUp) -> bool:
    """Whether the question around the place names no other."""
    return not any(read_look_up(text) for text in (wanted.before, wanted.after))


def own_words(text: str, language: Language) -> set[str]:
    """The words of `text` that neither ask for a place nor only say what kind of text it is in."""
    return set(question_tokens(text, language)) - _request(language) - kind_tokens(language)


@cache
def _request(language: Language) -> frozenset[str]:
    """The tokens of the words by which a place is asked for."""
    return listed(_WORDS["request"][language.value], language)


def listed(words: str, language: Language) -> frozenset[str]:
    """The tokens of a list of words as a question may have them, and the words as they stand."""
    return frozenset((*question_tokens(words, language), *words.split()))


def _is_of(text: str, division: re.Match[str], asked: re.Match[str]) -> bool:
    """Whether the outline that is asked for is that of `division`: it stands beside the word, or after 제."""
    (_, end), (start, _) = sorted((asked.span(), division.span()))
    return division[0].startswith("제") or text[end:start].strip() in _BETWEEN_PLACES


def _of_a_statute(text: str) -> LookUp | None:
    """A place named in the Korean way: its supplementary provisions, article, paragraph, item and half."""
    supplement = _SUPPLEMENT.search(text)
    found = _article(text, supplement.end() if supplement else 0)
    steps: list[tuple[str, str]] = []
    between = text[supplement.end() : found.start()].strip() if supplement and found else ""
    if supplement and between in _TO_ARTICLE:
        steps.append(("supplement", supplement["act"] or ""))
    if found is None:
        return _made(text, *supplement.span(), steps) if supplement else None
    start, end = found.start(), found.end()
    if supplement and steps and not between:
        start = supplement.start()
    step: re.Match[str] | None = found
    while step:
        steps.append(_step(step))
        end = step.end()
        step = _STEP.match(text, end)
    half = _HALF.match(text, end)
    said = {"단서": "proviso", "본문": "main", "후단": "proviso", "전단": "main"}
    return _made(text, start, half.end() if half else end, steps, said[half["half"]] if half else "")


def _article(text: str, begin: int) -> re.Match[str] | None:
    """The first article named from `begin` on. 조 is also a number: a sum of money is no article."""
    sums = [range(f.start, f.end) for f in figures(text) if f.kind is FigureKind.MONEY]
    articles = (found for found in _STEP.finditer(text, begin) if found["label"] == "조")
    return next((found for found in articles if all(found.start("number") not in one for one in sums)), None)


def _step(found: re.Match[str]) -> tuple[str, str]:
    if found["letter"]:
        return "subitem", found["letter"]
    number, branch = int(found["number"]), found["branch"]
    return _STEPS[found["label"]], f"{number}의{int(branch)}" if branch else str(number)


def _labelled(text: str) -> LookUp | None:
    """A place named by a word beside its number."""
    every: list[tuple[str, re.Match[str]]] = []
    for pattern, side in ((_BEFORE, "before"), (_AFTER, "after")):
        every += [
            (what, match)
            for match in pattern.finditer(text)
            if _may_be(what := _BESIDE[side][match["word"].lower()], match)
        ]
    if every:
        what, match = min(every, key=lambda pair: _ORDER.index((pair[1].re is _AFTER, pair[0])))
        return _with_steps(text, what, match, every)
    bare = _ANNEX.search(text)
    return _made(text, *bare.span(), [("annex", "")]) if bare else None


def _may_be(what: str, found: re.Match[str]) -> bool:
    """Whether `found` is written as such a place is."""
    if found["word"] in _WORDS["numbered"]["words"]:
        after = found.string[found.end() :].lstrip()
        return len(found["number"]) < 3 and not after.startswith(("년", "가지", "개", "권", "편", "명"))
    if what in _IN_DIGITS:
        return found["number"].isdigit()
    ordinal = found.groupdict().get("ordinal", "")
    return what not in _DIVISIONS or ordinal is not None or "." in found["number"]


def _with_steps(
    text: str, what: str, found: re.Match[str], places: Sequence[tuple[str, re.Match[str]]]
) -> LookUp:
    """The place `found`; an article or a division with the parts named in brackets or beside it."""
    steps, (start, end), half = [(what, found["number"].upper())], found.span(), ""
    if what in ("article", "annex") or what in _DIVISIONS:
        brackets = found.groupdict().get("steps") or ""
        steps += [("step", value) for value in brackets.replace("(", " ").replace(")", " ").split()]
        for kind, one in places:
            beside = abs(one.start() - end) < _BESIDE_BY or abs(start - one.end()) < _BESIDE_BY
            if beside and one is not found and (kind == "paragraph" or kind in _DIVISIONS):
                steps.append(("step" if kind == "paragraph" else kind, one["number"]))
                start, end = min(start, one.start()), max(end, one.end())
    if what == "article":
        half = "proviso" if "proviso" in text.lower() else ""
    return _made(text, start, end, steps, half)


def _made(
    text: str,
    start: int,
    end: int,
    steps: Sequence[tuple[str, str]],
    half: str = "",
    *,
    outline: bool = False,
) -> LookUp:
    """The place at `text[start:end]`; the particle that hangs on it is no part of what is after it."""
    after = end
    for morpheme in morphemes(text):
        if morpheme.start == after and morpheme.tag.startswith("J"):
            after = morpheme.end
    return LookUp(
        tuple(steps), half, text[:start].strip(), text[after:].strip(), outline, text[start:end].strip()
    )
