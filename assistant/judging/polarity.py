"""Whether a question asks for what is not so, and whether a sentence says that something is not."""

# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Sequence

from sources.document import Language

# A negation inside the question. One at its end only makes it polite or asks yes or no ("하지 않나요?", "없나요?").
_ASKS_NOT = {
    Language.KO: re.compile(
        r"(?:지\s?(?:않|못하|못한|못했)|(?<![가-힣])안\s?(?=[가-힣]+(?:은|는|던|을)\s))(?![가-힣]*(?:나요|습니까|는지|은지|니|까|나|냐|죠|지요)\s*\??$)"
        r"|아닌\s(?!가)|없는\s(?!가|지)|없이\s"
    ),
    Language.EN: re.compile(
        r"^(?!\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|should|would|will)(?:n['’]t|\snot)\b).*"
        r"(?:\b(?:not|never|neither|without|none|no longer|unable|cannot)\b|\w+n['’]t\b|\b(?:what|which|who)\s\w*\s?(?:is|are|was|were)\snot\b)",
        re.IGNORECASE | re.DOTALL,
    ),
}
_SAYS_NOT = {
    Language.KO: re.compile(
        r"않|못|아니|아닌|없|말고|말아|제외|면제|금지|거부|거절|부인|반대|불참|불허|불가|미달|미비|미흡|부족|중단|취소|실패|빠졌|빠진|예외|어렵|힘들|배제|무산"
    ),
    Language.EN: re.compile(
        r"\b(?:not|no|never|none|neither|nor|nothing|nobody|without|cannot|unable|lacks?|lacked|lacking|fail(?:s|ed|ure)?|refus\w+|reject\w+|den(?:y|ies|ied|ial)"
        r"|exclu\w+|except\w*|exempt\w*|prohibit\w*|ban(?:s|ned)?|oppos\w+|against|absent|absence|few|little|rather than|instead of|unlike|only|hardly|declin\w+|cancel\w*|miss(?:ed|ing)|non\w+|un\w{4,}|in(?:capable|sufficient|adequate|valid)|im(?:possible|probable))\b"
        r"|n['’]t\b",
        re.IGNORECASE,
    ),
}


def asks_not(question: str, language: Language) -> bool:
    """Whether `question` asks what is not, or was not done."""
    return bool(_ASKS_NOT[language].search(question))


def misses_the_negation(question: str, language: Language, told: Sequence[tuple[str, Language]]) -> bool:
    """Whether the question is negated and none of the `told` sentences says that anything is not so."""
    return asks_not(question, language) and not any(_SAYS_NOT[own].search(text) for text, own in told)
