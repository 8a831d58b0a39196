"""Adding in the background: progress, cancelling, failing, watching a folder."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.adding.jobs import AddingQueue, JobState
from assistant.adding.watch import Watch
from index.config import IndexConfig
from index.errors import StoreError, Trouble
from index.library import Library


@pytest.fixture
def library(tmp_path: Path, tiny: IndexConfig) -> Iterator[Library]:
    found = Library.open(tmp_path / "home", tiny)
    yield found
    found.close()


@pytest.fixture
def queue(library: Library) -> Iterator[AddingQueue]:
    found = AddingQueue(library)
    yield found
    found.close()


def _write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"# {path.stem}\n\n{text}\n", "utf-8")
    return path


def test_a_job_runs_to_its_end(queue: AddingQueue, library: Library, tmp_path: Path) -> None:
    for n in range(3):
        _write(tmp_path / "in", f"글 {n}.md", f"{n}번째 글이다.")
    job = queue.wait(queue.add([tmp_path / "in", tmp_path / "없음.pdf"]), 60)
    assert job is not None and job.state is JobState.DONE
    assert (job.count("added"), job.count("refused")) == (3, 1)
    assert job.event is not None and (job.event.done, job.event.total) == (4, 4)
    assert len(library.entries()) == 3
    assert not queue.busy
    queue.forget_finished()
    assert queue.jobs() == ()


def test_uploads_are_kept_only_until_they_are_read(
    queue: AddingQueue, library: Library, tmp_path: Path
) -> None:
    number = queue.add_upload("../../보고서.md", "# 보고서\n\n첫 판의 글이다.\n".encode())
    (first,) = queue.wait(number, 60).results
    assert (first.status, first.path) == ("added", "../../보고서.md")
    assert not list((library.home / "uploads").rglob("*.md"))
    (second,) = queue.wait(
        queue.add_upload("보고서.md", "# 보고서\n\n둘째 판의 글이다.\n".encode()), 60
    ).results
    assert (second.status, second.document) == ("updated", first.document)
    assert (
        library.file(library.document(first.document).id)
        .read_bytes()
        .endswith("둘째 판의 글이다.\n".encode())
    )


def test_uploads_of_a_crashed_process_are_swept(library: Library) -> None:
    old, new = library.home / "uploads" / "1-a" / "0", library.home / "uploads" / "2-b"
    old.mkdir(parents=True)
    new.mkdir()
    (old / "a.md").write_text("글")
    os.utime(old.parent, (1, 1))
    AddingQueue(library)
    assert not old.parent.exists()
    assert new.exists()


def test_uploads_of_one_name_are_not_one_document(queue: AddingQueue, library: Library) -> None:
    texts = ["# 강의 수질\n\n첫 글이다.\n", "# 산의 나무\n\n다른 글이다.\n"]
    for text in texts * 2:
        job = queue.wait(queue.add_upload("report.md", text.encode()), 60)
        assert job is not None and job.results[0].status in ("added", "unchanged")
    assert [entry.key for entry in library.entries()] == ["강의-수질", "산의-나무"]


def test_cancelling(queue: AddingQueue, library: Library, tmp_path: Path, monkeypatch) -> None:
    """The job at work stops within its document; the one that waits never starts."""
    started, go_on = threading.Event(), threading.Event()
    add = library.add

    def slowly(document, **options):
        started.set()
        go_on.wait(10)
        return add(document, **options)

    monkeypatch.setattr(library, "add", slowly)
    first = queue.add([_write(tmp_path, "a.md", "첫 글이다.")])
    second = queue.add([_write(tmp_path, "b.md", "둘째 글이다.")])
    assert started.wait(30)
    queue.cancel(second)
    assert queue.job(second).state is JobState.CANCELLED
    queue.cancel(first)
    go_on.set()
    assert queue.wait(first, 30).state is JobState.CANCELLED
    assert library.entries() == ()


def test_a_library_that_cannot_go_on_fails_the_job_and_not_the_queue(
    queue: AddingQueue, library: Library, tmp_path: Path, monkeypatch
) -> None:
    path = _write(tmp_path, "a.md", "첫 글이다.")

    def full(document, **options):
        raise StoreError(Trouble.DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(library, "add", full)
        job = queue.wait(queue.add([path]), 60)
        assert job.state is JobState.FAILED
        assert isinstance(job.problem, StoreError)
    assert queue.wait(queue.add([path]), 60).count("added") == 1


def test_a_watched_folder_feeds_the_queue(queue: AddingQueue, library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    _write(folder, "처음.md", "처음부터 있던 글이다.")
    watch = Watch(queue, [folder, tmp_path / "missing"], quiet=0.2)
    try:
        _until(lambda: len(library.entries()) == 1)
        _write(folder / "아래", "나중.md", "나중에 온 글이다.")
        (folder / "무시.tmp").write_text("x")
        _until(lambda: len(library.entries()) == 2)
        path = _write(folder, "처음.md", "고친 글이다.")
        _until(lambda: any("고친" in library.document(e.key).text for e in library.entries()))
        path.unlink()
    finally:
        watch.close()
    assert len(library.entries()) == 2
    assert watch.folders == (folder,)


def _until(condition) -> None:
    for _ in range(300):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("did not happen within 30 seconds")
