"""The vectors that ship: they fit the shipped texts and the models, and nothing depends on them."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from assistant.ask import Assistant
from assistant.keeping.shipped import ensure_shipped
from index.config import IndexConfig
from index.library import Library
from index.making.chunk import chunk_spans, embedding_text
from index.models import ready
from index.models.bundled import BundledEmbedder, load_embedder
from index.models.embed import TextEmbedder
from index.models.ready import ABOUT, FOLDER, VECTORS, Ready, mark
from index.models.universal import UniversalEncoder
from sources.load import read_library


def test_a_new_library_is_asked_with_nothing_embedded_but_the_question(tmp_path, monkeypatch) -> None:
    """Fails where texts, chunks, words or a model have changed: `python -m benchmarks.ready` mends it."""

    def never(*_: object) -> None:
        raise AssertionError("a model was asked")

    def of_no_texts(embedder, texts, **_):
        return np.zeros((0, embedder.card.dimension), np.float32) if not texts else never()

    monkeypatch.setattr(TextEmbedder, "passages", of_no_texts)
    library = Library.open(tmp_path)
    with monkeypatch.context() as adding:
        adding.setattr(UniversalEncoder, "made", never)
        assert ensure_shipped(library) == len(read_library())
    assert library.check() == []
    assert Assistant(library).ask("나토 정상회의는 어디서 열렸나?").claims
    library.close()


def embedded(document):
    """The text of the document's first chunk, as it is embedded."""
    first = chunk_spans(document, load_embedder().token_counts, IndexConfig().chunk_tokens)[0]
    title = document.record.titles.get(document.language, "")
    return embedding_text(title, first.section, document.text[first.start : first.end], first.head)


def test_ready_vectors_are_those_of_the_models() -> None:
    texts = [embedded(document) for document in read_library()]
    embedder = load_embedder()
    assert isinstance(embedder, BundledEmbedder)
    made = TextEmbedder.passages(embedder, texts)
    assert 0 < np.abs(embedder.passages(texts) - made).max() < 2e-3
    words = ["협력", "alliance"]
    second = UniversalEncoder()
    assert np.allclose(second.encode(words), second.made(words), atol=2e-3)


def test_progress_tells_of_ready_texts_too() -> None:
    embedder = load_embedder()
    ready_made = [embedded(document) for document in read_library()]
    long = ["국방비 지출 " * count for count in (200, 300)]
    for texts, steps in ((ready_made, 1), (long, 2), ([*long, *ready_made], 3)):
        told: list[int] = []
        embedder.passages(texts, progress=told.append)
        assert (sum(told), len(told)) == (len(texts), steps)


def test_what_is_not_ready_is_made_and_stands_in_its_place() -> None:
    table = Ready({mark("가"): 0}, np.array([[1, 2]], np.float16))
    asked = []

    def make(texts):
        asked.extend(texts)
        return np.array([[len(text), 0] for text in texts], np.float32)

    assert table.fill(["나나", "가", "다"], make).tolist() == [[2, 0], [1, 2], [1, 0]]
    assert asked == ["나나", "다"]
    assert Ready({}, np.zeros((0, 0), np.float16)).fill(["나나"], make).tolist() == [[2, 0]]


@pytest.mark.parametrize("spoilt", [VECTORS, ABOUT])
def test_a_spoilt_file_is_as_none(tmp_path, spoilt) -> None:
    for name in (VECTORS, ABOUT):
        shutil.copy(FOLDER / name, tmp_path / name)
    content = bytearray((tmp_path / spoilt).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / spoilt).write_bytes(bytes(content))
    assert ready.tables(tmp_path) == ({}, {})


def test_another_revision_has_nothing_ready() -> None:
    assert ready.ready("second", "another") is ready.NOTHING
    assert ready.ready("second", UniversalEncoder().revision) is not ready.NOTHING
