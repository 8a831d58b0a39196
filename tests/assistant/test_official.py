"""Official texts take the place of their digests; what was cited before still resolves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.adding.official import fetch_official, is_official
from assistant.keeping.shipped import remove_document
from index.config import IndexConfig
from index.library import Library
from sources import load
from sources.document import Kind, Language
from sources.load import read_library
from sources.record.catalog import Catalog, load_catalog
from tests.servers import Site, running_site

DIGEST = {
    "en": "[¶1] The members promise to share water (paragraph 1).\n\n[¶2] They meet again (paragraph 4).\n",
    "ko": "[¶1] 회원들은 물을 나누기로 약속한다(1항).\n\n[¶2] 다시 만나기로 한다(4항).\n",
}
POINTS = [
    "We, the Members of the River Council, met in Port Ellis to renew our common promise.",
    "We shall share the water of the river equally between the upper and the lower states.",
    "A panel of nine experts shall report every year on the flow and on the state of the fish.",
    "Disputes go to the court at Port Ellis. Its judgement is final for all members.",
    "We thank our hosts and shall meet again in two years.",
]


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as found:
        yield found


def _page(title: str = "River Declaration", points: list[str] = POINTS) -> str:
    body = "".join(f"<p>{number}. {point}</p>" for number, point in enumerate(points, 1))
    return (
        f"<!doctype html><html><head><title>{title} | Council</title></head><body>"
        "<nav><a href=/>Home</a></nav>"
        f"<main><h1>{title}</h1><p>4 May 2024</p>{body}</main><footer>Contact us</footer></body></html>"
    )


@pytest.fixture
def catalog(tmp_path: Path, site: Site) -> Catalog:
    folder = tmp_path / "documents"
    folder.mkdir()
    for language, text in DIGEST.items():
        (folder / f"river.{language}.md").write_text(
            f"---\nid: river-2024\nnote: 요약\n---\n\n{text}", "utf-8"
        )
    (folder / "catalog.toml").write_text(
        '[[document]]\nid = "river-2024"\nkind = "digest"\nlanguage = ["en", "ko"]\n'
        'title.en = "River Declaration"\n'
        'title.ko = "강 선언"\ndate = "2024-05-04"\nfiles = [\n'
        '  { path = "river.en.md", language = "en", kind = "digest" },\n'
        '  { path = "river.ko.md", language = "ko", kind = "digest" },\n]\n\n'
        '[[official]]\nid = "river-2024"\ncandidates = [\n'
        f'  {{ url = "{site.url("/new")}", confirmed = false }},\n'
        f'  {{ url = "{site.url("/old")}", confirmed = true }},\n]\n\n'
        '[[official]]\nid = "lake-2025"\ntitle.en = "Lake Declaration"\ndate = "2025"\n'
        f'candidates = [ {{ url = "{site.url("/lake")}", confirmed = true }} ]\n',
        "utf-8",
    )
    return load_catalog(folder / "catalog.toml")


@pytest.fixture
def library(tmp_path: Path, tiny: IndexConfig, catalog: Catalog) -> Iterator[Library]:
    found = Library.open(tmp_path / "home", tiny)
    for document in read_library(tmp_path / "documents" / "catalog.toml"):
        found.add(document, shipped=True)
    yield found
    found.close()


def _fetch(library: Library, catalog: Catalog, *ids: str, private: bool = True):
    return list(
        fetch_official(library, ids, catalog=catalog, private_addresses=private, language=Language.EN)
    )


def test_the_official_text_takes_the_digests_place(library: Library, catalog: Catalog, site: Site) -> None:
    digest = library.document("river-2024")
    site.page("/old", _page())
    (result,) = _fetch(library, catalog, "river-2024")
    assert (result.status, result.document, result.paragraphs >= 5) == ("updated", "river-2024", True)
    assert any("official text" in note for note in result.notes)
    document = library.document("river-2024")
    assert document.record.kind is Kind.DECLARATION
    assert (document.record.notes, document.record.url) == ({}, site.url("/old"))
    labels = {p.label: document.text[p.start : p.end] for p in document.paragraphs if p.label}
    assert list(labels) == ["1", "2", "3", "4", "5"]
    assert POINTS[3] in labels["4"]
    # What was cited from the digest still resolves, and its translation stands beside nothing any more.
    assert library.document(digest.id).text == digest.text
    assert library.document(digest.id).record.kind is Kind.DIGEST
    hits = library.retrieve("물을 나누기로 약속한다", Language.KO).hits
    assert all(hit.chunk.document_id == document.id for hit in hits if hit.chunk.key.startswith("river"))
    assert is_official(library, "river-2024")
    # The confirmed address was enough; the other one was never asked.
    assert [path for _, path in site.asked] == ["/old"]


def test_the_second_address_is_tried(library: Library, catalog: Catalog, site: Site) -> None:
    site.page("/old", "<html><body><h1>Not found</h1><p>This page has moved.</p></body></html>")
    site.page("/new", _page())
    (result,) = _fetch(library, catalog, "river-2024")
    assert result.status == "updated"
    assert library.document("river-2024").record.url == site.url("/new")


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>Please accept cookies to continue.</p></body></html>",
        _page("Cookie notice", ["We use cookies. " * 60]),
        "",
    ],
)
def test_a_page_that_is_not_the_text_changes_nothing(
    library: Library, catalog: Catalog, site: Site, page: str
) -> None:
    before = library.document("river-2024").id
    site.page("/old", page)
    (result,) = _fetch(library, catalog, "river-2024")
    assert result.status == "refused"
    assert result.reason
    assert library.document("river-2024").id == before


def test_offline_is_one_sentence(library: Library, catalog: Catalog, site: Site, monkeypatch) -> None:
    import socket

    def nothing(*_, **__):
        raise socket.gaierror("no network")

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    (result,) = _fetch(library, catalog, "river-2024", private=False)
    assert (result.status, result.code) == ("refused", "offline")
    assert "no network" in result.reason and "\n" not in result.reason
    assert library.document("river-2024").record.kind is Kind.DIGEST


def test_without_names_everything_missing_is_fetched(library: Library, catalog: Catalog, site: Site) -> None:
    site.page("/old", _page())
    site.page("/lake", _page("Lake Declaration", [point.replace("river", "lake") for point in POINTS]))
    results = _fetch(library, catalog)
    assert [(r.document, r.status) for r in results] == [("river-2024", "updated"), ("lake-2025", "added")]
    assert _fetch(library, catalog) == []
    assert [r.status for r in _fetch(library, catalog, "river-2024")] == ["unchanged"]


def test_an_unknown_name_is_told_the_known_ones(library: Library, catalog: Catalog) -> None:
    (result,) = _fetch(library, catalog, "sea-1999")
    assert result.status == "refused"
    assert "river-2024" in result.reason


def test_a_page_saved_by_hand_stands_beside_the_digest(
    library: Library, tmp_path: Path, monkeypatch, catalog: Catalog
) -> None:
    from assistant.adding.run import add_paths
    from sources import load as module

    monkeypatch.setattr(module, "shipped_catalog", lambda: catalog)
    path = tmp_path / "저장한 선언.html"
    path.write_text(_page(), "utf-8")
    (result,) = add_paths(library, [path])
    assert (result.status, result.document) == ("added", "river-2024-copy")
    assert result.title == "확인되지 않은 사본: 강 선언"
    assert not is_official(library, "river-2024")
    assert library.document("river-2024").record.kind is Kind.DIGEST


def test_what_ships_comes_back_when_what_replaced_it_goes(
    library: Library, catalog: Catalog, site: Site, monkeypatch, tmp_path: Path
) -> None:
    shipped_now = read_library(tmp_path / "documents" / "catalog.toml")
    monkeypatch.setattr(load, "read_library", lambda: shipped_now)
    digest = library.document("river-2024")
    site.page("/old", _page())
    _fetch(library, catalog, "river-2024")
    assert remove_document(library, "river-2024")
    back = library.document("river-2024")
    assert (back.text, back.record.kind) == (digest.text, Kind.DIGEST)
    assert library.translation("river-2024", Language.KO) is not None
    assert remove_document(library, "river-2024")  # what ships itself, removed, stays away
    assert not any(entry.key == "river-2024" for entry in library.entries())
    assert library.check() == []
