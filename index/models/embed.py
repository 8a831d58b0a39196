"""Turns texts into vectors: what is the same for every model. `bundled` and `configured` hold the models.

Vectors are float32 of unit length, so a dot product is a cosine. This module does not know what the texts
are or where the vectors go.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.config import DEFAULT_MODEL, IndexConfig
from index.models.card import ModelCard
from index.models.precision import Precision, chosen
from index.models.unpacking import STAMP, unpacked
from sources.document import Language

# Padded tokens in one batch: what a layer makes of them stays in the processor's cache. 4096 take 28% more
# processor time.
BATCH_TOKENS = 1024
# Texts that precisions are timed with: those of a small batch.
PROBE = ("각국은 국방비를 늘리고 그 이행을 해마다 점검하기로 하였다. " * 2,) * 8
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


class Embedder(Protocol):
    """The seam to an embedding model. All vectors are float32 of unit length."""

    @property
    def card(self) -> ModelCard: ...

    def query(self, text: str) -> NDArray[np.float32]:
        """One question's vector, (dimension,)."""

    def across(self, vector: NDArray[np.float32], language: Language) -> NDArray[np.float32]:
        """The vector of a question in `language` as it stands among texts of the other language."""

    def passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of many texts, (len(texts), dimension). `progress` gets the number newly done."""

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text alone, without prefix and end marks."""

    @property
    def made_in(self) -> frozenset[Precision]:
        """The precisions its `passages` were made in so far."""


def question_vectors(
    embedder: Embedder, question: str, language: Language
) -> dict[Language, NDArray[np.float32]]:
    """The vector of a question in `language`, by the language of the texts that it is compared with."""
    own = embedder.query(question)
    return {language: own, language.other: embedder.across(own, language)}


def clean(text: str) -> str:
    """`text` as a model may see it: NFC, NUL and lone surrogates made spaces."""
    return unicodedata.normalize("NFC", _UNUSABLE.sub(" ", text))


def batches(lengths: Sequence[int], room: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Places of texts, longest first, in batches whose padded size stays within `room` tokens. Texts of
    like length share a batch, so little of it is padding."""
    order = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    batch: list[int] = []
    for place in order:
        longest = lengths[batch[0]] if batch else 0
        if batch and longest * (len(batch) + 1) > room:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


class TextEmbedder(ABC):
    """An Embedder but for the model itself: prefixes, batches of texts of like length, threads, precision."""

    def __init__(self, card: ModelCard, *, bulk_threads: int = 0, cache: Path | None = None) -> None:
        """The fastest precision for many texts is found out once and kept in `cache`; without one it is
        float32."""
        self._card = card
        self._bulk_threads = bulk_threads
        self._cache = cache
        self._made_in: frozenset[Precision] = frozenset()

    @abstractmethod
    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Vectors of unit length of a few texts, (len(texts), dimension), each cut at the model's limit."""

    @abstractmethod
    def _count(self, texts: list[str]) -> list[int]:
        """Tokens of each text, uncut, without end marks."""

    @property
    def card(self) -> ModelCard:
        return self._card

    def query(self, text: str) -> NDArray[np.float32]:
        use_threads(1)  # more are slower for one short text, and far slower on a busy machine
        found: NDArray[np.float32] = self._encode([self._card.query_prefix + clean(text)])[0]
        return found

    def across(self, vector: NDArray[np.float32], language: Language) -> NDArray[np.float32]:
        return vector

    def passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        found = np.zeros((len(texts), self._card.dimension), np.float32)
        if not texts:
            return found
        whole = [self._card.passage_prefix + clean(text) for text in texts]
        use_threads(self._spare_threads())
        self._made_in |= {self.precision}
        for batch in batches([min(count, self._card.max_tokens) + 2 for count in self._count(whole)]):
            found[batch] = self._encode_in(self.precision, [whole[place] for place in batch])
            if progress is not None:
                progress(len(batch))
        return found

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        return self._count([clean(text) for text in texts])

    @property
    def made_in(self) -> frozenset[Precision]:
        return self._made_in

    @cached_property
    def precision(self) -> Precision:
        """What the vectors of many texts are made in."""
        if self._cache is None:
            return Precision.FLOAT32
        return chosen(self._cache, lambda precision: self._encode_in(precision, list(PROBE)))

    def _encode_in(self, precision: Precision, texts: list[str]) -> NDArray[np.float32]:
        import torch

        with torch.autocast("cpu", torch.bfloat16, enabled=precision is Precision.BFLOAT16):
            return self._encode(texts)

    def _spare_threads(self) -> int:
        """Threads for bulk work: as configured, else as many as OpenMP is given, else a core each, but one
        alone on a machine that others keep busy, where threads that wait for each other take several times
        as long."""
        given = os.environ.get("OMP_NUM_THREADS", "")
        cores = int(given) if given.isdigit() and int(given) else os.cpu_count() or 1
        busy = hasattr(os, "getloadavg") and os.getloadavg()[0] > 1.5 * cores
        return self._bulk_threads or (1 if busy else cores)


def use_threads(count: int) -> None:
    """Lets torch work in `count` threads from now on."""
    import torch

    if torch.get_num_threads() != count:
        torch.set_num_threads(count)


def describe(config: IndexConfig = IndexConfig()) -> ModelCard:
    """The card of the model `config` asks for, without loading it: its dimension is 0, not known yet, and its
    limit the one asked for. Raises ModelError where the default model cannot be had."""
    if config.model == DEFAULT_MODEL:
        stamp = unpacked(config.cache_dir, config.weights) / STAMP
        digest = json.loads(stamp.read_text("utf-8"))["digest"]
    else:
        digest = fingerprint(config.model, config.revision)
    asked, passage = prefixes(config)
    return ModelCard(config.model, digest, 0, asked, passage, config.max_tokens, config.revision)


def prefixes(config: IndexConfig) -> tuple[str, str]:
    """What the model wants before a question and before a passage: the E5 family was trained with
    prefixes (Wang et al. 2022, arXiv:2212.03533), its instruction-tuned members and others were not."""
    name = Path(config.model).name.lower()
    e5 = re.search(r"(^|[-_])e5([-_]|$)", name) is not None and "instruct" not in name
    asked = config.query_prefix if config.query_prefix is not None else "query: " if e5 else ""
    passage = config.passage_prefix if config.passage_prefix is not None else "passage: " if e5 else ""
    return asked, passage


def fingerprint(model: str, revision: str = "") -> str:
    """A hash of a configured model's own files, or of its name where it is only downloaded later.

    File contents are hashed in blocks; a directory of a gigabyte takes about a second, once a start."""
    folder = Path(model)
    if not folder.is_dir():
        found = _hub_folder(model, revision)
        if found is None:
            return hashlib.sha256(f"{model}@{revision}".encode()).hexdigest()
        folder = found
    hashed = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name.startswith((".", "onnx/", "openvino/")) or path.suffix in {".md", ".h5", ".lock"}:
            continue
        hashed.update(name.encode())
        with path.open("rb") as file:
            hashed.update(hashlib.file_digest(file, "sha256").digest())
    return hashed.hexdigest()


def _hub_folder(name: str, revision: str) -> Path | None:
    """Where a model of the hub lies on this machine already, None where it does not."""
    with contextlib.suppress(Exception):  # any failure means: not here
        from huggingface_hub import try_to_load_from_cache

        for repository in (name, f"sentence-transformers/{name}"):
            found = try_to_load_from_cache(repository, "config.json", revision=revision or None)
            if isinstance(found, str):
                return Path(found).parent
    return None
