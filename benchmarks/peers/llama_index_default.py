"""LlamaIndex's starter: VectorStoreIndex.from_documents with its default splitter and in-memory store."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core import Document, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding


class Peer:
    def __init__(self, model: str) -> None:
        self._embedding = HuggingFaceEmbedding(
            model_name=model, query_instruction="query: ", text_instruction="passage: ", device="cpu"
        )

    def add(self, passages: Sequence[tuple[str, str, str]]) -> None:
        # Metadata would be read by the model as well; a title is what the default would take from a file.
        documents = [
            Document(text=text, doc_id=pid, metadata={"title": title} if title else {})
            for pid, title, text in passages
        ]
        self._index = VectorStoreIndex.from_documents(documents, embed_model=self._embedding)

    def ask(self, question: str, language: str, target: str, k: int) -> list[str]:
        found = self._index.as_retriever(similarity_top_k=3 * k).retrieve(question)
        return list(dict.fromkeys(node.node.ref_doc_id for node in found))[:k]
