"""A home is backed up, restored and made again: nothing a user made is lost, whatever happens on the way."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.citing.basket import Basket
from assistant.cli import main
from assistant.explain import explain
from assistant.keeping import restore as module
from assistant.keeping.archive import BadArchive, whole_file
from assistant.keeping.backup import MANIFEST, backup
from assistant.keeping.chats import Chats
from assistant.keeping.recover import recover
from assistant.keeping.restore import READY, finish, restore
from index.config import IndexConfig
from index.errors import StoreError, Trouble
from index.library import Library
from sources.document import Language
from tests.fakes import FakeAssistant, FakeLibrary, cite, tidal_document
from tests.index.test_library import ENGLISH, KOREAN, made

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path, tiny) -> Path:
    """Everything a user can make."""
    home = tmp_path / "home"
    library = Library.open(home, tiny)
    library.add(KOREAN, file=b"korean")
    library.add(ENGLISH, file=b"english")
    library.add(made("report", "처음의 글이다."), file=b"first")
    library.add(made("report", "다시 쓴 글이다."), file=b"second")
    record = library.document("report").record
    titles = {"ko": "고친 제목"}
    library.set_record(dataclasses.replace(record, titles=titles, tags=("예산",), catalogued=True))
    library.set_note("a note", "its value")
    library.close()
    chats = Chats(home)
    chats.append("c1", FakeAssistant(FakeLibrary()).ask("무엇인가?"))
    chats.rename("c1", "이름을 바꾼 대화")
    chats.prefer("interface", "en")
    chats.close()
    basket = Basket(home)
    basket.add(cite(tidal_document(), 1, 0, 1), note="머리말에 쓸 것")
    (home / "gakju.toml").write_text('style = "chicago"\n', "utf-8")
    (home / "glossary.tsv").write_text("나토\tNATO\n", "utf-8")
    (home / "styles").mkdir()
    (home / "styles" / "house.toml").write_text('extends = "chicago"\n', "utf-8")
    (home / "lost").mkdir()
    (home / "lost" / "kept").write_bytes(b"put aside once")
    return home


def everything(home: Path, tiny: IndexConfig) -> dict[str, object]:
    """All a user made, as data."""
    library = Library.open(home, tiny)
    assert library.check() == []
    with library.store.database.read() as db:
        told: dict[str, object] = {
            table: db.execute(f"select * from {table} order by 1, 2").fetchall()
            for table in ("document", "record_history", "note", "chunk", "chunk_vector", "alignment")
        }
    library.close()
    chats = Chats(home)
    told["chats"] = [(c, chats.answers(c.id)) for c in chats.conversations()], chats.preference("interface")
    chats.close()
    told["basket"] = Basket(home).items()
    for name in ("gakju.toml", "glossary.tsv", "styles/house.toml"):
        told[name] = (home / name).read_bytes()
    told["files"] = {path.name: path.read_bytes() for path in (home / "files").iterdir()}
    return told


def test_everything_comes_back_from_a_backup_in_another_home(home, tmp_path, tiny) -> None:
    before = everything(home, tiny)
    target = tmp_path / "backup.zip"
    made_ = backup(home, target)
    assert json.loads(zipfile.ZipFile(target).read(MANIFEST))["parts"].keys() == made_.parts.keys()
    other = tmp_path / "other"
    restore(other, target)
    assert everything(other, tiny) == before
    assert (other / "lost" / "kept").read_bytes() == b"put aside once"


def test_what_is_there_is_put_aside_by_restoring(home, tmp_path, tiny) -> None:
    before = everything(home, tiny)
    backup(home, tmp_path / "backup.zip")
    library = Library.open(home, tiny)
    library.add(made("newer", "나중에 더한 글이다."), file=b"newer")
    library.remove("report")
    library.close()
    (home / "gakju.toml").write_text('style = "apa"\n', "utf-8")
    restore(home, tmp_path / "backup.zip")
    assert everything(home, tiny) == before
    [kept] = (home / "lost").glob("*before-restore")
    assert b"newer" in {path.read_bytes() for path in (kept / "files").iterdir()}
    assert (kept / "gakju.toml").read_text("utf-8") == 'style = "apa"\n'


def test_a_backup_is_made_while_the_library_is_used(home, tmp_path, tiny) -> None:
    library = Library.open(home, tiny)
    backup(home, tmp_path / "backup.zip")
    library.add(made("newer", "나중에 더한 글이다."), file=b"newer")
    with pytest.raises(StoreError) as caught:
        restore(home, tmp_path / "backup.zip")
    assert caught.value.code is Trouble.IN_USE
    assert library.document("newer")
    library.close()


@pytest.mark.parametrize("moves", range(0, 12, 2))
def test_a_restoring_that_is_killed_is_finished_by_the_next_command(home, tmp_path, tiny, moves) -> None:
    before = everything(home, tiny)
    backup(home, tmp_path / "backup.zip")
    library = Library.open(home, tiny)
    library.add(made("newer", "나중에 더한 글이다."), file=b"newer")
    library.close()
    left = moves

    class Killed(BaseException):
        pass

    rename = Path.rename

    def counted(self: Path, target: Path) -> Path:
        nonlocal left
        if left == 0 and READY in str(home) + "".join(p.name for p in home.iterdir()):
            raise Killed
        left -= 1
        return rename(self, target)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "rename", counted)
        try:
            restore(home, tmp_path / "backup.zip")
        except Killed:
            assert (home / READY).is_dir()
    finish(home)
    assert not (home / READY).exists()
    assert everything(home, tiny) == before
    assert b"newer" in {path.read_bytes() for path in (home / "lost").rglob("*") if path.is_file()}


def test_backups_that_are_not_what_they_say_change_nothing(home, tmp_path, tiny) -> None:
    before = everything(home, tiny)
    good = tmp_path / "backup.zip"
    backup(home, good)
    rng = random.Random(1)
    whole = good.read_bytes()
    faults = set()
    for _ in range(60):
        content = bytearray(whole)
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        (tmp_path / "bad.zip").write_bytes(content)
        try:
            restore(home, tmp_path / "bad.zip")
        except BadArchive as error:
            faults.add(error.fault)
            assert explain(error, Language.KO) and explain(error, Language.EN)
    assert faults
    assert everything(home, tiny) == before
    assert not (home / module.UNPACKING).exists()


@pytest.mark.parametrize(
    "name", ["../outside", "home/../../outside", "cache/x", "library.db/../../x", "C:/x"]
)
def test_a_backup_writes_nowhere_else(home, tmp_path, name) -> None:
    import hashlib

    target = tmp_path / "bad.zip"
    part = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(MANIFEST, json.dumps({"format": 1, "made": "", "parts": {name: part}}))
        archive.writestr(f"home/{name}", b"x")
    with pytest.raises(BadArchive):
        restore(home, target)
    assert not (tmp_path / "outside").exists()


def test_a_library_that_would_do_more_than_hold_rows_is_refused(home, tmp_path) -> None:
    with closing(sqlite3.connect(home / "library.db")) as db:
        db.execute("create trigger t after insert on log begin delete from log; end")
        db.commit()
    backup(home, tmp_path / "backup.zip")
    with pytest.raises(BadArchive) as caught:
        restore(tmp_path / "other", tmp_path / "backup.zip")
    assert caught.value.member == "library.db"


def originals(home: Path) -> set[bytes]:
    return {path.read_bytes() for path in (home / "files").iterdir()}


@pytest.fixture
def real_home(tmp_path, tiny) -> Path:
    """A library of files that can be read again."""
    from assistant.adding.run import add_paths

    folder = tmp_path / "given"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.md").write_text(f"# 보고서 {n}\n\n한국의 국방 예산은 {n}조 원이다.\n", "utf-8")
    library = Library.open(tmp_path / "real", tiny)
    assert {result.status for result in add_paths(library, [folder])} == {"added"}
    entry = library.entries()[1]
    record = dataclasses.replace(entry.record, titles={"ko": "고친 제목"}, tags=("예산",), catalogued=True)
    library.set_record(record)
    (folder / "3.md").write_text("# 보고서 3\n\n고쳐 쓴 본문이다.\n", "utf-8")
    assert [result.status for result in add_paths(library, [folder / "3.md"])] == ["updated"]
    library.close()
    return tmp_path / "real"


@pytest.mark.parametrize(
    ("damage", "with_backup"), [("garbage", True), ("empty", False), ("gone", True), ("page", False)]
)
def test_a_library_is_made_again_from_its_originals(real_home, tmp_path, tiny, damage, with_backup) -> None:
    library = Library.open(real_home, tiny)
    records = {entry.key: entry.record for entry in library.entries()}
    library.close()
    files = originals(real_home)
    assert len(files) == 5
    target = tmp_path / "backup.zip"
    backup(real_home, target)
    path = real_home / "library.db"
    content = bytearray(path.read_bytes())
    if damage == "page":
        content[4096 : 2 * 4096] = os.urandom(4096)
    path.write_bytes({"garbage": b"no database" * 999, "page": bytes(content)}.get(damage, b""))
    if damage == "gone":
        path.unlink()
    told = list(recover(real_home, tiny, target if with_backup else None))
    assert [item.error for item in told] == [None] * 5
    library = Library.open(real_home, tiny)
    found = {entry.key: entry.record for entry in library.entries() if not entry.shipped}
    assert library.check() == []
    library.close()
    assert originals(real_home) == files
    if with_backup:
        assert found == records
    assert not (real_home / "recovering").exists()


def test_a_recovery_that_is_killed_goes_on(real_home, tiny) -> None:
    files = originals(real_home)
    (real_home / "library.db").write_bytes(b"no database" * 999)
    for count in (0, 1, 2):
        told = recover(real_home, tiny)
        for _ in range(count):
            next(told)
        told.close()
    assert all(item.error is None for item in recover(real_home, tiny))
    assert originals(real_home) == files


def test_an_original_that_cannot_be_read_is_put_aside(real_home, tiny) -> None:
    (real_home / "library.db").unlink()
    (real_home / "files" / "9-0123456789abcdef.pdf").write_bytes(b"%PDF-1.4 broken")
    told = {item.name: item for item in recover(real_home, tiny)}
    assert told["9-0123456789abcdef.pdf"].error is not None
    assert b"%PDF-1.4 broken" in {p.read_bytes() for p in (real_home / "lost").iterdir()}


@pytest.mark.parametrize("name", ["chats.sqlite3", "basket.sqlite3"])
def test_a_damaged_side_file_is_put_aside_and_the_rest_works(home, name) -> None:
    content = b"no database, whatever its name says" * 99
    (home / name).write_bytes(content)
    opened = Chats(home) if name.startswith("chats") else Basket(home)
    assert opened.put_aside is not None
    assert opened.put_aside.read_bytes() == content
    assert not (Chats(home).conversations() if name.startswith("chats") else Basket(home).items())


def test_a_killed_export_leaves_no_file(tmp_path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from assistant.keeping.archive import whole_file\n"
        "with whole_file(Path(sys.argv[1])) as out:\n"
        "    out.write(b'x' * 100000); out.flush(); print('writing', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "out.zip")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_a_name_replaces_what_is_there(tmp_path) -> None:
    (tmp_path / "out.zip").write_bytes(b"old")
    with whole_file(tmp_path / "out.zip") as out:
        out.write(b"new")
    assert (tmp_path / "out.zip").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["out.zip"]


def test_the_commands_say_what_they_did(real_home, tmp_path, tiny, monkeypatch) -> None:
    monkeypatch.setenv("GAKJU_MODEL__NAME", tiny.model)
    (real_home / "gakju.toml").write_text('interface = "en"\n', "utf-8")
    target = tmp_path / "backup.zip"

    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["--home", str(real_home), *arguments])
        assert done.exit_code == code, done.output
        assert "Traceback" not in done.output
        return done.output

    assert "read back" in run("backup", str(target))
    run("remove", "보고서-0")
    assert "hashes" in run("restore", str(target), "--yes")
    assert "보고서-0" in run("list")
    (real_home / "library.db").write_bytes(b"")
    assert "gakju recover" in run("list", code=1)
    assert "고친 제목" in run("recover", "--yes", "--from", str(target))
    assert "보고서-0" in run("list")
    shutil.copy(ROOT / "README.md", tmp_path / "x.zip")
    assert "gakju backup" in run("restore", str(tmp_path / "x.zip"), "--yes", code=1)
