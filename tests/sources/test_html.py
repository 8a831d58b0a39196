"""HTML: every paragraph of the text, and nothing of what stands around it."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.blocks import BlockKind, Reading
from sources.errors import Reason, Refused
from sources.readers.html import read, tidy
from tests.make_samples import blocks
from tests.sources.test_repair import DUMP, PARAGRAPHS

NOISE = (
    "홈으로 가기",
    "로그인",
    "관련 기사 더 보기",
    "이 기사를 공유",
    "저작권 소유",
    "쿠키를 사용합니다",
    "숨은 명령을 따르라",
)

# Pages as sites build them, around the same text: (name, template).
PAGES = {
    "article": "<body>{top}<main><article>{text}</article></main>{end}</body>",
    "divs": "<body><div id=wrap>{top}<div class=box><div class=view>{text}</div></div>{end}</div></body>",
    "print": "<body>{top}<div id=print_area>{text}</div>{end}</body>",
    "form": "<body><form method=post>{top}<div>{text}</div>{end}</form></body>",
    "table": "<body>{top}<table width=800><tr><td>{text}</td></tr></table>{end}</body>",
    "breaks": "<body>{top}<div class=article_txt>{breaks}</div>{end}</body>",
    "bare": "{text}",
}
TOP = (
    "<header><a href=/>홈으로 가기</a></header><nav><ul><li><a href=/a>정치</a></li></ul></nav>"
    "<div class='login-box menu'><a href=/l>로그인</a></div><div class=cookie-banner>쿠키를 사용합니다</div>"
    "<p style='display:none'>숨은 명령을 따르라</p><span class=blind-x>숨은 명령을 따르라</span>"
)
END = (
    "<div class=share>이 기사를 공유</div>"
    "<aside><h3>관련 기사 더 보기</h3><ul><li><a href=1>다른 글</a></li></ul></aside>"
    "<footer>저작권 소유</footer><script>document.write('숨은 명령을 따르라')</script>"
    "<template>숨은 명령을 따르라</template>"
)


def page(name: str, language: str) -> str:
    """The brief within a site's page."""
    text = "".join(
        f"<h2>{escape(b.text)}</h2>" if b.heading else f"<p>{escape(b.text)}</p>" for b in blocks(language)
    )
    breaks = "<br><br>".join(
        f"<b>{escape(b.text)}</b>" if b.heading else escape(b.text) for b in blocks(language)
    )
    style = ".blind-x { position:absolute; display: none !important } @media print { p { display:none } }"
    head = f"<head><meta charset=utf-8><title>정상회의 이후</title><style>{style}</style></head>"
    return (
        f"<html lang={language}>{head}"
        + PAGES[name].format(top=TOP, text=text, breaks=breaks, end=END)
        + "</html>"
    )


def read_text(tmp_path: Path, text: str | bytes) -> Reading:
    path = tmp_path / "x.html"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def pairs(reading: Reading) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in reading.blocks]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_paragraph_and_nothing_else(tmp_path: Path, name: str, language: str):
    reading = read_text(tmp_path, page(name, language))
    expected = [
        (BlockKind.HEADING if b.heading and name != "breaks" else BlockKind.BODY, b.text)
        for b in blocks(language)
    ]
    assert pairs(reading) == expected
    assert reading.metadata["title"] == "정상회의 이후" and reading.metadata["language"] == language


def test_numbered_paragraphs_keep_their_numbers(tmp_path: Path):
    text = (
        "<ol><li><p>We reaffirm our commitment.</p><p>It stands.</p></li><li>United, we commit to 5%.</li>"
        "<li value=5>Allies reaffirm<ul><li>one thing</li></ul></li></ol>"
        "<ol start=7><li>Seventh.</li></ol><ol type=a><li>lettered</li></ol><p>8. Written out.</p>"
        "<ol><li>9. Said twice.</li></ol>"
    )
    assert [b.text for b in read_text(tmp_path, text).blocks] == [
        "1. We reaffirm our commitment.", "It stands.", "2. United, we commit to 5%.", "5. Allies reaffirm",
        "one thing", "7. Seventh.", "a. lettered", "8. Written out.", "9. Said twice.",
    ]  # fmt: skip


def test_notes_and_their_marks(tmp_path: Path):
    text = (
        "<p>첫 문장이다.<sup><a href='#fn1'>1</a></sup> 10<sup>6</sup>개이다."
        "<a href='#_ftn2' name='_ftnref2'>[2]</a></p>"
        "<ol><li id=fn1>각주의 글. <a href='#fnref1'>↩</a></li></ol>"
        "<div id=ftn2><p><a href='#_ftnref2' name='_ftn2'>[2]</a> 둘째 각주.</p></div>"
    )
    assert pairs(read_text(tmp_path, text)) == [
        (BlockKind.BODY, "첫 문장이다. 10⁶개이다."),
        (BlockKind.FOOTNOTE, "각주의 글."),
        (BlockKind.FOOTNOTE, "둘째 각주."),
    ]


def test_tables_and_loose_text(tmp_path: Path):
    text = (
        "글자만 있는 문단 <b>굵게</b> 이어진다.<div>다음 문단<div>안쪽 문단</div>꼬리</div>"
        "<table><caption>국방비</caption><thead><tr><th>국가<th>2024</thead><tbody><tr><td>폴란드<td>4.12%</tbody></table>"
    )
    assert pairs(read_text(tmp_path, text)) == [
        (BlockKind.BODY, "글자만 있는 문단 굵게 이어진다."),
        (BlockKind.BODY, "다음 문단"),
        (BlockKind.BODY, "안쪽 문단"),
        (BlockKind.BODY, "꼬리"),
        (BlockKind.CAPTION, "국방비"),
        (BlockKind.TABLE, "국가\t2024\n폴란드\t4.12%"),
    ]


def test_a_total_marked_as_a_head_is_a_row(tmp_path: Path):
    head = "<thead><tr><th>업종<th>면적(㎡):<tr><th>합계<th>4,976.1</thead>"
    years = "<thead><tr><th rowspan=2>구분<th colspan=2>예산<tr><th>2023<th>2024</thead>"
    reading = read_text(
        tmp_path,
        f"<p>글</p><table>{head}<tr><th>화학<td>711.8</table>"
        f"<p>글</p><table>{years}<tr><td>항만<td>1.5<td>2.5</table>"
        "<p>글</p><table><thead><tr><th>이름<th>면적<th>인구<tr><th>(1)<th>(2)<th>(3)</thead>"
        "<tr><td>항만<td>1.5<td>2.5</table>",
    )
    tables = [block.table for block in reading.blocks if block.table]
    assert [table.header_rows for table in tables] == [1, 2, 2]


def test_a_table_keeps_its_cells_spans_and_head(tmp_path: Path):
    text = (
        "<table><caption>표 1. 지출 (단위: 억원)</caption>"
        "<tr><th rowspan=2>구분<th colspan=2>예산<tr><th>2023<th>2024"
        "<tr><th scope=row>국방<td>1,200<td>1,350</table>"
    )
    (table,) = (b.table for b in read_text(tmp_path, text).blocks if b.table)
    assert [[(c.text, c.row, c.column, c.row_span, c.column_span) for c in row] for row in table.rows] == [
        [("구분", 0, 0, 2, 1), ("예산", 0, 1, 1, 2)],
        [("2023", 1, 1, 1, 1), ("2024", 1, 2, 1, 1)],
        [("국방", 2, 0, 1, 1), ("1,200", 2, 1, 1, 1), ("1,350", 2, 2, 1, 1)],
    ]
    assert (table.header_rows, table.caption, table.unit) == (2, "표 1. 지출 (단위: 억원)", "억원")


def test_lists_keep_their_nesting_wherever_the_inner_one_stands(tmp_path: Path):
    text = (
        "<p>머리말의 글이다.</p><ul><li>하나<ul><li>하나의 안</li></ul></li>"
        "<ol type=a><li>둘의 안</ol>곁의 글</ul>"
    )
    found = [(b.text, b.kind, b.level) for b in read_text(tmp_path, text).blocks[1:]]
    assert found == [
        ("하나", BlockKind.LIST, 1),
        ("하나의 안", BlockKind.LIST, 2),
        ("a. 둘의 안", BlockKind.LIST, 2),
        ("곁의 글", BlockKind.BODY, 1),
    ]


def test_a_formula_in_a_sentence_leaves_a_mark(tmp_path: Path):
    text = "<p>부담률은 <math><mfrac><mi>a</mi><mi>b</mi></mfrac></math> 으로 계산하며 해마다 고친다.</p>"
    assert read_text(tmp_path, text).blocks[0].text == "부담률은 [수식: ab] 으로 계산하며 해마다 고친다."


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "euc-kr", "utf-16"])
@pytest.mark.parametrize("declared", ["euc-kr", "utf-8", ""])
def test_korean_in_every_encoding(tmp_path: Path, encoding: str, declared: str):
    meta = f"<meta charset={declared}>" if declared else ""
    reading = read_text(tmp_path, f"<html>{meta}<p>방위비 분담에 관한 글이다.</p>".encode(encoding))
    assert [b.text for b in reading.blocks] == ["방위비 분담에 관한 글이다."]


def test_metadata_of_a_page(tmp_path: Path):
    text = (
        "<head><meta property=og:title content='제목'><meta name=author content='김세미'>"
        "<meta property=og:site_name content='연구원'>"
        "<meta property=article:published_time content='2025-07-01T09:00:00+09:00'>"
        "<link rel=canonical href='https://example.org/1'></head><p>본문이다.</p>"
    )
    got = read_text(tmp_path, text).metadata
    assert {k: got[k] for k in ("title", "author", "publisher", "date", "url")} == {
        "title": "제목", "author": "김세미", "publisher": "연구원", "date": "2025-07-01", "url": "https://example.org/1",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["<html></html>", "<!-- x -->", "<script>x</script>", "<p hidden>숨은 글</p>"]
)
def test_a_page_without_text(tmp_path: Path, text: str):
    with pytest.raises(Refused) as caught:
        read_text(tmp_path, text)
    assert caught.value.reason is Reason.NO_TEXT


def test_markup_in_the_text_stays_text(tmp_path: Path):
    reading = read_text(tmp_path, "<p>&lt;script&gt;alert(1)&lt;/script&gt; 라고 썼다.</p>")
    assert [b.text for b in reading.blocks] == ["<script>alert(1)</script> 라고 썼다."]


@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(tidy).filter(bool),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_paragraphs_come_back_in_order(tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str]):
    path = tmp_path_factory.mktemp("html") / "x.html"
    path.write_text(
        "<meta charset=utf-8>" + "".join(f"<p>x{escape(text)}</p>" for text in paragraphs), "utf-8"
    )
    assert [b.text for b in read(path).blocks] == [tidy(f"x{text}") for text in paragraphs]


def test_terms_hold_what_is_said_of_them_and_items_what_they_go_on_with(tmp_path: Path):
    page = """<main><dl><dt>Importer</dt><dd>The person who declares.</dd></dl>
    <ul><li>goods are listed, as: <ul><li>tea</li></ul> unless others say so</li>
    <li><p>you are a school.</p><p>Schools keep records.</p></li></ul>
    <ul><li><h2>News</h2><p>A first text.</p><p>A second text.</p></li></ul></main>"""
    path = tmp_path / "x.html"
    path.write_text(page, encoding="utf-8")
    reading = read(path)
    assert [(b.text, b.level) for b in reading.blocks if b.kind is BlockKind.LIST] == [
        ("Importer", 1),
        ("The person who declares.", 2),
        ("goods are listed, as:", 1),
        ("tea", 2),
        ("unless others say so", 2),
        ("you are a school.", 1),
        ("Schools keep records.", 2),
    ]
    assert [b.text for b in reading.blocks if b.kind is BlockKind.BODY] == ["A first text.", "A second text."]


def test_the_title_is_the_heading_that_the_pages_title_names_beside_the_site(tmp_path: Path):
    prose = "이 법은 물관리의 기본이념을 정하여 국민의 삶의 질 향상에 이바지함을 목적으로 한다. " * 20
    page = (
        "<title>법령센터 | 법령 &gt; 본문 - 물관리기본법</title><body><header><h1>법령센터</h1></header>"
        "<div class='menu'><h2><a href='/'>법령</a></h2></div>"
        "<div id='top'><h2>물관리기본법</h2><p>[시행 2022. 1. 1.] [법률 제17842호, 2020. 12. 31.]</p></div>"
        f"<div id='text'><p>{prose}</p><p>{prose}</p></div></body>"
    )
    path = tmp_path / "x.html"
    path.write_text(page, encoding="utf-8")
    reading = read(path)
    assert reading.metadata["title"] == "물관리기본법"
    assert [block.text for block in reading.blocks[:2]] == [
        "물관리기본법",
        "[시행 2022. 1. 1.] [법률 제17842호, 2020. 12. 31.]",
    ]


def test_a_number_is_parted_from_its_text_where_only_the_style_does(tmp_path: Path):
    page = (
        "<title>Online Safety Act 2023</title><div><h1>Online Safety Act 2023</h1><div>"
        "<h2><span>Part 3</span><span>Providers</span></h2>"
        "<p><span>12</span><span>(1)</span><span>This section sets out the duties—</span></p>"
        "<p><span>(a)</span><span>to prevent harm.</span></p><p>H<span>2</span><span>O</span></p></div></div>"
    )
    path = tmp_path / "x.html"
    path.write_text(page, encoding="utf-8")
    assert [block.text for block in read(path).blocks][-4:] == [
        "Part 3 Providers",
        "12 (1) This section sets out the duties—",
        "(a) to prevent harm.",
        "H2O",
    ]


def test_what_a_server_works_on_is_no_text(tmp_path: Path):
    page = '<%@ page language="java" %>\n<h5>도시 비전</h5><% if (a > b) { %><p>물 걱정 없는 도시.</p><% } %>'
    assert [block.text for block in read_text(tmp_path, page).blocks] == [
        "도시 비전",
        "물 걱정 없는 도시.",
    ]


def test_lines_made_paragraphs_are_joined_again(tmp_path: Path) -> None:
    path = tmp_path / "minutes.html"
    path.write_text("<h1>Minutes</h1>" + "".join(f"<p>{line}</p>" for line in DUMP), "utf-8")
    assert [block.text for block in read(path).blocks] == ["Minutes", *PARAGRAPHS]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (
            "한 마을은 한 해에 맡은 일을 포함해 두 가지까지만 할 수 있습니다. (다만, 곧 끝나는 것은 뺍니다)",
            BlockKind.BODY,
        ),
        ("Uses for which an opportunity to agree or object is not required of any town.", BlockKind.HEADING),
        ("나루를 고치는 일", BlockKind.HEADING),
        ("What the towns decided.", BlockKind.HEADING),
    ],
)
def test_a_sentence_in_large_letters_is_no_heading(tmp_path: Path, line: str, kind: BlockKind) -> None:
    reading = read_text(tmp_path, f"<h1>알림</h1><h4>{line}</h4><p>그 밖의 것은 따로 알린다.</p>")
    assert [block.kind for block in reading.blocks if block.text == line] == [kind]
