"""A library of an earlier version becomes one of this version, whole, or stays what it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant.messages import say
from index.errors import StoreError, Trouble
from index.store import migrations, opening, seals
from index.store.blocks import BLOCKS
from index.store.migrations import to_7
from index.store.postings import unpacked
from index.store.schema import VERSION
from index.store.store import Store
from sources.document import Language
from tests.index.test_library import ENGLISH, KOREAN

LATER = ("seal", "units", "file_hash")
V1 = (Path(__file__).parent / "data" / "library_v1.sql").read_text("utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library as version 1 made it."""
    with closing(sqlite3.connect(tmp_path / "library.db")) as db:
        db.executescript(V1)
        db.execute("pragma journal_mode=wal")
    return tmp_path


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    """All rows, without what later versions added."""
    with closing(sqlite3.connect(path)) as db:
        names = [row[1] for row in db.execute(f"pragma table_info({table})") if row[1] not in LATER]
        columns = ", ".join(f'"{name}"' for name in names)
        return db.execute(f"select {columns} from {table} order by 1, 2").fetchall()


def test_a_library_of_version_1_keeps_everything(home: Path) -> None:
    path = home / "library.db"
    tables = ("document", "record_history", "chunk", "alignment", "term", "log", "note", "encoder")
    before = {table: rows(path, table) for table in tables}
    postings = rows(path, "posting")
    assert len(before["document"]) == 4
    store = Store(home)
    assert store.document("ko") == KOREAN
    assert store.document("ko.en") == ENGLISH
    assert [record.tags for _, record in store.records("old")] == [(), ("고친",)]
    assert store.note("a note") == "its value"
    store.close()
    assert {table: rows(path, table) for table in tables} == before
    blocks = [(place // BLOCKS, unpacked([(place % BLOCKS, data)])) for place, data in rows(path, "posting")]
    assert [
        (term, chunk, count)
        for term, held in blocks
        for chunk, count in zip(held.ids.tolist(), held.counts.tolist(), strict=True)
    ] == postings


@pytest.mark.parametrize("table", ["chunk_vector", "key_vector"])
def test_its_vectors_are_kept_in_half_precision(home: Path, table: str) -> None:
    def vectors() -> list[tuple[object, ...]]:
        key = "chunk" if table == "chunk_vector" else "key"
        with closing(sqlite3.connect(home / "library.db")) as db:
            return db.execute(f"select encoder, {key}, data from {table} order by 1, 2").fetchall()

    with closing(sqlite3.connect(home / "library.db")) as db, db:
        data = np.array([0.25, -0.0123, 1], np.float32).tobytes()
        db.execute("insert into key_vector(encoder, key, data) values(1, 'ko 항만', ?)", (data,))
    before = vectors()
    assert before
    Store(home).close()
    after = vectors()
    assert [row[:2] for row in after] == [row[:2] for row in before]
    for (*_, old), (*_, new) in zip(before, after, strict=True):
        assert np.allclose(np.frombuffer(new, np.float16), np.frombuffer(old, np.float32), atol=1e-3)


def test_a_migrated_library_has_the_tables_of_a_new_one(home: Path, tmp_path_factory) -> None:
    fresh = tmp_path_factory.mktemp("fresh")
    for place in (home, fresh):
        Store(place).close()
    assert described(home / "library.db") == described(fresh / "library.db")


def described(path: Path) -> dict[str, object]:
    with closing(sqlite3.connect(path)) as db:
        names = db.execute(
            "select type, name from sqlite_master where sql is not null order by name"
        ).fetchall()
        told: dict[str, object] = {"names": names}
        for _, name in [pair for pair in names if pair[0] == "table"]:
            told[name] = [
                db.execute(f"pragma {about}({name})").fetchall()
                for about in ("table_info", "foreign_key_list", "index_list")
            ]
        told["triggers"] = db.execute("select sql from sqlite_master where type = 'trigger'").fetchall()
        told["version"] = db.execute("pragma user_version").fetchone()
        return told


def test_what_was_there_is_sealed_and_what_is_written_later_too(home: Path) -> None:
    store = Store(home)
    store.set_note("later", "one")
    store.set_note("later", "two")
    with store.database.read() as db:
        assert {table: seals.broken(db, table) for table in seals.SEALED} == dict.fromkeys(seals.SEALED, 0)
        assert all(len(seal) == seals.SIZE for (seal,) in db.execute("select seal from document"))
    store.close()


def test_postings_read_in_parts_come_out_in_blocks(monkeypatch) -> None:
    monkeypatch.setattr(to_7, "_ROWS", 3)
    table = [(term, chunk, term + chunk % 97) for term in (1, 2) for chunk in (1, 2047, 2048, 2049, 70_000)]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("create table posting(term, chunk, count, primary key(term, chunk)) without rowid")
        db.execute("create table document(n, seal, current)")
        db.executemany("insert into posting values(?, ?, ?)", table)
        to_7.step(db)
        for term in (1, 2):
            stored = db.execute(
                "select place % ?, data from posting where place / ? = ?", (BLOCKS, BLOCKS, term)
            )
            held = unpacked(stored)
            kept = zip(held.ids.tolist(), held.counts.tolist(), strict=True)
            assert [(term, *pair) for pair in kept] == [row for row in table if row[0] == term]


def test_the_file_is_copied_before_it_is_changed(home: Path) -> None:
    before = rows(home / "library.db", "document")
    Store(home).close()
    copy = home / "library.v1.db"
    assert rows(copy, "document") == before
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("pragma user_version").fetchone() == (1,)


@pytest.mark.parametrize(("days", "there"), [(opening.COPY_DAYS - 1, True), (opening.COPY_DAYS + 1, False)])
def test_the_copy_goes_by_itself_after_a_while(home: Path, days: int, there: bool) -> None:
    Store(home).close()
    copy = home / "library.v1.db"
    made = time.time() - days * 86_400
    os.utime(copy, (made, made))
    store = Store(home)
    store.sweep()
    store.close()
    assert copy.is_file() == there
    assert (home / "library.db").is_file()


def test_without_room_for_a_copy_it_is_changed_all_the_same(home: Path, monkeypatch) -> None:
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(opening.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    store = Store(home)
    assert store.document("ko") == KOREAN
    store.close()
    assert not list(home.glob("library.v1*"))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_step_that_fails_leaves_the_library_as_it_was(home: Path, monkeypatch, when: str) -> None:
    path = home / "library.db"
    before = described(path)

    def step(db: sqlite3.Connection, held: int, wanted: int) -> None:
        if when == "after":
            migrations.migrate(db, held, wanted)
        db.execute("drop table note")
        raise sqlite3.OperationalError("no such thing")

    monkeypatch.setattr(opening, "migrate", step)
    with pytest.raises(StoreError) as caught:
        Store(home)
    assert caught.value.code is Trouble.NOT_UPDATED
    assert str(path) in say("store.not_updated", Language.EN, **caught.value.details)
    assert described(path) == before


def test_a_step_that_loses_what_is_pointed_at_is_refused(home: Path, monkeypatch) -> None:
    class Lossy:
        @staticmethod
        def step(db: sqlite3.Connection) -> None:
            db.execute("delete from document where key = 'ko'")

    before = rows(home / "library.db", "document")
    monkeypatch.setattr(migrations, "import_module", lambda _: Lossy)
    with pytest.raises(StoreError) as caught:
        Store(home)
    assert caught.value.code is Trouble.NOT_UPDATED
    assert rows(home / "library.db", "document") == before


def test_a_newer_library_is_refused_and_untouched(home: Path) -> None:
    Store(home).close()
    path = home / "library.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"pragma user_version={VERSION + 1}")
    before = described(path)
    with pytest.raises(StoreError) as caught:
        Store(home)
    assert caught.value.code is Trouble.NEWER_SCHEMA
    assert described(path) == before


def test_damage_found_before_a_change_of_the_tables_is_still_told_after_it(home: Path, monkeypatch) -> None:
    Store(home).close()
    with closing(sqlite3.connect(home / "library.db")) as db:
        name = "seal_note_set"
        sql = db.execute("select sql from sqlite_master where name = ?", (name,)).fetchone()[0]
        db.execute(f"drop trigger {name}")
        db.execute("update note set value = 'another' where name = 'a note'")
        db.execute(sql)
        db.commit()
    more = {**seals.SEALED, "log": (("seq",), ("op", "chunk", "language"))}
    with closing(sqlite3.connect(home / "library.db")) as db:
        db.execute("alter table log add column seal blob")
        db.commit()
    monkeypatch.setattr(seals, "SEALED", more)
    store = Store(home)
    with store.database.read() as db:
        assert {table: count for table in more if (count := seals.broken(db, table))} == {"note": 1}
    store.close()
