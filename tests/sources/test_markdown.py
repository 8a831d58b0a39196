"""Markdown as text: nothing of it is markup any more when it leaves the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.blocks import BlockKind, Reading
from sources.errors import Reason, Refused
from sources.readers.front_matter import front_matter
from sources.readers.markdown import read
from tests.sources.test_repair import DUMP, PARAGRAPHS


def _read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    return read(path)


def _texts(reading: Reading) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in reading.blocks]


def test_blocks(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "# 제목 *강조*\n\n첫 문단\n이어진 줄 **굵게** [링크](http://x.y/z) ![그림](http://evil/x.png)\n\n"
        "- 하나\n- 둘\n  이어서\n\n3. 셋\n4. 넷\n\n> 따온 말\n\n## 절\n\n| 가 | 나 |\n|---|---|\n"
        "| 1 | 2 |\n\n```\ncode *x*\n```\n",
    )
    assert _texts(found) == [
        ("heading", "제목 강조"),
        ("body", "첫 문단 이어진 줄 굵게 링크 그림"),
        ("list", "• 하나"),
        ("list", "• 둘 이어서"),
        ("list", "3. 셋"),
        ("list", "4. 넷"),
        ("body", "따온 말"),
        ("heading", "절"),
        ("table", "가\t나\n1\t2"),
        ("body", "code *x*"),
    ]
    assert [block.level for block in found.blocks if block.kind == "heading"] == [1, 2]


def test_html_is_read_as_html(tmp_path: Path) -> None:
    text = (
        "<script>alert(1)</script>\n\n"
        "앞 <b>굵게</b> 뒤 &lt;i&gt; <a href='x'>여기</a><br>줄 <Box> <개정 2024.1.1>\n\n"
        "<div><p>안의 글이다.</p>\n<table><tr><th>가</th><th>나</th></tr>"
        "<tr><td>1</td><td>2</td></tr></table></div>\n"
    )
    assert _texts(_read(tmp_path, text)) == [
        ("body", "앞 굵게 뒤 <i> 여기\n줄 <Box> <개정 2024.1.1>"),
        ("body", "안의 글이다."),
        ("table", "가\t나\n1\t2"),
    ]


def test_emphasis_that_the_syntax_does_not_close_shows_no_stars(tmp_path: Path) -> None:
    text = '**"큰" 변화**는 **이미 **시작됐다.\n\n**Support: **\n\n**글 전체가 굵은 문장이다.**\n'
    assert _texts(_read(tmp_path, text)) == [
        ("body", '"큰" 변화는 이미 시작됐다.'),
        ("heading", "Support"),
        ("body", "글 전체가 굵은 문장이다."),
    ]


def test_marks_of_emphasis_that_mark_nothing_are_no_text(tmp_path: Path) -> None:
    text = (
        "**1** WE, the Members; ****\n\n**2** AFFIRMING the goals;******\n\n별점은 ****이다.\n\n"
        "* p<0.1, ** p<0.05, *** p"
    )
    assert [told for _, told in _texts(_read(tmp_path, text))] == [
        "1 WE, the Members;",
        "2 AFFIRMING the goals;",
        "별점은 ****이다.",
        "• p<0.1, ** p<0.05, *** p",
    ]


def test_a_paragraph_that_is_set_in_is_text(tmp_path: Path) -> None:
    text = "앞선 글이다.\n\n    가\\. 대상 품목\n    나\\. 제외 품목\n"
    assert [told for _, told in _texts(_read(tmp_path, text))] == [
        "앞선 글이다.",
        "가. 대상 품목\n나. 제외 품목",
    ]


def test_a_table_keeps_its_cells(tmp_path: Path) -> None:
    found = _read(tmp_path, "<표 1> 인구 (단위: 명)\n\n| 시 | 2024 |\n|---|---|\n| **서울** | 9 |\n| | 3 |\n")
    table = found.blocks[1].table
    assert table and (table.header_rows, table.caption, table.unit) == (1, "<표 1> 인구 (단위: 명)", "명")
    assert [[c.text for c in row] for row in table.rows] == [["시", "2024"], ["서울", "9"], ["", "3"]]


def test_tags_cut_the_paragraphs(tmp_path: Path) -> None:
    found = _read(tmp_path, "[¶1] 하나\n\n- 가\n- 나\n\n# 절\n\n[¶2] 둘\n\n이어서\n")
    assert _texts(found) == [("body", "하나\n• 가\n• 나"), ("heading", "절"), ("body", "둘\n이어서")]
    assert {block.label for block in found.blocks} == {None}


def test_tags_on_lines_of_one_paragraph(tmp_path: Path) -> None:
    assert _texts(_read(tmp_path, "[¶1] 하나\n[¶2] 둘\n")) == [("body", "하나"), ("body", "둘")]


def test_tags_that_do_not_count_are_labels(tmp_path: Path) -> None:
    found = _read(tmp_path, "[¶3] 셋\n\n[¶7] 일곱\n")
    assert [(block.text, block.label) for block in found.blocks] == [("셋", "3"), ("일곱", "7")]


def test_front_matter() -> None:
    fields, body = front_matter(
        '---\nid: a-b\ntitle: "따옴표 \\"안\\""\nauthor: [김 가, \'이 나\']\ndate: 2025-06-25 # day\n'
        "tags:\n  - 하나\n  - 둘\n"
        "note:\n---\n\n본문 ---\n"
    )
    assert fields == {
        "id": "a-b",
        "title": '따옴표 "안"',
        "author": "김 가; 이 나",
        "date": "2025-06-25",
        "tags": "하나; 둘",
    }
    assert body.strip() == "본문 ---"
    assert front_matter("본문\n---\n")[0] == {}


@pytest.mark.parametrize("text", ["---\n---\n\n# 감사의 말\n\n---\n본문", "---\n\n# 감사의 말\n\n---\n본문"])
def test_what_stands_between_two_rules_is_text(text: str) -> None:
    assert front_matter(text) == ({}, text)


def test_front_matter_is_yaml(tmp_path: Path) -> None:
    head = 'title: "FACT SHEET: United\\_States\\\n  \\ and NATO\\u2019s <b>Partners</b>"\n'
    head += "제목: 새 **청년** 법\n"
    found = _read(tmp_path, f"---\n{head}date: 2024-07-11\nno: 010\n---\n\n글이다.\n")
    assert found.metadata["title"] == "FACT SHEET: United States and NATO’s Partners"
    said = found.metadata
    assert (said["제목"], said["date"], said["no"]) == (
        "새 청년 법",
        "2024-07-11",
        "010",
    )
    assert front_matter("---\ntitle: A: B\n---\n글")[0] == {"title": "A: B"}
    bomb = "---\na: &a [x, x]\nb: [*a, *a]\n---\n글"
    assert "x; x; x" not in str(front_matter(bomb)[0])


REGISTER = """---
행정규칙명: '나루 운영 규정'
행정규칙종류: '예규'
발령번호: '127'
발령일자: 2031-08-09
소관부처명:
- '해오름부'
출처: 'https://example.org/나루'
현행: 'true'
---

# 나루 운영 규정

제1조(목적) 나루의 운영을 정한다.
"""


def test_what_a_register_says_of_a_law_is_a_table_of_it(tmp_path: Path) -> None:
    table = "행정규칙종류\t예규\n발령일자\t2031-08-09\n소관부처명\t해오름부"
    found = _read(tmp_path, REGISTER)
    assert [text for _, text in _texts(found)] == [
        "나루 운영 규정",
        table,
        "제1조(목적) 나루의 운영을 정한다.",
    ]
    assert found.blocks[1].table and not found.blocks[1].table.header_rows
    untitled = _read(tmp_path, REGISTER.replace("# 나루 운영 규정\n\n", ""))
    assert untitled.blocks[0].text == f"행정규칙명\t나루 운영 규정\n{table}"
    numbered = _read(
        tmp_path,
        REGISTER.replace("# 나루", "법률 제3호\n\n# 나루").replace(
            "# 나루 운영 규정\n", "# 나루 운영 규정\n\n## 제1장 총칙\n"
        ),
    )
    assert [text for _, text in _texts(numbered)][:4] == ["법률 제3호", "나루 운영 규정", table, "제1장 총칙"]
    for other in (("발령일자: 2031-08-09\n", ""), ("발령일자", "작성일"), ("제1조(목적)", "[¶1]")):
        assert all(block.table is None for block in _read(tmp_path, REGISTER.replace(*other)).blocks)


def test_annexes_that_are_files_beside_a_law_are_told_by_their_names(tmp_path: Path) -> None:
    files = (
        "발령일자: 2031-08-09\n첨부파일:\n"
        "  - 번호: '1'\n    제목: '[별표 1] 나루 사용료'\n    파일형식: 'hwp'\n"
        "  - 번호: '2'\n    제목: '[별지 제1호 서식] 신청서'\n구분:\n  제목: '광역'\n"
    )
    found = _read(tmp_path, REGISTER.replace("발령일자: 2031-08-09\n", files))
    assert [text for _, text in _texts(found)][-2:] == ["[별표 1] 나루 사용료", "[별지 제1호 서식] 신청서"]
    assert not any(word in found.blocks[1].text for word in ("첨부파일", "구분", "hwp"))
    there = _read(
        tmp_path,
        REGISTER.replace("발령일자: 2031-08-09\n", files + "개정이유: '[별표 1]의 값을 고침'\n")
        + "\n## [별표 1] 나루 사용료\n\n배마다 3천원으로 한다.\n",
    )
    assert [text for _, text in _texts(there)][-1] == "[별지 제1호 서식] 신청서"
    assert sum(text == "[별표 1] 나루 사용료" for _, text in _texts(there)) == 1


def test_fields_of_the_front_matter_stand_where_the_page_has_them(tmp_path: Path) -> None:
    text = "---\ntitle: Staff Survey\n---\n\n# {{ page.title }} (2018)\n\nAsked: {{page.who}}{{ sum }}.\n"
    told = ["Staff Survey (2018)", "Asked: {{page.who}}{{ sum }}."]
    assert [t for _, t in _texts(_read(tmp_path, text))] == told


def test_korean_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("---\r\ntitle: 제목\r\n---\r\n\r\n# 절\r\n\r\n글\r\n".encode("cp949"))
    found = read(path)
    assert found.metadata["title"] == "제목"
    assert _texts(found) == [("heading", "절"), ("body", "글")]


def test_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        _read(tmp_path, "---\ntitle: x\n---\n\n\n")
    assert refusal.value.reason is Reason.NO_TEXT


WORDS = st.lists(st.text("가나다abc123", min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_tagged_paragraphs_come_out_as_written(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "tagged.md"
    path.write_text("\n\n".join(f"[¶{n}] {part}" for n, part in enumerate(parts, 1)), "utf-8")
    assert [block.text for block in read(path).blocks] == parts


def test_a_heading_without_the_space_after_its_signs_is_one(tmp_path: Path):
    (path := tmp_path / "a.md").write_text(
        "##Harbour Pact\n\nThe Parties agree.\n\n#tag of a post\n", "utf-8"
    )
    assert [(b.kind, b.text) for b in read(path).blocks] == [
        (BlockKind.HEADING, "Harbour Pact"),
        (BlockKind.BODY, "The Parties agree."),
        (BlockKind.BODY, "#tag of a post"),
    ]


def test_footnotes_are_footnotes_and_their_marks_no_text(tmp_path: Path) -> None:
    text = (
        "격차가 커졌다.[^1] 이용률은 70%이다.[^b]\n\n[^1]: 실태조사, 12쪽.\n[^b]: 통계청\n\n끝이다. [^없음]\n"
    )
    reading = _read(tmp_path, text)
    assert [(block.kind, block.text) for block in reading.blocks] == [
        (BlockKind.BODY, "격차가 커졌다. 이용률은 70%이다."),
        (BlockKind.FOOTNOTE, "실태조사, 12쪽."),
        (BlockKind.FOOTNOTE, "통계청"),
        (BlockKind.BODY, "끝이다. [^없음]"),
    ]


def test_a_second_list_keeps_the_numbers_it_is_written_with(tmp_path: Path):
    found = _read(
        tmp_path,
        "① 다음 각 호와 같다.\n  1. 하나\n  2. 둘\n  ② 다음 각 호는 예외로 한다.\n  1. 셋\n  2. 넷\n\n"
        "끝이다.\n\n1. 가\n1. 나\n1. 다\n",
    )
    numbered = [label for block in found.blocks if (label := block.label or "")[:1].isdigit()]
    assert numbered == ["1.", "2.", "1.", "2.", "1.", "2.", "3."]


def test_a_date_at_the_head_of_an_item_is_its_text(tmp_path: Path):
    found = _read(tmp_path, "- 2026. 1. 1. 이전에 마친 경우에는 종전 규정을 적용함.\n- 다음이다.\n")
    assert [(block.text, block.level) for block in found.blocks] == [
        ("• 2026. 1. 1. 이전에 마친 경우에는 종전 규정을 적용함.", 1),
        ("• 다음이다.", 1),
    ]


def test_what_is_said_to_the_program_that_makes_the_page_is_no_text(tmp_path: Path):
    found = _read(tmp_path, '# Fees\n{: .big}\n\n1. One.\n2. Two.\n\n{:start="3"}\n3. Three.\n')
    assert [block.text for block in found.blocks] == ["Fees", "1. One.", "2. Two.", "3. Three."]


def test_lines_made_paragraphs_are_joined_again(tmp_path: Path) -> None:
    text = "# Minutes\n\n" + "\n\n".join(DUMP) + "\n\n## Votes\n\nIn favour: five members\n"
    assert _texts(_read(tmp_path, text)) == [
        ("heading", "Minutes"),
        *(("body", paragraph) for paragraph in PARAGRAPHS),
        ("heading", "Votes"),
        ("body", "In favour: five members"),
    ]


def test_tagged_paragraphs_are_meant_however_they_look(tmp_path: Path) -> None:
    found = _read(tmp_path, "\n\n".join(f"[¶{n}] {line}" for n, line in enumerate(DUMP, 1)))
    assert [block.text for block in found.blocks] == list(DUMP)
