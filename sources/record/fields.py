"""The fields of a file's head by the names they go under: English and Korean ones, and those that collections
of statutes and of official texts use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Ours → others' names for it, the surest first.
NAMES: Final = {
    "title": (
        "title",
        "제목",
        "법령명",
        "법령명한글",
        "법령명_한글",
        "자치법규명",
        "행정규칙명",
        "사건명",
        "headline",
    ),
    "author": ("author", "authors", "저자", "지은이", "작성자", "byline"),
    "publisher": ("publisher", "발행처", "발행기관", "출판사"),
    "issuer": (
        "issuer",
        "소관부처",
        "소관부처명",
        "지자체기관명",
        "기관",
        "발령기관",
        "법원명",
    ),
    "date": (
        "date",
        "공포일자",
        "공포일",
        "발령일자",
        "발행일",
        "선고일자",
        "선고일",
        "published",
        "publication_date",
        "date_published",
        "issued",
        "adopted",
        "published_time",
        "pubdate",
        "날짜",
        "일자",
    ),
    "number": ("number", "공포번호", "발령번호", "번호"),
    "series": ("series", "총서", "시리즈"),
    "kind": ("kind", "법령구분", "법종구분", "자치법규종류", "행정규칙종류", "종류"),
    "url": ("url", "source_url", "출처", "link", "주소"),
    "language": ("language", "lang", "언어"),
    "rights": ("rights", "license", "licence", "이용조건"),
}


def known_fields(said: Mapping[str, str]) -> dict[str, str]:
    """The fields under our names; one that goes under our name already stays."""
    out = dict(said)
    for ours, others in NAMES.items():
        value = next((said[name] for name in others if said.get(name)), "")
        if value:
            out[ours] = value
    return out
