"""What is held in memory follows an addition to what reading it all again gives, word vectors too."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.library import Library
from index.models.word_vectors import WORDS
from index.store.halves import unpacked
from index.store.state import read_state
from sources.document import Language
from sources.load import read_document


def test_word_vectors_follow_an_addition(tmp_path: Path):
    library = Library.open(tmp_path / "home")
    try:
        for name, text in (
            ("a.md", "# 항만\n\n항만의 준설 예산은 늘었다.\n"),
            ("b.md", "# 숲\n\n국립공원의 숲길이 새로 났다.\n"),
        ):
            (tmp_path / name).write_text(text, "utf-8")
            library.add(read_document(tmp_path / name))
            library.retrieve("What of the harbour?", Language.EN)
            _, keys, vectors = library.reader.keys(WORDS)
            with library.store.database.read() as db:
                whole = read_state(library.store, db)
            assert library.reader.rows() == whole.rows
            stored = library.store.database.rows("select key, data from key_vector order by n", ())
            assert list(keys) == [key for key, _ in stored]
            for row, (_, data) in zip(vectors, stored, strict=True):
                assert np.array_equal(row, unpacked([data])[0])
        assert any("숲" in key for key in keys)
    finally:
        library.close()
