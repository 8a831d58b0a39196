"""The models a library works with: the one that made its vectors, the one configured, further encoders."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.config import IndexConfig
from index.errors import ModelError, Trouble
from index.making.prepare import Progress, prepare
from index.making.rebuild import embed_again, encode_again, encode_keys_again
from index.models.bundled import load_embedder
from index.models.card import ModelCard
from index.models.embed import Embedder, describe
from index.models.encoders import ChunkEncoder, KeyEncoder, chunk_encoders, key_encoders
from index.models.precision import Precision
from index.store.encoder_tables import DENSE, card_from, card_json
from index.store.prepared import Prepared
from index.store.store import Row, Store
from sources.document import Document, Language

PRECISIONS = "precisions"  # the note that says what vectors were made in


class Models:
    """Loads what is needed when it is needed. Safe to use from several threads."""

    def __init__(self, store: Store, config: IndexConfig) -> None:
        self._store = store
        self.config = config
        self._lock = threading.Lock()
        self._embedder: Embedder | None = None
        self._extra: tuple[ChunkEncoder, ...] = chunk_encoders(config)
        self._keyed: tuple[KeyEncoder, ...] = key_encoders(config, _Later(self))

    @property
    def card(self) -> ModelCard:
        """The model whose vectors are searched."""
        row = self._store.encoders.serving().get(DENSE)
        return card_from(row.card) if row else describe(self.config)

    @property
    def outdated(self) -> bool:
        """Whether another model is configured than the one that serves."""
        row = self._store.encoders.serving().get(DENSE)
        return row is not None and not same_model(card_from(row.card), describe(self.config))

    @property
    def embedder(self) -> Embedder:
        """The model that made the index, loaded at first use and again when another takes its place. Raises
        ModelError where it is gone."""
        with self._lock:
            row = self._store.encoders.serving().get(DENSE)
            if row is None:
                self._embedder = load_embedder(self.config)
                self._store.encoders.add(DENSE, card_json(self._embedder.card), serving=True)
            elif self._embedder is None or card_from(row.card) != self._embedder.card:
                self._embedder = self._serving(card_from(row.card))
            return self._embedder

    def _serving(self, card: ModelCard) -> Embedder:
        embedder = load_embedder(config_for(card, self.config))
        if embedder.card != card:
            raise ModelError(Trouble.MODEL_CHANGED, model=card.name)
        return embedder

    def encoders(self) -> dict[str, int]:
        """Names and rows of the encoders whose vectors `prepare` makes. Loads the model: a library has none
        before its first document."""
        assert self.embedder.card.dimension
        names = {DENSE, *(item.name for item in self._extra), *(item.name for item in self._keyed)}
        return {name: row.id for name, row in self._store.encoders.serving().items() if name in names}

    def prepare(
        self,
        document: Document,
        old: Row | None,
        encoders: dict[str, int],
        progress: Progress,
    ) -> Prepared:
        """Everything the store keeps of a document; what the version it replaces has is not made again."""
        tables = self._store.encoders

        def have_keys(name: str, keys: Iterable[str]) -> set[str]:
            return tables.have_keys(encoders[name], keys)

        return prepare(
            document,
            self.embedder,
            target=self.config.chunk_tokens,
            encoders=self._extra,
            key_encoders=self._keyed,
            have_keys=have_keys,
            known=tables.known(old.n, encoders[DENSE]) if old else {},
            progress=progress,
        )

    @property
    def precisions(self) -> tuple[str, ...]:
        """What the library's vectors were made in, as far as it is known."""
        return tuple(self._store.note(PRECISIONS).split())

    def note_precision(self) -> None:
        """Remembers in the library what its embedder makes vectors in."""
        told = sorted({*self.precisions, *self.embedder.made_in})
        if told != list(self.precisions):
            self._store.set_note(PRECISIONS, " ".join(told))

    def complete(self, progress: Progress) -> None:
        """Computes the further vectors that stored chunks lack: an encoder may be newer than the library.
        Keys of an encoder that is switched off are forgotten: nobody would add to them."""
        tables = self._store.encoders
        serving = tables.serving()
        for encoder in self._extra:
            row, card = serving.get(encoder.name), encoder_card(encoder)
            if row is None or row.card != card or tables.without_vectors(row.id):
                encode_again(self._store, encoder, card, progress)
        for keyed in self._keyed:
            row, card = serving.get(keyed.name), encoder_card(keyed)
            if row is None or row.card != card:
                encode_keys_again(self._store, keyed, card, progress)
        for name, row in serving.items():
            if name not in {item.name for item in self._keyed} and not row.dimension:
                tables.forget(name)

    def embed_again(self, progress: Progress) -> None:
        """Makes the index's vectors with the configured model, which then serves."""
        embed_again(self._store, load_embedder(self.config), progress)


class _Later:
    """The library's embedder, loaded only when something is really embedded."""

    def __init__(self, models: Models) -> None:
        self._models = models

    @property
    def card(self) -> ModelCard:
        return self._models.embedder.card

    def query(self, text: str) -> NDArray[np.float32]:
        return self._models.embedder.query(text)

    def across(self, vector: NDArray[np.float32], language: Language) -> NDArray[np.float32]:
        return self._models.embedder.across(vector, language)

    def passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return self._models.embedder.passages(texts, progress=progress)

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        return self._models.embedder.token_counts(texts)

    @property
    def made_in(self) -> frozenset[Precision]:
        return self._models.embedder.made_in


def same_model(one: ModelCard, other: ModelCard) -> bool:
    """Whether two cards make the same vectors: a model is its content, not its name."""
    prefixes = (one.query_prefix, one.passage_prefix) == (other.query_prefix, other.passage_prefix)
    return prefixes and one.digest == other.digest


def config_for(card: ModelCard, config: IndexConfig) -> IndexConfig:
    """`config` with the model of `card` in it."""
    return replace(
        config,
        model=card.name,
        revision=card.revision,
        query_prefix=card.query_prefix,
        passage_prefix=card.passage_prefix,
        max_tokens=card.max_tokens,
    )


def encoder_card(encoder: ChunkEncoder | KeyEncoder) -> dict[str, object]:
    return {"revision": encoder.revision, "dimension": getattr(encoder, "dimension", 0)}
