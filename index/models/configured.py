"""Any model that a user names, run by sentence-transformers: the only embedder that brings it in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError, Trouble
from index.models.card import ModelCard
from index.models.embed import TextEmbedder


class SentenceEmbedder(TextEmbedder):
    """An Embedder over a sentence-transformers directory, or a name it can resolve."""

    def __init__(
        self, path: str, card: ModelCard, *, bulk_threads: int = 0, cache: Path | None = None
    ) -> None:
        """Raises ModelError where `path` holds no usable model. `card.dimension` 0 is filled in."""
        self._model = _load(path, card)
        size = self._model.get_embedding_dimension()
        if card.dimension not in (0, size):
            raise ModelError(Trouble.MODEL_DAMAGED, model=card.name)
        limit = min(card.max_tokens, self._model.max_seq_length or card.max_tokens)
        self._model.max_seq_length = limit
        known = replace(card, dimension=size, max_tokens=limit)
        super().__init__(known, bulk_threads=bulk_threads, cache=cache)
        self._encode(["."])  # sets the tokenizer's limits, before several threads use it

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = self._model.encode(
            texts,
            batch_size=max(1, len(texts)),
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)

    def _count(self, texts: list[str]) -> list[int]:
        if not texts:
            return []
        # The tokenizer is asked directly, under the settings that encoding keeps: changing them for a count
        # would change them under another thread's text. What it cuts off is in `overflowing`.
        found = self._model.tokenizer.backend_tokenizer.encode_batch(texts, add_special_tokens=False)
        return [sum(sum(part.attention_mask) for part in (one, *one.overflowing)) for one in found]


def _load(path: str, card: ModelCard) -> Any:
    """The model at `path`, or by that name where it is no directory."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        return SentenceTransformer(path, device="cpu", revision=card.revision or None)
    except Exception as error:  # the libraries below raise whatever their parts raise
        code = Trouble.MODEL_DAMAGED if Path(path).is_dir() else Trouble.MODEL_NOT_FOUND
        raise ModelError(code, model=card.name, path=path, reason=str(error)[:200]) from error
