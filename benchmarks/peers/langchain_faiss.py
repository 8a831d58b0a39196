"""LangChain's retrieval tutorial: RecursiveCharacterTextSplitter(1000, 200), HuggingFaceEmbeddings, FAISS."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter


class Peer:
    def __init__(self, model: str) -> None:
        self._embeddings = HuggingFaceEmbeddings(
            model_name=model,
            encode_kwargs={"prompt": "passage: ", "normalize_embeddings": True},
            query_encode_kwargs={"prompt": "query: ", "normalize_embeddings": True},
        )

    def add(self, passages: Sequence[tuple[str, str, str]]) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        documents = [
            Document(page_content=text, metadata={"id": pid, "title": title}) for pid, title, text in passages
        ]
        self._store = FAISS.from_documents(splitter.split_documents(documents), self._embeddings)

    def ask(self, question: str, language: str, target: str, k: int) -> list[str]:
        found = self._store.similarity_search(question, k=3 * k)
        return list(dict.fromkeys(document.metadata["id"] for document in found))[:k]
