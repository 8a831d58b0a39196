"""FAISS against brute force, and against the store after anything that can happen to either."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from index.hit import Filters
from index.store import flat_or_lists, vectors
from index.store.encoder_tables import DENSE
from index.store.halves import unpacked
from index.store.prepared import Prepared, PreparedChunk, Span, digest
from index.store.reader import Reader
from index.store.state import read_state
from index.store.store import Store
from sources.document import Document, Language, Paragraph, Record, content_id

SIZE = 16


def stored(store: Store, key: str, seed: int, count: int, language: Language = Language.KO) -> None:
    """Puts a document of `count` chunks with random unit vectors into the store."""
    rng = np.random.default_rng([seed, count])
    texts = [f"{key} {seed} {n}" for n in range(count)]
    text = "\n\n".join(texts)
    chunks, paragraphs, at = [], [], 0
    for number, one in enumerate(texts, 1):
        vector = rng.standard_normal(SIZE).astype(np.float32)
        vector /= np.linalg.norm(vector)
        words = {f"w{rng.integers(8)}": int(rng.integers(1, 4)), "모두": 1}
        span = Span("", None, number, at, at + len(one))
        chunks.append(PreparedChunk(span, digest(one), words, {}, vector))
        paragraphs.append(Paragraph(number, None, "", at, at + len(one), ()))
        at += len(one) + 2
    document = Document(content_id(text), text, tuple(paragraphs), language, Record(key), "txt")
    encoder = store.encoders.serving()[DENSE].id
    replaces = store.current(key)
    store.put(
        Prepared(document, tuple(chunks), {}),
        encoders={DENSE: encoder},
        replaces=replaces,
        file=None,
        shipped=False,
    )


def opened(home: Path) -> tuple[Store, Reader]:
    store = Store(home)
    store.encoders.add(DENSE, {"dimension": SIZE}, serving=True)
    return store, Reader(store, home / "cache")


def truth(store: Store, language: Language) -> tuple[np.ndarray, np.ndarray]:
    """(ids, vectors) of the searchable chunks, straight from the table."""
    rows = store.database.connection.execute(
        "select id, data from chunk join chunk_vector on chunk = id where language = ? and paragraph > 0 "
        "order by id",
        (language,),
    ).fetchall()
    table = unpacked((data for _, data in rows), SIZE)
    return np.array([number for number, _ in rows], np.int64), table


@pytest.fixture
def shelf(tmp_path):
    store, reader = opened(tmp_path)
    yield store, reader
    store.close()


def question(seed: int = 7) -> np.ndarray:
    vector = np.random.default_rng(seed).standard_normal(SIZE).astype(np.float32)
    return vector / np.linalg.norm(vector)


def test_the_full_ranking_is_that_of_brute_force_in_each_language(shelf) -> None:
    store, reader = shelf
    for n in range(12):
        stored(store, f"d{n}", n, 5 + n, Language.KO if n % 3 else Language.EN)
    for language in Language:
        ids, table = truth(store, language)
        expected = table @ question()
        found = reader.dense(question(), language)
        assert found.ids.tolist() == ids[np.argsort(-expected)].tolist()
        assert np.allclose(found.scores, np.sort(expected)[::-1], atol=1e-6)
        assert reader.dense(question(), language, 7).ids.tolist() == found.ids[:7].tolist()


def test_a_filter_ranks_what_it_leaves_as_brute_force_does(shelf) -> None:
    store, reader = shelf
    for n in range(6):
        stored(store, f"d{n}", n, 8)
    allowed = reader.allowed(Filters(keys=("d2", "d4")), Language.KO)
    assert allowed is not None
    assert len(allowed) == 16
    ids, table = truth(store, Language.KO)
    held = np.isin(ids, allowed)
    expected = ids[held][np.argsort(-(table[held] @ question()))]
    assert reader.dense(question(), Language.KO, allowed=allowed).ids.tolist() == expected.tolist()
    nothing = reader.dense(question(), Language.KO, 5, allowed=np.zeros(0, np.int64))
    assert len(nothing.ids) == len(nothing.scores) == 0


def test_an_empty_library_has_an_empty_ranking(shelf) -> None:
    _, reader = shelf
    assert len(reader.dense(question(), Language.KO).ids) == 0


def test_postings_are_those_of_brute_force(shelf) -> None:
    store, reader = shelf
    for n in range(6):
        stored(store, f"d{n}", n, 8)
    store.remove("d1")
    stored(store, "d2", 99, 3)
    expected: dict[str, dict[int, int]] = {}
    for number, forward in store.database.connection.execute("select id, terms from chunk"):
        for term, count in np.frombuffer(forward, np.int32).reshape(-1, 2).tolist():
            [token] = store.database.connection.execute(
                "select token from term where id = ?", (term,)
            ).fetchone()
            expected.setdefault(token, {})[number] = count
    assert set(reader.vocabulary(Language.KO)) == set(expected)
    for token, counts in expected.items():
        found = reader.posting(token, Language.KO)
        assert dict(zip(found.ids.tolist(), found.counts.tolist(), strict=True)) == counts
        assert reader.vocabulary(Language.KO)[token] == len(counts)
    assert len(reader.posting("없는", Language.KO).ids) == 0
    assert len(reader.posting("모두", Language.EN).ids) == 0


def test_an_index_holds_the_numbers_that_are_stored_in_as_little_room(shelf) -> None:
    store, reader = shelf
    stored(store, "d", 1, 300)
    ids, table = truth(store, Language.KO)
    found = reader.dense(question(), Language.KO)
    exact = dict(zip(ids.tolist(), (table @ question()).tolist(), strict=True))
    assert found.scores.tolist() == pytest.approx([exact[n] for n in found.ids.tolist()], abs=1e-6)
    reader.save()
    [file] = (store.home / "cache").glob("*-ko.faiss")
    assert file.stat().st_size < table.nbytes / 2 + 20 * len(ids) + 1000


def test_larger_libraries_change_their_kind_of_index(shelf, monkeypatch) -> None:
    monkeypatch.setattr(flat_or_lists, "EXACT_LIMIT", 30)
    monkeypatch.setattr(flat_or_lists, "PROBED_SHARE", 1)
    store, reader = shelf
    for n in range(12):
        stored(store, f"d{n}", n, 30)
        reader.dense(question(), Language.KO)
    ids, table = truth(store, Language.KO)
    found = reader.dense(question(), Language.KO, 20)
    expected = ids[np.argsort(-(table @ question()))][:20]
    assert len(set(found.ids.tolist()) & set(expected.tolist())) >= 18
    store.remove("d3")
    again = reader.dense(question(), Language.KO)
    assert sorted(again.ids.tolist()) == truth(store, Language.KO)[0].tolist()
    reader.save()
    store.close()
    other, fresh = opened(store.home)
    assert (
        fresh.index(other.encoders.serving()[DENSE], Language.KO).ids().tolist()
        == truth(other, Language.KO)[0].tolist()
    )
    other.close()


def test_a_question_does_not_wait_for_lists(shelf, monkeypatch) -> None:
    monkeypatch.setattr(flat_or_lists, "EXACT_LIMIT", 30)
    store, reader = shelf
    stored(store, "d0", 0, 28)
    reader.dense(question(), Language.KO)
    stored(store, "d1", 1, 6)
    index = reader.index(store.encoders.serving()[DENSE], Language.KO)
    with monkeypatch.context() as asking:
        asking.setattr(
            vectors.faiss, "IndexIVFScalarQuantizer", lambda *_: pytest.fail("made for a question")
        )
        assert len(reader.dense(question(), Language.KO).ids) == 34
    reader.save()
    assert flat_or_lists.has_lists(index._index)
    monkeypatch.setattr(flat_or_lists, "PROBED_SHARE", 1)
    assert sorted(reader.dense(question(), Language.KO).ids.tolist()) == truth(store, Language.KO)[0].tolist()


def test_a_library_that_shrinks_a_little_and_grows_again_keeps_its_index(shelf, monkeypatch) -> None:
    monkeypatch.setattr(flat_or_lists, "EXACT_LIMIT", 30)
    monkeypatch.setattr(flat_or_lists, "PROBED_SHARE", 1)
    store, reader = shelf
    for n in range(4):
        stored(store, f"d{n}", n, 10)
    reader.dense(question(), Language.KO)
    for kind in ("IndexScalarQuantizer", "IndexIVFScalarQuantizer"):
        monkeypatch.setattr(vectors.faiss, kind, lambda *_: pytest.fail("made anew"))
    for change in (lambda: store.remove("d0"), lambda: stored(store, "d4", 4, 10)):
        change()
        found = reader.dense(question(), Language.KO).ids.tolist()
        assert sorted(found) == truth(store, Language.KO)[0].tolist()


def test_left_over_files_are_swept(tmp_path) -> None:
    for name in ("1-ko.faiss", "1-ko.faiss.99.1.part", "1-en.faiss.98.1.part", "7-ko.faiss", "junk"):
        (tmp_path / name).write_bytes(b"x")
    os.utime(tmp_path / "1-ko.faiss.99.1.part", (0, 0))
    vectors.sweep(tmp_path, [1])
    # What is not of this cache is left alone.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1-en.faiss.98.1.part", "1-ko.faiss", "junk"]


def test_a_store_put_back_from_a_backup_is_noticed(tmp_path) -> None:
    store, reader = opened(tmp_path / "home")
    stored(store, "a", 1, 3)
    store.close()
    shutil.copytree(tmp_path / "home", tmp_path / "backup")
    store, reader = opened(tmp_path / "home")
    stored(store, "b", 2, 4)
    reader.dense(question(), Language.KO)
    reader.save()
    store.close()
    (tmp_path / "home" / "library.db").unlink()
    shutil.copy(tmp_path / "backup" / "library.db", tmp_path / "home" / "library.db")
    store, reader = opened(tmp_path / "home")
    stored(store, "c", 3, 5)  # another history from the same beginning, as long as the cache's
    stored(store, "d", 4, 1)
    assert (
        reader.index(store.encoders.serving()[DENSE], Language.KO).ids().tolist()
        == truth(store, Language.KO)[0].tolist()
    )
    store.close()


KEYS = st.sampled_from("abcd")
DAMAGE = st.sampled_from(["none", "gone", "cut", "garbled", "old", "empty"])


class Life(RuleBasedStateMachine):
    """Adds, updates, removals, saves, two open libraries, crashes with any state of the cache file: store
    and FAISS hold the same chunks with the same vectors after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.round = 0
        self.homes = [self.root / "0"]
        self.store, self.reader = opened(self.homes[-1])
        self.other: tuple[Store, Reader] | None = None
        self.expected: dict[str, int] = {}

    @rule(
        key=st.sampled_from("abcd"), seed=st.integers(0, 50), count=st.integers(1, 6), english=st.booleans()
    )
    def add(self, key: str, seed: int, count: int, english: bool) -> None:
        store = self.other[0] if self.other and seed % 2 else self.store
        stored(store, key, seed, count, Language.EN if english else Language.KO)
        self.expected[key] = count

    @rule(key=KEYS)
    def remove(self, key: str) -> None:
        assert self.store.remove(key) == (key in self.expected)
        self.expected.pop(key, None)

    @rule()
    def save(self) -> None:
        self.reader.save()

    @rule()
    def rebuild(self) -> None:
        for language in Language:
            self.reader.index(self.store.encoders.serving()[DENSE], language).rebuild()

    @precondition(lambda self: self.other is None)
    @rule()
    def open_another(self) -> None:
        self.other = opened(self.homes[-1])

    @rule(
        damage=st.sampled_from(["none", "gone", "cut", "garbled", "old", "empty"]), place=st.integers(0, 400)
    )
    def crash(self, damage: str, place: int) -> None:
        """Goes on from a copy of the directory as it lies there, the log unfolded and the cache damaged."""
        home = self.root / str(len(self.homes))
        shutil.copytree(self.homes[-1], home)
        for path in (home / "cache").glob("*.faiss"):
            content = path.read_bytes()
            if damage == "gone":
                path.unlink()
            elif damage == "cut":
                path.write_bytes(content[: place % max(1, len(content))])
            elif damage == "garbled" and content:
                at = place % len(content)
                path.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
            elif damage == "empty":
                path.write_bytes(b"")
            elif damage == "old" and self.kept is not None:
                path.write_bytes(self.kept)
        self._close()
        self.homes.append(home)
        self.store, self.reader = opened(home)

    kept: bytes | None = None

    @rule()
    def keep_a_copy(self) -> None:
        for path in (self.homes[-1] / "cache").glob("*-ko.faiss"):
            self.kept = path.read_bytes()

    @invariant()
    def agree(self) -> None:
        total = 0
        for language in Language:
            ids, table = truth(self.store, language)
            total += len(ids)
            for store, reader in filter(None, [(self.store, self.reader), self.other]):
                index = reader.index(store.encoders.serving()[DENSE], language)
                assert index.ids().tolist() == ids.tolist()
                assert np.array_equal(index.reconstruct(ids), table)
                found = reader.dense(question(), language)
                assert np.allclose(found.scores, np.sort(table @ question())[::-1], atol=1e-5)
        assert total == sum(self.expected.values())

    @invariant()
    def the_log_is_followed_to_what_is_there(self) -> None:
        for store, reader in filter(None, [(self.store, self.reader), self.other]):
            with store.database.read() as db:
                whole = read_state(store, db)
            followed = (reader.seq, reader.rows(), reader.originals())
            assert followed == (whole.seq, whole.rows, whole.originals)
            for language in Language:
                for name in ("ids", "documents", "words", "bigrams"):
                    here = getattr(reader.table(language), name)
                    assert here.tolist() == getattr(whole.tables[language], name).tolist()

    def _close(self) -> None:
        self.store.close()
        if self.other:
            self.other[0].close()
        self.other = None

    def teardown(self) -> None:
        self._close()
        shutil.rmtree(self.root)


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
