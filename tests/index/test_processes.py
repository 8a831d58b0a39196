"""A library under kill -9, and under several processes and threads at once."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from index.errors import StoreError
from index.library import Library
from index.store.encoder_tables import DENSE
from sources.document import Language
from tests.index.worker import heard, numbered, started

COUNT = 60


def assert_whole(library: Library, acknowledged: set[str]) -> set[str]:
    """Every document there is there completely, and every acknowledged one is there."""
    assert library.check() == []
    present = {entry.key for entry in library.entries()}
    assert acknowledged <= present
    assert not library.store.encoders.without_vectors(library.store.encoders.serving()[DENSE].id)
    for key in present:
        document = numbered(int(key[1:]))
        assert library.document(key) == document
        assert library.file(document.id).read_bytes() == document.text.encode()
        n = library.store.current(key)
        assert library.store.encoders.spans(n)
    return present


def test_kill_at_a_random_moment_loses_nothing_and_leaves_nothing_by_half(tmp_path, tiny) -> None:
    home, acknowledged = tmp_path / "home", set()
    rng = random.Random(1)
    for _ in range(3):
        process, hearing = started("add", home, tiny.model, COUNT)
        assert hearing.recv() == "open"
        words = [hearing.recv() for _ in range(rng.randint(1, 12))]
        time.sleep(rng.uniform(0, 0.2))
        process.kill()
        words += heard(hearing)
        process.join()
        acknowledged |= {word.split()[1] for word in words if word.startswith("added")}
        library = Library.open(home, tiny)
        assert_whole(library, acknowledged)
        library.close()
    assert acknowledged
    process, hearing = started("add", home, tiny.model, COUNT)
    assert heard(hearing)[-1] == "done"
    process.join()
    library = Library.open(home, tiny)
    assert assert_whole(library, acknowledged) == {f"d{n}" for n in range(COUNT)}
    hit = library.retrieve("문서50 문단2", Language.KO).hits[0]
    assert library.passages([hit])[0].text
    library.close()


def test_processes_read_and_write_one_library_at_once(tmp_path, tiny) -> None:
    home = tmp_path / "home"
    Library.open(home, tiny).close()
    others = [
        started("add", home, tiny.model, 30),
        *(started("read", home, tiny.model, 20) for _ in range(2)),
    ]
    library = Library.open(home, tiny)
    for number in range(100, 110):
        library.add(numbered(number), file=numbered(number).text.encode())
    for process, hearing in others:
        assert heard(hearing)[-1] == "done"
        process.join()
    assert assert_whole(library, set()) == {f"d{n}" for n in (*range(30), *range(100, 110))}
    library.close()


def test_threads_search_while_one_adds_and_removes(library) -> None:
    stop, wrong = threading.Event(), []

    def search() -> None:
        try:
            while not stop.is_set():
                found = library.retrieve("국방비 목표", Language.KO, k=10)
                for passage in library.passages(found.hits):
                    assert np.isfinite(passage.score)
                    assert passage.text in numbered(int(passage.key[1:])).text
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(15):
        library.add(numbered(number))
        if number % 3 == 2:
            library.remove(f"d{number - 1}")
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert library.check() == []


def test_threads_that_ended_leave_no_connection_open(library) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("NOT TESTED: this system does not list open files")
    library.add(numbered(1))
    before = len(list(descriptors.iterdir()))
    for _ in range(40):
        thread = threading.Thread(target=library.entries)
        thread.start()
        thread.join()
    assert len(list(descriptors.iterdir())) <= before + 6


def test_a_closed_library_says_so(library) -> None:
    library.close()
    try:
        library.entries()
    except StoreError as error:
        assert error.details["reason"] == "closed"
    else:
        raise AssertionError("a closed library answered")
