"""A document is found before its sentences have vectors; they follow, and a question makes those it needs."""

from __future__ import annotations

import time

import numpy as np
import pytest

from index.errors import StoreError, Trouble
from index.hit import Passage
from index.library import QUIET, Library
from index.making import sentences
from sources.document import Language
from tests.index.test_library import ENGLISH, KOREAN, LONG, made

MANY = made("many", *(f"항만 {number}의 예산은 늘었다. | {LONG} {number}." for number in range(9)))


def found(library: Library) -> tuple[Passage, ...]:
    return library.passages(library.retrieve("예산", Language.KO, k=100).hits)


def vectors(library: Library) -> dict[str, np.ndarray]:
    return {s.text: s.vector for passage in found(library) for s in passage.sentences}


def test_an_addition_embeds_chunks_alone(library, embedded) -> None:
    library.add(MANY)
    assert len(embedded) == len(library.reader.chunks(library.reader.table(Language.KO).ids.tolist())) == 9
    assert library.due == 1
    assert library.check() == []


def test_a_question_makes_the_vectors_it_needs_in_one_pass(library, embedded) -> None:
    library.add(MANY)
    embedded.clear()
    before = vectors(library)
    assert sorted(embedded) == sorted(before)
    found(library)
    assert len(embedded) == len(before)  # kept for the next one
    library.finish()
    assert library.due == 0
    library.add(KOREAN)  # what is held of passages is dropped at every change
    after = vectors(library)
    for text, vector in before.items():
        assert np.allclose(vector, after[text], atol=2e-3)
        assert abs(float(vector @ vector) - 1) < 1e-3


def test_finishing_goes_on_where_it_was_stopped(library, embedded, monkeypatch) -> None:
    monkeypatch.setattr(sentences, "AT_ONCE", 3)
    library.add(MANY)
    library.add(KOREAN)
    embedded.clear()
    calls = 0

    def stop() -> bool:
        nonlocal calls
        calls += 1
        return calls > 1

    with pytest.raises(StoreError) as raised:
        library.finish(cancelled=stop)
    assert raised.value.code is Trouble.CANCELLED
    assert library.due == 2
    steps: list[tuple[int, int]] = []
    library.finish(progress=lambda done, total: steps.append((done, total)))
    assert (library.due, steps[-1]) == (0, (2, 2))
    texts = [KOREAN.text[s.start : s.end] for p in KOREAN.paragraphs for s in p.sentences]
    texts += [MANY.text[s.start : s.end] for p in MANY.paragraphs for s in p.sentences]
    assert set(embedded) == set(texts)
    assert len(embedded) <= len(texts) + 6  # what was at work when it was stopped is made again
    embedded.clear()
    library.finish()
    assert embedded == []


def test_a_document_replaced_meanwhile_is_left(library, monkeypatch) -> None:
    library.add(KOREAN)
    [n] = library.store.encoders.due()
    encoder = library.reader.encoders()["dense"].id
    rows = {1: np.zeros((2, 32), np.float32)}
    library.add(made("ko", "다른 글이다. | 둘째 문장이다."))
    library.store.encoders.put_due(n, encoder, rows, last=True)
    assert library.store.encoders.sentences(n, encoder) == {}
    assert library.due == 1
    library.remove("ko")
    library.finish()
    assert library.due == 0


def test_an_update_keeps_what_it_knows(library, embedded) -> None:
    library.add(MANY)
    library.finish()
    embedded.clear()
    text = [MANY.text[p.start : p.end].replace("다. ", "다. | ", 1) for p in MANY.paragraphs]
    library.add(made("many", *text, f"새 문단이다. | {LONG} 끝."))
    library.finish()
    assert len(embedded) == 3  # a chunk and its two sentences


def test_a_translation_is_laid_beside_an_original_that_was_due(library) -> None:
    told = []
    for first in (False, True):
        library.add(KOREAN)
        if first:
            library.finish()
        library.add(ENGLISH)
        assert library.due == 0
        told.append([s.translation for p in library.passages_at("ko", [1, 2]) for s in p.sentences])
        library.remove("ko")
    assert told[0] == told[1]
    assert any(told[0])


def test_it_gives_way_to_questions(library) -> None:
    library.add(MANY)
    found(library)
    start = time.monotonic()
    library.finish()
    assert time.monotonic() - start > QUIET / 2


def test_another_model_makes_all_of_them(library, tiny, tmp_path) -> None:
    library.add(MANY)
    library.rebuild()
    assert library.check() == []
    library.finish()
    assert library.due == 0
