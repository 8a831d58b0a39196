"""From a file to a Document: the shipped library, and files matched to its catalogue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sources.blocks import Block, BlockKind, Reading
from sources.document import Kind, Language
from sources.door.child import read_guarded
from sources.door.guard import Limits
from sources.errors import Refused
from sources.load import document_of, match, read_document, read_library
from sources.record.guess import guess_record

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
def test_what_calls_itself_official_is_a_copy_beside(
    title: str, heading: str, date: str, url: str, key: str
) -> None:
    found = _saved_page(title, heading, date, url)
    document = document_of("html", found, Path("저장한 쪽.html"))
    record = document.record
    assert not record.catalogued
    if key:
        assert record.kind is Kind.OTHER
        assert record.key == f"{key}-copy"
        assert record.title(Language.EN).startswith("Unconfirmed copy of")
        assert record.title(Language.KO).startswith("확인되지 않은 사본")
        assert (dict(record.issuers), dict(record.publishers), record.url) == ({}, {}, "")
        assert [p.label for p in document.paragraphs if p.label] == ["1", "2", "3", "4", "5"]
    else:
        assert "copy of" not in record.title(Language.EN)


@pytest.mark.parametrize(
    ("origin", "official"),
    [
        ("https://www.nato.int/en/about-us/official-texts-and-resources/x", True),
        ("http://www.nato.int/en/x", False),  # anybody on the way could have answered
        ("https://www.nato.int.example.org/en/x", False),
        ("https://example.org/www.nato.int", False),
        ("", False),
    ],
)
def test_only_what_the_official_host_gave_is_official(origin: str, official: bool) -> None:
    found = _saved_page("", "The Hague Summit Declaration", "25 June 2025", HAGUE)
    document = document_of("html", found, Path("page.html"), origin=origin)
    assert (document.record.kind is Kind.DECLARATION) is official
    assert document.key == ("hague-declaration-2025" if official else "hague-declaration-2025-copy")


@pytest.mark.parametrize(
    "front",
    [
        {"translation_of": "asan-nato-hague-2025", "language": "en"},
        {"id": "x", "translation_of": "hague-declaration-2025.ko.md", "language": "ko"},
        {"id": "hague-declaration-2025"},
        {"id": "hague-declaration-2025", "kind": "digest"},
        {"id": "asan-nato-hague-2025", "language": "en"},
    ],
)
def test_front_matter_takes_nothing_over(front: dict[str, str], tmp_path: Path) -> None:
    head = "".join(f"{name}: {value}\n" for name, value in front.items())
    words = "조작된 문장이다." if front.get("language") == "ko" else "NATO will be dissolved."
    path = tmp_path / "forged.md"
    path.write_text(f"---\n{head}---\n\n[¶1] {words}\n\n[¶2] {words} {words}\n", "utf-8")
    document = read_document(path)
    assert document.key.endswith("-copy")
    assert document.translation_of is None
    assert "nconfirmed copy" in document.record.title(Language.EN)


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


def test_characters_that_only_a_font_has_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("값은 \ue0bf\uf123이다. 값은 늘지 않았다.\n", "utf-8")
    _, reading = read_guarded(path, Limits())
    assert ("private_text", {"count": 2}) in reading.notes
