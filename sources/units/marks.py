"""The mark a block of text begins with: the number of an article, of a paragraph, of an item, or a bullet.

Korean statutes number 편 장 절 관 조 항 호 목 (법제처, 법령 입안·심사 기준); documents of offices step
□ ○ - ※ or Ⅰ 1 가 1) 가) (1) (가) ①, each writer in an order of his own. A mark says what it is; how deep it
stands is told by those above it (`build`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sources.document import UnitKind


@dataclass(frozen=True, slots=True)
class Mark:
    """`label` as printed, `length` of the mark with the space after it. Marks of one `series` stand side by
    side. `rank` is fixed for the divisions of a statute (lower is further out), 0 elsewhere."""

    kind: UnitKind
    label: str
    length: int
    series: str
    rank: int = 0


SUPPLEMENT, DIVISION, ARTICLE, CLAUSE, LOOSE = 9, 10, 15, 20, 30
_DIVISIONS: Final = {
    "편": UnitKind.PART,
    "부": UnitKind.PART,  # of a treaty
    "장": UnitKind.CHAPTER,
    "절": UnitKind.SECTION,
    "관": UnitKind.SUBSECTION,
}
_ENGLISH: Final = {
    "part": UnitKind.PART,
    "title": UnitKind.PART,
    "chapter": UnitKind.CHAPTER,
    "section": UnitKind.SECTION,
}
_BRANCH: Final = r"(?:\s?의\s?\d{1,3})?"
_KO_DIVISION: Final = re.compile(rf"제\s?\d{{1,3}}\s?(?P<what>[편부장절관]){_BRANCH}(?=\s|$|\()\s*")
_KO_ARTICLE: Final = re.compile(
    rf"(?P<label>제\s?\d{{1,4}}\s?조{_BRANCH})[^\S\n]*"
    r"(?=\n|\s*[(（【]|\s*[:：][^.\n]{1,30}$|$|삭\s?제\s*(?:[<〈＜(\[]|$))"
)
# An article without a title, as in the Constitution: its text follows, and is no reference to the article.
_KO_UNTITLED: Final = re.compile(
    rf"(?P<label>제\s?\d{{1,4}}\s?조{_BRANCH})\s+(?=①|(?!제\s?\d|(?:및|또는|내지|부터|까지|중|단서|본문|각|위반)(?![가-힣])|각\s?호)[가-힣「].*다\.)"
)
_EN_DIVISION: Final = re.compile(
    r"(?P<label>(?P<what>PART|Part|TITLE|Title|CHAPTER|Chapter|SECTION|Section)\s+(?:[IVXLC]+|\d+(?:\.\d+)*[A-Z]?))(?=[.:]|\s*$|\s+[—–-]|\s+[A-Z])"
)
_EN_ARTICLE: Final = re.compile(
    r"(?P<label>(?:ARTICLE|Article|Art\.)\s+(?:\d{1,3}(?:\.\d{1,3})*(?:\s?bis)?|[IVXLC]+))(?=[.:]\s|\s*$|\s*[—–(-]|:|\n)"
)
_SUPPLEMENT: Final = re.compile(r"부\s{0,3}칙(?=\s*(?:$|[<(\[〈＜]|제\s?\d))")
_ANNEX: Final = re.compile(
    r"[\[<〈《〔【(]?\s?(?P<label>(?:별표|별지|붙임|부록|참고)(?:\s?제?\d{1,3}(?:의\d{1,2})?\s?호?(?:의\d{1,2})?(?:\s?서식)?)?)\s?[\]>〉》〕】)](?=\s|$)"
    r"|(?P<en>(?:ANNEX|Annex|APPENDIX|Appendix|SCHEDULE|Schedule)(?:\s+(?:[IVXLC]+|[A-Z]|\d{1,3}(?:\.\d{1,3})?))?)(?=[.:]|\s*$|\s+[—–-]|\n)"
)
_CIRCLED: Final = re.compile(r"[①-⑳㉑-㉟㊱-㊿]\s*")
# A section of an English act before its first subsection: "12 (1) …", "14.—(1) …".
SECTION: Final = re.compile(r"\d{1,3}[A-Z]{0,2}\.?\s?[—–]?\s?(?=\(1\)\s?\S)")
_COUNTED: Final = (
    r"[인명세종층개톤](?![가-힣]{3})|건|호|년(?!대)|회(?![담의])|차(?![가-힣])|가지|단계|개(?:월|소|국|사)|시간|제곱|미터|퍼센트|%"
    r"|[만억천백]"
)
# What a plain number or letter may look like, and the series it then belongs to.
_NUMBERS: Final = (
    ("Ⅰ.", re.compile(r"[Ⅰ-Ⅻ]\s?\.?\s*(?=\S)")),
    ("1.1", re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+(?=\D)")),
    ("1.", SECTION),
    ("1.", re.compile(r"\d{1,3}(?:의\d{1,2})?\s?\.\s*(?=[^\d\s.])")),
    # An item that begins with a number of something: "4. 1인 창조기업", and no day: "6. 25전쟁", "6. 30까지".
    ("1.", re.compile(rf"\d{{1,2}}\.\s+(?=\d[\d,]*\s?(?:{_COUNTED}))")),
    ("1)", re.compile(r"\d{1,3}\)\s*(?=\S)")),
    ("(1)", re.compile(r"\(\d{1,3}\)\s*(?=\S)")),
    ("가.", re.compile(r"[가나다라마바사아자차카타파하](?:의\d{1,2})?\.\s+(?=\S)")),
    ("가)", re.compile(r"[가나다라마바사아자차카타파하]\)\s*(?=\S)")),
    ("(가)", re.compile(r"\([가나다라마바사아자차카타파하]\)\s*(?=\S)")),
    ("(i)", re.compile(r"\((?:x{0,2}(?:ix|iv|v?i{1,3}|v)|x{1,2})\)\s+(?=\S)")),
    ("(a)", re.compile(r"\([a-z]\)\s+(?=\S)")),
    ("(A)", re.compile(r"\([A-Z]\)\s+(?=\S)")),
    ("a.", re.compile(r"[a-z][.)]\s+(?=\S)")),
    ("A.", re.compile(r"[A-H]\.\s+(?=[A-Z가-힣])")),
    ("㉮", re.compile(r"[㉠-㉻㈀-㈛]\s*(?=\S)")),
)
# A question mark before a line is a sign that some program did not know.
_BULLET: Final = re.compile(
    r"(?P<sign>[□■◇◆○●◦◯•·∙▪▫◾◽‣❍❏❑❖➢➣➤✓✔☐☑►▶▷▸△▲▽☞※⇒⇨→–—―－◈-]|\*{1,4}|[ㅇㆍ․o](?=\s)|\?(?=[^\S\n][가-힣]))\s*(?=\S)"
)
# What stands under a title: "- 5월 20일부터 신청 -".
_UNDER_TITLE: Final = re.compile(r"([-–—―－])\s.*\s\1\s*", re.S)
_LETTERED: Final = re.compile(r"[(\[]?[A-Za-z가-힣]{1,5}[.)\]]")
_REMARK: Final = frozenset("※*☞")
_OUTCOME: Final = frozenset("⇒⇨→")
_SOURCE: Final = re.compile(r"(?:자\s?료|출\s?처|주(?:석)?|sources?|notes?)\s?\d?\s?[:：)]", re.I)
_TABLE: Final = re.compile(
    r"[\[<〈＜〔【(]?\s?(?P<label>(?P<what>표|그림|도표|그래프|Table|TABLE|Figure|FIGURE|Fig\.|Chart|CHART|Box|BOX|Exhibit|EXHIBIT)\s?"
    r"(?:(?:[IVXLC]+|[Ⅰ-Ⅻ])(?:[-.–]\d+)*|(?:[A-Z]{1,3}[.-]?)?\d{1,3}(?:[-.–]\d{1,3})*[a-z]?))"
    r"(?=[\]>〉＞〕】):\s]|\.(?!\d)|$)"
)


def mark_of(text: str, *, heading: bool = False) -> Mark | None:
    """The mark `text` begins with, None for plain text. Of a heading a lone number is no mark: it is a
    part of the heading's words."""
    return _division(text) or (None if heading else _number(text) or _bullet(text))


def is_division(text: str) -> bool:
    """Whether `text` is, or begins with, the number of an article, a chapter or other part of a document."""
    found = _division(text)
    return found is not None and found.kind is not UnitKind.ANNEX


def is_bare_division(text: str) -> bool:
    """Whether `text` is the number of an article, a chapter or an annex and nothing else."""
    found = _division(text)
    return found is not None and found.kind is not UnitKind.SUPPLEMENT and found.length >= len(text.strip())


def is_number(label: str) -> bool:
    """Whether a paragraph's label tells it from its neighbours: "3.", "가.", "(a)", "②", no bullet."""
    return any(letter.isnumeric() for letter in label) or bool(_LETTERED.fullmatch(label))


def is_source(text: str) -> bool:
    """Whether a line says where a chart's or a table's values are from, or remarks on them."""
    return bool(_SOURCE.match(text))


def caption_label(text: str) -> tuple[UnitKind, str] | None:
    """TABLE or FIGURE and the label ("표 3") that a caption begins with."""
    found = _TABLE.match(text)
    if found is None:
        return None
    kind = UnitKind.TABLE if found["what"].lower() in ("표", "table", "exhibit") else UnitKind.FIGURE
    return kind, " ".join(found["label"].split())


def _division(text: str) -> Mark | None:
    if found := _SUPPLEMENT.match(text):
        return Mark(UnitKind.SUPPLEMENT, "부칙", found.end(), "부칙", SUPPLEMENT)
    # A remark in brackets is no annex: "(참고) 앞의 수치는 잠정치이다."
    if (found := _ANNEX.match(text)) and (found["en"] or (len(text) < 60 and text.rstrip()[-1] not in ".다")):
        label = found["label"] or found["en"]
        return Mark(UnitKind.ANNEX, " ".join(label.split()), found.end(), "annex", SUPPLEMENT)
    if found := _KO_ARTICLE.match(text) or _KO_UNTITLED.match(text):
        return Mark(UnitKind.ARTICLE, _tight(found["label"]), found.end(), "조", ARTICLE)
    if found := _KO_DIVISION.match(text):
        depth = max(0, "편장절관".find(found["what"]))
        return Mark(_DIVISIONS[found["what"]], _tight(found[0]), found.end(), found["what"], DIVISION + depth)
    if found := _EN_ARTICLE.match(text):
        return Mark(UnitKind.ARTICLE, found["label"], found.end(), "article", ARTICLE)
    if (found := _EN_DIVISION.match(text)) and len(text) < 200:
        kind = _ENGLISH[found["what"].lower()]
        rank = DIVISION + (UnitKind.PART, UnitKind.CHAPTER, UnitKind.SECTION).index(kind)
        return Mark(kind, found["label"], found.end(), found["what"].lower(), rank)
    return None


def _number(text: str) -> Mark | None:
    if found := _CIRCLED.match(text):
        return Mark(UnitKind.PARAGRAPH, found[0].strip(), found.end(), "①")
    for series, pattern in _NUMBERS:
        if found := pattern.match(text):
            kind = UnitKind.SUBITEM if series == "가." else UnitKind.ITEM
            return Mark(kind, found[0].rstrip(" —–"), found.end(), series)
    return None


def _bullet(text: str) -> Mark | None:
    found = _BULLET.match(text)
    if found is None:
        return None
    sign = found["sign"]
    if sign[0] in "-–—―－*·" and (found.end() == len(sign) or _UNDER_TITLE.fullmatch(text)):
        return None
    remark = sign[0] in _REMARK
    kind = UnitKind.NOTE if remark else UnitKind.ITEM
    series = "※" if remark else "⇒" if sign in _OUTCOME else sign
    return Mark(kind, sign, found.end(), series)


def _tight(label: str) -> str:
    return re.sub(r"\s+", "", label)
