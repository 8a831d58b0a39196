"""What goes into a library comes out of it: documents, versions, translations, filters, records, files."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.config import IndexConfig
from index.errors import ModelError, StoreError, Trouble
from index.hit import Filters
from index.library import Library, Status
from index.making import models as module
from index.models.configured import SentenceEmbedder
from index.store.codec import paragraphs_from, paragraphs_json, record_from, record_json
from sources.document import Document, Kind, Language, Original, Paragraph, Record, Sentence, content_id
from sources.load import read_document
from tests.index.tiny_model import tiny_model
from tests.strategies import documents


def made(key: str, *paragraphs: str, language=Language.KO, of: str | None = None, **record) -> Document:
    """A document of paragraphs whose sentences are parted by " | ", which is not in the text."""
    text, found = "", []
    for number, paragraph in enumerate(paragraphs, 1):
        start, sentences = len(text), []
        for part in paragraph.split(" | "):
            begin = len(text) + (1 if sentences else 0)
            text += (" " if sentences else "") + part
            sentences.append(Sentence(begin, len(text)))
        found.append(Paragraph(number, number, "절", start, len(text), tuple(sentences)))
        text += "\n\n"
    text = text.rstrip("\n")
    about = Record(key, titles={language.value: f"제목 {key}"}, language=language, **record)
    return Document(content_id(text), text, tuple(found), language, about, "txt", translation_of=of)


LONG = "가나다라 마바사 아자차카 타파하 거너더러 머버서 어저처커 터퍼허 고노도로 모보소 오조초코 토포호"
KOREAN = made("ko", f"한국은 국방비를 늘렸다. | {LONG}.", f"일본 정상은 불참했다. | {LONG} 끝.")
ENGLISH = made(
    "ko.en",
    f"Korea raised its defence budget. | {LONG} x.",
    f"The Japanese leader did not attend. | {LONG} y.",
    language=Language.EN,
    of="ko",
)


def keys(library: Library, question: str = "국방비", filters: Filters = Filters()) -> set[str]:
    found = library.retrieve(question, Language.KO, filters=filters, k=100)
    return {hit.chunk.key for hits in (*found.lists.values(), found.hits) for hit in hits}


def test_a_document_comes_back_as_it_went_in(library) -> None:
    added = library.add(KOREAN, file=b"\x00file")
    assert (added.status, added.key, added.document_id) == (Status.ADDED, "ko", KOREAN.id)
    assert (added.paragraphs, added.chunks) == (2, 2)
    assert library.document("ko") == library.document(KOREAN.id) == KOREAN
    path = library.file(KOREAN.id)
    assert path is not None
    assert path.read_bytes() == b"\x00file"
    [entry] = library.entries()
    assert (entry.key, entry.paragraphs, entry.chunks, entry.shipped) == ("ko", 2, 2, False)
    assert library.check() == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents())
def test_any_document_comes_back_and_its_chunks_are_spans_of_it(library, document) -> None:
    library.add(document)
    assert library.document(document.key) == document
    ids = [chunk for language in Language for chunk in library.reader.table(language).ids.tolist()]
    chunks = library.reader.chunks(ids)
    assert chunks
    for chunk in chunks:
        assert chunk.text == document.text[chunk.start : chunk.end]
        assert chunk.paragraph in {p.number for p in document.paragraphs}
    assert library.check() == []
    library.remove(document.key)


@given(documents())
def test_paragraphs_survive_json(document) -> None:
    assert paragraphs_from(paragraphs_json(document.paragraphs)) == document.paragraphs


@given(
    st.builds(
        Record,
        key=st.just("k"),
        kind=st.sampled_from(Kind),
        titles=st.dictionaries(st.sampled_from(["ko", "en"]), st.text(min_size=1, max_size=5)),
        authors=st.dictionaries(st.just("ko"), st.tuples(st.text(max_size=4), st.text(max_size=4))),
        language=st.sampled_from([None, *Language]),
        page_offset=st.integers(-20, 20),
        official=st.lists(st.text(max_size=5), max_size=2).map(tuple),
        original=st.sampled_from([None, Original("T", ("A", "B"), "en", "2025")]),
        tags=st.lists(st.text(max_size=5), max_size=3).map(tuple),
        catalogued=st.booleans(),
    )
)
def test_records_survive_json(record) -> None:
    assert record_from(record_json(record)) == record


def test_the_same_text_again_is_unchanged_under_any_name(library) -> None:
    library.add(KOREAN)
    version = library.version
    again = library.add(KOREAN)
    renamed = library.add(dataclasses.replace(KOREAN, record=Record("other")))
    assert (again.status, again.key) == (renamed.status, renamed.key) == (Status.UNCHANGED, "ko")
    assert library.version == version
    assert len(library.entries()) == 1


def test_an_update_embeds_only_what_changed_and_keeps_the_old_version_citable(library, embedded) -> None:
    library.add(KOREAN, file=b"one")
    newer = made("ko", f"한국은 국방비를 늘렸다. | {LONG}.", f"호주 정상도 불참했다. | {LONG} 끝.")
    embedded.clear()
    old = library.retrieve("불참", Language.KO, k=100).hits
    added = library.add(newer, file=b"two")
    assert added.status is Status.UPDATED
    assert [text for text in embedded if "한국은" in text] == []
    assert len(embedded) == 1  # the changed chunk
    assert library.document("ko") == newer
    assert library.document(KOREAN.id) == KOREAN
    assert library.file(KOREAN.id).read_bytes() == b"one"
    found = library.retrieve("불참", Language.KO, k=100)
    assert {hit.chunk.document_id for hit in found.hits} == {newer.id}
    assert {passage.document_id for passage in library.passages([*old, *found.hits])} == {newer.id}
    assert library.check() == []
    assert library.add(KOREAN).status is Status.UPDATED  # back again
    assert library.document("ko") == KOREAN
    assert library.check() == []


def test_the_same_text_read_better_is_an_update(library) -> None:
    library.add(KOREAN)
    better = dataclasses.replace(KOREAN, format="pdf", pages=7)
    assert library.add(better).status is Status.UPDATED
    assert library.document(KOREAN.id) == better
    assert library.check() == []


def test_removal_leaves_nothing_to_find_or_cite(library, tiny) -> None:
    library.add(KOREAN, file=b"one")
    newer = made("ko", "다른 글이다.")
    library.add(newer, file=b"two")
    other = Library.open(library.home, tiny)
    hits = library.retrieve("국방비", Language.KO).hits
    assert keys(other) == {"ko"}
    assert library.remove("ko")
    assert not library.remove("ko")
    for one in (library, other):
        assert keys(one) == set()
        assert one.passages(hits) == ()
        assert one.entries() == ()
        for name in ("ko", KOREAN.id, newer.id):
            with pytest.raises(StoreError) as raised:
                one.document(name)
            assert raised.value.code is Trouble.UNKNOWN_DOCUMENT
    assert list((library.home / "files").iterdir()) == []
    other.close()


def test_what_a_slow_thread_made_before_a_change_is_not_shown_after_it(library, monkeypatch) -> None:
    library.add(KOREAN)
    at_work, go_on = threading.Event(), threading.Event()
    links = library.store.links

    def slow(**asked):
        found = links(**asked)
        if threading.current_thread() is not threading.main_thread():
            at_work.set()
            assert go_on.wait(60)
        return found

    monkeypatch.setattr(library.store, "links", slow)
    with ThreadPoolExecutor(1) as pool:
        before = pool.submit(library.passages_at, "ko", [2])
        assert at_work.wait(60)
        library.add(ENGLISH)
        assert library.passages_at("ko", [1])[0].translation
        go_on.set()
        assert before.result(60)[0].translation == ""
    assert library.passages_at("ko", [2])[0].translation.startswith("The Japanese leader")


def test_a_translation_is_found_but_cites_the_original(library) -> None:
    library.add(KOREAN)
    library.add(ENGLISH)
    [entry] = library.entries()
    assert (entry.key, entry.translations) == ("ko", (Language.EN,))
    found = library.retrieve("Japanese leader", Language.EN, k=100)
    translated = [hit for hit in found.hits if hit.chunk.key == "ko.en"]
    assert {(hit.chunk.translation_of, hit.chunk.paragraph) for hit in translated} == {("ko", 1), ("ko", 2)}
    passages = library.passages(translated)
    assert {passage.document_id for passage in passages} == {KOREAN.id}
    passage = next(p for p in passages if p.paragraph.number == 2)
    assert passage.translation.startswith("The Japanese leader")
    assert passage.text == "일본 정상은 불참했다. " + LONG + " 끝."
    for sentence in passage.sentences:
        assert KOREAN.text[sentence.start : sentence.end] == sentence.text
    assert library.remove("ko")
    assert library.store.rows() == ()


def test_a_translation_waits_for_its_original(library) -> None:
    library.add(ENGLISH)
    assert library.entries() == ()
    assert keys(library, "defence budget") == set()
    library.add(KOREAN)
    assert "ko.en" in keys(library, "defence budget")
    assert library.check() == []


def test_a_translation_follows_its_text_into_a_new_version_or_falls_away(library) -> None:
    library.add(KOREAN)
    library.add(ENGLISH)
    moved = made("ko", f"새 문단이다. | {LONG} 새.", f"한국은 국방비를 늘렸다. | {LONG}.", "일본은 달라졌다.")
    library.add(moved)
    chunks = [c for c in library.reader.chunks(library.reader.table(Language.EN).ids) if c.key == "ko.en"]
    assert [(chunk.paragraph, chunk.text[:5]) for chunk in chunks] == [(2, "Korea")]
    assert library.check() == []
    library.add(KOREAN)  # the version that was translated is back, the link that fell away is not guessed
    assert library.check() == []


def test_filters(library) -> None:
    library.add(
        made("a", "국방비 하나.", kind=Kind.BRIEF, date="2025-06-25", tags=("x", "y"), collection="c")
    )
    library.add(made("b", "국방비 둘.", kind=Kind.REPORT, date="2024"))
    library.add(made("c", "defence budget 국방비.", language=Language.EN, kind=Kind.REPORT))
    library.add(made("a.en", "A defence budget.", language=Language.EN, of="a"))
    for filters, expected in (
        (Filters(), {"a", "a.en", "b", "c"}),
        (Filters(keys=("a",)), {"a", "a.en"}),
        (Filters(kinds=("report",)), {"b", "c"}),
        (Filters(languages=(Language.EN,)), {"c"}),
        (Filters(date_from="2025"), {"a", "a.en"}),
        (Filters(date_to="2025-01"), {"b"}),
        (Filters(date_from="2024-03", date_to="2025-06-25"), {"a", "a.en", "b"}),
        (Filters(tags=("y", "z")), {"a", "a.en"}),
        (Filters(collections=("c",), kinds=("report",)), set()),
        (Filters(keys=("none",)), set()),
    ):
        assert keys(library, "국방비 defence budget", filters) == expected, filters
        assert {entry.key for entry in library.entries(filters)} == expected - {"a.en"}, filters


def test_a_record_is_corrected_and_its_history_kept(library) -> None:
    library.add(KOREAN)
    version = library.version
    better = dataclasses.replace(KOREAN.record, date="2025-06", catalogued=True)
    library.set_record(better)
    assert library.document("ko").record == better
    assert library.entries()[0].record == better
    assert [record for _, record in library.records("ko")] == [KOREAN.record, better]
    assert library.version != version
    hits = library.retrieve("국방비", Language.KO).hits
    assert library.passages(hits)[0].record == better
    with pytest.raises(StoreError):
        library.set_record(Record("nobody"))


def test_notes_are_kept(library, tiny) -> None:
    assert library.note("n") == ""
    library.set_note("n", "값")
    other = Library.open(library.home, tiny)
    assert other.note("n") == "값"
    other.close()


def test_cancelling_leaves_the_library_as_it_was(library) -> None:
    calls = []

    def cancelled() -> bool:
        calls.append(1)
        return len(calls) > 1

    with pytest.raises(StoreError) as raised:
        library.add(KOREAN, cancelled=cancelled)
    assert raised.value.code is Trouble.CANCELLED
    assert library.entries() == ()
    steps: list[tuple[int, int]] = []
    library.add(KOREAN, progress=lambda done, total: steps.append((done, total)))
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1] == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: dataclasses.replace(d, text=d.text + "\ud800"),
        lambda d: dataclasses.replace(d, paragraphs=()),
        lambda d: dataclasses.replace(d, paragraphs=d.paragraphs[1:]),
        lambda d: dataclasses.replace(d, text=d.text[:20]),
        lambda d: dataclasses.replace(d, translation_of=d.key),
    ],
)
def test_a_document_that_could_not_be_cited_is_refused(library, spoil) -> None:
    with pytest.raises(StoreError) as raised:
        library.add(spoil(KOREAN))
    assert raised.value.code is Trouble.BAD_DOCUMENT
    assert library.entries() == ()


def test_a_full_disk_is_named_and_nothing_is_stored_by_half(library) -> None:
    library.add(KOREAN)
    connection = library.store.database.connection
    pages = connection.execute("pragma page_count").fetchone()[0]
    connection.execute(f"pragma max_page_count = {pages}")
    big = made("big", *(f"문단 {n} {LONG * 5}." for n in range(30)))
    with pytest.raises(StoreError) as raised:
        library.add(big)
    assert raised.value.code is Trouble.DISK_FULL
    connection.execute("pragma max_page_count = 1000000")
    assert [entry.key for entry in library.entries()] == ["ko"]
    assert library.check() == []
    assert library.add(big).status is Status.ADDED


def test_a_cache_that_cannot_be_written_is_no_loss(library, tiny) -> None:
    library.add(KOREAN)
    library.retrieve("국방비", Language.KO)
    (library.home / "cache").write_text("a file in the cache's place")
    library.close()
    again = Library.open(library.home, tiny)
    assert keys(again) == {"ko"}
    again.close()


def test_a_place_that_cannot_be_written_is_named(tmp_path, tiny) -> None:
    (tmp_path / "file").write_text("no directory")
    with pytest.raises(StoreError) as raised:
        Library.open(tmp_path / "file" / "home", tiny)
    assert raised.value.code is Trouble.CANNOT_OPEN
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "library.db").write_bytes(b"no database at all " * 500)
    with pytest.raises(StoreError) as raised:
        Library.open(tmp_path / "damaged", tiny)
    assert raised.value.code is Trouble.STORE_DAMAGED


def test_a_newer_library_is_not_touched(library, tiny) -> None:
    library.close()
    with sqlite3.connect(library.home / "library.db") as db:
        db.execute("pragma user_version = 99")
    with pytest.raises(StoreError) as raised:
        Library.open(library.home, tiny)
    assert raised.value.code is Trouble.NEWER_SCHEMA


def test_another_model_serves_only_when_its_index_is_complete(library, tiny, tmp_path, monkeypatch) -> None:
    library.add(KOREAN)
    library.add(ENGLISH)
    library.add(made("b", f"둘째 문서. | {LONG} b."))
    before = library.version
    library.close()
    other = IndexConfig(model=str(tiny_model(tmp_path / "other", seed=2, hidden=48)), second=False)
    changed = Library.open(library.home, other)
    assert changed.outdated
    assert [str(problem.flaw) for problem in changed.check()] == ["model_differs"]
    assert keys(changed) == {"ko", "ko.en", "b"}  # the old index serves
    assert changed.add(made("c", "추가 문서.")).status is Status.ADDED

    def interrupted(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        changed.rebuild(interrupted)
    assert changed.outdated
    assert changed.embedder.query("x").shape == (32,)
    steps: list[tuple[int, int]] = []
    changed.rebuild(lambda done, total: steps.append((done, total)))
    assert steps[0][0] > 0  # it goes on where it stopped
    assert not changed.outdated
    assert changed.embedder.query("x").shape == (48,)
    assert keys(changed) == {"ko", "ko.en", "b", "c"}
    assert changed.version != before
    assert changed.check() == []
    assert changed.passages(changed.retrieve("x", Language.KO).hits)
    # A process that still has the old model in memory takes up the new one.
    changed.close()


def test_another_model_reads_what_an_addition_reads(library, tiny, tmp_path, monkeypatch) -> None:
    path = tmp_path / "list.md"
    path.write_text(f"# 지원\n\n다음 각 호의 기관에 지원한다.\n\n1. 항만 {LONG}\n2. 공항 {LONG}\n", "utf-8")
    document = read_document(path)
    library.add(document)
    library.close()
    read: dict[str, set[str]] = {}
    passages = SentenceEmbedder.passages

    def watched(self, texts, **options):
        read.setdefault(where, set()).update(texts)
        return passages(self, texts, **options)

    monkeypatch.setattr(SentenceEmbedder, "passages", watched)
    other = IndexConfig(model=str(tiny_model(tmp_path / "other", seed=2, hidden=48)), second=False)
    for where in ("rebuilt", "new"):
        opened = Library.open(library.home if where == "rebuilt" else tmp_path / "new", other)
        if where == "rebuilt":
            opened.rebuild()
        else:
            opened.add(document)
        opened.close()
    assert any("다음 각 호" in text and "항만" in text for text in read["new"])
    assert read["rebuilt"] == read["new"]


def test_a_process_with_the_old_model_follows_a_rebuild(library, tiny, tmp_path) -> None:
    library.add(KOREAN)
    library.retrieve("국방비", Language.KO)
    other = IndexConfig(model=str(tiny_model(tmp_path / "other", seed=3, hidden=64)), second=False)
    changed = Library.open(library.home, other)
    changed.rebuild()
    assert library.embedder.query("x").shape == (64,)
    assert {hit.chunk.key for hit in library.retrieve("국방비", Language.KO).hits} == {"ko"}
    assert library.add(made("b", "둘째.")).status is Status.ADDED
    assert changed.check() == []
    changed.close()


def test_a_model_that_is_gone_is_named(library, tiny, tmp_path) -> None:
    folder = tiny_model(tmp_path / "gone", seed=4)
    mine = Library.open(tmp_path / "own", IndexConfig(model=str(folder), second=False))
    mine.add(KOREAN)
    mine.close()
    shutil.rmtree(folder)
    found = Library.open(tmp_path / "own", tiny)
    with pytest.raises(ModelError) as raised:
        found.retrieve("국방비", Language.KO)
    assert raised.value.code in (Trouble.MODEL_CHANGED, Trouble.MODEL_NOT_FOUND)
    assert found.document("ko") == KOREAN
    found.rebuild()
    assert keys(found) == {"ko"}
    found.close()


def test_rebuilding_keeps_what_users_gave(library) -> None:
    library.add(KOREAN, file=b"x", shipped=True)
    library.add(ENGLISH)
    better = dataclasses.replace(KOREAN.record, date="2025-06")
    library.set_record(better)
    before, links = library.entries(), library.store.links(original=library.store.current("ko"))
    library.rebuild()
    assert library.entries() == before
    assert library.store.links(original=library.store.current("ko")) == links
    assert library.file(KOREAN.id).read_bytes() == b"x"
    assert library.check() == []


def test_damage_is_found_and_repaired_by_a_rebuild(library) -> None:
    library.add(KOREAN)
    with library.store.database.write() as db:
        db.execute("delete from posting where place in (select place from posting limit 3)")
        db.execute("delete from chunk_vector where chunk in (select min(id) from chunk)")
        db.execute("insert into log(op, chunk, language) values(0, 0, '')")
    assert {str(problem.flaw) for problem in library.check()} >= {"postings_differ", "vectors_missing"}
    library.rebuild()
    assert library.check() == []


class Vowels:
    """A chunk encoder that counts letters, and a key encoder of long words."""

    name, dimension = "vowels", 3

    def __init__(self, revision: str = "1") -> None:
        self.revision = revision

    def encode(self, texts):
        return np.array(
            [[text.count(c) + int(self.revision) for c in "가나다"] for text in texts], np.float32
        )


class LongWords:
    name, revision = "words", "1"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def keys(self, text, language):
        return (word for word in text.split() if len(word) > 3)

    def encode(self, keys):
        self.encoded += keys
        return np.array([[len(key), 1] for key in keys], np.float32)


def test_further_encoders_are_computed_kept_and_completed(tmp_path, tiny, monkeypatch) -> None:
    home = tmp_path / "home"
    plain = Library.open(home, tiny)
    plain.add(KOREAN)
    plain.close()
    words = LongWords()
    monkeypatch.setattr(module, "chunk_encoders", lambda config: (Vowels(),))
    monkeypatch.setattr(module, "key_encoders", lambda config, embedder: (words,))
    found = Library.open(home, tiny)  # an encoder newer than the library: the vectors are made at opening
    found.add(made("b", "가가가 나나 다. 마바사아자."))
    ids = found.reader.table(Language.KO).ids
    table = found.reader.vectors(ids, "vowels")
    assert table[-1].tolist() == [4, 3, 2]
    assert table.all()
    ranked = found.reader.dense(np.array([1, 0, 0], np.float32), Language.KO, encoder="vowels")
    assert ranked.scores.tolist() == sorted(table[:, 0].tolist(), reverse=True)
    _, names, vectors = found.reader.keys("words")
    assert "마바사아자." in names
    assert vectors.shape == (len(names), 2)
    assert len(words.encoded) == len(set(words.encoded))
    assert found.check() == []
    found.close()
    monkeypatch.setattr(module, "chunk_encoders", lambda config: (Vowels("2"),))
    again = Library.open(home, tiny)
    assert again.reader.vectors(ids, "vowels")[-1].tolist() == [5, 4, 3]
    again.close()


def test_vectors_of_sentences_are_those_of_the_model_and_the_last_are_held(library, embedded) -> None:
    texts = ["한국은 국방비를 늘렸다.", "Canada raised it.", "한국은 국방비를 늘렸다."]
    expected = library.embedder.passages(texts)
    embedded.clear()
    assert np.allclose(library.vectors(texts), expected, atol=1e-6)
    assert np.allclose(library.vectors(texts[:2]), expected[:2], atol=1e-6)
    assert len(embedded) == 2
    assert library.vectors([]).shape[0] == 0
