"""Finding across Korean and English in a small library of both, with the real models."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.config import IndexConfig
from index.finding.lexicon import Lexicon
from index.finding.retrieve import Retriever, share, usual_share
from index.hit import Chunk, Filters, Hit
from index.library import Library
from index.models.rerank import rerank
from index.models.universal import second_encoder
from index.models.word_vectors import WORDS, word_encoder
from index.words.glossary import USER_FILE, Glossary
from tests.index.bilingual import EN, ENGLISH, KO, QUESTIONS, document, documents
from tests.once import copy, made_once


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    def make(home: Path) -> None:
        with closing(Library.open(home, IndexConfig())) as library:
            for one in documents():
                library.add(one)

    home = made_once(tmp_path_factory, "mixed", make)
    with closing(Library.open(copy(home, tmp_path_factory), IndexConfig())) as library:
        yield library


def places(hits) -> list[tuple[str, int]]:
    return [(hit.chunk.key, hit.chunk.paragraph) for hit in hits]


@pytest.mark.parametrize(("question", "language", "key", "paragraph"), QUESTIONS)
def test_a_question_finds_its_paragraph_whatever_its_language(mixed, question, language, key, paragraph):
    found = mixed.retrieve(question, language)
    target = EN if key in ENGLISH else KO
    assert (key, paragraph) in places(found.lists[target])[:3]
    assert (key, paragraph) in places(found.hits)
    assert len(found.hits) == 6


def test_nearly_every_question_finds_it_first(mixed):
    first = 0
    for question, language, key, paragraph in QUESTIONS:
        found = mixed.retrieve(question, language)
        first += places(found.lists[EN if key in ENGLISH else KO])[0] == (key, paragraph)
    assert first >= len(QUESTIONS) - 2


def test_a_questions_words_become_words_of_the_other_language(mixed):
    encoder = word_encoder(mixed.config, second_encoder(mixed.config))
    lexicon = Lexicon(mixed.reader, encoder, None)
    groups = lexicon.groups("후사비크의 독일 어선은 5퍼센트를 잡았나?", KO, Glossary.load())
    together = {token: weight for group in groups for token, weight in group.items()}
    assert together["husavik"] > 0.5  # by its sound
    assert together["germani"] > 0.5  # by the glossary
    assert together["#5%"] == 1.0  # by its value
    assert max(together.get(token, 0) for token in ("boat", "fish")) > 0.4  # by its meaning
    assert all(0 < weight <= 1 for weight in together.values())


def test_a_name_in_latin_letters_stands_for_no_other_such_name(tmp_path):
    texts = {
        "서버": document("서버", ("플랫폼은 JSP와 JAVA로 만든다.", "서버는 SaaS로 바꾼다."), KO),
        "bank": document("bank", ("JASPERS is managed by the bank under a joint committee.",), EN),
    }
    with closing(Library.open(tmp_path, IndexConfig())) as library:
        for one in texts.values():
            library.add(one)
        meant = library.renderings("Who manages JASPERS?", EN)["JASPERS"]
        assert not {token for token in meant if token.isascii()}


def test_scores_fall_and_ranks_are_told(mixed):
    found = mixed.retrieve("열차 지연의 원인", KO)
    for hits in (found.hits, *found.lists.values()):
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    top = found.lists[KO][0]
    assert top.ranks["lexical"] == 1
    assert "dense" in top.ranks
    assert {"dense", "second"} <= found.lists[EN][0].ranks.keys()
    assert found.coverage[KO] > found.coverage[EN]


@pytest.mark.parametrize(
    ("question", "language", "unknown"),
    [
        ("What does Müller say about trains in Germany?", EN, ()),
        ("철도에 1조 2천억 원이 드나?", KO, ()),
        ("백신 상자는 120만 달러인가?", KO, ()),
        ("몽골의 철도는 2044년에 개통하나?", KO, ("몽골", "2044년")),
        ("Did Takahashi visit Reykjavik?", EN, ("Reykjavik",)),
        ("마그누스도티르 선장은 무엇을 말하나?", KO, ()),  # a skipper, by the dictionary
        ("마그누스도티르 등대는 어디에 있나?", KO, ("등대",)),
    ],
)
def test_terms_that_occur_nowhere_are_named(mixed, question, language, unknown):
    assert mixed.retrieve(question, language).unknown == unknown


def test_filters_hold_for_every_ranking(mixed):
    found = mixed.retrieve(
        "Why have rents gone up in Lisbon?", EN, filters=Filters(keys=("fisheries", "도서관"))
    )
    assert {hit.chunk.key for hits in (found.hits, *found.lists.values()) for hit in hits} <= {
        "fisheries",
        "도서관",
    }
    assert "Lisbon" in found.unknown


def test_a_removed_document_is_not_found_by_its_words(tmp_path):
    library = Library.open(tmp_path, IndexConfig())
    for one in documents()[-2:]:
        library.add(one)
    assert "vaccines" in {hit.chunk.key for hit in library.retrieve("백신", KO).hits}
    library.remove("vaccines")
    found = library.retrieve("백신 접종", KO)
    assert {hit.chunk.key for hit in found.hits} == {"housing"}
    assert "백신" in found.unknown
    library.close()


def test_the_users_glossary_is_read_when_it_changes(mixed):
    assert "깔따구" in mixed.retrieve("깔따구는 어디로 옮겨 갔나?", KO).unknown
    path = mixed.home / USER_FILE
    path.write_text("깔따구\tmackerel\n", "utf-8")
    try:
        found = mixed.retrieve("깔따구는 어디로 옮겨 갔나?", KO)
        assert "깔따구" not in found.unknown
        assert places(found.lists[EN])[0] == ("fisheries", 3)
        path.write_text("no tab here\n", "utf-8")
        assert "깔따구" in mixed.retrieve("깔따구는 어디로 옮겨 갔나?", KO).unknown
    finally:
        path.unlink()


@pytest.mark.parametrize(
    "question", ["", " ", "\0", "😀", "1234567890" * 50, "東京はどこ", "<b>x</b>", "\ud800"]
)
def test_any_question_is_answered_with_hits(mixed, question):
    for language in (KO, EN):
        assert mixed.retrieve(question, language).hits


def hit(key: str, paragraph: int, score: float, language=KO, of: str | None = None, number: int = 0) -> Hit:
    name = number or abs(hash((key, paragraph, language))) % 10**6
    return Hit(Chunk(name, key, key, language, "", None, paragraph, 0, 1, "x", of), score)


def test_places_are_shared_out_as_asked():
    own = [hit("a", n, 1 - n / 10) for n in range(1, 9)]
    other = [hit("b", n, 1 - n / 10, EN) for n in range(1, 9)]
    for part, places in ((1 / 3, 2), (1 / 2, 3), (2 / 3, 4)):
        found = share(own, other, 6, part)
        assert [one.chunk.language for one in found].count(EN) == places
    assert len(share(own, other[:1], 6, 1 / 2)) == len(share(own[:1], other, 6, 1 / 2)) == 6
    assert len(share(own[:2], [], 6, 1 / 2)) == 2


def test_the_language_that_covers_more_of_a_question_has_more_places(mixed):
    """Both ways and in both languages: the answer's language is the question's, or is not."""
    of_other: dict[bool, list[int]] = {True: [], False: []}
    for question, language, key, _ in QUESTIONS:
        found = mixed.retrieve(question, language)
        ahead = found.coverage[language] - found.coverage[language.other]
        there = [hit.chunk.language for hit in found.hits].count(language.other)
        assert there == round(6 * usual_share(ahead))
        of_other[(EN if key in ENGLISH else KO) is language.other].append(there)
    assert min(of_other[True]) == 4 > np.mean(of_other[False])


def test_a_translation_takes_no_place_of_its_own():
    own = [hit("a", n, 1 - n / 10) for n in range(1, 5)]
    other = [
        hit("a.en", 1, 0.9, EN, "a"),
        hit("a.en", 2, 0.8, EN, "a"),
        hit("b", 1, 0.2, EN),
        hit("b", 2, 0.1, EN),
    ]
    found = share(own, other, 6, 1 / 2)
    assert {one.chunk.key for one in found} == {"a", "b"}
    assert len(found) == 6


class Backwards:
    """A scorer that likes late letters."""

    def score(self, question: str, texts) -> list[float]:
        return [float(ord(text[0])) for text in texts]


def test_a_reranker_orders_the_head_and_keeps_the_scores():
    hits = [
        Hit(Chunk(n, "a", "a", KO, "", None, n, 0, 1, letter), 1 - n / 10) for n, letter in enumerate("bca")
    ]
    found = rerank(Backwards(), "?", hits)
    assert [one.chunk.text for one in found] == ["c", "b", "a"]
    assert [one.score for one in found] == [one.score for one in hits]
    assert [one.ranks["reranked"] for one in found] == [1, 2, 3]


def test_a_reranker_is_used_where_it_is_set(mixed):
    plain = mixed.retrieve("Why have rents gone up in Lisbon?", EN)
    found = Retriever(mixed.reader, IndexConfig(), scorer=Backwards()).retrieve(
        mixed.embedder, "Why have rents gone up in Lisbon?", EN
    )
    letters = [one.chunk.text[0] for one in found.lists[EN]]
    assert letters == sorted(letters, reverse=True)
    assert {one.chunk.id for one in found.lists[EN]} == {one.chunk.id for one in plain.lists[EN]}


def test_words_vectors_do_not_depend_on_what_else_is_there(mixed, tmp_path):
    """So neither does what is found depend on the order of adding."""
    library = Library.open(tmp_path, IndexConfig())
    library.add(documents()[-1])
    _, keys, vectors = mixed.reader.keys(WORDS)
    held = dict(zip(keys, vectors, strict=True))
    _, alone, table = library.reader.keys(WORDS)
    assert len(alone) > 20
    for key, vector in zip(alone, table, strict=True):
        np.testing.assert_allclose(vector, held[key], atol=1e-5)
    library.close()


def test_a_document_of_one_language_is_enough(tmp_path):
    library = Library.open(tmp_path, IndexConfig())
    library.add(document("도서관", ("작은도서관의 장서는 평균 6,400권이다.",), KO))
    found = library.retrieve("How many books does a library hold?", EN)
    assert places(found.hits) == [("도서관", 1)]
    assert found.lists[EN] == ()
    library.close()
