"""BM25 over the store's postings against the formula, worked out by brute force."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from index.finding import lexical
from index.finding.lexical import K1, B, search
from index.library import Library
from index.words.terms import passage_tokens
from sources.document import Language
from tests.index.bilingual import EN, document

WORDS = (
    "alliance",
    "budget",
    "ceasefire",
    "drone",
    "embassy",
    "fleet",
    "gas",
    "harbour",
    "island",
    "missile",
)


def texts() -> list[str]:
    draw = random.Random(3)
    return [" ".join(draw.choices(WORDS, k=draw.randint(8, 18))).capitalize() + "." for _ in range(25)]


def scores(groups, held: list[str]) -> list[float]:
    """BM25 of each text: of every group the best token."""
    counted = [Counter(passage_tokens(text, EN, f"doc{n}\n")) for n, text in enumerate(held)]
    usual = sum(sum(counts.values()) for counts in counted) / len(counted)
    found = []
    for counts in counted:
        total = 0.0
        for group in groups:
            best = 0.0
            for token, weight in group.items():
                holding = sum(token in other for other in counted)
                rarity = math.log(1 + (len(counted) - holding + 0.5) / (holding + 0.5))
                norm = counts[token] + K1 * (1 - B + B * sum(counts.values()) / usual)
                best = max(best, weight * rarity * counts[token] * (K1 + 1) / norm)
            total += best
        found.append(total)
    return found


@pytest.fixture(scope="module")
def library(tmp_path_factory, tiny):
    """A library of `texts`, a document each."""
    found = Library.open(tmp_path_factory.mktemp("words"), tiny)
    for number, text in enumerate(texts()):
        found.add(document(f"doc{number}", (text,), EN))
    yield found
    found.close()


@pytest.mark.parametrize(
    "groups",
    [
        [{"budget": 1.0}, {"drone": 1.0}, {"nowher": 1.0}],
        [{"missil": 0.8, "jet": 0.4, "drone": 0.3}, {"fleet": 1.0}],
        [{"doc7": 1.0}],
    ],
)
def test_scores_are_those_of_the_formula(library, groups):
    found = search(library.reader, EN, groups)
    chunks = {
        chunk.id: int(chunk.key.removeprefix("doc")) for chunk in library.reader.chunks(found.ranked.ids)
    }
    expected = scores(groups, texts())
    assert {chunks[number] for number in found.ranked.ids.tolist()} == {
        n for n, s in enumerate(expected) if s > 0
    }
    for number, score in zip(found.ranked.ids.tolist(), found.ranked.scores.tolist(), strict=True):
        assert score == pytest.approx(expected[chunks[number]], rel=1e-4)


def test_coverage_tells_how_much_of_the_question_is_met(library):
    whole = search(library.reader, EN, [{"doc7": 1.0}]).coverage
    half = search(library.reader, EN, [{"doc7": 1.0}, {"nowher": 1.0}]).coverage
    assert 0 < half < whole <= 1
    assert search(library.reader, EN, [{"nowher": 1.0}]).coverage == 0
    assert search(library.reader, Language.KO, [{"doc7": 1.0}]).coverage == 0


def test_only_allowed_chunks_are_found(library):
    everything = search(library.reader, EN, [{"budget": 1.0}]).ranked.ids
    some = everything[:3]
    assert set(search(library.reader, EN, [{"budget": 1.0}], allowed=some).ranked.ids.tolist()) == set(
        some.tolist()
    )


def test_a_wide_question_reads_its_rarest_words(library, monkeypatch):
    monkeypatch.setattr(lexical, "POSTINGS", 3)
    monkeypatch.setattr(lexical, "ALWAYS", 1)
    found = search(library.reader, EN, [{"doc7": 1.0}, *({word: 1.0} for word in ("budget", "drone", "gas"))])
    [chunk] = library.reader.chunks(found.ranked.ids)
    assert chunk.key == "doc7"
