"""A question that names a place in a document: "제25조 제2항의 단서", "Article 7.5", "표 3", "5쪽", "목차".

Reads the text alone; which document has such a place is for `writing.looked_up`.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = r"\d{1,4}"
_BRANCH: Final = r"(?:\s?의\s?(?P<{0}>\d{{1,3}}))?"
# A step of a Korean statute: 제25조의2 제2항 제3호 가목, with or without 제.
_ARTICLE_KO: Final = re.compile(
    rf"(?:제\s?)?(?<![\d.,])(?P<article>{_NUMBER})\s?조(?:\s?의\s?(?P<branch>\d{{1,3}})(?!\d|\s?[항호목]))?"
    r"(?!\s?(?:달러|유로|엔|위안|파운드|루블|원))(?![가-힣]*원|각|금|약|항?목표)"
)
_CLAUSE_KO: Final = re.compile(rf"\s?(?:의\s?)?제?\s?(?P<clause>{_NUMBER})\s?항(?!목)")
_ITEM_KO: Final = re.compile(rf"\s?(?:의\s?)?제?\s?(?P<item>{_NUMBER})\s?호{_BRANCH.format('item_branch')}")
_SUBITEM_KO: Final = re.compile(r"\s?(?:의\s?)?(?P<subitem>[가나다라마바사아자차카타파하])\s?목")
_HALF_KO: Final = re.compile(
    r"\s?(?:의\s?|에\s?(?:붙은|있는|달린|딸린|나오는)\s?|에서\s?)?(?P<half>단서|본문|후단|전단)(?![가-힣]*(?:으로|에서)\b)"
)
_SUPPLEMENT: Final = re.compile(
    r"부칙(?:\s?[<(]?\s?(?:제\s?)?(?P<act>\d{3,6})\s?호[^>)]{0,20}[>)]?)?(?:의)?\s*"
)
_ARTICLE_EN: Final = re.compile(
    r"(?:\b(?:Article|Art\.?|Section|Sec\.?)|§)\s*(?P<article>\d{1,3}(?:\.\d{1,3})*|[IVXLC]+)\b(?P<steps>(?:\s?\([a-z0-9]{1,4}\))*)",
    re.IGNORECASE,
)
_PARA_EN: Final = re.compile(r"\b(?:paragraphs?|paras?\.?)\s*(?P<clause>\d{1,3})\b", re.IGNORECASE)
_PARA_KO: Final = re.compile(rf"(?:제\s?)?(?P<clause>{_NUMBER})\s?(?:문단|단락|항)(?!목)")
_TABLE: Final = re.compile(
    r"(?<![가-힣])(?:<|\[)?(?P<what>표|그림|도표|Table|Figure|Fig\.|Chart|Exhibit|Box)\s?(?P<number>(?:[IVX]+|(?:[A-Z][.-]?)?\d{1,3})(?:[-.–]\d{1,3})*)(?:>|\])?(?!\d|[%가-나])",
    re.IGNORECASE,
)
_ANNEX: Final = re.compile(
    r"(?P<what>별표|별지|부록|붙임|Annex|Appendix|Schedule)\s?(?:제?\s?)?(?P<number>\d{1,3}(?:의\d{1,2})?|[IVX]+\b|[A-Z]\b)?(?:\s?호)?",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(
    r"각주\s?(?:제?\s?)?(?P<number>\d{1,3})\s?번?|(?P<number_ko>\d{1,3})\s?번\s?각주|\b(?:foot)?note\s(?P<number_en>\d{1,3})\b",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(
    r"(?P<page>\d{1,4})\s?(?:쪽|페이지|면(?=[은의을에]|\s|$))|\b(?:page|p\.)\s?(?P<page_en>\d{1,4})\b",
    re.IGNORECASE,
)
_TO_ARTICLE: Final = ("", "에", "에서", "중", "에 있는")  # between 부칙 and the article of it that is meant
_PARTICLE: Final = re.compile(
    r"^(?:에서는|에서|에는|으로|부터|까지|의|을|를|은|는|이|가|에|로|과|와|만|도)(?=[\s?.,]|$)"
)
_OUTLINE: Final = re.compile(
    r"목차|(?<!몇)(?<!몇\s)(?<!러\s)(?<![한두세네\d]\s)(?<![한두세네\d])차례(?!로|대로|례|나|인|에\s?걸)|개요(?:를|는|만)?\s?(?:보여|알려|정리|$)|\b(?:table of contents|outline|list of (?:chapters|sections|headings))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LookUp:
    """A named place. `steps`: (what, which) pairs, outermost first, in the words of `sources.units.names`,
    "page" and "note" with their numbers among them. `half`: "proviso", "main" or "". `before` and `after`: the
    question around it; `printed`: the place as the question writes it."""

    steps: tuple[tuple[str, str], ...]
    half: str = ""
    before: str = ""
    after: str = ""
    outline: bool = False
    printed: str = ""


def read_look_up(text: str) -> LookUp | None:
    """The place the question names, None where it names none."""
    if found := _OUTLINE.search(text):
        return _made(text, *found.span(), (), outline=True)
    for read in (_korean, _english, _labelled, _numbered):
        if found_up := read(text):
            return found_up
    return None


def _korean(text: str) -> LookUp | None:
    supplement = _SUPPLEMENT.search(text)
    found = _ARTICLE_KO.search(text, supplement.end() if supplement else 0)
    steps: list[tuple[str, str]] = []
    if supplement and found and text[supplement.end() : found.start()].strip() not in _TO_ARTICLE:
        supplement = None
    if supplement:
        steps.append(("supplement", supplement["act"] or ""))
    if found is None:
        if supplement is None:
            return None
        return _made(text, *supplement.span(), steps)
    steps.append(("article", _branched(found["article"], found["branch"])))
    end = found.end()
    for what, pattern in (("paragraph", _CLAUSE_KO), ("item", _ITEM_KO), ("subitem", _SUBITEM_KO)):
        if step := pattern.match(text, end):
            values = [value for value in step.groups() if value]
            steps.append((what, _branched(*values) if what == "item" else values[0]))
            end = step.end()
    half = _HALF_KO.match(text, end)
    end = half.end() if half else end
    start = (
        supplement.start()
        if supplement and text[supplement.end() : found.start()].strip() == ""
        else found.start()
    )
    said = {"단서": "proviso", "본문": "main", "후단": "proviso", "전단": "main"}
    return _made(text, start, end, steps, said[half["half"]] if half else "")


def _english(text: str) -> LookUp | None:
    found = _ARTICLE_EN.search(text)
    if found is None:
        return None
    steps = [("article", found["article"])]
    steps += [("step", value) for value in re.findall(r"\(([a-z0-9]{1,4})\)", found["steps"])]
    start, end = found.span()
    if (inner := _PARA_EN.search(text)) and (abs(inner.start() - end) < 20 or abs(start - inner.end()) < 20):
        steps.append(("step", inner["clause"]))
        start, end = min(start, inner.start()), max(end, inner.end())
    half = re.search(r"\bproviso\b", text, re.IGNORECASE)
    return _made(text, start, end, steps, "proviso" if half else "")


def _labelled(text: str) -> LookUp | None:
    if found := _TABLE.search(text):
        kind = "table" if found["what"].lower() in ("표", "도표", "table", "exhibit") else "figure"
        return _made(text, *found.span(), [(kind, found["number"].upper())])
    if found := _ANNEX.search(text):
        step = ("annex", (found["number"] or "").upper())
        return _made(text, *found.span(), [step])
    return None


def _numbered(text: str) -> LookUp | None:
    if found := _NOTE.search(text):
        number = found["number"] or found["number_ko"] or found["number_en"]
        return _made(text, *found.span(), [("note", number)])
    for pattern in (_PARA_EN, _PARA_KO):
        if found := pattern.search(text):
            return _made(text, *found.span(), [("paragraph", found["clause"])])
    if found := _PAGE.search(text):
        number = found["page"] or found["page_en"]
        return _made(text, *found.span(), [("page", number)])
    return None


def _branched(number: str, branch: str | None = None) -> str:
    return f"{int(number)}의{int(branch)}" if branch else str(int(number))


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
    after = _PARTICLE.sub("", text[end:])
    return LookUp(tuple(steps), half, text[:start].strip(), after.strip(), outline, text[start:end].strip())
