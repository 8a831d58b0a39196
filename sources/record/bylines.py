"""Who wrote a document: names in its metadata or on its first page, told from roles, users and programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sources.record.dates import is_date

_NO_AUTHOR: Final = re.compile(
    r"(?:admin\w*|user\d*|사용자\d*|windows\s?\w*|owner|pc\d*|hp|samsung|lg|home|unknown|\(?anonymous\)?|author|root|default|microsoft.*|"
    r"libreoffice.*|adobe.*|hancom.*|한컴.*|한글과컴퓨터.*|\w+@\S+|[\w.-]*\d{2,}[\w.-]*|[a-z]{1,4})",
    re.I,
)
_BYLINE: Final = re.compile(
    r"(?:저자|지은이|글쓴이|집필자?|작성자?|연구자|연구책임자|글|authors?|written\sby|by)\s*(?:[:：|]|(?<=[Bb]y)\s)\s*(\S.{1,80})",
    re.I,
)
_ROLE: Final = (
    r"(?:책임|선임|수석|전문|부|초빙|객원|명예|입법)?"
    r"(?:연구위원|연구원|교수|박사|위원|소장|센터장|실장|팀장|사무관|사무국장|조사관|연구관|과장|국장|기자|변호사|원장)"
)
_SURNAMES: Final = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염"
    "여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용"
)
_KOREAN_NAME: Final = rf"(?:[{_SURNAMES}][가-힣]{{1,3}}|(?:남궁|황보|제갈|선우|독고|사공)[가-힣]{{1,2}})"
_NAME_LINE: Final = re.compile(
    rf"({_KOREAN_NAME}(?:\s?[,·ㆍ]\s?{_KOREAN_NAME}){{0,5}})\s?(?:[|(/,·]\s?)?(?:[가-힣\s]{{0,24}}?{_ROLE})\s?\)?$"
)
_ROLE_FIRST: Final = re.compile(rf"{_ROLE}\s?({_KOREAN_NAME})")
# One person among several: "교육문화팀 입법조사관 노하경", "한도경(변호사)", "해솔군=백서린 기자".
_PERSON: Final = re.compile(
    rf"(?:[가-힣]{{2,8}}=|(?:[가-힣]+\s){{0,2}}?(?P<before>{_ROLE})\s|[가-힣]{{2,6}}부\s)?"
    rf"(?P<name>{_KOREAN_NAME}|[가-힣]{{2,6}}\s[가-힣]{{2,6}}(?=\())"
    rf"(?P<after>\s?\(?[가-힣\s]{{0,24}}?{_ROLE}\)?)?(?:\([^)]*\))?"
)
# Who is named for another reason than having written it.
_OTHER_PERSON: Final = re.compile(
    r"담당|문의|연락|의장|위원장|단장|\bchair|\bcontact|\binspector|\binvestigator", re.I
)
_WESTERN: Final = r"[A-Z][\w’'-]+(?:\s(?:[A-Z]\.|[A-Z][\w’'-]+|de|del|van|von|al|bin)){1,3}"
_WESTERN_NAMES: Final = re.compile(rf"{_WESTERN}(?:,\s{_WESTERN})*(?:,?\s(?:and|&)\s{_WESTERN})?")
# What bodies are called that publish; with what else a name may end that is no person's.
BODIES: Final = (
    "Institute|Cent(?:re|er)|Council|Ministry|Commission|University|Agency|Bank|Fund|Office|Board|Inspectorate"
    "|Department"
)
_BODY: Final = re.compile(
    rf"\b(?:{BODIES}|Party"
    r"|Report|Review|Brief|Paper|Note|Statement|Declaration|Series|Republic|Kingdom|States|Volume|Edition|Press|Parliament)\b"
)

# What is stamped on a text, and looks like a name in capitals.
_STAMP: Final = re.compile(
    r"\b(?:confidential|draft|restricted|embargo\w*|unclassified|version|copy)\b", re.I
)


def authors_of(lines: Sequence[str], claimed: str, facts: Sequence[str] = ()) -> tuple[str, ...]:
    """The authors the metadata has `claimed`, else those of a byline, else of a line of names with a role,
    else those that the `facts` of an imprint name."""
    names = _names(claimed)
    if names:
        return names
    for line in (*lines, *facts):
        if match := _BYLINE.match(line.strip()):
            people = ", ".join(p for p in re.split(r",\s+", match[1]) if not _BODY.search(p))
            return persons(people) or _names(re.split(r"\s*[(|]", people)[0])
    for line in lines:
        if match := _NAME_LINE.fullmatch(line.strip()):
            return _names(match[1])
        if (first := _ROLE_FIRST.fullmatch(line.strip())) and not _OTHER_PERSON.search(line):
            return _names(first[1])
    found = [name for fact in facts for name in persons(fact)]
    return tuple(dict.fromkeys(found)) or _western(facts)


def persons(written: str) -> tuple[str, ...]:
    """The people of "채하람 선임연구위원, 탁민서 연구위원": each with a role, or beside one who has one."""
    if _OTHER_PERSON.search(written):
        return ()
    found = [_PERSON.fullmatch(part.strip()) for part in re.split(r"\s*[,·ㆍ]\s*(?![^(]*\))|\s및\s", written)]
    people = [match for match in found if match]
    if len(people) < len(found) or not any(match["before"] or match["after"] for match in people):
        return ()
    return tuple(match["name"].strip() for match in people)


def _western(facts: Sequence[str]) -> tuple[str, ...]:
    """Names and nothing else in a piece of an imprint after its date: before it, it may be a place. Who is
    named at the head of a letter is written to."""
    if any(fact.startswith("Dear ") for fact in facts):
        return ()
    after = next((place for place, fact in enumerate(facts) if is_date(fact)), len(facts))
    for fact in facts[after + 1 :]:
        if _WESTERN_NAMES.fullmatch(fact) and not (_BODY.search(fact) or _STAMP.search(fact)):
            return _names(fact)
    return ()


def _names(written: str) -> tuple[str, ...]:
    parts: list[str] = []
    for part in re.split(r"\s*;\s*|,?\s+and\s+|\s*&\s*|\s*[·ㆍ/]\s*", written):
        # "Kim, Saeme" is one person; "Kim Saeme, Lee Minji" are two.
        pieces = re.split(r"\s*,\s*", part)
        several = all(" " in piece or re.search("[가-힣]", piece) for piece in pieces)
        parts += pieces if several else [part]
    parts = [re.sub(rf"\s+{_ROLE}$", "", part.strip(" ,.")) for part in parts]
    return tuple(
        p for p in parts if 1 < len(p) <= 60 and not _NO_AUTHOR.fullmatch(p) and not p.startswith("http")
    )
