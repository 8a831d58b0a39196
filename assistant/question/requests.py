"""What stands beside what a question asks: what is to be done with the answer, and what is addressed to the machine.

The words of a request are no words to look for: "다섯 문장으로", "as a table", "각주와 함께", "translate it". They are
taken out before anything is looked up. What cannot be done is said, and the passages are shown as they are.
"""

# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from enum import StrEnum

from assistant.question.cues import ASKED, INSTRUCTION, OPENING


class Request(StrEnum):
    """What is to be done. The first two cannot be: the sources are told in their own words only."""

    TRANSLATE = "translate"
    SUMMARISE = "summarise"
    LENGTH = "length"
    TABLE = "table"
    LIST = "list"
    FOOTNOTES = "footnotes"
    BIBLIOGRAPHY = "bibliography"


CANNOT = (Request.TRANSLATE, Request.SUMMARISE)

_NUMBER_KO = r"(?:\d+|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|몇)"
_NUMBER_EN = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|a few)"
_PLEASE = r"\s*(?:해|하여|만들어|달아|붙여|적어|써|정리해|보여|알려|설명해|답해|말해|작성해)?\s*(?:줘|주세요|주십시오|주시오|줄래\??|주실래요\??|라|봐|보세요)?(?:요)?[.!]?"
_PATTERNS: tuple[tuple[Request, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Request.TRANSLATE, r"(?:을|를)?\s*(?:한국어|한글|우리말|영어|영문|국문)(?:로|으로)\s*(?:번역|옮겨)(?:해|하여)?\s*(?:줘|주세요|주십시오|줄래\??|봐|라)?(?:요)?[.!]?|(?:을|를)?\s*번역(?:해|하여)\s*(?:줘|주세요|주십시오|줄래\??|봐|라)(?:요)?[.!]?"),
        (Request.TRANSLATE, r"(?:,?\s*(?:and\s+)?(?:please\s+)?|\b(?:can|could) you\s+)translate (?:it|this|that|them|the answer)?\s*(?:in)?to (?:korean|english)\b[.!]?"),
        (Request.SUMMARISE, r"(?:을|를)?\s*(?:간단히|짧게|간략히|핵심만)?\s*요약(?:해|하여)\s*(?:서\s*(?:알려|설명해)\s*)?(?:줘|주세요|주십시오|줄래\??|봐|라|보세요)(?:요)?[.!]?|(?<=\S)\s+요약\s*(?:부탁(?:해|합니다|드립니다))[.!]?"),
        (Request.SUMMARISE, r"^(?:please\s+|can you\s+|could you\s+)?(?:summari[sz]e|sum up|give (?:me )?a (?:short |brief )?summary of)\s+"),
        (Request.LENGTH, rf"\s*{_NUMBER_KO}\s?(?:개의?\s?)?(?:문장|줄|단락|문단)(?:으로|로|\s?(?:이내|정도|이하)로)" + _PLEASE),
        (Request.LENGTH, rf",?\s*\bin (?:at most |no more than |about |exactly )?{_NUMBER_EN} (?:short )?(?:sentences?|lines?|paragraphs?)\b"),
        (Request.TABLE, r"\s*(?:비교\s?)?표(?:로|\s?형식으로|\s?형태로)(?=\s|[.?!]|$)" + _PLEASE),
        (Request.TABLE, r",?\s*\b(?:as|in) a table\b|,?\s*in (?:tabular|table) form(?:at)?\b"),
        (Request.LIST, r"\s*(?:번호를?\s?(?:매겨서?|붙여서?)|번호\s?목록으로|목록으로)" + _PLEASE),
        (Request.LIST, r",?\s*\b(?:as|in) a (?:numbered |bulleted )?list\b|,?\s*\bnumbered\b(?=[.?!]?$)"),
        (Request.FOOTNOTES, r"\s*(?:각주|출처|인용)(?:와|과|를|을)?\s?(?:함께|같이|달아서?|붙여서?|포함해서?|밝혀서?|표시해서?)(?=\s|[.?!]|$)" + _PLEASE),
        (Request.FOOTNOTES, r",?\s*\bwith (?:the )?(?:footnotes|citations|sources|references)\b"),
        (Request.BIBLIOGRAPHY, r"\s*참고\s?문헌(?:\s?목록)?(?:도|을|를|으로)?\s*(?:만들어|작성해|정리해|뽑아|보여)\s*(?:줘|주세요|주십시오|줄래\??)(?:요)?[.!]?"),
        (Request.BIBLIOGRAPHY, r",?\s*(?:and\s+)?\b(?:make|give|list|with|add)(?: me)? (?:a|the) bibliography\b[.!]?"),
    )
)  # fmt: skip
_SPLIT = re.compile(r"(?<=[.?!。？！])\s+|\n+|(?<=[가-힣])[;；]\s*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def without_requests(text: str) -> tuple[str, frozenset[Request]]:
    """`text` without what it wants done, and what that is. A text that is nothing else stays as it is."""
    found: set[Request] = set()
    rest = text
    for kind, pattern in _PATTERNS:
        left = pattern.sub(" ", rest)
        if left != rest and _LETTERS.search(left):
            found.add(kind)
            rest = re.sub(r"\s+([.,?!])", r"\1", " ".join(left.split())).strip(" ,")
    return (rest, frozenset(found)) if found else (text, frozenset())


def without_instructions(text: str) -> tuple[str, bool]:
    """`text` without the sentences addressed to the machine, and whether there were any."""
    kept: list[str] = []
    found = False
    for sentence in _SPLIT.split(text):
        bare = OPENING.sub("", sentence.strip())
        if not bare:
            continue
        if not INSTRUCTION.search(bare):
            kept.append(bare)
            continue
        found = True
        rest = _after_instruction(bare)
        if rest:
            kept.append(rest)
    return " ".join(kept), found


def _after_instruction(sentence: str) -> str:
    """The question that follows an instruction within one sentence: "… 무시하고 IP4가 뭔지 알려줘"."""
    pieces = re.split(
        r"(?<=하고)[,]?\s+|(?<=말고)[,]?\s+|,\s*(?:and|then|but)\s+|\s+(?:and then|and)\s+|[,;:]\s+", sentence
    )
    rest = [p for p in pieces if p.strip() and not INSTRUCTION.search(p)]
    questions = [
        p for p in rest if any(pattern.search(p) for pattern in ASKED.values()) or p.rstrip().endswith("?")
    ]
    return " ".join(questions).strip() if len(pieces) > 1 else ""
