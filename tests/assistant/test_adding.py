"""Adding files, folders and addresses to a real library."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from assistant.adding import fetching
from assistant.adding import run as adding
from assistant.adding.added import AddEvent, AddResult
from assistant.adding.run import add_paths, find_items
from assistant.commands.base import Session
from assistant.messages.refusals import language_name, refusal_sentence
from index.config import IndexConfig
from index.library import Library
from sources.document import Kind, Language
from sources.errors import Reason, Refused
from tests.servers import Site, running_site

ROOT = Path(__file__).parents[2]


@pytest.fixture
def library(tmp_path: Path, tiny: IndexConfig) -> Iterator[Library]:
    found = Library.open(tmp_path / "home", tiny)
    yield found
    found.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as found:
        yield found


def _write(folder: Path, name: str, title: str, *paragraphs: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("\n\n".join([f"# {title}", *paragraphs]).encode(encoding))
    return path


def _add(library: Library, *paths: Path | str, **options) -> list[AddResult]:
    return list(add_paths(library, paths, **options))


def _statuses(results: list[AddResult]) -> list[str]:
    return [result.status for result in results]


GROWTH = "정부는 예산을 늘리기로 했다. 효과는 아직 알 수 없다."


def test_a_file_is_added_once(library: Library, tmp_path: Path) -> None:
    path = _write(tmp_path / "in", "예산.md", "예산의 미래", GROWTH, "둘째 문단이다.", encoding="cp949")
    (first,) = _add(library, path)
    assert (first.status, first.document, first.paragraphs) == ("added", "예산의-미래", 2)
    document = library.document(first.document)
    assert document.text[document.paragraphs[0].start :].startswith("정부는 예산을")
    assert library.file(document.id).read_bytes() == path.read_bytes()
    (again,) = _add(library, path)
    assert (again.status, again.document, again.chunks) == ("unchanged", first.document, first.chunks)
    assert len(library.entries()) == 1


def test_an_edited_file_is_an_update_and_keeps_its_record(library: Library, tmp_path: Path) -> None:
    path = _write(tmp_path, "a.md", "예산의 미래", GROWTH)
    (first,) = _add(library, path)
    old = library.document(first.document)
    library.set_record(replace(old.record, titles={"ko": "바로잡은 제목"}, catalogued=True))
    _write(tmp_path, "a.md", "예산의 새 미래", GROWTH, "새 문단이다.")
    (second,) = _add(library, path)
    assert (second.status, second.document, second.paragraphs) == ("updated", first.document, 2)
    assert library.document(first.document).record.titles == {"ko": "바로잡은 제목"}
    assert library.document(old.id).text == old.text


def test_the_same_content_under_another_name(library: Library, tmp_path: Path) -> None:
    (first,) = _add(library, _write(tmp_path, "a.md", "제목", GROWTH))
    copy = tmp_path / "사본.md"
    copy.write_bytes((tmp_path / "a.md").read_bytes())
    for _ in range(2):
        (second,) = _add(library, copy)
        assert (second.status, second.document) == ("unchanged", first.document)
    # The same words in another encoding are the same content too.
    other = _write(tmp_path, "b.md", "제목", GROWTH, encoding="utf-16")
    (third,) = _add(library, other)
    assert (third.status, third.document) == ("unchanged", first.document)
    assert first.document in third.reason
    assert len(library.entries()) == 1


def test_two_documents_of_one_title_stay_two(library: Library, tmp_path: Path) -> None:
    one = _write(tmp_path, "1.md", "주간 동향", "첫째 주의 동향이다.")
    two = _write(tmp_path, "2.md", "주간 동향", "둘째 주의 동향이다.")
    assert [r.document for r in _add(library, one, two)] == ["주간-동향", "주간-동향-2"]
    assert [r.document for r in _add(library, two, one)] == ["주간-동향-2", "주간-동향"]


def test_what_was_removed_can_be_added_again(library: Library, tmp_path: Path) -> None:
    path = _write(tmp_path, "a.md", "제목", GROWTH)
    (first,) = _add(library, path)
    library.remove(first.document)
    assert _statuses(_add(library, path)) == ["added"]


def test_a_folder_with_bad_files_in_it(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "자료"
    _write(folder, "1/가.md", "첫째 글", GROWTH)
    _write(folder, "2/나.txt", "둘째 글", "다른 내용의 글이다.")
    (folder / "깨진.pdf").write_bytes(b"%PDF-1.7\nnothing here")
    (folder / "빈.txt").write_bytes(b"")
    (folder / "거짓.docx").write_bytes(b"just text")
    (folder / "그림.png").write_bytes(b"\x89PNG")
    (folder / "~$열린.docx").write_bytes(b"lock")
    (folder / ".숨김.md").write_text("숨김")
    results = {Path(r.path).name: r for r in _add(library, folder)}
    assert set(results) == {"가.md", "나.txt", "깨진.pdf", "빈.txt", "거짓.docx"}
    assert [results[name].status for name in ("가.md", "나.txt")] == ["added", "added"]
    refused = [results[name] for name in ("깨진.pdf", "빈.txt", "거짓.docx")]
    assert {result.status for result in refused} == {"refused"}
    assert [result.code for result in refused] == ["damaged", "empty", "wrong_type"]
    assert all(Path(r.path).name in r.reason and "Traceback" not in r.reason for r in refused)
    assert len(library.entries()) == 2


def test_an_empty_folder_is_named(library: Library, tmp_path: Path) -> None:
    (tmp_path / "빈 폴더").mkdir()
    (result,) = _add(library, tmp_path / "빈 폴더")
    assert (result.code, "빈 폴더" in result.reason) == ("empty", True)


def test_a_page_cannot_pass_for_another_sites(library: Library, site: Site) -> None:
    official = "https://www.nato.int/en/about-us/official-texts-and-resources/official-texts/2025/06/25/"
    points = "".join(f"<p>{n}. We, the Heads of State, agree on {n}.</p>" for n in range(1, 6))
    url = site.page(
        "/copy",
        f'<html><head><link rel="canonical" href="{official}the-hague-summit-declaration"></head>'
        f"<body><h1>The Hague Summit Declaration</h1><p>25 June 2025</p>{points}</body></html>",
    )
    (result,) = _add(library, url, private_addresses=True)
    document = library.document(result.document)
    assert (document.key, document.record.url) != ("hague-declaration-2025", official)
    assert not document.record.catalogued


@pytest.mark.parametrize("name", ["x" * 10_000, "a\0b.md", "../없음.pdf", "없는 폴더/"])
def test_impossible_paths(library: Library, name: str) -> None:
    (result,) = _add(library, name)
    assert result.status == "refused"
    assert len(result.reason) < 600


def test_paths_are_found_once(tmp_path: Path) -> None:
    path = _write(tmp_path / "가", "a.md", "제목", GROWTH)
    nfd = unicodedata.normalize("NFD", str(tmp_path / "나"))
    found = find_items(
        [path, path.parent, path.parent / ".." / "가" / "a.md", nfd, "http://x.org/a", "http://x.org/a"]
    )
    assert [item.source for item in found] == [str(path), nfd, "http://x.org/a"]


def test_progress_and_cancelling(library: Library, tmp_path: Path) -> None:
    for n in range(5):
        _write(tmp_path / "in", f"{n}.md", f"{n}번 글", f"{n}번째 글의 내용이다. " * 3)
    events: list[AddEvent] = []
    results = []
    run = add_paths(library, [tmp_path / "in"], progress=events.append, cancelled=lambda: len(results) == 2)
    for result in run:
        results.append(result)
    assert _statuses(results) == ["added", "added"]
    assert len(library.entries()) == 2
    finished = [event for event in events if event.stage == "finished"]
    assert [(event.done, event.total) for event in finished] == [(1, 5), (2, 5)]
    assert all(event.rate > 0 and event.seconds_left is not None for event in finished)
    assert {"reading", "indexing"} <= {event.stage for event in events}
    assert all(0 <= event.part <= 1 for event in events)
    # The same command again finishes the job.
    assert _statuses(_add(library, tmp_path / "in")) == ["unchanged"] * 2 + ["added"] * 3


def test_progress_moves_within_one_document(library: Library, tmp_path: Path) -> None:
    path = _write(tmp_path, "긴 글.md", "제목", *[f"{n}번째 문단은 이렇게 다르다." for n in range(300)])
    events: list[AddEvent] = []
    list(add_paths(library, [path], progress=events.append))
    at_work = [event for event in events if event.stage == "indexing"]
    parts = [event.part for event in at_work]
    assert parts == sorted(parts) and len(set(parts)) > 3
    assert all(event.seconds_left is not None for event in at_work if event.part)
    half = next(event for event in at_work if 0 < event.part < 1)
    assert (half.done, half.total, half.share) == (0, 1, half.part)
    for language in Language:
        assert f"긴 글.md ({round(half.part * 100)}%)" in half.line(language)
    shown, session = io.StringIO(), Session()
    session.console = Console(file=shown, force_terminal=True, width=120)
    with session.bar("추가") as step:
        step(half.done + half.part, half.total, half.rate, half.seconds_left, half.line(Language.KO))
    assert half.line(Language.KO) in shown.getvalue() and "0/1" in shown.getvalue()


KILLED = """
import sys, time
from pathlib import Path
from assistant.adding.run import add_paths
from index.config import IndexConfig
from index.library import Library
library = Library.open(Path(sys.argv[1]), IndexConfig(model=sys.argv[2], second=False))
for result in add_paths(library, [sys.argv[3]]):
    print(result.status, flush=True)
"""


def test_adding_goes_on_where_it_was_killed(tmp_path: Path, tiny: IndexConfig) -> None:
    for n in range(12):
        _write(
            tmp_path / "in", f"{n:02}.md", f"{n}번 글", *[f"{n}번 글의 {k}번째 문단이다." for k in range(20)]
        )
    words = [sys.executable, "-c", KILLED, str(tmp_path / "home"), str(tiny.model), str(tmp_path / "in")]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(3)] == ["added\n"] * 3
        process.kill()
    with closing(Library.open(tmp_path / "home", tiny)) as library:
        again = _statuses(_add(library, tmp_path / "in"))
        assert again[:3] == ["unchanged"] * 3 and len(again) == 12
        assert again == sorted(again, reverse=True) and set(again) == {"unchanged", "added"}
        assert len(library.entries()) == 12 and library.check() == []


def test_cancelling_in_the_middle_of_a_document(library: Library, tmp_path: Path) -> None:
    path = _write(tmp_path, "a.md", "제목", *[f"{n}번째 문단은 이렇다." for n in range(40)])
    cancel = []

    def stop(event: AddEvent) -> None:
        if event.stage == "indexing":
            cancel.append(True)

    assert _statuses(list(add_paths(library, [path], progress=stop, cancelled=lambda: bool(cancel)))) == []
    assert library.entries() == ()


def test_cancelling_does_not_wait_for_a_slow_file(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(fetching, "read_guarded", lambda *_, **__: release.wait(30))
    asked = []
    path = _write(tmp_path, "a.md", "제목", GROWTH)
    try:
        assert list(add_paths(library, [path], cancelled=lambda: asked.append(1) or len(asked) > 3)) == []
        assert not release.is_set()
    finally:
        release.set()


def test_a_fault_of_our_own_costs_one_file(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    paths = [_write(tmp_path, f"{n}.md", f"{n}번 글", f"{n}번째 글이다.") for n in range(3)]
    real = adding.document_of

    def faulty(form, reading, path, **options):
        if path.name == "1.md":
            raise IndexError("a fault")
        return real(form, reading, path, **options)

    monkeypatch.setattr(adding, "document_of", faulty)
    results = _add(library, *paths)
    assert _statuses(results) == ["added", "refused", "added"]
    assert results[1].code == "crashed"
    assert "a fault" in caplog.text


def test_a_record_may_be_given(library: Library, tmp_path: Path) -> None:
    path = _write(tmp_path, "a.md", "제목", GROWTH)
    (first,) = _add(library, path)
    record = replace(library.document(first.document).record, key="내-열쇠", kind=Kind.REPORT)
    (second,) = _add(library, path, records={str(path): record})
    assert (second.status, second.document) == ("unchanged", first.document)
    assert library.document(second.document).record.kind is Kind.REPORT


def test_an_address_is_added(library: Library, site: Site) -> None:
    paragraphs = "".join(
        f"<p>{n}. We, the Members, agree on point {n} of the common plan.</p>" for n in range(1, 6)
    )
    url = site.page(
        "/plan",
        "<html><head><title>Common Plan | Site</title></head><body><main>"
        f"<h1>Common Plan</h1>{paragraphs}</main></body></html>",
    )
    (refused,) = _add(library, url)
    assert refused.code == "forbidden_address"
    (added,) = _add(library, url, private_addresses=True)
    assert (added.status, added.document) == ("added", "common-plan")
    document = library.document("common-plan")
    assert document.record.url == url
    assert [p.label for p in document.paragraphs] == ["1", "2", "3", "4", "5"]
    assert _statuses(_add(library, url, private_addresses=True)) == ["unchanged"]


def test_results_print(library: Library, tmp_path: Path) -> None:
    (added,) = _add(library, _write(tmp_path, "a.md", "제목", GROWTH))
    (refused,) = _add(library, tmp_path / "no.pdf", language=Language.EN)
    kept = {"path", "status", "document", "title", "pages", "paragraphs", "chunks", "reason", "notes"}
    assert set(added.json()) == kept
    assert "제목" in added.line(Language.KO)
    assert "no.pdf" in refused.line(Language.EN)
    assert refused.json()["document"] is None


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("language", list(Language))
def test_every_refusal_can_be_said(reason: Reason, language: Language) -> None:
    details = {
        Reason.TOO_LARGE: {"limit_mb": 50},
        Reason.TOO_MANY_PAGES: {"pages": 9, "limit": 5},
        Reason.TOO_MANY_CELLS: {"limit": 500_000},
        Reason.UNKNOWN_TYPE: {"found": "ZIP"},
        Reason.WRONG_TYPE: {"extension": "pdf", "found": "docx"},
        Reason.OLD_FORMAT: {"found": "DOC"},
        Reason.UNSAFE_ARCHIVE: {"member": "../x"},
        Reason.UNSUPPORTED_LANGUAGE: {"code": "ja", "tongue": "ja"},
        Reason.TIMED_OUT: {"limit_s": 5},
        Reason.TOO_MUCH_MEMORY: {"limit_mb": 9},
        Reason.FORBIDDEN_ADDRESS: {"host": "x"},
        Reason.OFFLINE: {"host": "x"},
        Reason.HTTP_STATUS: {"status": 404},
        Reason.BAD_CATALOG: {"problem": "x"},
        Reason.WOULD_REPLACE: {"document": "x"},
    }.get(reason, {})
    sentence = refusal_sentence(Refused(reason, "문서.pdf", **details), language)
    assert "문서.pdf" in sentence
    assert "{" not in sentence


def test_refusals_say_what_they_know() -> None:
    half = Refused(Reason.DAMAGED, "a.pdf", readable=3, pages=7)
    assert "3" in refusal_sentence(half, Language.EN) and "7" in refusal_sentence(half, Language.KO)
    assert language_name("ja", Language.KO) == "일본어"
    assert language_name("zz", Language.EN) == "zz"


def test_what_is_remembered_is_only_a_short_cut(library: Library, tmp_path: Path, monkeypatch) -> None:
    """A memory that is lost, damaged or out of date costs a reading, never a document."""
    path = _write(tmp_path, "a.md", "제목", GROWTH)
    (first,) = _add(library, path)
    for written in ("", "{", "[1]", '{"hash": 1}'):
        with monkeypatch.context() as patch:
            patch.setattr(library, "note", lambda name, written=written: written)
            assert _statuses(_add(library, path)) == ["unchanged"]

    def removed_meanwhile(event: AddEvent) -> None:
        if event.stage == "reading":
            library.remove(first.document)

    assert _statuses(_add(library, path, progress=removed_meanwhile)) == ["added"]
    assert len(library.entries()) == 1


def test_what_is_hashed_is_what_is_read_and_stored(library, tmp_path, monkeypatch) -> None:
    """The file is another by the time the child reads: its first bytes are the ones that count."""
    path = tmp_path / "report.md"
    path.write_text("# 처음 글\n\n처음의 본문이다.\n", "utf-8")
    first = path.read_bytes()
    read = fetching.read_guarded

    def later(place, *rest, **more):
        path.write_text("# 나중 글\n\n바꿔치기한 본문이다.\n", "utf-8")
        return read(place, *rest, **more)

    monkeypatch.setattr(fetching, "read_guarded", later)
    [result] = add_paths(library, [path])
    assert result.status == "added"
    document = library.document(result.document)
    assert "처음의 본문이다." in document.text
    assert library.file(document.id).read_bytes() == first


def test_a_pipe_in_the_place_of_a_file_holds_nobody_up(library, tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    began = time.monotonic()
    [result] = add_paths(library, [tmp_path / "pipe.txt"])
    assert result.status == "refused"
    assert time.monotonic() - began < 5


def test_a_file_that_names_another_document_asks_before_it_replaces_it(
    library: Library, tmp_path: Path
) -> None:
    for name, text in (("one.md", "처음의 본문이다."), ("two.md", "다른 사람이 보낸 본문이다.")):
        (tmp_path / name).write_text(f"---\nid: budget-report\n---\n\n# 보고서\n\n{text}\n", "utf-8")
    [first] = _add(library, tmp_path / "one.md")
    assert first.document == "budget-report"
    [second] = _add(library, tmp_path / "two.md")
    assert (second.status, second.code) == ("refused", "would_replace")
    assert "처음의 본문" in library.document("budget-report").text
    [third] = _add(library, tmp_path / "two.md", replace_named=True)
    assert third.status == "updated"
    # The file itself, edited, is no other document.
    (tmp_path / "two.md").write_text("---\nid: budget-report\n---\n\n# 보고서\n\n고친 본문이다.\n", "utf-8")
    [edited] = _add(library, tmp_path / "two.md")
    assert edited.status == "updated"


def test_links_that_lead_out_of_a_folder_are_not_followed(library: Library, tmp_path: Path) -> None:
    _write(tmp_path, "secret.md", "비밀", GROWTH)
    _write(tmp_path / "in", "own.md", "공개", GROWTH)
    (tmp_path / "in" / "out.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "in" / "inside.md").symlink_to(tmp_path / "in" / "own.md")
    (tmp_path / "in" / "folder").symlink_to(tmp_path)
    names = {Path(item.source).name for item in find_items([tmp_path / "in"])}
    assert "out.md" not in names
    assert names <= {"own.md", "inside.md"}
    allowed = {Path(item.source).name for item in find_items([tmp_path / "in"], outside_links=True)}
    assert "out.md" in allowed
