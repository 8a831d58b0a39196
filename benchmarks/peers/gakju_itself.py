"""Gakju as it is: a Library of the passages, an article a document, asked with Library.retrieve."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.sets import Passage, article_documents
from index.config import IndexConfig
from index.library import Library
from sources.document import Language


class Peer:
    def __init__(self, model: str) -> None:
        self._home = tempfile.TemporaryDirectory()
        # The unpacked default model is the directory that every peer is given.
        self._library = Library.open(Path(self._home.name), IndexConfig(bulk_threads=1))
        self._library.embedder.query("loads the model")

    def add(self, passages: Sequence[tuple[str, str, str]]) -> None:
        language = Language.KO if passages[0][0].startswith(("korquad", "bele-ko")) else Language.EN
        held = {pid: Passage(pid, text, title, language) for pid, title, text in passages}
        documents, self._places = article_documents(held)
        for document in documents:
            self._library.add(document)

    def ask(self, question: str, language: str, target: str, k: int) -> list[str]:
        found = self._library.retrieve(question, Language(language), k=3 * k)
        ranked = []
        for hit in found.lists[Language(target)]:
            document = self._library.document(hit.chunk.key)
            start, end = hit.chunk.start, hit.chunk.end
            numbers = [one.number for one in document.paragraphs if one.start < end and start < one.end]
            ranked += [self._places[document.key, number] for number in numbers]
        return list(dict.fromkeys(ranked))[:k]
