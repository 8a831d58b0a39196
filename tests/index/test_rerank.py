"""The optional reranker with a real, very small CrossEncoder directory."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoConfig, AutoTokenizer, BertForSequenceClassification

from index.config import IndexConfig
from index.errors import ModelError
from index.library import Library
from index.models.rerank import CrossScorer
from tests.index.bilingual import EN, documents
from tests.index.tiny_model import tiny_model


@pytest.fixture(scope="module")
def cross(tmp_path_factory) -> Path:
    """A CrossEncoder with random weights and one score."""
    folder = tmp_path_factory.mktemp("cross")
    base = tiny_model(folder / "base")
    shape = AutoConfig.from_pretrained(base)
    shape.num_labels = 1
    torch.manual_seed(5)
    BertForSequenceClassification(shape).save_pretrained(folder / "cross")
    AutoTokenizer.from_pretrained(base).save_pretrained(folder / "cross")
    return folder / "cross"


def test_a_question_is_read_with_each_text(cross):
    scorer = CrossScorer(str(cross))
    together = scorer.score("rents", ["Rents rose.", "Fish moved north.", "A third."])
    alone = [scorer.score("rents", [text])[0] for text in ("Rents rose.", "Fish moved north.", "A third.")]
    assert together == pytest.approx(alone, abs=1e-4)
    assert len({round(score, 6) for score in together}) == 3


def test_one_setting_turns_it_on(cross, tiny, tmp_path):
    config = IndexConfig(model=tiny.model, second=False, reranker=str(cross))
    library = Library.open(tmp_path, config)
    for one in documents()[-3:]:
        library.add(one)
    found = library.retrieve("Why have rents gone up?", EN).lists[EN]
    assert [hit.ranks["reranked"] for hit in found[:5]] == [1, 2, 3, 4, 5]
    scores = CrossScorer(str(cross)).score("Why have rents gone up?", [hit.chunk.text for hit in found])
    assert scores == sorted(scores, reverse=True)
    library.close()


def test_a_missing_model_is_told(tmp_path):
    with pytest.raises(ModelError):
        CrossScorer(str(tmp_path)).score("?", ["a", "b"])
