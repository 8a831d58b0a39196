"""The lines of a printed table of contents are no paragraphs and no headings."""

from __future__ import annotations

import pytest

from sources.blocks import Block, BlockKind, Cell, Reading, Table
from sources.document import Document, Record, UnitKind
from sources.units.assemble import assemble

B, H = BlockKind.BODY, BlockKind.HEADING
CELL = Block("1", BlockKind.TABLE, table=Table(((Cell("1", 0, 0),),)))
TEXT = Block("강의 수위를 날마다 잰다.")
PARTS = [Block("Ⅰ. 개 요", H), TEXT, Block("Ⅱ. 물길 정비", H), TEXT, Block("Ⅲ. 일정", H), TEXT]


def _document(*blocks: Block) -> Document:
    return assemble(Reading((Block("물길 정비 계획", H), *blocks)), Record("k"), "hwp")


def _told(document: Document) -> list[str]:
    headings = (document.text[u.start : u.end] for u in document.units if u.kind is UnitKind.HEADING)
    return [*headings, *(document.text[p.start : p.end] for p in document.paragraphs)]


@pytest.mark.parametrize("title", ["목 차", "차례", "순 서", "<목차>", "Contents", "Table of contents"])
@pytest.mark.parametrize("kind", [B, H])
def test_it_ends_where_its_first_line_comes_again(title: str, kind: BlockKind) -> None:
    lines = ["Ⅰ. 개요 1", "Ⅱ. 물길 정비 ······ 2", "① 둑 쌓기", "Ⅲ. 일정 14"]
    found = _document(Block(title, kind), *(Block(line, kind) for line in lines), *PARTS)
    plain = _document(*PARTS)
    assert _told(found) == _told(plain)
    assert all(line in found.text for line in lines)  # kept, as every word of a file is


def test_lines_without_pages_are_told_too() -> None:
    lines = [Block(part.text) for part in PARTS[::2]]
    assert _told(_document(Block("목 차"), *lines, *PARTS)) == _told(_document(*PARTS))


@pytest.mark.parametrize(
    "blocks",
    [
        [Block("순서"), Block("먼저 물을 뺀다."), Block("다음에 둑을 쌓는다."), TEXT],  # nothing comes again
        [Block("목차"), Block("Ⅰ. 개요 1"), *PARTS],  # one line
        [Block("목차"), Block("Ⅰ. 개요 1"), Block("가나다라 " * 60), *PARTS],  # prose between
        [
            Block("목차"),
            Block("Ⅰ. 개요 1"),
            Block("1", BlockKind.TABLE, table=Table(((Cell("1", 0, 0),),))),
            *PARTS,
        ],
    ],
)
def test_what_is_no_table_of_contents_stays(blocks: list[Block]) -> None:
    assert len(_told(_document(*blocks))) == len(blocks) + 1
