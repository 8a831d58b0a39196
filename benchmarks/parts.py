"""What each part of finding costs a question: milliseconds of processor time, medians, one thread."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from benchmarks.sets import Question
from index.config import IndexConfig
from index.finding.fuse import DEPTH
from index.finding.lexical import search
from index.finding.lexicon import Lexicon
from index.library import Library
from index.models.embed import question_vectors
from index.models.universal import SECOND, second_encoder
from index.words.glossary import Glossary
from index.words.terms import bigrams, question_tokens
from sources.document import Language

WARM_UP = 10
Result = TypeVar("Result")


class Parts:
    """The parts of `Retriever.retrieve` over one library, each by itself."""

    def __init__(self, library: Library, config: IndexConfig) -> None:
        self._library = library
        self._reader = library.reader
        self._second = second_encoder(config)
        self._lexicon = Lexicon.of(library.reader, config, self._second)
        self._glossary = Glossary.load(library.home)
        self._took: dict[str, list[float]] = defaultdict(list)

    def ask(self, question: Question) -> None:
        text, own = question.text, question.language
        vectors = self._timed(
            "embedding the question", lambda: question_vectors(self._library.embedder, text, own)
        )
        self._timed(
            "search by its vector", lambda: [self._reader.dense(vectors[one], one, DEPTH) for one in Language]
        )
        if (encoder := self._second) is not None:
            second = self._timed("second encoder", lambda: encoder.encode([text])[0])
            self._timed(
                "search by the second vector",
                lambda: [self._reader.dense(second, one, DEPTH, encoder=SECOND) for one in Language],
            )
        self._timed("BM25, own language", lambda: self._words(text, own))
        if own is Language.KO:
            self._timed("bigrams", lambda: self._bigrams(text))
        groups = self._timed(
            "words of the other language", lambda: self._lexicon.groups(text, own, self._glossary)
        )
        self._timed("BM25, other language", lambda: search(self._reader, own.other, groups))
        self._timed("all of finding", lambda: self._library.retrieve(text, own))

    def medians(self) -> dict[str, float]:
        """Part → milliseconds, without the first questions."""
        return {part: round(statistics.median(took[WARM_UP:]), 2) for part, took in self._took.items()}

    def _words(self, text: str, language: Language) -> object:
        return search(self._reader, language, [{token: 1.0} for token in question_tokens(text, language)])

    def _bigrams(self, text: str) -> object:
        groups = [{bigram: 1.0} for bigram in dict.fromkeys(bigrams(text))]
        return search(self._reader, Language.KO, groups, bigrams=True)

    def _timed(self, part: str, work: Callable[[], Result]) -> Result:
        start = time.process_time()
        found = work()
        self._took[part].append(1000 * (time.process_time() - start))
        return found


def costs(library: Library, questions: Sequence[Question], config: IndexConfig) -> dict[str, float]:
    """Part of finding → milliseconds a question, in a library of both languages."""
    parts = Parts(library, config)
    for question in questions:
        parts.ask(question)
    return parts.medians()
