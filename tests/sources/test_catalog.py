"""The shipped library, its catalogue, and records guessed for other files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sources.blocks import Block, BlockKind, Reading
from sources.catalog import load_catalog, shipped_catalog
from sources.document import Kind, Language
from sources.errors import Reason, Refused
from sources.guess import guess_record, plain_title, slug, unique_key
from sources.load import document_of, match, read_document, read_library

H = BlockKind.HEADING
DOCUMENTS = Path(__file__).parents[2] / "sources" / "documents"


def test_the_shipped_library() -> None:
    documents = read_library()
    originals = {d.key: d for d in documents if d.translation_of is None}
    translations = [d for d in documents if d.translation_of is not None]
    assert len(originals) == len(translations) == 8
    assert len({d.key for d in documents}) == len({d.id for d in documents}) == 16
    for translation in translations:
        original = originals[translation.translation_of]
        assert translation.language is original.language.other
        assert [p.number for p in translation.paragraphs] == [p.number for p in original.paragraphs]
        assert translation.key == f"{original.key}.{translation.language.value}"
    brief = originals["asan-nato-hague-2025"]
    assert (brief.language, brief.pages, brief.record.kind) == (Language.KO, 8, Kind.BRIEF)
    assert brief.record.authors == {"ko": ("김세미",), "en": ("Kim Saeme",)}
    assert brief.record.original is not None and brief.record.original.number == "2025-04"
    digests = [d for d in originals.values() if d is not brief]
    assert {d.record.kind for d in digests} == {Kind.DIGEST}
    assert all(set(d.record.notes) == {"ko", "en"} for d in digests)


def test_official_texts_have_addresses_and_are_declarations() -> None:
    official = {record.key: record for record in shipped_catalog().official()}
    assert len(official) == 6
    assert {record.kind for record in official.values()} == {Kind.DECLARATION}
    assert all(url.startswith("https://") for record in official.values() for url in record.official)
    # An address that was seen stands before one that was only formed after a pattern.
    assert official["washington-declaration-2024"].official[0].endswith("official_texts_227678.htm")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[[document]\n", "line 1"),
        ('[[document]]\nid = "a"\nlanguage = ["ko"]\n', "kind"),
        ('[[document]]\nid = "a"\nkind = "novel"\nlanguage = ["ko"]\n', "novel"),
        ('[[document]]\nid = "a"\nkind = "brief"\nlanguage = ["fr"]\n', "fr"),
    ],
)
def test_a_bad_catalogue_is_named(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused) as refusal:
        load_catalog(path)
    assert refusal.value.reason is Reason.BAD_CATALOG
    assert part in str(refusal.value.details["problem"])


def test_a_translation_that_does_not_line_up_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ko.md").write_text("[¶1] 하나다.\n\n[¶2] 둘이다.\n", "utf-8")
    (tmp_path / "a.en.md").write_text("[¶1] One.\n", "utf-8")
    (tmp_path / "catalog.toml").write_text(
        '[[document]]\nid = "a"\nkind = "brief"\nlanguage = ["ko", "en"]\nfiles = [\n'
        '{ path = "a.ko.md", language = "ko", kind = "brief" },\n'
        '{ path = "a.en.md", language = "en", kind = "translation" } ]\n',
        "utf-8",
    )
    with pytest.raises(Refused) as refusal:
        read_library(tmp_path / "catalog.toml")
    assert refusal.value.name == "a.en.md"


# ── matching ──────────────────────────────────────────────────────────────────────────────────────


def _saved_page(title: str, heading: str, date: str, url: str = "") -> Reading:
    text = [Block(f"{n}. We, the Heads of State, reaffirm commitment number {n}.") for n in range(1, 6)]
    opening = (Block(heading, H), Block(date))
    return Reading((*opening, *text), metadata={"title": title, **({"url": url} if url else {})})


HAGUE = (
    "http://nato.int/en/about-us/official-texts-and-resources/official-texts/2025/06/25/"
    "the-hague-summit-declaration?x=1#y"
)


@pytest.mark.parametrize(
    ("title", "heading", "date", "url", "key"),
    [
        (
            "Official text: The Hague Summit Declaration",
            "The Hague Summit Declaration",
            "25 Jun. 2025",
            "",
            "hague-declaration-2025",
        ),
        (
            "Washington Summit Declaration | Site",
            "Washington Summit Declaration",
            "10 July 2024",
            "",
            "washington-declaration-2024",
        ),
        ("x", "Vilnius Summit Communiqué", "11 July 2023", "", "vilnius-communique-2023"),
        ("", "Declaration text", "2025", HAGUE, "hague-declaration-2025"),
        ("", "The Ankara Summit Declaration", "8 July 2026", "", "ankara-declaration-2026"),
        ("", "The Hague Summit Declaration", "25 June 2025", "https://copies.example.org/x", ""),
        ("", "The Hague Summit Declaration", "25 June 2014", "", ""),
        ("", "Reading The Hague Summit Declaration", "25 June 2025", "", ""),
        ("", "Oslo Summit Declaration", "25 June 2025", "", ""),
    ],
)
def test_a_saved_official_text_is_matched(title: str, heading: str, date: str, url: str, key: str) -> None:
    found = _saved_page(title, heading, date, url)
    document = document_of("html", found, Path("저장한 쪽.html"))
    assert (document.record.catalogued, document.key if key else "") == (bool(key), key)
    if key:
        assert document.record.kind is Kind.DECLARATION
        assert [p.label for p in document.paragraphs if p.label] == ["1", "2", "3", "4", "5"]


def test_another_language_is_not_matched() -> None:
    guess = guess_record(_saved_page("", "The Hague Summit Declaration", "2025"), Path("a.html"))
    found = _saved_page("", "The Hague Summit Declaration", "2025")
    assert match(guess, found) is not None
    assert match(replace(guess, language=Language.KO), found) is None


def test_shipped_files_added_by_hand_are_what_they_are() -> None:
    shipped = {document.id: document for document in read_library()}
    for path in sorted(DOCUMENTS.glob("*.md")):
        document = read_document(path)
        assert shipped[document.id].translation_of == document.translation_of
        assert shipped[document.id].key == document.key, path.name


# ── guessing ──────────────────────────────────────────────────────────────────────────────────────


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
    # When a file was made tells the year at most.
    assert _guess(Block("제목", H, page=1), date="2021-04-03").date == "2021"
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
    found = _guess(Block("제목", H, page=1), author=written).authors
    assert found == ({"ko": names} if names else {})


def test_keys() -> None:
    assert slug("Vilnius Summit Communiqué (2023)!") == "vilnius-summit-communique-2023"
    assert slug("국민연금 개혁안 비교: 1부") == "국민연금-개혁안-비교-1부"
    assert slug("???") == ""
    assert len(slug("낱말 " * 60)) <= 60
    assert unique_key("a", {"a", "a-2", "b"}) == "a-3"
    assert plain_title("The  “Hague” Declaration") == plain_title("Hague declaration")
    assert _guess("!!", name="???.txt").key.startswith("document-") or _guess("!!", name="???.txt").key
