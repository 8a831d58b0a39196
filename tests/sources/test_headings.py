"""Which lines of a word processor's file are headings by their look."""

from __future__ import annotations

import pytest

from sources.blocks import BlockKind
from sources.readers.office import finish
from sources.readers.pieces import Piece

BODY = "갯벌은 조류와 파도가 나르는 흙이 쌓여 만들어지며 여러 생물이 산다. " * 3


def headings_of(*lines: str, under: bool = True) -> list[str]:
    """The headings of a file with these bold lines, each over a paragraph or one after the other."""
    pieces = [Piece(BODY, size=10.0)]
    for line in lines:
        pieces += [Piece(line, size=12.0, bold=True), *([Piece(BODY, size=10.0)] if under else [])]
    blocks = finish([*pieces, Piece(BODY, size=10.0)])
    return [block.text for block in blocks if block.kind is BlockKind.HEADING]


@pytest.mark.parametrize(
    "line", ["1. 추진 배경", "□ 추진 배경", "◦ 재직 인력 고용현황", "개요", "갯벌 복원 계획"]
)
def test_short_names_over_text_are_headings(line: str) -> None:
    assert headings_of(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "※ 본문은 20쪽 안팎으로 쓴다",
        "** 「갯벌법」 제3조제1항",
        "○ 갯벌복원기획단(해양), 조사‧설계 전문가팀(지역형) 신설과 운영 방안 마련",
        "○ (복원) 물길 회복과 염생식물 이식",
        "□ 갯벌을 되살린다.",
    ],
)
def test_remarks_and_statements_after_a_bullet_are_none(line: str) -> None:
    assert headings_of(line) == []


def test_a_heading_has_something_under_it() -> None:
    assert headings_of("정부", "국민", under=False) == []
    assert headings_of("- 신분증", "- 등록 증명", "- 주주 명부", under=False) == []
    assert headings_of("정부", "국민") == ["정부", "국민"]
    # A title in two lines, and a heading over the first of those under it.
    assert headings_of("갯벌 복원", "추진 계획", under=False) == ["갯벌 복원", "추진 계획"]
    assert headings_of("Ⅰ. 현황", "1. 넓이", under=False) == ["Ⅰ. 현황", "1. 넓이"]
