"""Vectors of the library's words, made when a document is added: what `lexicon` matches across languages.

A key is a content word of a chunk; its vector comes from the second encoder, taken about the mean word of
its language, with the pull of the crowd around it in the other language (the second half of CSLS, Conneau et
al. 2018, arXiv:1710.04087). Mean and crowd are the shipped glossary's words: a word's vector never depends
on what else the library holds, so adding stays incremental.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.config import IndexConfig
from index.models.universal import DIMENSION, UniversalEncoder
from index.words import phonetic
from index.words.glossary import Glossary
from index.words.kept import keep
from index.words.terms import content_words
from sources.document import Language

Vectors = NDArray[np.float32]

WORDS = "words"
VERSION = 2  # raised when keys or vectors are made differently
REFERENCE_WORDS = 600  # of the glossary, a language
NEIGHBOURS = 10  # K of CSLS
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Reference:
    """What CSLS measures against: the mean word of each language, (512,), and the crowd, (words, 512), the
    glossary's words about their mean, of unit length."""

    means: dict[Language, Vectors]
    crowd: dict[Language, Vectors]


class WordEncoder:
    """A KeyEncoder (see `encoders`). A key is "ko 뤼터 RT": language, word, sound keys of what may be a
    name. Its vector is (513,): the word about its language's mean, of unit length, and its crowd's pull."""

    name = WORDS

    def __init__(self, encoder: UniversalEncoder, cache: Path) -> None:
        self._encoder = encoder
        self._cache = cache
        self._lock = threading.Lock()
        self._reference: Reference | None = None
        self.revision = f"{encoder.revision} {_glossary_digest()} {VERSION}"

    def keys(self, text: str, language: Language) -> Iterator[str]:
        """The content words of a chunk. A capitalised word within a sentence is kept so: it is a name."""
        for word, name in content_words(text, language):
            if len(word) < _SHORTEST or not spelt(word):
                continue
            sounds = ",".join(phonetic.keys(word)) if name else ""
            yield f"{language} {word} {sounds}".rstrip()

    def encode(self, keys: Sequence[str]) -> Vectors:
        """(len(keys), 513)."""
        parts = [key.split(" ") for key in keys]
        vectors = self._encoder.encode([part[1] for part in parts])
        reference = self.reference()
        found = np.zeros((len(keys), DIMENSION + 1), np.float32)
        for language in Language:
            places = [place for place, part in enumerate(parts) if part[0] == language]
            if not places:
                continue
            about = unit(vectors[places] - reference.means[language])
            found[places, :DIMENSION] = about
            found[places, DIMENSION] = pull(about @ reference.crowd[language.other].T)
        return found

    def question(self, words: Sequence[str], language: Language) -> Vectors:
        """A question's words about their language's mean, (words, 512)."""
        return unit(self._encoder.encode(words) - self.reference().means[language])

    def reference(self) -> Reference:
        """Made from the glossary once, and kept in the cache directory."""
        with self._lock:
            if self._reference is None:
                self._reference = self._load() or self._make()
            return self._reference

    @property
    def _path(self) -> Path:
        mark = hashlib.sha256(self.revision.encode()).hexdigest()[:16]
        return self._cache / "words" / f"{mark}.npz"

    def _load(self) -> Reference | None:
        try:
            with np.load(self._path) as held:
                return _reference({one: held[one].astype(np.float32) for one in Language})
        except (OSError, KeyError, ValueError):
            return None

    def _make(self) -> Reference:
        vectors = {one: self._encoder.encode(_reference_words(one)) for one in Language}
        small = {one: table.astype(np.float16) for one, table in vectors.items()}
        keep(self._path, lambda file: np.savez(file, ko=small[Language.KO], en=small[Language.EN]))
        # The same rounding as when it is read back, so that no result depends on the cache.
        return _reference({one: table.astype(np.float32) for one, table in small.items()})


def _reference(vectors: dict[Language, Vectors]) -> Reference:
    means = {one: table.mean(0) for one, table in vectors.items()}
    return Reference(means, {one: unit(table - means[one]) for one, table in vectors.items()})


def unit(table: Vectors) -> Vectors:
    """Rows of unit length; a row of zeros stays one."""
    found: Vectors = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return found


def pull(likeness: Vectors) -> Vectors:
    """The mean of each row's NEIGHBOURS best: how crowded a word's surroundings are."""
    k = min(NEIGHBOURS, likeness.shape[1])
    found: Vectors = np.partition(likeness, -k, axis=1)[:, -k:].mean(1)
    return found


def spelt(word: str) -> bool:
    return bool(re.fullmatch(r"[가-힣]+|[^\W\d_]+(?:['’-][^\W\d_]+)*", word))


def _reference_words(language: Language) -> list[str]:
    forms = (form for entry in Glossary.load().entries for form in entry.forms(language))
    words = sorted({form.lower() for form in forms if spelt(form)})
    step = max(1, len(words) // REFERENCE_WORDS)
    return words[::step][:REFERENCE_WORDS]


def _glossary_digest() -> str:
    words = "\n".join(word for language in Language for word in _reference_words(language))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def word_encoder(config: IndexConfig, encoder: UniversalEncoder | None) -> WordEncoder | None:
    """The library's word encoder, where there is a second encoder to make it of."""
    return WordEncoder(encoder, config.cache_dir) if encoder is not None else None
