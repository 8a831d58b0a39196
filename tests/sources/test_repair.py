"""Repair keeps every character, and finds the paragraphs of texts wrapped in many ways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.blocks import Block, BlockKind, Cell, Table
from sources.document import Record
from sources.readers import reader
from sources.text.repair import rejoined, repair
from sources.text.wrapping import printed_width
from sources.units.assemble import assemble
from tests.strategies import sentence_texts

DOCUMENTS = Path(__file__).parents[2] / "sources" / "documents"
GOLD = sorted((Path(__file__).parents[1] / "gold" / "documents").glob("*.md"))


def _bare(text: str) -> str:
    return "".join(char for char in text if not char.isspace())


LINES = st.lists(
    st.one_of(
        sentence_texts(),
        st.text(max_size=25),
        st.sampled_from(["", " ", "  ", "유럽-", "- 3 -", "1. 서론", "\f"]),
    ),
    max_size=25,
)


@given(LINES, st.sampled_from(["\n", "\n\n", " \n\n", "\r\n", "\n ", "\f"]))
def test_every_visible_character_stays_once_and_in_order(lines: list[str], ending: str) -> None:
    text = ending.join(lines)
    blocks, pages = repair(text)
    assert _bare("".join(block.text for block in blocks)) == _bare(text)
    for block in blocks:
        assert block.text == block.text.strip()
        offsets = [offset for offset, _ in block.page_breaks]
        assert offsets == sorted(offsets)
        assert all(0 < offset < len(block.text) for offset in offsets)
    shown = [block.page for block in blocks if block.page is not None]
    assert shown == sorted(shown)
    assert all(pages is not None and 1 <= page <= pages for page in shown)


def test_the_korean_brief_lines_up_with_its_rendering() -> None:
    ko = assemble(reader("plain")(DOCUMENTS / "asan-nato-hague-2025.ko.txt"), Record("ko"), "plain")
    rendering = (DOCUMENTS / "asan-nato-hague-2025.en.md").read_text("utf-8")
    en = assemble(reader("markdown")(DOCUMENTS / "asan-nato-hague-2025.en.md"), Record("en"), "markdown")
    assert len(ko.paragraphs) == 36
    assert len({paragraph.section for paragraph in ko.paragraphs}) == 7
    assert (ko.pages, {p.page for p in ko.paragraphs}) == (8, set(range(1, 9)))
    for one, other in zip(ko.paragraphs, en.paragraphs, strict=True):
        tagged = re.search(rf"^\[¶{one.number}\] (.*)$", rendering, re.M)
        assert tagged and en.text[other.start : other.end] == tagged[1]
        # The same figures stand in both, whatever the words.
        figures = [
            set(re.findall(r"\d+(?:\.\d+)?%|20\d\d", d.text[p.start : p.end]))
            for d, p in ((ko, one), (en, other))
        ]
        assert figures[0] == figures[1], one.number
    sections = [
        [p.number for p in d.paragraphs if p.section == name] for d in (ko, en) for name in _sections(d)
    ]
    assert sections[:7] == sections[7:]


def _sections(document) -> list[str]:
    return list(dict.fromkeys(paragraph.section for paragraph in document.paragraphs))


def test_the_brief_runs_over_page_ends() -> None:
    blocks, _ = repair((DOCUMENTS / "asan-nato-hague-2025.ko.txt").read_text("utf-8"))
    over = [block for block in blocks if block.page_breaks]
    assert [(block.page, block.page_breaks[0][1]) for block in over] == [(1, 2), (4, 5)]
    assert over[0].text[over[0].page_breaks[0][0] :].startswith("재정비보다는")
    assert over[1].text[over[1].page_breaks[0][0] :].startswith("협의체로 유지하려는")
    assert "유럽-대서양 안보에 대한 장기적 위협" in "".join(block.text for block in blocks)


# ── other texts, wrapped here ──────────────────────────────────────────────────────────────────────


def _parts(path: Path) -> list[tuple[str, str]]:
    """(kind, text) of a Markdown file, in order."""
    found = reader("markdown")(path)
    return [(block.kind.value, block.text) for block in found.blocks]


def _wrap(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and printed_width(line) + 1 + printed_width(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _layouts(parts: list[tuple[str, str]], width: int) -> dict[str, str]:
    wrapped = [_wrap(text, width) for _, text in parts]
    rows = [line for lines in wrapped for line in [*lines, ""]]
    pages = [rows[at : at + 20] for at in range(0, len(rows), 20)]
    return {
        "blank rows": "\n\n".join("\n".join(lines) for lines in wrapped),
        "spaced lines": " \n\n \n\n".join(" \n\n".join(lines) for lines in wrapped),
        "one line each": "\n\n".join(text for _, text in parts),
        "indented": "\n".join("\n".join(["  " + lines[0], *lines[1:]]) for lines in wrapped),
        "pages": "\f".join(
            "\n".join(["정책 보고서 제7호", "", *page, "", f"- {n} -"]) for n, page in enumerate(pages, 1)
        ),
    }


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name)
@pytest.mark.parametrize("width", [64, 88])
@pytest.mark.parametrize("layout", ["blank rows", "spaced lines", "one line each", "indented", "pages"])
def test_paragraphs_come_back(path: Path, width: int, layout: str) -> None:
    parts = _parts(path)
    blocks, _ = repair(_layouts(parts, width)[layout])
    found = [_bare(block.text) for block in blocks if block.kind is not BlockKind.FURNITURE]
    wanted = [_bare(text) for _, text in parts]
    right = sum(text in found for text in wanted)
    # Where a full line ends a paragraph and the page with it, nothing shows that it does.
    assert right >= (0.8 if layout == "pages" else 0.95) * len(wanted), [
        text for text in wanted if text not in found
    ]
    headings = {_bare(b.text) for b in blocks if b.kind is BlockKind.HEADING}
    assert headings == {_bare(text) for kind, text in parts if kind == "heading"}


def test_words_broken_between_syllables_are_joined_again() -> None:
    """A dump that keeps the space before a break shows by its absence that a word goes on."""
    lines = [
        "정부는 이번 대책을 통하여 지역의 중소기업을 ",
        "지원하고 청년의 일자리를 늘리며 수출을 확",
        "대하겠다고 밝혔으며 국회도 관련 예산을 늘리 ",
        "는 방안을 함께 논의하기로 하였고 다음 달까지 ",
        "구체적인 계획을 마련하여 발표할 예정인 것으로 ",
        "알려졌으나 야당은 재원 마련이 어렵다는 이유로 ",
        "반대하고 있어 논의가 길어질 것으로 예상된다. ",
    ]
    joined = repair("\n".join(lines))[0][0].text
    assert "확대하겠다고" in joined
    assert "중소기업을 지원하고" in joined


def test_running_heads_and_page_numbers_are_set_apart() -> None:
    body = "회의는 여러 나라의 대표가 모인 가운데 열렸으며 다음 해의 예산과 협력 사업을 함께 논의하였다."
    page = "\n".join(["Annual Report 2024", "", *_wrap(f"{body} " * 6, 80), "", "{n}"])
    text = "\f".join(page.format(n=n) for n in range(1, 6))
    blocks, pages = repair(text)
    furniture = [block.text for block in blocks if block.kind is BlockKind.FURNITURE]
    assert pages == 5
    assert furniture.count("Annual Report 2024") == 5
    assert {"1", "5"} <= set(furniture)


def test_numbered_headings_and_numbered_lists() -> None:
    body = (
        "정책의 효과를 높이려면 예산과 인력을 함께 늘려야 하며, 지방정부의 참여도 필요하다는 지적이 나온다."
    )
    text = f"1. 추진 배경\n\n{body}\n\n2. 개선 과제\n\n{body}\n\n"
    text += f"1. 예산 확대\n2. 인력 보강\n3. 법령 정비\n\n{body}"
    kinds = [(block.kind.value, block.text[:8]) for block in repair(text)[0]]
    assert kinds[0] == ("heading", "1. 추진 배경")
    assert kinds[2] == ("heading", "2. 개선 과제")
    assert [kind for kind, _ in kinds[4:7]] == ["list"] * 3


def test_nothing_comes_of_nothing() -> None:
    assert repair("") == ((), None)
    assert repair(" \n\f\n ") == ((), None)
    assert repair("한 줄")[0] == (Block("한 줄"),)


def test_a_double_spaced_bill_is_wrapped_though_its_table_has_shorter_lines() -> None:
    wrapped = [
        "  가. 항만을 관리하는 자가 쇄빙선의 운항 계획을 미리 알리도록 하",
        "고, 알리지 아니한 경우에는 그 까닭을 해마다 국회에 보고하도록 함",
        "(안 제12조).",
        "제12조(운항 계획) ① 항만을 관리하는 자는 쇄빙선의 운항 계획을 세",
        "워 운항하기 30일 전까지 이를 알려야 한다.",
        "제13조(보고) 장관은 해마다 그 까닭을 국회 소관 상임위원회에 보고",
        "하여야 한다.",
    ]
    table = ["현   행", "개 정 안", "제12조(계획) 관리", "하는 자는 계획을", "-----------"] * 4
    blocks, _ = repair("\n\n".join([*wrapped * 2, *table]))
    texts = {_bare(block.text) for block in blocks}
    assert (
        "제12조(운항계획)①항만을관리하는자는쇄빙선의운항계획을세워운항하기30일전까지이를알려야한다." in texts
    )
    assert "제13조(보고)장관은해마다그까닭을국회소관상임위원회에보고하여야한다." in texts
    assert "현행" in texts


def test_marks_of_pages_that_a_program_wrote_part_pages_and_are_no_text() -> None:
    blocks, pages = repair(
        "----- p1 -----\n- 1 -\n보고 자료\n첫째 쪽의 글이다.\n\n----- p2 -----\n- 2 -\n둘째 쪽의 글이다.\n"
    )
    told = [(b.text, b.page) for b in blocks if b.kind is not BlockKind.FURNITURE]
    assert pages == 2 and told[-1] == ("둘째 쪽의 글이다.", 2)
    assert not any("-" in text for text, _ in told)


_RELEASE = """\
----- p1 -----
I. 조사 개요
  조사기획국은 지난 3월부터 석 달 동안 전국의 도서관 이백여 곳을 대상으로 이용
실태를 조사하였다. 조사에는 각 도서관의 사서와 이용자가 함께 참여하였으며 조사원이
현장을 찾아가 장서와 시설을 살펴보았다.
▪ (대상) 공공도서관, 학교도서관, 전문도서관 등 모두 이백열두 곳의 도서관과 그 분관
등에서 일하는 사서
▪ (기간) 3월부터 5월까지
  조사 결과 이용자가 가장 바라는 것은 여는 시간을 늘리는 일로 나타났으며, 그다음은
새 책을 더 들여놓는 일이었다.
  조사기획국장은 “조사에서 드러난 바람을 내년 계획에 담고, 작은 도서관에도 사서가
머물 수 있도록 돕겠다”고 말하였다.
구분
현행
개선
여는 시간
9시
8시
닫는 시간
18시
21시
빌리는 책
5권
10권
"""


def test_sentences_of_a_dump_are_joined_though_cells_of_tables_are_many() -> None:
    texts = [block.text for block in repair(_RELEASE)[0]]
    assert any(text.startswith("조사기획국은") and text.endswith("살펴보았다.") for text in texts)
    assert any(text.startswith("▪ (대상)") and text.endswith("일하는 사서") for text in texts)
    assert any(text.startswith("조사 결과") and text.endswith("일이었다.") for text in texts)
    assert {"현행", "개선", "9시", "21시", "10권"} <= set(texts)


STATUTE = """나루 정비법

제1장 총칙

제1조(목적) 이 법은 나루를 고르게 정비하고 때맞추어 옮김으로써 주민의 삶의 질을 높임을 목적으로 한다.

제2조(책무) ① 나라는 예산을 확보하여야 한다. 다만, 다음 각 호의 어느 하나에 해당하는 경우는 제외한다.
  1. 천재지변이 발생한 경우
  2. 나루를 옮기는 경우
    가. 하류
    나. 상류
      1) 큰 나루
  3. 삭제 <2020. 1. 1.>
  4.부터 6.까지 삭제 <2021. 5. 18.>
제3조 삭제 <2020. 1. 1.>
제4조(계획) 시장은 다음 각 호의 계획을 세운다.
1. 정비에 관한 사항
2. 그 밖에 나루의 정비에 필요한 사항으로서 주민의 의견을 들어 시장이 조례로 정하는 바에 따라 정하는 사항

부칙 <제19430호, 2023. 6. 9.>
제1조(시행일) 이 법은 공포한 날부터 시행한다.

[별표 1] 과태료

1. 일반기준
가. 금액을 줄일 수 있다.
2. 개별기준
"""


def test_the_items_of_a_statute_are_no_headings_however_short():
    blocks, _ = repair(STATUTE)
    assert [block.text for block in blocks if block.kind is BlockKind.HEADING] == [
        "나루 정비법",
        "제1장 총칙",
        "부칙 <제19430호, 2023. 6. 9.>",
        "[별표 1] 과태료",
    ]


def test_numbered_lines_that_a_sentence_announces_are_items_unless_text_stands_under_them():
    prose = "나루는 사람과 짐이 강을 건너는 곳이며 물길이 바뀌면 옮겨야 하므로 해마다 깊이를 잰다."
    items, _ = repair(f"주요 내용은 다음과 같다.\n1. 정비 목표\n2. 정비 방법\n\n{prose}\n\n{prose}\n")
    assert [block.kind for block in items[1:3]] == [BlockKind.LIST, BlockKind.LIST]
    heads, _ = repair(f"주요 내용은 다음과 같다.\n\n1. 정비 목표\n{prose}\n\n2. 정비 방법\n{prose}\n")
    assert [block.kind for block in heads[1:4:2]] == [BlockKind.HEADING, BlockKind.HEADING]


def test_a_line_that_goes_on_is_no_heading():
    text = '2. Interpretation\n"ferry" means a boat that—\n(a) carries people; or\n(b) carries goods.\n'
    kinds = {block.text: block.kind for block in repair(text)[0]}
    assert kinds['"ferry" means a boat that—'] is BlockKind.BODY


def test_an_item_goes_on_in_a_line_that_is_set_in():
    text = (
        "□ 강물부(장관 나루)는 5월 20일부터 「나루 정비 장려금」의 지원 대상을 크게 확대한다고\n  밝혔다.\n"
        " ㅇ 이번 확대로 약 2만 명이 혜택을 받을 것으로 보인다.\n   - (대상) 나루터 주민\n     * 두 해 이상\n"
        "    ** 온 가족\n ㅇ 예산은 전년보다 늘었다.\n"
    )
    assert [block.text.split()[0] for block in repair(text)[0]] == ["□", "ㅇ", "-", "*", "**", "ㅇ"]
    assert repair(text)[0][0].text.endswith("확대한다고 밝혔다.")


def test_clauses_between_blank_rows_are_paragraphs_and_a_broken_line_is_mended():
    clauses = (
        "Seizing the opportunities of safe and trustworthy systems for the crossing of rivers by all",
        "The General Assembly,",
        "Reaffirming international law, in particular the Charter, and recalling the Universal\nDeclaration,",
        "1. Resolves to bridge the divide between and within countries on both of the banks;",
        "2. Encourages Member States:",
        "(a) To share what they know of ferries and fords; and",
        "(b) To report at its eightieth session.",
        "63rd plenary meeting",
    )
    assert [b.text for b in repair("\n\n".join(clauses))[0]] == [c.replace("\n", " ") for c in clauses]


# ── lines that a format calls paragraphs ───────────────────────────────────────────────────────────

DUMP = (
    "The board of the Tarvik water works noted that the reservoirs had filled more slowly",
    "than in any year since measurements began, although the rain of the last two weeks",
    "had been heavier than usual. It was expected that the lower basin would not be full",
    "before the beginning of summer.",
    "Members judged that prices should stay as they are, since households had borne two",
    "rises within a year and the cost of pumping had fallen. One member held that a small",
    "rise now would spare the town a larger one later. The others pointed out that pipes",
    "were to be renewed in three steps.",
)
PARAGRAPHS = (" ".join(DUMP[:4]), " ".join(DUMP[4:]))
KOREAN = (
    "가람군 물관리 위원회는 지난 두 주 동안 비가 많이 내렸는데도 저수지가 예년보다 천천히 찼다고 보고하",
    "였다. 아래쪽 저수지는 여름이 시작될 때까지 가득 차지 않을 것으로 내다보았다. 위원들은 물값을 그대",
    "로 두자는 데 뜻을 모았다. 집집마다 한 해에 두 번이나 오른 값을 이미 치렀기 때문이다. 한 위원은 지금",
    "조금 올리면 나중에 크게 올리지 않아도 된다고 하였다. 다른 위원들은 물길을 세 번에 나누어 고치기로 하",
    "였으므로 그때 다시 살피자고 하였다. 회의록은 다음 회의에서 확인하기로 하였고 회의는 열두 시에 끝났",
    "다. 다음 회의는 유월 초에 열며 그때까지 군청이 저수지마다 물이 얼마나 찼는지를 달마다 알리기로 하",
    "였다. 위원들은 알린 것을 누구나 볼 수 있게 하자고 하였다. 위원장은 그렇게 하겠다고 답하였고 덧붙여",
    "군의 누리집에 싣겠다고 하였다.",
)


def _body(*texts: str) -> list[Block]:
    return [Block(text) for text in texts]


def test_lines_of_running_text_are_one_paragraph() -> None:
    assert [block.text for block in rejoined(_body(*DUMP))] == list(PARAGRAPHS)
    (korean,) = rejoined(_body(*KOREAN))
    assert _bare(korean.text) == _bare("".join(KOREAN))


ENTRIES = {
    "names": [
        f"{name}, Tarvik Water Works" for name in ("Anna Lindqvist", "Bo Ek", "Carl Nyberg", "Dora Holm")
    ],
    "verse": [
        "When the water ran high in May",
        "And nobody had come to say",
        "That all the boats were washed away",
    ],
    "definitions": [
        "“board” means the board of the water works",
        "“basin” means what holds the water of a river",
    ],
    "titles": [
        "Lund, A. (2019). The price of water. Tarvik",
        "Ek, B. (2021). Rain and the town. Second edition",
    ],
    "questions": [
        "Q: When are the pipes renewed? In which streets",
        "A: In three steps, from the harbour to the hill",
    ],
    "speakers": [
        "의장 김철수: 물값을 그대로 두자는 데 뜻이 모였음",
        "위원 이영희: 물길을 세 번에 나누어 고치기로 함",
    ],
    "points": [
        "첫째, 저수지마다 물이 얼마나 찼는지 달마다 알림",
        "둘째, 물값은 다음 해 봄까지 지금대로 두기로 함",
    ],
    "headlines": [
        "저수지가 예년보다 천천히 찼다. 위원회 보고",
        "물값을 그대로 두기로 하였다. 위원회 결정",
    ],
    "whole paragraphs": [*PARAGRAPHS, "The meeting closed at noon."],
}


@pytest.mark.parametrize("entries", ENTRIES.values(), ids=ENTRIES)
def test_entries_of_like_length_stay_apart(entries: list[str]) -> None:
    blocks = tuple(_body(*(entries * 6)))
    assert rejoined(blocks) == blocks


def test_what_is_no_line_of_a_dump_stays_as_it_is() -> None:
    table = Block("1\t2", BlockKind.TABLE, table=Table(((Cell("1", 0, 0), Cell("2", 0, 1)),)))
    caption, number, code = (
        Block("Table 1 Water levels in the three basins"),
        Block("3"),
        Block("a = 1\nb = 2"),
    )
    opening, ending = _body(*DUMP[:2]), _body(*DUMP[2:])
    found = rejoined([*opening, number, *ending, code, *_body(*DUMP[:3]), caption, table])
    assert [block.text for block in found] == [
        PARAGRAPHS[0],
        "3",
        PARAGRAPHS[1],
        code.text,
        " ".join(DUMP[:3]),
        caption.text,
        table.text,
    ]
    assert found[1].kind is BlockKind.FURNITURE and found[-1] is table


@given(
    st.lists(
        st.one_of(st.sampled_from(DUMP), sentence_texts(), st.text(min_size=1, max_size=30)), max_size=20
    )
)
def test_joining_loses_nothing(texts: list[str]) -> None:
    blocks = _body(*(text.strip() for text in texts if text.strip()))
    assert _bare("".join(b.text for b in rejoined(blocks))) == _bare("".join(b.text for b in blocks))
