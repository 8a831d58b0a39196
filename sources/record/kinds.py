"""What kind of document a file is, as it calls itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sources.blocks import BlockKind, Reading
from sources.document import Kind
from sources.record.boxes import Facts
from sources.record.titles import opening_of

_KINDS: Final = (
    (Kind.BRIEF, re.compile(r"브리프|브리핑|\bbrief", re.I)),
    (Kind.REPORT, re.compile(r"보고서?(?![가-힣])|리포트|총서|페이퍼|\breport\b|\bpaper\b", re.I)),
    (
        Kind.ARTICLE,
        re.compile(
            r"기사|칼럼|논평|사설|일보(?![가-힣])|기자(?![가-힣])|\barticle\b(?!\s+(?:\d|[IVX]))|\bop-ed\b|\bcolumn\b",
            re.I,
        ),
    ),
)
_BY_TITLE: Final = (
    (Kind.MEMORANDUM, re.compile(r"각서(?:\s*\(.*\))?$|\bmemorand(?:um|a)\b|\bMOU\b", re.I)),
    (Kind.AGREEMENT, re.compile(r"(?:협정문?|협약|조약|Treaty|Agreement|Convention)\s*(?:\(.*\))?$", re.I)),
    (
        Kind.DECLARATION,
        re.compile(
            r"(?:선언문?|공동성명서?|공동선언문?|합의문|결의문?"
            r"|Declaration|Communiqu[eé]|Joint Statement|Resolution)\s*(?:\(.*\))?$",
            re.I,
        ),
    ),
    (
        Kind.STATISTICS,
        re.compile(r"통계(?!청)|(?:고용|물가|산업활동|인구|가계)\s?동향|\bstatistic(?:s|al)\b", re.I),
    ),
)
_NOTICE: Final = re.compile(r"(?:공고|고시|훈령|예규|지침|공시)$")
_LAW: Final = re.compile(r"헌법|법률|[가-힣]*(?:령|규칙|조례)|statute|act|law", re.I)
_LAW_TITLE: Final = re.compile(
    r"(?:법|법률|시행령|시행규칙|조례|규칙)$|\bA(?:ct|CT)(?:,?\s(?:of\s)?\d{4})?$"
    r"|^(?:\w+\s){0,2}(?:Regulation|Directive)\s\((?:EU|EC|EEC|Euratom)\b"
)
_ARTICLE: Final = re.compile(
    r"제\s?1\s?조(?:의\d+)?\s?[(（]|(?:Article|Section|Sec\.)\s1\b|(?:§\s?)?1\.?\s+Short\stitle", re.I
)


def is_law(kind: str) -> bool:
    """Whether the kind a collection of statutes gives is one of law ("법률", "대통령령", "조례")."""
    return bool(_LAW.fullmatch(kind.strip()))


def _has_articles(found: Reading) -> bool:
    return any(_ARTICLE.match(block.text.lstrip()) for block in found.blocks[:60])


def kind_of(
    said: Mapping[str, str], title: str, series: str, parts: Sequence[str], facts: Facts, found: Reading
) -> Kind:
    """What a document is, by what it calls itself; `parts` are the pieces of its imprint."""
    claimed = said.get("kind", "").lower()
    if claimed in set(Kind):
        return Kind(claimed)
    if facts.law or is_law(said.get("kind", "")) or (_LAW_TITLE.search(title) and _has_articles(found)):
        return Kind.STATUTE
    if facts.press:
        return Kind.PRESS_RELEASE
    for kind, pattern in _BY_TITLE:
        if pattern.search(title):
            return kind
    if _NOTICE.search(series):
        return Kind.NOTICE
    heads = " ".join(b.text for b in opening_of(found) if b.kind is BlockKind.FURNITURE)
    for text in (f"{series} {title} {heads}", " ".join(parts)):
        for kind, pattern in _KINDS:
            if pattern.search(text):
                return kind
    return Kind.WEB if said.get("url") else Kind.OTHER
