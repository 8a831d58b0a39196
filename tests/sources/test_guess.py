"""Records guessed from a file's metadata and first page."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources.blocks import Block, BlockKind, Cell, Reading, Table
from sources.document import Kind, Language
from sources.load import read_document
from sources.record.guess import guess_record, slug, unique_key
from sources.record.titles import plain_title

H = BlockKind.HEADING


def _guess(*lines: str | Block, name: str = "파일.pdf", **metadata: str):
    body = Block("이 글은 지역 교통의 변화를 다룬다. 자료는 2019년 3월 5일부터 모았다." * 3, page=1)
    blocks = [line if isinstance(line, Block) else Block(line, page=1) for line in lines]
    return guess_record(Reading((*blocks, body), metadata=metadata), Path(name))


def test_a_first_page_tells_its_record() -> None:
    found = _guess(
        Block("한빛연구원 정책브리프 2024-07", BlockKind.FURNITURE, page=1),
        Block("심야버스 확대의 효과", H, page=1),
        "오지윤 (한빛도시연구원 부연구위원)",
        "2024년 3월 18일",
        "한빛도시연구원",
    )
    assert found.titles == {"ko": "심야버스 확대의 효과"}
    assert found.authors == {"ko": ("오지윤",)}
    assert found.publishers == {"ko": "한빛도시연구원"}
    assert found.series == {"ko": "한빛연구원 정책브리프"}
    assert (found.number, found.date, found.kind) == ("2024-07", "2024-03-18", Kind.BRIEF)
    assert found.key == "심야버스-확대의-효과-2024"
    assert not found.catalogued


def test_an_english_first_page() -> None:
    body = Block("This paper looks at how quotas changed after the storm of 3 May 2011. " * 4, page=1)
    found = guess_record(
        Reading(
            (
                Block("Working Paper No. 12", page=1),
                Block("Quotas After the Storm", H, page=1),
                Block("By Jonas Lindqvist and Mary Ann Okafor", page=1),
                Block("Baltic Institute for Marine Policy", page=1),
                Block("June 5, 2024", page=1),
                body,
            ),
            metadata={"title": "Microsoft Word - final_v3.docx", "author": "user01"},
        ),
        Path("x.pdf"),
    )
    assert found.titles == {"en": "Quotas After the Storm"}
    assert found.authors == {"en": ("Jonas Lindqvist", "Mary Ann Okafor")}
    assert found.publishers == {"en": "Baltic Institute for Marine Policy"}
    assert (found.series, found.number) == ({"en": "Working Paper"}, "No. 12")
    assert (found.date, found.kind, found.key) == ("2024-06-05", Kind.REPORT, "quotas-after-the-storm-2024")


@pytest.mark.parametrize(
    "title", ["제목 없음", "Untitled-1", "보고서_최종.hwp", "문서1", "Ã¬Â\xa0Â\x9cÃ«ÂªÂ©"]
)
def test_an_empty_title_field_is_not_a_title(title: str) -> None:
    assert _guess(Block("진짜 제목", H, page=1), title=title).titles == {"ko": "진짜 제목"}
    assert _guess(title=title, name="현황_보고.pdf").titles == {"ko": "현황 보고"}


def test_dates_inside_sentences_are_not_the_publications() -> None:
    assert _guess(Block("제목", H, page=1)).date == ""
    # When an office file was begun is no date of what it says.
    assert _guess(Block("제목", H, page=1), date="2021-04-03").date == ""
    assert _guess(Block("제목", H, page=1), "이 법은 <개정 2016.1.6>").date == ""
    assert _guess("글", name="a.html", date="2021-04-03T10:00:00+09:00").date == "2021-04-03"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("김가나, 이다라", ("김가나", "이다라")),
        ("김가나·이다라", ("김가나", "이다라")),
        ("Kim, Saeme", ("Kim, Saeme",)),
        ("Kim Saeme, Lee Minji and Jo Park", ("Kim Saeme", "Lee Minji", "Jo Park")),
        ("A B; C D", ("A B", "C D")),
        ("Administrator", ()),
        ("user@example.org", ()),
    ],
)
def test_authors_are_told_apart(written: str, names: tuple[str, ...]) -> None:
    found = _guess(Block("제목", H, page=1), name="a.html", author=written).authors
    assert found == ({"ko": names} if names else {})


def test_a_log_in_name_is_no_author() -> None:
    assert _guess(Block("제목", H, page=1), author="김가나").authors == {}
    printed = _guess(Block("제목", H, page=1), "김가나", author="김가나")
    assert printed.authors == {"ko": ("김가나",)} and printed.origins["author"] == "page"


def test_a_press_releases_box_tells_when_and_who() -> None:
    rows = (
        ("보도일시", "2031. 9. 4.(월) 조간부터"),
        ("담당부서", "물길환경부 강물정책과"),
        ("담당자", "홍길동"),
    )
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    text = "\n".join("\t".join(row) for row in rows)
    box = Block(text, BlockKind.TABLE, page=1, table=Table(cells))
    found = _guess(
        Block("보도자료", H, page=1), box, Block("강물 이용료 낮춘다", H, page=1), date="2020-01-01"
    )
    assert (found.date, found.kind, found.titles) == (
        "2031-09-04",
        Kind.PRESS_RELEASE,
        {"ko": "강물 이용료 낮춘다"},
    )
    assert (found.issuers, found.authors) == ({"ko": "물길환경부"}, {})
    assert (found.origins["date"], found.origins["title"], found.origins["issuer"]) == ("box", "page", "box")


def test_a_statute_tells_its_promulgation() -> None:
    law = "[시행 2032. 1. 1.] [법률 제31007호, 2031. 6. 3., 일부개정]"
    found = _guess(Block("물길법", H, page=1), law, Block("제1조(목적) 이 법은 물길을 지킨다.", page=1))
    assert (found.kind, found.date, found.number) == (Kind.STATUTE, "2031-06-03", "제31007호")
    head = {
        "제목": "물길법",
        "법령구분": "법률",
        "공포일자": "2031-06-03",
        "공포번호": "31007",
        "시행일자": "2032-01-01",
    }
    found = _guess("글", name="물길법.md", 소관부처="물길환경부", **head)
    assert (found.kind, found.date, found.number) == (Kind.STATUTE, "2031-06-03", "제31007호")
    assert (found.titles, found.issuers) == ({"ko": "물길법"}, {"ko": "물길환경부"})
    assert found.origins["date"] == "head"


def test_an_ordinance_tells_its_number_with_its_kind() -> None:
    head = {"자치법규명": "물길 조례", "자치법규종류": "조례", "지자체기관명": "나루도 가람시"}
    found = _guess("글", name="x.md", 공포번호="2328", 공포일자="2031-06-03", **head)
    assert (found.series, found.number) == ({"ko": "조례"}, "제2328호")
    assert (found.titles, found.issuers) == ({"ko": "물길 조례"}, {"ko": "나루도 가람시"})


@pytest.mark.parametrize("line", ["물길환경부 공고 제2031-08호", "물길환경부공고 제 2031 - 08 호"])
def test_a_notices_number_is_read_however_it_is_spaced(line: str) -> None:
    found = _guess(line, Block("강물 사용 허가 신청 공고", H, page=1))
    assert (found.number, found.kind) == ("제2031-08호", Kind.NOTICE)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("가람도와 나루시 사이의 물 나눔 협정", Kind.AGREEMENT),
        ("물 나눔에 관한 양해각서", Kind.MEMORANDUM),
        ("Memorandum on the Use of Rivers", Kind.MEMORANDUM),
        ("2031년 강물 이용 통계", Kind.STATISTICS),
        ("Joint Statement", Kind.DECLARATION),
    ],
)
def test_kinds_by_what_a_document_calls_itself(title: str, kind: Kind) -> None:
    assert _guess(Block(title, H, page=1)).kind is kind


def test_what_heads_a_part_is_no_title() -> None:
    found = _guess(Block("〈참고 4〉", H, page=1), Block("강물의 값", H, page=1))
    assert found.titles == {"ko": "강물의 값"}
    # A template keeps the title of the first document ever typed into it.
    kept = _guess(Block("강물의 값", H, page=1), name="a.hwp", title="사업 목적")
    assert kept.titles == {"ko": "강물의 값"}


@pytest.mark.parametrize(
    "stamp",
    [
        "For Immediate Release",
        "For release at 2:30 p.m. EDT",
        "Press Release No. 12",
        "- 언론 보도자료 -",
        "[보도설명자료]",
    ],
)
def test_the_stamp_of_a_press_release_is_no_title(stamp: str) -> None:
    """Nor is the heading of a part, after the text has begun."""
    prose = Block("The board asked the town to keep the rules for guide dogs as they are. " * 3)
    blocks = (Block(stamp, H), Block("4 May 2020"), prose, Block("What the board asks for", H), prose)
    found = guess_record(Reading(blocks, metadata={"title": "Board speaks up for guide dogs"}), Path("a.md"))
    assert found.titles == {"en": "Board speaks up for guide dogs"}


def test_a_heading_after_the_stamp_and_a_lead_is_the_title() -> None:
    lead = Block("The board asked the town to keep the rules for guide dogs as they are. " * 3)
    found = _guess(Block("Press release", H), lead, Block("Board speaks up for guide dogs", H))
    assert list(found.titles.values()) == ["Board speaks up for guide dogs"]


def test_keys() -> None:
    assert slug("Vilnius Summit Communiqué (2023)!") == "vilnius-summit-communique-2023"
    assert slug("국민연금 개혁안 비교: 1부") == "국민연금-개혁안-비교-1부"
    assert slug("???") == ""
    assert len(slug("낱말 " * 60)) <= 60
    assert unique_key("a", {"a", "a-2", "b"}) == "a-3"
    assert plain_title("The  “Hague” Declaration") == plain_title("Hague declaration")
    assert _guess("!!", name="???.txt").key.startswith("document-") or _guess("!!", name="???.txt").key


@pytest.mark.parametrize(
    "lines",
    [
        ("Northern Territory", "Ferries Act 2019", "Northern Territory"),
        ("Ferries Act 2019", "Ferries Amendment Act 2021"),
    ],
)
def test_an_act_is_named_under_its_country(lines: tuple[str, ...]) -> None:
    body = Block("A person must not run a ferry without a licence under this Act. " * 4)
    found = guess_record(Reading((*map(Block, lines), body)), Path("a.txt"))
    assert found.titles == {"en": "Ferries Act 2019"}


def test_the_first_line_of_a_plain_text_is_its_title() -> None:
    blocks = (
        Block("물새 도래지의 관리: 네 해의 평가"),
        Block("물가연구소 정책보고 2024-03"),
        Block("2024년 5월 2일", H),
        Block("글: 한서율 연구원", H),
        Block("1. 머리말", H),
        Block("이 글은 물새 도래지의 변화를 다룬다. 자료는 2019년 3월 5일부터 모았다." * 3),
    )
    found = guess_record(Reading(blocks), Path("birds.txt"))
    assert found.titles == {"ko": "물새 도래지의 관리: 네 해의 평가"}
    assert found.authors == {"ko": ("한서율",)}
    assert found.date == "2024-05-02"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("물새와 갯벌의 보전 등에", "관한 협력 동의안"), "물새와 갯벌의 보전 등에 관한 협력 동의안"),
        (("Agreement on the", "Conservation of Waterbirds"), "Agreement on the Conservation of Waterbirds"),
        (("물새 도래지의 보전", "한서율 연구원"), "물새 도래지의 보전"),
    ],
)
def test_a_title_that_breaks_off_goes_on_in_the_next_line(lines: tuple[str, str], title: str) -> None:
    body = Block("This text is about waterbirds. 이 글은 물새를 다룬다. " * 9)
    found = guess_record(Reading((*map(Block, lines), body)), Path("birds.txt"))
    assert list(found.titles.values()) == [title]


@pytest.mark.parametrize("name", ["faq.hwpx", "faq.hwp", "faq.docx"])
def test_the_first_line_of_a_file_without_headings_is_its_title(name: str) -> None:
    assert _guess("물새 도래지 지정 관련 FAQ", "관 계 기 관  합 동", name=name).titles == {
        "ko": "물새 도래지 지정 관련 FAQ"
    }
    assert _guess("※ 신청서만 내고 이 쪽은 버릴 것", "본문", name=name).titles == {"ko": "faq"}
    assert _guess("물새 도래지의 변화를 살핀다.", "본문", name=name).titles == {"ko": "faq"}


def test_a_heading_may_be_as_long_as_the_title_of_a_directive() -> None:
    title = (
        "Directive (EU) 2031/77 of the European Parliament and of the Council " + "on waterbirds and " * 12
    )
    text = Block("Article 1"), Block("This Directive lays down rules on waterbirds. " * 5)
    found = guess_record(Reading((Block(title.strip(), H), *text)), Path("birds.docx"))
    assert (found.titles, found.kind) == ({"en": title.strip()}, Kind.STATUTE)


@pytest.mark.parametrize("line", ["2024년 5월 2일", "2 May 2024", "이 글은 물새를 다룬다."])
def test_a_date_or_a_sentence_is_no_title(line: str) -> None:
    body = Block("이 글은 물새 도래지의 변화를 다룬다. 자료는 2019년부터 모았다." * 3)
    assert guess_record(Reading((Block(line), body)), Path("물새.txt")).titles == {"ko": "물새"}


IMPRINTS = [
    (
        "물가정책연구원 이슈브리프 2031-07호 | 2031년 4월 2일 | 차한별 연구위원(하천연구실)",
        ("2031-04-02", Kind.BRIEF, ("차한별",), "물가정책연구원", "이슈브리프", "2031-07호"),
    ),
    (
        "다솜일보 기획분석 ② · 2031년 5월 13일 · 경제부 하가람 기자, 들녘군=백나래 기자",
        ("2031-05-13", Kind.ARTICLE, ("하가람", "백나래"), "다솜일보", "", ""),
    ),
    (
        "국회물정책조사처 현안분석 제14호 / 발간일 2031. 8. 22. / 작성: 교육팀 입법조사관 노가온, 문다빈",
        ("2031-08-22", Kind.OTHER, ("노가온", "문다빈"), "국회물정책조사처", "현안분석", "제14호"),
    ),
    (
        "물길환경부 보도자료 | 배포일시 2031년 8월 29일(금) 10:00 | 담당: 하천국 과장 배가영",
        ("2031-08-29", Kind.PRESS_RELEASE, (), "물길환경부", "", ""),
    ),
    (
        "Tarn Institute for River Policy | Issue Brief No. 31-07 | 18 June 2031 | Ann Lowe and Seo Ji-an",
        (
            "2031-06-18",
            Kind.BRIEF,
            ("Ann Lowe", "Seo Ji-an"),
            "Tarn Institute for River Policy",
            "Issue Brief",
            "No. 31-07",
        ),
    ),
    (
        "Explainer No. 31, 20 November 2031. By Helen Marsh, Tidewater Institute for Climate and Trade.",
        (
            "2031-11-20",
            Kind.OTHER,
            ("Helen Marsh",),
            "Tidewater Institute for Climate and Trade",
            "Explainer",
            "No. 31",
        ),
    ),
    (
        "Report of the Director | W/2031/91 | 3 May 2031 | Reporting period: 1 March to 2 April 2031",
        ("2031-05-03", Kind.REPORT, (), "", "", ""),
    ),
    ("감사 기간: 2030년 10월 16일 ~ 12월 8일 | 2031년 6월", ("2031-06", Kind.OTHER, (), "", "", "")),
]


LONG_TITLE = (
    "Out of sight: what an inspection of the rivers and of the pumps that keep them in their beds has found"
)


@pytest.mark.parametrize(("line", "told"), IMPRINTS, ids=[line[:20] for line, _ in IMPRINTS])
def test_one_line_under_the_title_tells_several_facts(line: str, told: tuple[object, ...]) -> None:
    title, section, text = (LONG_TITLE, "The background", "This text is about how rivers change. ")
    if not line[0].isascii():
        title, section, text = ("물길", "1. 조사의 배경", "이 글은 물길의 변화를 다룬다. ")
    blocks = (Block(title, H), Block(line), Block(section, H), Block(text * 9))
    found = guess_record(Reading(blocks), Path("x.md"))
    first = [next(iter(field.values()), "") for field in (found.publishers, found.series)]
    authors = next(iter(found.authors.values()), ())
    assert (found.date, found.kind, authors, first[0], first[1], found.number) == told


@pytest.mark.parametrize(
    "line",
    [
        "On 3 May 2031 the ministers met in Tarn, and they agreed on a quota of 12 tonnes for each boat.",
        "Mayor Edda Lund and the shipowners of Tarn concluded the charter on 9 March 2030 in Brenna.",
        "2031년 5월 3일 두 나라는 물 배분에 합의하였다. 그 뒤로 강물은 줄지 않았다.",
        "The Tarn Institute for River Policy was founded in 1999 | its brief is read widely",
    ],
)
def test_a_sentence_of_the_text_is_no_imprint(line: str) -> None:
    blocks = (Block("물길", H), Block(line), Block("1. 배경", H), Block("이 글은 물길을 다룬다. " * 9))
    found = guess_record(Reading(blocks), Path("x.md"))
    assert (found.date, found.authors, found.publishers, found.series) == ("", {}, {}, {})


def test_who_adopted_a_text_is_its_issuer() -> None:
    line = "Adopted by the River Board on 14 May 2031. Prepared by the Department of Water."
    blocks = (
        Block("Plan for the Tarn", H),
        Block(line),
        Block("Where we stand", H),
        Block("The river is low. " * 9),
    )
    found = guess_record(Reading(blocks), Path("x.md"))
    assert (found.issuers, found.date) == ({"en": "River Board"}, "2031-05-14")


@pytest.mark.parametrize(
    "line", ["----- p1 -----", "보도시점", "Article 1", "제1장 총칙", "I. 개요", "2026. 6. 30.(화) 16:00"]
)
def test_a_mark_of_a_page_or_a_part_is_no_title(line: str) -> None:
    first = Block(line, BlockKind.FURNITURE if line.startswith("-") else BlockKind.HEADING)
    record = _guess(first, "회의를 열었다.", name="회의 결과.txt")
    assert record.titles["ko"] == "회의 결과"


def test_a_body_in_a_sentence_or_a_statute_is_not_who_published_it() -> None:
    assert not _guess("이날 회의에는 기획재정부", "2025. 10. 15.").publishers
    assert not _guess("바다 안전에 관한 법률", "바다위원회", kind="법률", name="법.md").publishers


def _table(rows: tuple[tuple[str, ...], ...], header_rows: int) -> Block:
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    text = "\n".join("\t".join(row) for row in rows)
    return Block(text, BlockKind.TABLE, page=1, table=Table(cells, header_rows))


def test_what_a_table_of_data_names_is_no_imprint():
    data = _table((("소관", "예산", "확정일"), ("교육부", "1,200", "2022. 12. 24.")), 1)
    found = _guess(Block("세출예산 현황", H, page=1), data)
    assert (found.publishers, found.date) == ({}, "")
    box = _table((("보도자료", "환경부"), ("배포일시", "2022. 12. 24.")), 0)
    assert _guess(Block("세출예산 현황", H, page=1), box).date == "2022-12-24"


@pytest.mark.parametrize(
    "line",
    [
        "부칙 <법률 제15653호, 2018. 6. 12.>",
        "(2) This Act comes into force on 1 July 2022.",
        "The council held on 3 May 2023 will meet.",
    ],
)
def test_the_day_of_something_else_is_not_when_a_text_came_out(line: str):
    assert _guess(Block("물관리기본법", H, page=1), line).date == ""


def test_a_line_may_tell_who_published_and_when():
    found = _guess(Block("National Strategy", H, page=1), "Department of Energy Policy, March 2023")
    assert (found.publishers, found.date) == ({"ko": "Department of Energy Policy"}, "2023-03")


def test_an_english_act_is_a_statute():
    lines = (Block("DATA SHARING ACT 2021", H, page=1), "1. Short title", "This Act is called so.")
    assert _guess(*lines).kind is Kind.STATUTE


def test_a_heading_after_a_sentence_is_no_title_and_a_release_has_its_own_after_its_box():
    box = _table((("보 도 자 료", ""), ("보도일시", "2024. 6. 3.")), 0)
    lines = ("주택 공급 확대 방안 발표", "□ 국토교통부는 6월 3일 확대 방안을 발표하였다고 밝혔다.")
    heading = Block("첫째 항목", H, page=1)
    assert _guess(box, *lines, heading, name="보도.hwpx").titles == {"ko": "주택 공급 확대 방안 발표"}
    assert _guess(lines[1], heading, name="보도.pdf").titles == {"ko": "보도"}


@pytest.mark.parametrize("line", ["Published Date: 14 April 2023", "기준일 : 2017.12.31일 현재"])
def test_a_line_that_gives_a_date_is_no_title(line: str):
    found = _guess(Block(line), Block("통화정책 방향", H), name="a.txt")
    assert found.titles == {"ko": "통화정책 방향"}


def test_a_code_of_laws_is_called_by_its_chapter_and_not_by_a_section():
    chapter, section = Block("Chapter 12: Rentals", H, level=1), Block("Sec. 12-1. Definitions.", H, level=2)
    text = Block("In this chapter the words have the meanings given here. " * 4)
    found = guess_record(Reading((chapter, section, text)), Path("a.md"))
    assert found.titles == {"en": "Chapter 12: Rentals"}


def test_an_act_of_the_union_is_called_by_its_own_line_and_not_by_its_number():
    name = "Directive 2001/7/EC of the European Parliament and of the Council of 3 May 2001 on lifts"
    text = Block("Member States shall ensure that lifts bear the marking laid down in the Annex. " * 4)
    blocks = (Block("32001L0007", H, level=1), Block(name), text)
    found = guess_record(Reading(blocks, metadata={"title": "EUR-Lex - 32001L0007 - EN"}), Path("a.html"))
    assert found.titles == {"en": name}


def test_a_date_with_wide_spaces_is_one():
    assert _guess(Block("법률안", H, page=1), "발의연월일 : 2010.  11.  15.").date == "2010-11-15"


def test_a_judgment_tells_its_court_and_day() -> None:
    said = {"사건명": "담보취소", "법원명": "대법원", "선고일자": "1971-04-16"}
    found = _guess("판시사항을 적는다.", name="판결.md", **said)
    assert (found.titles["ko"], found.issuers["ko"], found.date) == ("담보취소", "대법원", "1971-04-16")


def test_a_numbered_resolution_is_called_by_its_line_under_a_masthead() -> None:
    lines = (
        "UNITED",
        "NATIONS",
        Block("Security Council", H),
        Block("S/RES/1207 (1998) 17 November 1998", H),
        "RESOLUTION 1207 (1998) Adopted by the Security Council at its 3944th meeting, on 17 November 1998",
    )
    found = _guess(*lines, name="N9835.txt")
    assert ("RESOLUTION 1207 (1998)" in found.titles.values(), found.date) == (True, "1998-11-17")


@pytest.mark.parametrize(
    "line", ["Recommendation 1: Build more ports.", "Resolution 1325 was adopted in 2000 and says so."]
)
def test_a_numbered_text_that_is_spoken_of_is_no_title(line: str) -> None:
    assert (
        "Policy Brief"
        in _guess("Policy Brief", "How to save the ferries", line, name="b.txt").titles.values()
    )


@pytest.mark.parametrize("mark", ["PRESS RELEASE", "Press release", "News Release"])
def test_the_mark_of_a_release_is_no_title(mark: str) -> None:
    found = _guess(Block(mark, H, level=2), Block("The bank holds its rate", H, level=2), name="r.md")
    assert list(found.titles.values()) == ["The bank holds its rate"]


@pytest.mark.parametrize(
    ("last", "date"),
    [
        ("Done at Bergen, this 26th day of October 1973, in two copies, both being authentic.", "1973-10-26"),
        ("IN WITNESS WHEREOF they have signed. DONE at Bergen this ninth day of March, 1964.", "1964-03"),
        ("Done at Port Louis,\n27 April 2016.", "2016-04-27"),
        ("Done in duplicate at Vik, N.B., on the 3rd of May 1878.", "1878-05-03"),
        ("The parties met at Bergen on 8 December 1991 and went on.", ""),
        ("The older text ends: “Done at Bergen, this 26th day of October 1973”.", ""),
        ("12 March 2024", ""),
    ],
)
def test_an_agreement_is_dated_where_it_closes(last: str, date: str) -> None:
    body = (Block("The parties agree on what follows. " * 4),) * 15
    found = guess_record(Reading((Block("Agreement on Ferries", H), *body, Block(last))), Path("a.md"))
    assert (found.date, found.origins.get("date", "")) == (date, "end" if date else "")


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        (
            ("Accord entre la Veldavie et l'Orsk sur la navigation", "Agreement on Shipping on the River"),
            "Agreement on Shipping on the River",
        ),
        (("Agreement on Shipping", "Accord entre la Veldavie et l'Orsk"), "Agreement on Shipping"),
        (("Médecins Sans Frontières et le Front", "Introduction"), "Médecins Sans Frontières et le Front"),
        (("Ordinance Violations", "Fees of the City"), "Ordinance Violations"),
        (
            ("EXHIBIT B", "Ordinance No. XVI", "AN ORDINANCE ON BEES"),
            "Ordinance No. XVI, AN ORDINANCE ON BEES",
        ),
        (("Resolution # 300 – 2024", "Amending the Fees"), "Resolution # 300 – 2024, Amending the Fees"),
        (("Ordinance on Bees", "In General"), "Ordinance on Bees"),
        (("Ordinance No. 12", "Section 1"), "Ordinance No. 12"),
    ],
)
def test_the_title_of_an_act_or_a_treaty(headings: tuple[str, ...], title: str) -> None:
    text = Block("A beekeeper shall keep the hives of the city three metres from a path. " * 4)
    blocks = (*(Block(heading, H) for heading in headings), text)
    assert guess_record(Reading(blocks), Path("x.md")).titles == {"en": title}


@pytest.mark.parametrize(
    ("claimed", "heading", "title"),
    [
        ("Staff Survey", "Staff Survey (2018)", "Staff Survey (2018)"),
        ("Solar Power", "What is solar power?", "Solar Power"),
        ("Act", "Contact us", "Act"),
    ],
)
def test_a_heading_that_goes_on_where_the_claimed_title_ends_is_the_title(
    claimed: str, heading: str, title: str
) -> None:
    text = Block("Each year the staff of the ferry board is asked how it fares. " * 4)
    found = guess_record(Reading((Block(heading, H), text), metadata={"title": claimed}), Path("x.md"))
    assert found.titles == {"en": title}


def test_a_text_that_is_only_an_annex_is_called_so() -> None:
    text = Block("The hives of the city stand three metres from a path. " * 4)
    assert guess_record(Reading((Block("ANNEX II", H), text)), Path("x.md")).titles == {"en": "ANNEX II"}


def test_what_kind_of_press_release_it_is_is_no_part_of_its_title(tmp_path: Path) -> None:
    path = tmp_path / "release.md"
    text = "# (참고) 나루 예산 주요 내용\n\n- 부처: 나루부\n\n## 본문\n\n예산은 3억원이다.\n"
    path.write_text(text, "utf-8")
    assert read_document(path).record.titles == {Language.KO: "나루 예산 주요 내용"}


def test_a_claimed_title_whose_words_the_first_page_has_is_the_title() -> None:
    series = Block("Harbour Papers 12 HP-12", H, page=1)
    found = _guess(
        series,
        Block("Coastal Freight Ledgers", H, page=1),
        Block("Design, Review and Safekeeping", H, page=1),
        title="Coastal Freight (CF) Ledgers: Design, Review, and Safekeeping",
    )
    assert found.titles["ko"] == "Coastal Freight (CF) Ledgers: Design, Review, and Safekeeping"
    other = _guess(series, title="Coastal Freight (CF) Ledgers: Design, Review, and Safekeeping")
    assert other.titles["ko"] == "Harbour Papers 12 HP-12"


def test_a_heading_that_breaks_off_is_told_with_the_next_one() -> None:
    found = _guess(
        Block("REVISED GUIDANCE ON", H, page=1), Block("THE CARE OF WELLS AND RESERVOIRS", H, page=1)
    )
    assert found.titles["ko"] == "REVISED GUIDANCE ON THE CARE OF WELLS AND RESERVOIRS"


@pytest.mark.parametrize("filled", ["none", "(anonymous)"])
def test_what_a_program_fills_in_names_neither_text_nor_author(filled: str) -> None:
    found = _guess("June 5, 2024", title=filled, author=filled, name="water-ledger.md")
    assert (found.titles["ko"], found.authors) == ("water-ledger", {})


@pytest.mark.parametrize(
    "lines",
    [
        ("September 1, 2016", "Robert & Linda Jones", "Dear Robert & Linda Jones,"),
        ("October 11, 2023", "STRICTLY CONFIDENTIAL"),
    ],
)
def test_who_a_letter_is_written_to_is_not_its_author(lines: tuple[str, ...]) -> None:
    assert _guess(*lines).authors == {}


def test_a_table_that_begins_a_text_names_it_by_its_caption_and_not_by_a_remark() -> None:
    caption = Block("TABLE 12: FERRIES BY TOWN 1997", BlockKind.CAPTION, page=1)
    assert _guess(caption, Block("(As at end-March)", H, page=1)).titles["ko"] == caption.text
    assert _guess(Block("Table 12", BlockKind.CAPTION, page=1), name="ferries.md").titles["ko"] == "ferries"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2024년 지역상생위원회 주요 성과", "사업 추진 개요 및 결과"),
        ("제3차 나루 운영위원회 회의", "일시 및 장소 안내"),
        ("How to log in", "What you need before you start"),
    ],
)
def test_a_heading_that_may_end_so_is_a_title_by_itself(first: str, second: str) -> None:
    assert _guess(Block(first, H, page=1), Block(second, H, page=1)).titles["ko"] == first


def test_a_claimed_title_of_another_year_or_in_another_order_is_not_what_the_page_prints() -> None:
    heading = Block("Report of the Ministry of Finance on Public Debt 2020", H, page=1)
    for claimed in (
        "Annual Report of the Ministry of Finance on Public Debt, 2019",
        "Public Debt: Finance Ministry Report of Annual Kind",
    ):
        found = _guess(heading, "Annual public accounts of every kind", title=claimed)
        assert found.titles["ko"] == heading.text


def test_authors_in_capitals_are_authors() -> None:
    assert _guess("March 3, 2020", "JANE DOE, JOHN SMITH").authors == {"ko": ("JANE DOE", "JOHN SMITH")}
