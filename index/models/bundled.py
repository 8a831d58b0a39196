"""The bundled model as an Embedder, run by the reader's network. sentence-transformers makes the same vectors
of it (tests/index/test_embed.py), but takes ten seconds to bring in."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.config import DEFAULT_MODEL, IndexConfig
from index.errors import ModelError, Trouble
from index.models.card import ModelCard
from index.models.configured import SentenceEmbedder
from index.models.crossing import shipped_crossing
from index.models.embed import Embedder, TextEmbedder, describe
from index.models.ready import ready
from index.models.unpacking import tensors, tokenizer, unpacked
from sources.document import Language

if TYPE_CHECKING:
    from index.models.reading.network import Lower

PASSAGES = "passages"  # among the ready vectors


class BundledEmbedder(TextEmbedder):
    """An Embedder over the model unpacked in `folder`, loaded at first use."""

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
        known = replace(card, dimension=size, max_tokens=min(card.max_tokens, most))
        super().__init__(known, bulk_threads=bulk_threads, cache=cache)
        self.folder = folder
        self._lock = threading.Lock()

    def passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        card = self._card
        made = ready(PASSAGES, f"{card.digest} {card.max_tokens} {card.passage_prefix}")
        if progress is not None and (count := made.count(texts)):
            progress(count)
        return made.fill(texts, partial(super().passages, progress=progress))

    def across(self, vector: NDArray[np.float32], language: Language) -> NDArray[np.float32]:
        return shipped_crossing()(vector, language)

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        from index.models.reading.network import mean_vectors, padded

        with self._lock:
            network = self._network
        coded = tokenizer(self.folder).encode_batch(texts)
        ids, present = padded([_cut(one.ids, self._card.max_tokens) for one in coded])
        found: NDArray[np.float32] = mean_vectors(network(ids, present), present).numpy()
        return found

    def _count(self, texts: list[str]) -> list[int]:
        found = tokenizer(self.folder).encode_batch(texts, add_special_tokens=False)
        return [len(one.ids) for one in found]

    @cached_property
    def _network(self) -> Lower:
        """All of the model's layers."""
        from index.models.reading.network import Lower

        try:
            return Lower(tensors(self.folder), self._layers).eval()
        except Exception as error:  # whatever the libraries below raise for a file that is not whole
            raise ModelError(Trouble.MODEL_DAMAGED, model=self._card.name, path=str(self.folder)) from error


def _cut(ids: list[int], most: int) -> list[int]:
    """At most `most` tokens, the last one kept: it marks the end."""
    return ids if len(ids) <= most else [*ids[: most - 1], ids[-1]]


def load_embedder(config: IndexConfig = IndexConfig()) -> Embedder:
    """The embedder `config` asks for; the default model is unpacked on first use. Raises ModelError."""
    card, threads, cache = describe(config), config.bulk_threads, config.cache_dir
    if config.model == DEFAULT_MODEL:
        folder = unpacked(cache, config.weights)
        return BundledEmbedder(folder, card, bulk_threads=threads, cache=cache)
    return SentenceEmbedder(config.model, card, bulk_threads=threads, cache=cache)
