"""Questions that people wrote on documents, as examples: what answers, its neighbours, and what comes near.

A line of the file names a document, the question's language, the sentences that answer ("12.1,13.1":
paragraph and sentence) and the question. "-12.1" is a question that the document does not answer, and where
it comes nearest. The texts themselves are read from the documents.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.choosing.reading import laid_out, under
from benchmarks.reader.data import Example, Span
from benchmarks.reader.mine import near_miss
from benchmarks.reader.switch import switched
from index.models.bundled import load_embedder
from sources.document import Document, Language, Role, Sentence
from sources.units.grid import row_head
from sources.units.heads import heads_of
from sources.units.tree import Tree

FILE = Path(__file__).with_name("questions.tsv")
WEIGHT = 1.5
NEIGHBOURS = (-2, -1, 1, 2)  # paragraphs beside an answer, of which some are shown
NEAREST = 12  # paragraphs of all documents that come nearest to a question
SHOWN = 1  # of both
BESIDE = 2  # other rows of a table that are shown
SWITCHED, MISSED = 0.15, 0.2  # shares of the questions also asked in words of both languages, or missing it
NAMES = ("the Council", "Thailand", "Norway", "the Court")  # that a question is changed to


@dataclass(frozen=True, slots=True)
class Line:
    """`refs` are (paragraph, sentence), both from 1; where it is not `answered`, what comes nearest."""

    document: str
    language: Language
    refs: tuple[tuple[int, int], ...]
    answered: bool
    question: str


def lines_of(file: Path = FILE) -> list[Line]:
    found = []
    for row in file.read_text("utf-8").splitlines():
        document, language, refs, question = row.split("\t")
        places = tuple((int(a), int(b)) for a, _, b in (r.partition(".") for r in refs.strip("-").split(",")))
        found.append(Line(document, Language(language), places, not refs.startswith("-"), question))
    return found


class Read:
    """A document's paragraphs as the reader is shown them: each under its title and section, an item after
    the sentence that announces it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tree = Tree(document)
        self._heads = heads_of(self._tree)
        self.numbers = [p.number for p in document.paragraphs if p.sentences]
        self.there = frozenset(self.numbers)
        self._at = {p.number: p for p in document.paragraphs}

    def head(self, number: int) -> str:
        title = self._document.record.title(self._document.language)
        return " — ".join(part for part in (title, self._at[number].section) if part)

    def table(self, number: int) -> bool:
        return self._at[number].role is Role.TABLE

    def shown(self, number: int) -> tuple[str, tuple[Span, ...]]:
        """The paragraph's text, and where its sentences stand in it."""
        return laid_out([self._under(number, s) for s in self._at[number].sentences])

    def rows(self, number: int) -> list[tuple[str, tuple[Span, ...]]]:
        """Each row of a table as it is read: alone, under the table's head."""
        return [laid_out([self._under(number, s)]) for s in self._at[number].sentences]

    def _under(self, number: int, sentence: Sentence) -> tuple[str, str]:
        head = row_head(self._tree, sentence.start, sentence.end) or self._heads.get(number, "")
        return under(head, self._document.text[sentence.start : sentence.end])


class Nearest:
    """The paragraphs of all documents by how near they come to a question."""

    def __init__(self, read: Mapping[str, Read]) -> None:
        self._embedder = load_embedder()
        self._places = [(name, number) for name, one in read.items() for number in one.numbers]
        texts = [f"{read[name].head(n)}\n{read[name].shown(n)[0]}" for name, n in self._places]
        self._vectors = self._embedder.passages(texts)

    def to(self, question: str) -> list[tuple[str, int]]:
        """Document and number of the nearest ones."""
        order = np.argsort(-(self._vectors @ self._embedder.query(question)))[:NEAREST]
        return [self._places[at] for at in order]


def asked_examples(
    documents: Mapping[str, Document], rng: random.Random, file: Path = FILE
) -> Iterator[Example]:
    """The examples of `file` over `documents` by name; lines of other documents are left out."""
    read = {name: Read(document) for name, document in documents.items()}
    nearest = Nearest(read)
    for line in lines_of(file):
        if line.document in read:
            yield from _of_line(line, read, nearest, rng)


def _of_line(
    line: Line, documents: Mapping[str, Read], nearest: Nearest, rng: random.Random
) -> Iterator[Example]:
    read = documents[line.document]
    questions = [line.question]
    if rng.random() < SWITCHED and (other := switched(line.question, line.language, rng)):
        questions.append(other)
    paragraphs = dict.fromkeys(number for number, _ in line.refs)
    for question in questions:
        for number in paragraphs:
            if read.table(number):
                yield from _of_table(question, line, read, number, rng)
                continue
            text, spans = read.shown(number)
            right = tuple(spans[s - 1] for p, s in line.refs if p == number) if line.answered else ()
            yield Example(
                question, text, right, "asked" if right else "asked not", read.head(number), False, WEIGHT
            )
        for name, number in rng.sample(_not_here(line, read, nearest.to(question)), SHOWN):
            other = documents[name]
            text, _ = rng.choice(other.rows(number)) if other.table(number) else other.shown(number)
            yield Example(question, text, (), "asked beside", other.head(number), False, WEIGHT)
    number = next(iter(paragraphs))
    text, _ = read.shown(number)
    if (
        line.answered
        and rng.random() < MISSED
        and (missed := near_miss(line.question, text, line.language, NAMES, rng))
    ):
        yield Example(missed, text, (), "asked missed", read.head(number), False, WEIGHT)


def _of_table(question: str, line: Line, read: Read, number: int, rng: random.Random) -> Iterator[Example]:
    """The rows that answer and some of the others, each alone."""
    rows, head = read.rows(number), read.head(number)
    own = [s - 1 for p, s in line.refs if p == number]
    for text, spans in (rows[at] for at in own):
        right, kind = (spans, "asked row") if line.answered else ((), "asked row not")
        yield Example(question, text, right, kind, head, False, WEIGHT)
    others = [row for at, row in enumerate(rows) if at not in own]
    for text, _ in rng.sample(others, min(len(others), BESIDE)):
        yield Example(question, text, (), "asked row beside", head, False, WEIGHT)


def _not_here(line: Line, read: Read, nearest: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Places that do not answer: neighbours of those the line names, and what else comes near."""
    own = {(line.document, number) for number, _ in line.refs}
    beside = (
        (line.document, n + step) for n, _ in line.refs for step in NEIGHBOURS if n + step in read.there
    )
    return [place for place in dict.fromkeys((*beside, *nearest)) if place not in own]
