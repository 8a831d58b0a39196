"""Who wrote a document: names in its metadata or on its first page, told from roles, users and programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_NO_AUTHOR: Final = re.compile(
    r"(?:admin\w*|user\d*|사용자\d*|windows\s?\w*|owner|pc\d*|hp|samsung|lg|home|unknown|author|root|default|microsoft.*|"
    r"libreoffice.*|adobe.*|hancom.*|한컴.*|한글과컴퓨터.*|\w+@\S+|[\w.-]*\d{2,}[\w.-]*|[a-z]{1,4})",
    re.I,
)
_BYLINE: Final = re.compile(
    r"(?:저자|지은이|글쓴이|집필자?|작성자?|연구자|연구책임자|글|authors?|written\sby|by)\s*(?:[:：|]|(?<=[Bb]y)\s)\s*(\S.{1,80})",
    re.I,
)
_ROLE: Final = (
    r"(?:책임|선임|수석|부|초빙|객원|명예)?"
    r"(?:연구위원|연구원|교수|박사|위원|소장|센터장|실장|팀장|사무관|과장|국장|기자|변호사|원장)"
)
_SURNAMES: Final = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염"
    "여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용"
)
_KOREAN_NAME: Final = rf"(?:[{_SURNAMES}][가-힣]{{1,3}}|(?:남궁|황보|제갈|선우|독고|사공)[가-힣]{{1,2}})"
_NAME_LINE: Final = re.compile(
    rf"({_KOREAN_NAME}(?:\s?[,·ㆍ]\s?{_KOREAN_NAME}){{0,5}})\s?(?:[|(/,·]\s?)?(?:[가-힣\s]{{0,24}}?{_ROLE})\s?\)?$"
)


def authors_of(lines: Sequence[str], claimed: str) -> tuple[str, ...]:
    """The authors the metadata has `claimed`, else those of a byline, else of a line of names with a role."""
    names = _names(claimed)
    if names:
        return names
    for line in lines:
        if match := _BYLINE.match(line.strip()):
            return _names(re.split(r"\s*[(|]", match[1])[0])
    for line in lines:
        if match := _NAME_LINE.fullmatch(line.strip()):
            return _names(match[1])
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
