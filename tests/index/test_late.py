"""Late interaction against its definition worked out token by token, in stores old and new."""

from __future__ import annotations

import dataclasses
import sqlite3

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import embedding_text
from index.embed import Role, load_embedder
from index.late import LATE, Late
from index.library import Library
from index.retrieve import SAME, Retriever
from sources.document import Language
from tests.index.bilingual import KO, document

TEXTS = (
    "나토는 국방비를 늘린다.",
    "한국은 정상회의에 불참했다.",
    "철도 요금이 오른다.",
    "백신은 무료로 접종한다.",
)


class Fixed:
    """Stands in for an embedding model whose mean token is known."""

    def __init__(self, centre: np.ndarray) -> None:
        self._centre = centre

    class card:
        digest, query_prefix, passage_prefix = "fixed", "", ""

    def token_vectors(self, texts, role):
        return [self._centre[None, :] for _ in texts]


@given(
    st.integers(1, 70), st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(1, 7), st.integers(0)
)
@settings(max_examples=60, deadline=None)
def test_likeness_is_the_definitions(tmp_path_factory, size, lengths, asked, seed) -> None:
    draw = np.random.default_rng(seed)
    centre = draw.normal(size=size).astype(np.float32)
    late = Late(Fixed(centre), tmp_path_factory.mktemp("cache"))
    texts = [draw.normal(size=(length, size)).astype(np.float32) for length in lengths]
    question = draw.normal(size=(asked, size)).astype(np.float32)
    found = late.likeness(question, KO, [late.pack(text) for text in texts])
    for text, likeness in zip(texts, found, strict=True):
        signs = np.where(text > centre, 1.0, -1.0)
        best = [max(float((token - centre) @ sign) for sign in signs) for token in question]
        lengths_of = [float(np.linalg.norm(token - centre)) for token in question]
        assert likeness == pytest.approx(sum(best) / (sum(lengths_of) * size**0.5), abs=1e-4)
        assert likeness <= 1 + 1e-5


def test_a_text_without_tokens_is_last(tmp_path) -> None:
    late = Late(Fixed(np.zeros(4, np.float32)), tmp_path)
    packed = [b"", late.pack(np.ones((2, 4), np.float32)), b""]
    assert late.likeness(np.ones((1, 4), np.float32), KO, packed).tolist() == [-1, 1, -1]
    assert late.pack(np.zeros((0, 4), np.float32)) == b""
    assert late.likeness(np.zeros((0, 4), np.float32), KO, packed).tolist() == [-1, -1, -1]


def test_one_pass_gives_what_two_give(tiny) -> None:
    embedder = load_embedder(tiny)
    vector, tokens = embedder.question(TEXTS[0])
    assert np.allclose(vector, embedder.query(TEXTS[0]), atol=1e-5)
    assert np.allclose(tokens, embedder.token_vectors([TEXTS[0]], Role.QUERY)[0], atol=1e-4)
    got = {}
    vectors = embedder.passages(TEXTS, tokens=lambda place, inner: got.update({place: inner}))
    assert np.allclose(vectors, embedder.passages(TEXTS), atol=1e-5)
    for place, text in enumerate(TEXTS):
        [alone] = embedder.token_vectors([text], Role.PASSAGE)
        assert got[place].shape == alone.shape == (embedder.token_counts([text])[0], 32)
        assert np.allclose(got[place], alone, atol=1e-4)


@pytest.fixture
def library(tmp_path, tiny):
    found = Library.open(tmp_path / "home", tiny)
    for number, text in enumerate(TEXTS):
        found.add(document(f"d{number}", (text,), KO))
    yield found
    found.close()


def stored(library: Library) -> dict[str, bytes]:
    ids = library.reader.table(KO).ids
    chunks = library.reader.chunks(ids)
    return {chunk.key: bits for chunk, bits in zip(chunks, library.reader.tokens(ids), strict=True)}


def expected(library: Library) -> dict[str, bytes]:
    late = Late(library.embedder, library.config.cache_dir)
    found = {}
    for number, text in enumerate(TEXTS):
        title = library.document(f"d{number}").record.titles.get(KO, "")
        [tokens] = library.embedder.token_vectors([embedding_text(title, "", text)], Role.PASSAGE)
        found[f"d{number}"] = late.pack(tokens)
    return found


def test_a_chunk_keeps_its_tokens(library) -> None:
    assert stored(library) == expected(library)
    library.rebuild()
    assert stored(library) == expected(library)


def test_a_store_of_the_first_version_is_taken_over(library, tiny) -> None:
    home, before = library.home, stored(library)
    library.close()
    with sqlite3.connect(home / "library.db") as db:
        db.execute("alter table chunk_vector drop column tokens")
        db.execute("pragma user_version = 1")
    old = Library.open(home, tiny)
    assert set(stored(old).values()) == {b""}
    found = old.retrieve("국방비", Language.KO)
    assert len(found.hits) == 4
    assert not any(LATE in hit.ranks for hit in found.hits)
    old.rebuild()
    assert stored(old) == before
    assert all(LATE in hit.ranks for hit in old.retrieve("국방비", Language.KO).hits)
    assert old.check() == []
    old.close()


def test_the_list_is_ordered_with_it(library) -> None:
    question = "국방비는 늘어나는가?"
    alone = dataclasses.replace(
        SAME, dense=1e-6, words=0.0, bigrams=0.0, second=0.0, late=1.0, reread=len(TEXTS)
    )
    retriever = Retriever(library.reader, library.config, weights={True: alone, False: alone})
    hits = retriever.retrieve(library.embedder, question, KO).lists[KO]
    late = Late(library.embedder, library.config.cache_dir)
    _, tokens = library.embedder.question(question)
    held = expected(library)
    scores = dict(zip(held, late.likeness(tokens, KO, list(held.values())), strict=True))
    assert [hit.chunk.key for hit in hits] == sorted(held, key=lambda key: -scores[key])
    assert [hit.ranks[LATE] for hit in hits] == [1, 2, 3, 4]


def test_a_question_is_taken_about_the_mean_of_its_language(tiny, tmp_path) -> None:
    embedder = load_embedder(tiny)
    late = Late(embedder, tmp_path)
    means = [late.centre, *(late.asked_centre(language) for language in Language)]
    assert all(mean.shape == (32,) for mean in means)
    assert len({mean.tobytes() for mean in means}) == 3
    packed = [late.pack(table) for table in embedder.token_vectors(TEXTS, Role.PASSAGE)]
    _, tokens = embedder.question(TEXTS[0])
    korean, english = (late.likeness(tokens, language, packed) for language in (Language.KO, Language.EN))
    assert not np.allclose(korean, english)
    # The same tokens about the same mean are the same question, whatever its language is called.
    moved = tokens - late.asked_centre(Language.KO) + late.asked_centre(Language.EN)
    assert np.allclose(late.likeness(moved, Language.EN, packed), korean, atol=1e-5)


def test_the_mean_token_is_kept_and_made_again_where_it_is_damaged(tmp_path, tiny) -> None:
    embedder = load_embedder(tiny)
    made = Late(embedder, tmp_path).centre
    [path] = (tmp_path / "centres").iterdir()
    assert np.array_equal(Late(embedder, tmp_path).centre, made)
    path.write_bytes(path.read_bytes()[:50])
    assert np.array_equal(Late(embedder, tmp_path).centre, made)
