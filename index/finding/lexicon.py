"""Words of one language as words of the other, learnt from nothing but the library's own vocabulary.

Every content word of the library has a vector (`words`). A question's words are matched with the nearest
words of the other language's documents by CSLS (Conneau et al. 2018, arXiv:1710.04087), which takes off the
pull of words that are near to everything.

Beside these stand what the shipped dictionary has for them, the glossary's own equivalents, names that sound
alike (`phonetic`), and whatever both languages write alike. Each is a token of the other language with a
weight, in one group a question word.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from index.config import IndexConfig
from index.models.universal import DIMENSION, UniversalEncoder
from index.models.word_vectors import WORDS, WordEncoder, pull, spelt, word_encoder
from index.store.reader import Reader
from index.words import phonetic
from index.words.dictionary import Dictionary, shared_dictionary, unit
from index.words.glossary import Glossary
from index.words.terms import content_words, persons, question_tokens, stem, tokens
from sources.document import Language

Vectors = NDArray[np.float32]

RENDERINGS = 10  # words of the other language a question word may stand for
# A rendering's weight is a line in its CSLS score, within 0..most.
WEIGHT_AT_ZERO, WEIGHT_SLOPE, WEIGHT_MOST = 0.35, 0.8, 0.8
SURE = 0.55  # the weight from which on a rendering is right nearly always
WHOLE = 0.6  # the same of the dictionary's, where a phrase's parts weigh less (the ship of a ship's master)
GLOSSARY_WEIGHT, GLOSSARY_LATER = 0.8, 0.56  # the first two forms, the others
SAME_WEIGHT = 0.8  # what both languages write alike
SOUND_WEIGHT, SOUNDS_ALIKE = 0.8, 0.72


class _Vocabulary:
    """One language's words, in the order in which they came into the library. `names`: sound key → places of
    names. Words are only ever added: those of removed documents keep their vectors."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.names: dict[str, list[int]] = defaultdict(list)
        # With room for more, so that a few new words do not move all the others.
        self._table = np.zeros((0, DIMENSION + 1), np.float32)

    @property
    def vectors(self) -> Vectors:
        """(words, DIMENSION), of unit length."""
        return self._table[: len(self.words), :DIMENSION]

    @property
    def pulls(self) -> Vectors:
        """(words,)"""
        return self._table[: len(self.words), DIMENSION]

    def extend(self, keys: Sequence[str], vectors: Vectors, language: Language) -> None:
        """Puts those of the keys to it that are of its language."""
        places = [place for place, key in enumerate(keys) if key.startswith(f"{language} ")]
        start, end = len(self.words), len(self.words) + len(places)
        if end > len(self._table):
            table = np.zeros((end + end // 4, DIMENSION + 1), np.float32)
            table[:start] = self._table[:start]
            self._table = table
        self._table[start:end] = vectors[places]
        for at, place in enumerate(places, start):
            _, word, *sounds = keys[place].split(" ")
            self.words.append(word)
            for key in sounds[0].split(",") if sounds else ():
                self.names[key].append(at)


class Lexicon:
    """The words of the library's documents, asked in the other language. Safe across threads."""

    def __init__(self, reader: Reader, encoder: WordEncoder | None, dictionary: Dictionary | None) -> None:
        self._reader = reader
        self._encoder = encoder
        self._dictionary = dictionary
        self._lock = threading.Lock()
        self._threads = ThreadpoolController()
        self._encoder_row = self._last = 0
        self._held = {one: _Vocabulary() for one in Language}

    @classmethod
    def of(cls, reader: Reader, config: IndexConfig, second: UniversalEncoder | None) -> Lexicon:
        """The lexicon of a library as configured."""
        return cls(reader, word_encoder(config, second), shared_dictionary(config.cache_dir))

    def renderings(self, question: str, language: Language) -> dict[str, dict[str, float]]:
        """For each content word of a question in `language`, the tokens of its nearest words in the other
        language's documents, and of names there that sound like it."""
        found = [pair for pair in content_words(question, language, question=True) if spelt(pair[0])]
        words = list(dict.fromkeys(word for word, _ in found))
        names = {word for word, name in found if name}
        result = dict(zip(words, self.nearest(words, language), strict=True))
        for word in names:
            if word.isascii():  # both languages write it alike: what has letters like its own is another name
                result[word] = {token: found for token, found in result[word].items() if not token.isascii()}
            _raise(result[word], self.sounding(word, language))
        for person in persons(question) if language is Language.EN else ():
            result[person] = dict(self.sounding(person, language))
        for word, pairs in self._from_dictionary(question, words, language):
            _raise(result[word], pairs)
        return result

    def groups(
        self,
        question: str,
        language: Language,
        glossary: Glossary,
        renderings: Mapping[str, Mapping[str, float]] | None = None,
    ) -> list[dict[str, float]]:
        """For each word of a question in `language`, the tokens of the other language that stand for it.
        `renderings`: the question's own, where they have been looked up already."""
        if renderings is None:
            renderings = self.renderings(question, language)
        result = self._from_glossary(question, language, glossary)
        spans = list(result.items())
        groups: list[dict[str, float]] = []
        used = set()
        for word, rendered in renderings.items():
            group = dict(rendered)
            place = question.lower().find(word.lower())
            for (start, end), entry in spans:
                if start <= place < end:
                    used.add((start, end))
                    _raise(group, entry.items())
            _raise(group, ((token, SAME_WEIGHT) for token in tokens(word, language)))
            groups.append(group)
        groups += [entry for span, entry in spans if span not in used]
        met = {token for group in groups for token in group}
        for token in question_tokens(question, language):
            if token.startswith("#"):
                groups.append({token: 1.0})
            elif token not in met:
                groups.append({token: SAME_WEIGHT})
        return groups

    def sounding(self, word: str, language: Language) -> list[tuple[str, float]]:
        """Tokens of names in the other language's documents that sound like `word`, with their weights."""
        vocabulary = self._vocabulary(language.other)
        places = {place for key in phonetic.keys(word) for place in vocabulary.names.get(key, ())}
        alike = sorted(
            ((phonetic.likeness(word, vocabulary.words[place]), vocabulary.words[place]) for place in places),
            reverse=True,
        )
        return [
            (token, SOUND_WEIGHT * likeness)
            for likeness, name in alike[:3]
            if likeness >= SOUNDS_ALIKE
            for token in tokens(name, language.other)
            if self._reader.frequency(token, language.other)
        ]

    def meant(self, word: str, language: Language) -> list[str]:
        """Tokens of the other language's documents that very likely mean `word`."""
        [found] = self.nearest([word], language)
        sure = {token for token, weight in found.items() if weight >= SURE}
        if self._dictionary is not None:
            listed = self._known(self._dictionary.word(word, language), language.other)
            sure |= {token for token, weight in listed if weight >= WHOLE}
        return sorted(sure)

    def _from_dictionary(
        self, question: str, words: Sequence[str], language: Language
    ) -> Iterator[tuple[str, list[tuple[str, float]]]]:
        """Each of `words` with the tokens the dictionary has for it, or for a phrase it stands in."""
        if self._dictionary is None:
            return
        units = {word: unit(word, language) for word in words}
        for rendering in self._dictionary.renderings(question, language):
            pairs = self._known(rendering.tokens, language.other)
            yield from ((word, pairs) for word in words if units[word] in rendering.words)

    def _known(self, weights: Mapping[str, float], language: Language) -> list[tuple[str, float]]:
        """Those of the tokens that the documents have."""
        return [pair for pair in weights.items() if self._reader.frequency(pair[0], language)]

    def _from_glossary(
        self, question: str, language: Language, glossary: Glossary
    ) -> dict[tuple[int, int], dict[str, float]]:
        """Span of the question → the tokens of the glossary's renderings of it."""
        found: dict[tuple[int, int], dict[str, float]] = {}
        for match in glossary.matches(question, language):
            group = found.setdefault((match.start, match.end), {})
            for place, form in enumerate(match.entry.forms(language.other)[:6]):
                parts = tokens(form, language.other)
                weight = GLOSSARY_WEIGHT if place < 2 else GLOSSARY_LATER
                _raise(group, ((part, weight / len(parts) ** 0.5) for part in parts))
        return found

    def nearest(self, words: Sequence[str], language: Language) -> list[dict[str, float]]:
        """For each word, the tokens of its nearest words in the other language's documents."""
        vocabulary = self._vocabulary(language.other)
        if self._encoder is None or not words or not vocabulary.words:
            return [{} for _ in words]
        asked = self._encoder.question(words, language)
        # Two threads of a small product wait for each other on a busy machine longer than they work.
        with self._threads.limit(limits=1):
            likeness = asked @ vocabulary.vectors.T
        scores = 2 * likeness - pull(likeness)[:, None] - vocabulary.pulls
        return [self._weighed(row, vocabulary, language.other) for row in scores]

    def _weighed(self, row: Vectors, vocabulary: _Vocabulary, language: Language) -> dict[str, float]:
        # Words of removed documents keep their vectors, so more are looked at than are taken.
        k = min(3 * RENDERINGS, len(row))
        nearest = np.argpartition(-row, k - 1)[:k]
        found: dict[str, float] = {}
        taken = 0
        for place in nearest[np.argsort(-row[nearest], kind="stable")]:
            weight = min(WEIGHT_MOST, WEIGHT_AT_ZERO + WEIGHT_SLOPE * float(row[place]))
            token = _token(vocabulary.words[place], language)
            if weight <= 0 or taken == RENDERINGS:
                break
            if self._reader.frequency(token, language):
                found[token] = max(found.get(token, 0.0), weight)
                taken += 1
        return found

    def _vocabulary(self, language: Language) -> _Vocabulary:
        """A language's words, those that were stored since it was last asked for put to them."""
        with self._lock:
            row = self._reader.encoders().get(WORDS)
            encoder = row.id if row else 0
            if encoder != self._encoder_row:
                self._held = {one: _Vocabulary() for one in Language}
                self._encoder_row, self._last = encoder, 0
            self._last, keys, vectors = self._reader.keys(WORDS, self._last)
            if keys:
                for one in Language:
                    self._held[one].extend(keys, vectors, one)
            return self._held[language]


def _token(word: str, language: Language) -> str:
    """The token a vocabulary word is indexed under: a Korean key is one already."""
    return word.lower() if language is Language.KO else stem(word.lower().removesuffix("'s"))


def _raise(group: dict[str, float], pairs: Iterable[tuple[str, float]]) -> None:
    for token, weight in pairs:
        group[token] = max(group.get(token, 0.0), weight)
