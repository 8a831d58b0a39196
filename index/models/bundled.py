"""The bundled model as an Embedder: a question by its network alone, passages by sentence-transformers.

One question is one short text, and bringing in sentence-transformers takes three times as long as all the
rest of a first answer. Both ways give the same vectors (tests/index/test_embed.py).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.config import DEFAULT_MODEL, IndexConfig
from index.errors import ModelError, Trouble
from index.models.card import ModelCard
from index.models.embed import Embedder, SentenceEmbedder, clean, describe, use_threads
from index.models.precision import Precision
from index.models.ready import ready
from index.models.unpacking import tensors, tokenizer, unpacked

if TYPE_CHECKING:
    from index.models.reading.network import Lower

PASSAGES = "passages"  # among the ready vectors


class BundledEmbedder:
    """An Embedder over the model unpacked in `folder`; each of its parts is loaded at first use."""

    def __init__(
        self, folder: Path, card: ModelCard, *, bulk_threads: int = 0, cache: Path | None = None
    ) -> None:
        """Raises ModelError where `folder` does not hold the model. `card.dimension` 0 is filled in."""
        try:
            shape = json.loads((folder / "config.json").read_text("utf-8"))
            limits = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))
            size, self._layers = shape["hidden_size"], shape["num_hidden_layers"]
            most = limits["max_seq_length"]
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(Trouble.MODEL_DAMAGED, model=card.name, path=str(folder)) from error
        self._card = replace(card, dimension=size, max_tokens=min(card.max_tokens, most))
        self.folder = folder
        self._bulk_threads = bulk_threads
        self._cache = cache
        self._lock = threading.RLock()

    @property
    def card(self) -> ModelCard:
        return self._card

    def query(self, text: str) -> NDArray[np.float32]:
        import torch

        use_threads(1)  # more are slower for one short text, and far slower on a busy machine
        with self._lock:
            network = self._network
        ids = tokenizer(self.folder).encode(self._card.query_prefix + clean(text)).ids
        if len(ids) > self._card.max_tokens:
            ids = [*ids[: self._card.max_tokens - 1], ids[-1]]
        row = torch.tensor([ids])
        mean = network(row, torch.ones_like(row, dtype=torch.bool))[0].mean(0)
        found: NDArray[np.float32] = (mean / mean.norm()).numpy()
        return found

    def passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        def make(missing: Sequence[str]) -> NDArray[np.float32]:
            if progress is not None and len(missing) < len(texts):
                progress(len(texts) - len(missing))
            if not missing:
                return np.zeros((0, self._card.dimension), np.float32)
            with self._lock:
                whole = self._whole
            return whole.passages(missing, progress=progress)

        card = self._card
        revision = f"{card.digest} {card.max_tokens} {card.passage_prefix}"
        return ready(PASSAGES, revision).fill(texts, make)

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        found = tokenizer(self.folder).encode_batch([clean(text) for text in texts], add_special_tokens=False)
        return [len(one.ids) for one in found]

    @property
    def made_in(self) -> frozenset[Precision]:
        return self._whole.made_in if "_whole" in self.__dict__ else frozenset()

    @cached_property
    def _network(self) -> Lower:
        """All of the model's layers."""
        from index.models.reading.network import Lower

        try:
            return Lower(tensors(self.folder), self._layers).eval()
        except Exception as error:  # whatever the libraries below raise for a file that is not whole
            raise ModelError(Trouble.MODEL_DAMAGED, model=self._card.name, path=str(self.folder)) from error

    @cached_property
    def _whole(self) -> SentenceEmbedder:
        return SentenceEmbedder(
            str(self.folder), self._card, bulk_threads=self._bulk_threads, cache=self._cache
        )


def load_embedder(config: IndexConfig = IndexConfig()) -> Embedder:
    """The embedder `config` asks for; the default model is unpacked on first use. Raises ModelError."""
    card, threads, cache = describe(config), config.bulk_threads, config.cache_dir
    if config.model == DEFAULT_MODEL:
        folder = unpacked(cache, config.weights)
        return BundledEmbedder(folder, card, bulk_threads=threads, cache=cache)
    return SentenceEmbedder(config.model, card, bulk_threads=threads, cache=cache)
