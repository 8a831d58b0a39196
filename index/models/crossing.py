"""A question's vector as it stands among texts of the other language.

The bundled model puts a question and its answer further apart in two languages than in one, and not all in
one direction. A linear map a language undoes part of that, as between the word vectors of two languages
(Mikolov et al. 2013, arXiv:1309.4168). It moves the question alone, so that no text is embedded anew.
`data/crossing.md` says what it was learnt from (`python -m benchmarks.crossing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load, save

from index.models.certified import certified, certify
from sources.document import Language

Vector = NDArray[np.float32]

NAME = "gakju-crossing"
FILE = Path(__file__).with_name("data") / "crossing.safetensors"


@dataclass(frozen=True, slots=True)
class Map:
    """What moves the questions of one language: `turned` is (dimension, dimension), `shift` (dimension,). A
    moved vector has the length `long`, so that its products with texts lie as far apart as a question's with
    those of its own language: by its direction alone, texts of the other would stand out."""

    turned: Vector
    shift: Vector
    long: float = 1.0

    def __call__(self, vector: Vector) -> Vector:
        moved: Vector = vector + vector @ self.turned + self.shift
        moved *= self.long / np.linalg.norm(moved)
        return moved


class Crossing:
    """The maps by the question's language."""

    def __init__(self, maps: Mapping[Language, Map]) -> None:
        self._maps = maps

    def __call__(self, vector: Vector, language: Language) -> Vector:
        """The vector, (dimension,), of a question in `language` among texts of the other."""
        return self._maps[language](vector)

    @staticmethod
    def read(file: Path = FILE) -> Crossing:
        """Raises ModelError where the file is missing or is not the one its card names."""
        held = {
            name: value.astype(np.float32)
            for name, value in load(certified(file, file.with_suffix(".md"), NAME)).items()
        }
        return Crossing(
            {
                one: Map(held[f"{one}.map"], held[f"{one}.shift"], float(held[f"{one}.long"][0]))
                for one in Language
            }
        )

    def write(self, file: Path = FILE) -> None:
        """In half precision, with the hash in the card beside it."""
        held: dict[str, NDArray[np.float16]] = {}
        for language, one in self._maps.items():
            parts = {"map": one.turned, "shift": one.shift, "long": np.array([one.long])}
            held |= {f"{language}.{name}": value.astype(np.float16) for name, value in parts.items()}
        certify(save(held), file, file.with_suffix(".md"))


@cache
def shipped_crossing() -> Crossing:
    """The maps that ship, read once. Raises ModelError."""
    return Crossing.read()
