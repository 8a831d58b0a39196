"""Makes anew what ships ready made of texts that ship: vectors (`index/models/data`) and the tokens of the
dictionary (`index/words/data`).

    python -m benchmarks.ready

Due whenever the shipped texts, how they are cut, the word lists, or a model has changed; tests tell.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save

from assistant.ask import Assistant
from assistant.keeping.shipped import ensure_shipped
from index.config import IndexConfig
from index.library import Library
from index.models import bundled, ready, universal
from index.words.dictionary import ship_table

QUESTION = "What did the allies agree on?"


class Recorder(ready.Ready):
    """Lets the model make every vector, and keeps them."""

    def __init__(self) -> None:
        super().__init__({}, np.zeros((0, 0), np.float16))
        self.kept: dict[bytes, ready.Vectors] = {}

    def fill(self, texts: Sequence[str], make: ready.Make) -> ready.Vectors:
        vectors = make(texts)
        self.kept.update(zip(map(ready.mark, texts), vectors, strict=True))
        return vectors


def recorded(home: Path) -> tuple[dict[str, str], dict[str, Recorder]]:
    """The revisions of the encoders, and what they made, when a library in `home` gets the shipped texts
    and a first question, which embeds the glossary."""
    revisions: dict[str, str] = {}
    recorders: dict[str, Recorder] = {}

    def record(encoder: str, revision: str) -> Recorder:
        revisions[encoder] = revision
        return recorders.setdefault(encoder, Recorder())

    for module in (bundled, universal):
        module.ready = record  # type: ignore[attr-defined]
    library = Library.open(home, IndexConfig(cache=home / "models"))
    ensure_shipped(library)
    Assistant(library).ask(QUESTION)
    library.close()
    return revisions, recorders


def write(revisions: dict[str, str], recorders: dict[str, Recorder], folder: Path) -> None:
    tables = {}
    for encoder, recorder in recorders.items():
        marks = sorted(recorder.kept)
        tables[ready.MARKS_OF.format(encoder)] = np.frombuffer(b"".join(marks), np.uint8).reshape(
            len(marks), -1
        )
        vectors = np.stack([recorder.kept[mark] for mark in marks])
        tables[ready.VECTORS_OF.format(encoder)] = vectors.astype(np.float16)
    content = save(tables)
    lines = [f'sha256 = "{hashlib.sha256(content).hexdigest()}"', "", "[revisions]"]
    lines += [f'{encoder} = "{revision}"' for encoder, revision in sorted(revisions.items())]
    folder.mkdir(exist_ok=True)
    (folder / ready.VECTORS).write_bytes(content)
    (folder / ready.ABOUT).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="gakju-ready-") as home:
        revisions, recorders = recorded(Path(home))
    write(revisions, recorders, ready.FOLDER)
    ship_table()
    for encoder, recorder in recorders.items():
        print(encoder, len(recorder.kept))


if __name__ == "__main__":
    main()
