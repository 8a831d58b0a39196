"""Sentence spans in Korean, English and mixed text, by rules.

A stop ends a sentence unless something speaks against it: an abbreviation, a date, an enumerator, an open
quotation or bracket, a word after it that goes on in small letters, or a Korean particle that takes up the
quotation. The rules know both languages at once, since the texts mix them; the language only decides what
cannot be told from the characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sources.document import Language
from sources.text.enclosures import CLOSERS, enclosed

_STOP: Final = re.compile(r"[.!?…。！？]+")
# How far a decision looks back or ahead, in characters.
_LOOK: Final = 120
_VISIBLE: Final = re.compile(r"\S")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Titles and Latin tags that are never the last word of a sentence.
_NEVER_LAST: Final = _set(
    "mr mrs ms dr prof gen lt col maj capt adm sgt sen rep gov amb hon rev st mt ft messrs "
    "vs cf e.g i.e viz ca approx incl esp resp"
)
# Abbreviations that stand before a number.
_BEFORE_NUMBER: Final = _set(
    "no nos art arts vol vols p pp para paras fig figs ch chap sec sect ver ed eds app ann "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
# Abbreviations that may end a sentence: then the next one begins with a word of this kind.
_MAY_END: Final = _set("etc al inc ltd co corp plc jr sr dept univ assn bros int'l gov't")
_OPENING_WORD: Final = re.compile(
    r"(?:The|This|That|These|Those|It|Its|He|His|She|Her|We|Our|They|Their|You|I|In|On|At|As|By|For|From|To|"
    r"With|Under|After|Before|Since|Until|During|But|And|Or|Yet|So|However|Moreover|Meanwhile|Nor|Not|No|"
    r"An?|If|While|When|Where|Who|What|Why|How|Although|Though|Because|There|Here|Such|Some|Many|Most|All|"
    r"Both|Each|Every|Neither|Either|One|Two|Three|Another|Other|Also|Then|Thus|Today)\b"
)
_KOREAN_FINAL: Final = re.compile(r"(?:다|요|까|죠|오|냐|자|라|음|함|임|됨|것)$")
# With no space after the stop, only what no noun ends in: "이자.배당", "포함.제외" are lists of nouns.
_GLUED_FINAL: Final = re.compile(r"(?:다|까|[았었했겠있없]음|[아어여해예에세네지데래죠]요|하자)$")
# What a Korean sentence goes on with after a quotation it has swallowed: “…다.”라고, “…다.”는
_QUOTING: Final = re.compile(
    r"\s?(?:(?:이?라고|이?라는|이?라며|이?라면서|이?란|이?라도|라|고|며|면서|는|은|을|를|이|가|의|와|과|로|으로|에|에서|에게|도|만|까지|"
    r"부터|보다|처럼|및|등|임|이다|이었다|였다|입니다)(?![가-힣])|(?:이?라고|이?라는|이?라며|이?라면서|하고|하며|하는|하자|하였|했|고는|고도)[가-힣]*)"
)
_MARK: Final = re.compile(
    r"\s?\[\d{1,3}\]|(?:(?<=[가-힣”\"’)][.!?])|(?<=[.!?][”\"’]))\d{1,3}\)?(?=\s|$)|[¹²³⁰⁴-⁹]+|\((?:[^().!?]|\.(?=\d)){1,40}\)(?=\s|$)"
)
_DATE_PART: Final = re.compile(r"(?:\d{4}|['‘’]\d{2})\.\s?(?:\d{1,2}\.\s?){0,2}$")
_ENUMERATOR: Final = re.compile(
    r"[(\[]?(?:\d{1,3}(?:[.-]\d{1,2}|의\d{1,2})*|[가-하]|[ivxIVX]{1,5}|[ⅰ-ⅻⅠ-Ⅻ]+|[A-Za-z]|[QA]\d{1,2}|제\s?\d{1,3}(?:조|항|장|절)?)[)\]]?\.$"
)
# The number of a part or a caption with its word, before its title: "Section 13. Reports.", "Figure 2. Use".
_LABEL: Final = re.compile(
    r"(?:figure|fig\.|table|chart|box|exhibit|section|sec\.|article|art\.|chapter|part|rule|regulation|annex|appendix|"
    r"schedule|principle|표|그림|도표|부록|붙임)\s?(?:[A-Z]{0,3}[.-]?\d{1,4}(?:[.-]\d{1,3})*[A-Z]{0,2}|[A-Z]|[IVXLC]+)\.",
    re.I,
)
_ITEM: Final = re.compile(r"\s\d{1,2}\.$")
_INITIALS: Final = re.compile(r"(?:\b[A-Za-z]\.){2,}$")


def sentence_spans(text: str, language: Language) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of `text`, in order, without the spaces around them. Together they
    hold every character of `text` that is not a space. A line break always ends a sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        spans += [(start + a, start + b) for a, b in _Line(line, language).spans()]
        start += len(line) + 1
    return spans


@dataclass(slots=True)
class _Line:
    """One line of text on its way into sentences."""

    text: str
    language: Language

    def spans(self) -> list[tuple[int, int]]:
        inside = enclosed(self.text)
        found: list[tuple[int, int]] = []
        start = 0
        for match in _STOP.finditer(self.text):
            if match.start() < start:
                continue
            end = self._close(match.end())
            if self._ends(start, match, end, inside):
                found.append((start, end))
                start = end
        found.append((start, len(self.text)))
        spans: list[tuple[int, int]] = []
        for a, b in found:
            if (span := _stripped(self.text, a, b)) is None:
                continue
            if spans and not any(char.isalnum() for char in self.text[a:b]):
                # A stray mark is no sentence of its own.
                span = (spans.pop()[0], span[1])
            spans.append(span)
        return spans

    def _close(self, end: int) -> int:
        """Past the closing marks and the footnote marks that belong to the sentence before them."""
        while end < len(self.text) and self.text[end] in CLOSERS:
            if (
                self.text[end] in "\"'"
                and self.text[end + 1 : end + 2].isalnum()
                and self.text[end - 1].isspace()
            ):
                break
            end += 1
        mark = _MARK.match(self.text, end)
        return mark.end() if mark else end

    def _ends(self, start: int, stop: re.Match[str], end: int, inside: list[int]) -> bool:
        text = self.text
        next_word = _VISIBLE.search(text, end)
        if next_word is None:
            return True
        following = text[next_word.start() : next_word.start() + _LOOK]
        if inside[end - 1] and inside[end - 1] > end:
            return False
        if end < len(text) and not text[end].isspace():
            return self._glued(start, stop, end)
        closed = any(char in CLOSERS for char in text[stop.end() : end])
        if closed and _QUOTING.match(text, end):
            return False
        if closed and text[end - 1] in ")]" and not self._bracket_stands_alone(start, stop.start()):
            return False
        if re.match(r"[a-z]", following) and not re.match(r"(?:e|i)[A-Z]", following):
            return stop.group() == "。"
        if stop.group() == ".":
            return not self._period_of_a_word(start, stop.start(), following)
        if set(stop.group()) <= {".", "…"}:
            return self._ellipsis_ends(stop.start(), following)
        return True

    def _glued(self, start: int, stop: re.Match[str], end: int) -> bool:
        """A stop with no space after it: "…했다.그러나", "…security.The"."""
        text = self.text
        if "。" in stop.group():
            return True
        before, following = text[max(start, stop.start() - _LOOK) : stop.start()], text[end : end + _LOOK]
        if _GLUED_FINAL.search(before) and re.match(r"[가-힣A-Z“‘\"「(△▲▶■□●○◇①-⑳]", following):
            return not _QUOTING.match(following)
        return bool(re.search(r"[a-z]{3}$", before) and _OPENING_WORD.match(following))

    def _period_of_a_word(self, start: int, at: int, following: str) -> bool:
        """Whether the period at `at` belongs to an abbreviation, an enumerator or a date."""
        head = self.text[max(start, at - _LOOK) : at + 1]
        word = head.split()[-1].lstrip("\"'“‘([{「『")
        bare = word[:-1].lower()
        if at - start < _LOOK and (_ENUMERATOR.fullmatch(head.strip()) or _LABEL.fullmatch(head.strip())):
            return True
        if _DATE_PART.search(head):
            return not re.match(r"[A-Z]", following)
        if _ITEM.search(head) and re.match(r"[가-힣]", following):
            # "… 재판부는 1. 피고의 …": the number begins an item, no Korean sentence ends in a bare one.
            return True
        if bare in _NEVER_LAST:
            return True
        if bare in _BEFORE_NUMBER:
            return bool(re.match(r"[\d(ⅠⅡⅢIVXivx]", following))
        if bare in _MAY_END or _INITIALS.search(word):
            return not _OPENING_WORD.match(following)
        if re.fullmatch(r"[A-Z]", word[:-1]):
            # "J. Stoltenberg", but "… of plan B. The …"
            return not _OPENING_WORD.match(following)
        return False

    def _ellipsis_ends(self, at: int, following: str) -> bool:
        before = self.text[max(0, at - _LOOK) : at].rstrip()
        if _KOREAN_FINAL.search(before):
            return True
        return bool(re.search(r"[A-Za-z]$", before) and re.match(r"[A-Z\"“]", following))

    def _bracket_stands_alone(self, start: int, stop: int) -> bool:
        """Whether the bracket that closes after the stop began a sentence of its own."""
        opened = max(self.text.rfind("(", start, stop), self.text.rfind("[", start, stop))
        if opened < 0:
            return True
        before = self.text[max(start, opened - _LOOK) : opened].rstrip()
        return not before or before[-1] in '.!?。”"'


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
