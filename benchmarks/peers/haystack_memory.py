"""Haystack's first tutorial: sentence-transformers embedders, the in-memory store and its retriever."""

from __future__ import annotations

from collections.abc import Sequence

from haystack import Document
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)


class Peer:
    def __init__(self, model: str) -> None:
        self._documents = SentenceTransformersDocumentEmbedder(
            model=model, prefix="passage: ", meta_fields_to_embed=["title"], progress_bar=False
        )
        self._questions = SentenceTransformersTextEmbedder(model=model, prefix="query: ", progress_bar=False)
        self._documents.warm_up()
        self._questions.warm_up()
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._retriever = InMemoryEmbeddingRetriever(document_store=self._store)

    def add(self, passages: Sequence[tuple[str, str, str]]) -> None:
        splitter = DocumentSplitter(split_by="word", split_length=200, split_overlap=0)
        splitter.warm_up()
        made = [
            Document(content=text, meta={"pid": pid, **({"title": title} if title else {})})
            for pid, title, text in passages
        ]
        parts = splitter.run(documents=made)["documents"]
        self._store.write_documents(self._documents.run(documents=parts)["documents"])

    def ask(self, question: str, language: str, target: str, k: int) -> list[str]:
        vector = self._questions.run(text=question)["embedding"]
        found = self._retriever.run(query_embedding=vector, top_k=3 * k)["documents"]
        return list(dict.fromkeys(document.meta["pid"] for document in found))[:k]
