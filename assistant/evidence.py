"""Whether a sentence holds the kind of thing a question asks for: a figure, a date, a name, a reason.

What the question already says is no evidence: asked for the year of the 5% target, "5%" answers nothing.
Works on the sentence's text in either language; knows no document.
"""
# ruff: noqa: E501  (patterns read better unbroken)

from __future__ import annotations

import re
from functools import lru_cache

from assistant.cues import Asked
from assistant.wording import words
from index.terms import morphemes
from sources.document import Language

_NAME_WITH_DIGITS = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,5}[-–]?\d{1,4}(?![A-Za-z0-9])")
_FIGURE = re.compile(r"(?<![\d.])\d+(?:[.,]\d+)*")
_KO_NUMERAL = re.compile(
    r"(?<![가-힣])(?:하나|한|두|둘|세|셋|네|넷|다섯|여섯|일곱|여덟|아홉|열한|열두|열|스무|수십|수백)\s?"
    r"(?:명|개국|개|나라|국가|곳|가지|차례|번|건|해|시간|달|주|항|분야|배|척|사람|편|대|살)"
)
_EN_NUMERAL = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|half|thirds?"
    r"|quarters?|twice|double[d]?)\b",
    re.IGNORECASE,
)
_KO_FRACTION = re.compile(r"\d+\s?분의\s?\d+|절반|두 배|세 배|네 배")
_PERCENT = re.compile(
    r"\d+(?:[.,]\d+)*\s?(?:%|퍼센트|프로(?![가-힣])|per\s?cent\b)|\d+\s?분의\s?\d+|절반|\bhalf\b|\bthirds?\b",
    re.I,
)
_MONEY = re.compile(
    r"[$€£¥₩]\s?\d|\d[\d.,]*\s?(?:조|억|만|천|백만)?\s?(?:\d[\d,]*\s?(?:억|만)?\s?)?(?:달러|원(?![가-힣])|유로|엔(?![가-힣])|위안|파운드)"
    r"|\d[\d.,]*\s?(?:hundred|thousand|million|billion|trillion)?\s?(?:US )?(?:dollars?|euros?|won|yen|yuan|pounds?|USD|EUR|KRW)\b",
    re.IGNORECASE,
)
_MONTH = r"January|February|March|April|May|June|July|August|September|October|November|December"
_WHEN = re.compile(
    rf"(?<!\d)(?:1[89]|20)\d\d(?!\d)|\d{{1,2}}월|\d{{1,2}}일|\b(?:{_MONTH})\b"
    r"|\d+\s?(?:개월|주일|시간)|\b(?:\w+)\s(?:days?|weeks?|months?|years?|hours?)\b(?:\s(?:after|before|later|from))?",
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_REASON = re.compile(
    r"때문|이유|위해|위한|위하|고려|탓|까닭|원인|덕분|의도|피하려|이므로|므로|아서|어서|라서|으로써|감안|목적|수 있기|있어|면서도|않고"
    r"|\bbecause\b|\bsince\b|\bdue to\b|\breasons?\b|\bin order to\b|\bso that\b|\bto (?:avoid|ensure|keep|hide|meet|satisfy|prevent|protect)\b"
    r"|\bowing to\b|\bas a result\b|\btherefore\b|\bgrounds\b|\bciting\b|\bcited\b|\bsaid to\b|\bfears?\b|\bwish\w*\b|\bintention\b"
    r"|\bconsidering\b|\bgiven\b",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"규정|불리|부른|불린|뜻하|의미|가리키|이른바|정의|이란\s|말한다|이다\.?$|\bcalled\b|\bdefined?\b|\bdescribed?\b|\bknown as\b|\bmeans?\b"
    r"|\brefers?\b|\bis an?\b|\bare\b|\bso-called\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"해야|하여야|필요가 있|필요하|제안|권고|바람직|추진|과제|현실적|효과적|출발점|수 있다|마련|\bshould\b|\bneeds? to\b|\bmust\b|\brecommend"
    r"|\bsuggest|\bpropos|\bought\b|\bcan be\b|\bbest\b|\brealistic\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<!\d)\d{2,4}-\d{3,4}-\d{4}(?!\d)|\+\d{1,3}[\s-]\d")
_TITLE = re.compile(
    r"대통령|총리|총장|장관|박사|교수|대표|의장|위원|실장|국장|외무상|저자|\b(?:President|Prime Minister|Secretary|Minister|Dr|Chair\w*"
    r"|Adviser|Director|Professor|Mr|Ms|Mrs|author)\b"
)
_EN_NAME = re.compile(
    r"(?<![.!?:“\"'] )(?<!^)\b[A-Z][\w’'-]+(?:\s(?:of|the|de|van|von|and|for)?\s?[A-Z][\w’'-]+)*|\b[A-Z]{2,}\b"
)


@lru_cache(maxsize=20_000)
def figures_in(text: str) -> frozenset[str]:
    """The figures of `text` as plain strings ("3500", "2.32") and its numerals, names such as IP4 left out."""
    bare = _NAME_WITH_DIGITS.sub(" ", text)
    found = {re.sub(r",(?=\d{3})", "", f) for f in _FIGURE.findall(bare)}
    found |= {m.lower() for m in _KO_NUMERAL.findall(bare)}
    found |= {m.lower() for m in _EN_NUMERAL.findall(bare)}
    return frozenset(found | set(_KO_FRACTION.findall(bare)))


@lru_cache(maxsize=20_000)
def names_in(text: str, language: Language) -> frozenset[str]:
    """The proper names of `text`, lower case: Kiwi's NNP and Latin words in Korean, capitals in English."""
    if language is Language.EN:
        return frozenset(w.lower() for m in _EN_NAME.findall(text) for w in m.split() if w[0].isupper())
    return frozenset(m.form.lower() for m in morphemes(text) if m.tag in {"NNP", "SL"} and len(m.form) > 1)


def _new(pattern: re.Pattern[str], text: str, question: str) -> bool:
    """Whether `text` holds a match whose figures the question does not already name."""
    known = figures_in(question)
    for found in pattern.finditer(text):
        figures = figures_in(found.group()) or {found.group().lower()}
        if not figures <= known and found.group().lower() not in question.lower():
            return True
    return False


def holds(kind: Asked, text: str, question: str, language: Language) -> bool | None:
    """Whether `text` holds a thing of `kind` that `question` does not name; None where it cannot be told."""
    if kind is Asked.PERCENT:
        return _new(_PERCENT, text, question)
    if kind is Asked.MONEY:
        return _new(_MONEY, text, question)
    if kind is Asked.YEAR:
        return _new(_YEAR, text, question)
    if kind is Asked.WHEN:
        return _new(_WHEN, text, question)
    if kind is Asked.NUMBER:
        return bool(figures_in(text) - figures_in(question))
    if kind is Asked.CONTACT:
        return bool(_CONTACT.search(text))
    if kind is Asked.WHY:
        return bool(_REASON.search(text))
    if kind is Asked.DEFINITION:
        return bool(_DEFINED.search(text))
    if kind is Asked.RECOMMENDATION:
        return bool(_ADVICE.search(text))
    if kind in {Asked.WHO, Asked.NAMES, Asked.WHERE}:
        return _new_name(kind, text, question, language)
    return None


def _new_name(kind: Asked, text: str, question: str, language: Language) -> bool:
    known = words(question, language)
    fresh = {name for name in names_in(text, language) if name not in question.lower() and name not in known}
    if kind is Asked.WHO:
        return bool(fresh) and bool(_TITLE.search(text))
    return bool(fresh)


# The kinds a sentence must bear out for the answer to count as found, most telling first.
CHECKED = (
    Asked.CONTACT,
    Asked.MONEY,
    Asked.PERCENT,
    Asked.YEAR,
    Asked.WHEN,
    Asked.NUMBER,
    Asked.NAMES,
    Asked.WHO,
    Asked.WHERE,
    Asked.WHY,
    Asked.RECOMMENDATION,
    Asked.DEFINITION,
)
HARD = frozenset(
    {Asked.CONTACT, Asked.MONEY, Asked.PERCENT, Asked.YEAR, Asked.WHEN, Asked.NUMBER, Asked.NAMES, Asked.WHO}
)


def borne_out(asked: frozenset[Asked], text: str, question: str, language: Language) -> tuple[float, float]:
    """(hard, soft): the shares of the asked kinds that `text` bears out, 0.5 where nothing was asked.

    Hard kinds leave a plain mark in a sentence (a figure, a date, a name); soft ones only a likely one.
    """
    hard = [bool(holds(k, text, question, language)) for k in CHECKED if k in asked and k in HARD]
    soft = [bool(holds(k, text, question, language)) for k in CHECKED if k in asked and k not in HARD]
    return _share(hard), _share(soft)


def _share(values: list[bool]) -> float:
    return sum(values) / len(values) if values else 0.5
