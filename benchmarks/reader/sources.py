"""Where the training data lie."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from sources.document import Document
from sources.load import read_document

SUFFIXES = {".md", ".hwp", ".pdf", ".hwpx", ".txt", ".html"}


@dataclass
class Sources:
    """`data` has contexts.jsonl and questions.jsonl; `papers` are folders of documents to make questions of;
    `gold_files` "FILE:FOLDER" of questions with their documents; `parallel` has Belebele; contexts whose text
    stands in a passages file of `outside` are kept out."""

    data: Path
    papers: tuple[Path, ...] = ()
    gold_files: tuple[str, ...] = ()
    parallel: Path | None = None
    outside: tuple[Path, ...] = ()
    seed: int = 7
    _read: dict[Path, dict[str, Document]] = field(default_factory=dict)

    def documents(self) -> list[Document]:
        return list(self.named_documents().values())

    def named_documents(self) -> dict[str, Document]:
        """The papers by the names of their files."""
        return {name: d for folder in self.papers for name, d in self._folder(folder).items()}

    def gold(self) -> list[tuple[Path, list[Document]]]:
        pairs = [spec.partition(":") for spec in self.gold_files]
        return [(Path(file), self.read(Path(folder))) for file, _, folder in pairs]

    def read(self, folder: Path) -> list[Document]:
        return list(self._folder(folder).values())

    def _folder(self, folder: Path) -> dict[str, Document]:
        """The documents of `folder`; those that cannot be read are left out."""
        if folder not in self._read:
            found = {}
            for path in sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES):
                try:
                    found[path.name] = read_document(path)
                except Exception as error:  # one bad file of many is no reason to stop
                    print("left out", path.name, type(error).__name__)
            self._read[folder] = found
        return self._read[folder]

    def outside_texts(self) -> frozenset[str]:
        return frozenset(
            json.loads(line)["text"] for file in self.outside for line in file.open(encoding="utf-8")
        )
