"""haiku.rag's Python client: its own chunker, LanceDB, and hybrid search, as its documentation begins."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

from haiku.rag.client import HaikuRAG
from haiku.rag.config import AppConfig

Result = TypeVar("Result")


class Peer:
    def __init__(self, model: str) -> None:
        # Its sentence-transformers provider takes the prefixes from the model directory's own prompts.
        settings = {
            "embeddings": {"model": {"provider": "sentence-transformers", "name": model, "vector_dim": 384}},
            "processing": {"chunking_tokenizer": model},
        }
        self._folder = tempfile.TemporaryDirectory()
        self._loop = asyncio.new_event_loop()
        path = Path(self._folder.name) / "library.lancedb"
        self._client = HaikuRAG(path, config=AppConfig.model_validate(settings), create=True)
        self._run(self._client.__aenter__())

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._loop.run_until_complete(work)

    def add(self, passages: Sequence[tuple[str, str, str]]) -> None:
        for pid, title, text in passages:
            self._run(self._client.create_document(text, uri=pid, title=title or None))

    def ask(self, question: str, language: str, target: str, k: int) -> list[str]:
        found = self._run(self._client.search(question, limit=3 * k))
        return list(dict.fromkeys(result.document_uri for result in found))[:k]
