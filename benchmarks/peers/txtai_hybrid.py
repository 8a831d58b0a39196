"""txtai: its embeddings database with hybrid (dense and BM25) search, as its documentation has it for RAG."""

from __future__ import annotations

from collections.abc import Sequence

from txtai import Embeddings


class Peer:
    def __init__(self, model: str) -> None:
        self._embeddings = Embeddings(
            path=model,
            method="sentence-transformers",
            instructions={"query": "query: ", "data": "passage: "},
            hybrid=True,
        )

    def add(self, passages: Sequence[tuple[str, str, str]]) -> None:
        self._embeddings.index((pid, text, None) for pid, _, text in passages)

    def ask(self, question: str, language: str, target: str, k: int) -> list[str]:
        return [pid for pid, _ in self._embeddings.search(question, k)]
