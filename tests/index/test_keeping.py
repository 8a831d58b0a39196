"""Nothing is lost by tidying, and damage is seen: files, rows, caches, a library that can only be read."""

from __future__ import annotations

import ctypes
import errno
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from index import durable
from index.errors import StoreError, Trouble
from index.library import Library
from index.store.audit import Flaw
from index.store.kept_files import KeptFiles
from index.store.store import Store
from sources.document import Language
from tests.index.test_library import ENGLISH, KOREAN, made

ROOT = Path(__file__).parents[2]


def contents(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def home(tmp_path, tiny) -> Path:
    library = Library.open(tmp_path / "home", tiny)
    for n in range(5):
        library.add(made(f"d{n}", f"문서 {n}의 본문이다. | 다음 문장 {n}."), file=f"original {n}".encode())
    library.close()
    return tmp_path / "home"


@pytest.mark.parametrize("damage", ["gone", "empty", "rows gone"])
def test_originals_beside_an_empty_database_are_never_swept(home: Path, tiny, damage: str) -> None:
    before = contents(home / "files")
    assert len(before) == 5
    path = home / "library.db"
    if damage == "rows gone":
        with closing(sqlite3.connect(path)) as db:
            db.execute("delete from document")
            db.commit()
    else:
        path.unlink()
    if damage == "empty":
        path.touch()
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            Library.open(home, tiny)
        assert caught.value.code is Trouble.EMPTY_BESIDE_FILES
        assert caught.value.details["count"] == 5
    assert contents(home / "files") == before


def test_what_no_row_knows_is_put_aside_and_what_was_removed_is_gone(home: Path, tiny) -> None:
    stranger = home / "files" / "99-0123456789abcdef.pdf"
    stranger.write_bytes(b"somebody's file")
    library = Library.open(home, tiny)
    assert not stranger.exists()
    assert b"somebody's file" in contents(home / "lost")
    library.remove("d3")
    library.close()
    assert b"original 3" not in contents(home)


def test_a_kept_original_that_changed_is_told(home: Path, tiny) -> None:
    [kept] = [path for path in (home / "files").iterdir() if path.read_bytes() == b"original 3"]
    kept.write_bytes(b"original 4")  # of the same length
    with closing(Library.open(home, tiny)) as library:
        [problem] = library.check()
    assert (problem.flaw, problem.details) == (Flaw.FILE_CHANGED, {"document": "d3", "path": str(kept)})


def test_originals_of_an_older_library_are_hashed_at_its_opening(home: Path, tiny) -> None:
    with closing(sqlite3.connect(home / "library.db")) as db:
        for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            db.execute(f"drop trigger {name}")
        db.execute("delete from meta where name = 'seals'")
        db.execute("update document set file_hash = null")  # as a library of version 3 comes out of its step
        db.commit()
    with closing(Library.open(home, tiny)) as library:
        assert library.check() == []
    for path in (home / "files").iterdir():
        path.write_bytes(b"another")
    with closing(Library.open(home, tiny)) as library:
        assert [problem.flaw for problem in library.check()] == [Flaw.FILE_CHANGED] * 5


def test_a_removal_that_was_killed_before_the_file_went_is_finished(home: Path, tiny, monkeypatch) -> None:
    library = Library.open(home, tiny)
    with monkeypatch.context() as patched:
        patched.setattr(KeptFiles, "sweep", lambda self: ())  # as if killed here
        library.remove("d2")
    library.close()
    assert b"original 2" in contents(home / "files")
    Library.open(home, tiny).close()
    assert b"original 2" not in contents(home)


def test_a_first_addition_that_was_killed_does_not_close_the_library(tmp_path, tiny) -> None:
    Library.open(tmp_path, tiny).close()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "1-0123456789abcdef.txt").write_bytes(b"half")
    library = Library.open(tmp_path, tiny)
    library.add(KOREAN, file=b"one")
    library.close()
    assert contents(tmp_path / "lost") == {b"half"}


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bytes_in_what_is_stored_are_seen(home: Path, tiny, seed: int) -> None:
    """Bytes within texts and vectors, which SQLite itself does not mind."""
    rng = random.Random(seed)
    path = home / "library.db"
    with closing(sqlite3.connect(path)) as db:
        vectors = [row[0] for row in db.execute("select data from chunk_vector")]
        texts = [row[0].encode() for row in db.execute("select paragraphs from document")]
    content = bytearray(path.read_bytes())
    needle = rng.choice([*vectors, *texts])[4:24]
    place = content.find(needle)
    assert place > 0
    content[place + rng.randrange(len(needle))] ^= 1
    path.write_bytes(content)
    store = Store(home)
    with store.database.read() as db:
        assert db.execute("pragma quick_check").fetchone() == ("ok",)
    store.close()
    library = Library.open(home, tiny)
    assert {problem.flaw for problem in library.check()} & {Flaw.ROWS_CHANGED, Flaw.TEXT_CHANGED}
    library.close()


@pytest.mark.parametrize("seed", range(10))
def test_forty_flipped_bytes_end_in_named_troubles(home: Path, tiny, seed: int) -> None:
    rng = random.Random(seed)
    path = home / "library.db"
    content = bytearray(path.read_bytes())
    for _ in range(40):
        content[rng.randrange(100, len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)
    try:
        library = Library.open(home, tiny)
    except StoreError:
        return
    assert library.check()
    library.close()


def test_a_folder_in_the_cache_and_foreign_files_do_not_matter(home: Path, tiny) -> None:
    cache = home / "cache"
    (cache / "a folder").mkdir(parents=True)
    (cache / "99-ko.faiss").mkdir()
    (cache / "another.npy").write_bytes(b"kept")
    (cache / "98-ko.faiss").write_bytes(b"of an encoder that is gone")
    Library.open(home, tiny).close()
    assert (cache / "another.npy").is_file()
    assert (cache / "a folder").is_dir()
    assert not (cache / "98-ko.faiss").exists()


def obey_permissions() -> None:
    """Makes this process one that permissions bind, even where it is root's: what it starts may not overrule
    them (PR_CAPBSET_DROP, CAP_DAC_OVERRIDE). Nothing changes for anybody else."""
    if os.getuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


@pytest.mark.skipif(
    sys.platform != "linux", reason="NOT TESTED: elsewhere root cannot be bound by permissions"
)
def test_a_library_that_can_only_be_read_can_be_asked(home: Path, tiny) -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(home, place / "home")
        shutil.copytree(tiny.model, place / "model")
        for path in (place, *place.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        code = (
            "import sys; from pathlib import Path; from index.config import IndexConfig\n"
            "from index.library import Library; from sources.document import Language\n"
            "config = IndexConfig(model=sys.argv[2], second=False)\n"
            "library = Library.open(Path(sys.argv[1]), config)\n"
            "assert library.read_only\n"
            "hits = library.retrieve('문서 3의 본문', Language.KO).hits\n"
            "print(sorted(h.chunk.key for h in hits))\n"
            "print(library.check())\n"
            "try:\n    library.remove('d3')\nexcept Exception as error:\n    print(error.code)\n"
            "library.close()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(place / "home"), str(place / "model")],
            cwd=ROOT, capture_output=True, text=True, preexec_fn=obey_permissions,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == ["['d0', 'd1', 'd2', 'd3', 'd4']", "[]", "read_only"]
        for path in (place, *place.rglob("*")):
            path.chmod(0o755)


def test_only_its_owner_can_read_a_library(tmp_path, tiny) -> None:
    old = os.umask(0o022)
    try:
        library = Library.open(tmp_path / "home", tiny)
        library.add(KOREAN, file=b"one")
        library.add(ENGLISH)
        library.retrieve("국방비", Language.KO)
        library.save()
        library.close()
    finally:
        os.umask(old)
    home = tmp_path / "home"
    for path in (home, home / "files", home / "cache"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    for path in (home / "library.db", *(home / "files").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


class TestWindows:
    """What another system refuses is no reason to say that the disk is read-only."""

    @pytest.fixture(autouse=True)
    def refusing(self, monkeypatch) -> None:
        opened, flushed = os.open, os.fsync
        writable: set[int] = set()

        def open_(path, flags, *rest, **more):
            if Path(path).is_dir():
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            descriptor = opened(path, flags, *rest, **more)
            (writable.add if flags & (os.O_WRONLY | os.O_RDWR) else writable.discard)(descriptor)
            return descriptor

        def fsync(descriptor: int) -> None:
            mode = __import__("fcntl").fcntl(descriptor, __import__("fcntl").F_GETFL)
            if not mode & (os.O_WRONLY | os.O_RDWR):
                raise OSError(errno.EBADF, "Bad file descriptor")
            flushed(descriptor)

        monkeypatch.setattr(os, "open", open_)
        monkeypatch.setattr(os, "fsync", fsync)

    def test_a_document_is_added_and_removed(self, tmp_path, tiny) -> None:
        library = Library.open(tmp_path / "home", tiny)
        library.add(KOREAN, file=b"one")
        library.save()
        assert library.check() == []
        assert library.remove("ko")
        library.close()

    def test_a_file_is_flushed_and_put_aside(self, tmp_path) -> None:
        durable.write_durably(tmp_path / "a", b"one")
        durable.sync_file(tmp_path / "a")
        assert durable.put_aside(tmp_path / "a", tmp_path).read_bytes() == b"one"


def test_a_failing_disk_is_still_told(tmp_path, monkeypatch) -> None:
    def fsync(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="Input/output"):
        durable.sync_folder(tmp_path)
