"""Words as the reader is given them: in the notation that most texts have, so that it knows them again.

Offices write ’21.8월 for August 2021, 도․소매 with a dot of another alphabet and 非농업 with a Chinese sign.
What is told and cited is never this text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from index.figures.dates import CUT_YEAR, MONTH_NUMBERS, MONTHS, in_full, is_length
from index.words.terms import NOUN_TAGS, closed_labels, morphemes, stem
from sources.document import Language
from sources.units.grid import unstretched

_DOTS: Final = re.compile(r"(?<=[가-힣A-Za-z])\s?[․‧・ㆍ･⋅∙•]\s?(?=[가-힣A-Za-z])")
# No quotation: ‘52시간제’, ‘12.3 비상계엄’.
_OPEN: Final = r"(?<!\w)['’‘`´]\s?(?![^’'\n]{0,20}[’'](?!\d))"
_YEAR: Final = rf"{_OPEN}(?P<year>[0-3]\d|[6-9]\d)"
_SHORT: Final = (
    # ’21.8월, ‘20.3~, ’24.10.3.
    rf"{_YEAR}\.\s?(?P<month>1[0-2]|0?[1-9])(?:\s?월|\.\s?(?P<day>\d{{1,2}})(?!\d)\.?|(?=\s?[~∼]))",
    # ’21년, ’23 영업손실, ’25.1/4
    rf"{_YEAR}(?:\s?년|(?=[.\s]\s?[1-4]\s?(?:/\s?4|분기|Q))\.?|(?=[\s~∼/:;)]|$))",
    CUT_YEAR,
)
_COUNTRIES: Final = {"美": "미국", "英": "영국", "韓": "한국", "獨": "독일"}
_PREFIXES: Final = {
    "非": "비",
    "對": "대",
    "總": "총",
    "新": "신",
    "舊": "구",
    "前": "전",
    "現": "현",
    "全": "전",
}
_SAID: Final = _COUNTRIES | _PREFIXES
# One sign alone: a country by itself, or a prefix of a Korean word. Two and more are a word of their own.
_HANJA: Final = re.compile(
    rf"(?<![一-鿿가-힣\d])(?:[{''.join(_COUNTRIES)}](?=[\s·,.)]|$)|[{''.join(_PREFIXES)}](?=[가-힣]))"
)
_KOREAN: Final = re.compile(r"[가-힣]")
_SIGN: Final = re.compile(r"^[□○ㅇo●■◆◇▶▷►※*◦•·▪‣➢☞⇒→–—－-]\s+(?=\S)")
_WON: Final = re.compile(r"[￦₩]\s?(\d[\d,]*)(?:\s?-(?!\d)|\s?원)?(?![\d,.]|\s?[억만조천a-zA-Z])")
_BRACKETED: Final = re.compile(r"\(([^()]{1,30})\)")
_KO_DATE: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)년\s?(?P<month>1[0-2]|0?[1-9])월(?:\s?(?P<day>\d{1,2})일)?"
)
_MONTH: Final = rf"\b(?P<month>{'|'.join(map(str.title, MONTHS))})"
_IN: Final = r"(?P<year>(?:19|20)\d\d)\b"
_EN_DATES: Final = (
    re.compile(rf"{_MONTH}\s(?P<day>\d{{1,2}}),?\s{_IN}"),
    re.compile(rf"\b(?P<day>\d{{1,2}})\s{_MONTH}\s{_IN}"),
    re.compile(rf"{_MONTH}\s{_IN}"),
    re.compile(rf"\b(?P<month>1[0-2]|0?[1-9])/(?P<day>\d{{1,2}})/{_IN}"),
)
_LATIN: Final = re.compile(r"[A-Za-z]+")
SURE: Final = 0.75  # what the dictionary has for a word, a name that sounds alike, what both write alike


def as_read(text: str) -> str:
    """`text` with one middle dot, years and sums in full, and without Chinese signs in Korean words, the sign
    before it and the spaces that only stretch a label: "ㅇ 사 업 명 : …"."""
    return _plain(_SIGN.sub("", text))


def _plain(text: str) -> str:
    text = _DOTS.sub("·", text)
    text = _WON.sub(r"\1원", closed_labels(text))
    for pattern in _SHORT:
        text = re.sub(pattern, _written_out, text)
    return _HANJA.sub(lambda found: _SAID[found[0]], text) if _KOREAN.search(text) else text


def row_as_read(row: str) -> str:
    """A table's row in labelled cells, as `as_read`, its names without the brackets and the spaces that only
    fill their cell: "(건 설)"."""
    return "; ".join(_name(cell) for cell in _plain(row).split("; "))


def _name(cell: str) -> str:
    bare = _BRACKETED.fullmatch(cell)
    parts = (bare[1] if bare else cell).split(": ")
    return ": ".join(map(unstretched, parts))


def _written_out(found: re.Match[str]) -> str:
    named = found.groupdict()
    if named.get("cut") and is_length(found):
        return found[0]
    parts = [f"{in_full(int(named.get('year') or named['cut']))}년"]
    if named.get("month"):
        parts.append(f"{int(named['month'])}월")
    if named.get("day"):
        parts.append(f"{int(named['day'])}일")
    after = found.string[found.end() : found.end() + 1]
    return " ".join(parts) + (" " if after.isdigit() else "")


def in_its_words(text: str, language: Language, words: Mapping[str, str]) -> str:
    """`text` in `language`, those of its words that surely stand for one of a question in the other language
    as the question has them: "Norway" as 노르웨이. The reader hardly knows the names of one in the other.
    `words`: see `words_for`."""
    text = _dated(text, language)
    if language is Language.EN:
        return _LATIN.sub(lambda found: words.get(stem(found[0].lower()), found[0]), text)
    out, at = [], 0
    for morpheme in morphemes(text):
        if morpheme.tag in NOUN_TAGS and morpheme.start >= at and (word := words.get(morpheme.form)):
            out += [text[at : morpheme.start], word]
            at = morpheme.end
    return "".join([*out, text[at:]])


def _dated(text: str, language: Language) -> str:
    """`text` in `language`, its dates as the other language has them."""
    if language is Language.KO:
        return _KO_DATE.sub(_in_english, text)
    for pattern in _EN_DATES:
        text = pattern.sub(_in_korean, text)
    return text


def _in_english(found: re.Match[str]) -> str:
    month = MONTHS[int(found["month"]) - 1].title()
    return f"{month} {int(found['day'])}, {found['year']}" if found["day"] else f"{month} {found['year']}"


def _in_korean(found: re.Match[str]) -> str:
    month = MONTH_NUMBERS.get(found["month"].lower(), found["month"])
    day = f" {int(found['day'])}일" if found.groupdict().get("day") else ""
    return f"{found['year']}년 {int(month)}월{day}"


def words_for(meant: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """Token of the other language → the word of the question that it surely stands for, the surest first."""
    found: dict[str, tuple[float, str]] = {}
    for word, tokens in meant.items():
        for token, sure in tokens.items():
            if sure >= SURE and sure > found.get(token, (0.0, ""))[0]:
                found[token] = (sure, word)
    return {token: word for token, (_, word) in found.items()}
