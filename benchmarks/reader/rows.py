"""Questions on the rows of a document's tables: what a row has in a column, and rows that it has not."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.choosing.reading import laid_out, under
from benchmarks.reader.data import Example
from benchmarks.reader.switch import switched
from sources.document import Document, Language, UnitKind
from sources.units.grid import Grid, grid_of, row_head
from sources.units.tree import Tree

MOST = 12  # rows of one table that are asked for
SWITCHED, ABSENT, CAPTIONED = 0.35, 0.5, 0.4  # shares of the questions
FRAMES = {
    Language.EN: (
        "What was the {column} of {row}{at}?",
        "{row}: {column}{at}?",
        "How much is {column} for {row}{at}?",
        "What figure is given for {row} under {column}{at}?",
        "{row} {column}",
    ),
    Language.KO: (
        "{at}{row}의 {column}은(는) 얼마인가?",
        "{at}{row} {column} 수치는?",
        "{at}{row}의 {column}이(가) 어떻게 되나요?",
        "{at}{column}에서 {row}은(는)?",
        "{row} {column}",
    ),
}
AT = {Language.EN: (" in the table on {}", " according to {}"), Language.KO: ("{} 표에서 ", "{} 가운데 ")}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it is called, its columns with a value, and its sentence under its head."""

    label: str
    columns: tuple[str, ...]
    read: tuple[str, str]


def row_examples(documents: Sequence[Document], rng: random.Random) -> Iterator[Example]:
    """Questions on the tables of `documents`, each asked for in the document's language and across."""
    for document in documents:
        tree = Tree(document)
        for place, unit in enumerate(tree.units):
            if unit.kind is UnitKind.TABLE:
                yield from _of_table(document, tree, place, rng)


def _of_table(document: Document, tree: Tree, place: int, rng: random.Random) -> Iterator[Example]:
    grid = grid_of(tree, place)
    rows = _rows(document, tree, place, grid)
    caption = " ".join(grid.captions)[:90]
    title = document.record.title(document.language)
    for at in rng.sample(range(len(rows)), min(MOST, len(rows))):
        own = rows[at]
        if not own.columns:
            continue
        question = _question(own.label, rng.choice(own.columns), caption, document.language, rng)
        if rng.random() < SWITCHED:
            question = switched(question, document.language, rng) or question
        text, spans = laid_out([own.read])
        yield Example(question, text, spans, "row", title, False)
        others = [row for row in rows if row.label != own.label]
        if others and rng.random() < ABSENT:
            text, _ = laid_out([rng.choice(others).read])
            yield Example(question, text, (), "row not", title, False)


def _rows(document: Document, tree: Tree, place: int, grid: Grid) -> list[Row]:
    found = []
    paragraph = next(p for p in document.paragraphs if p.number == tree.units[place].paragraph)
    for sentence in paragraph.sentences:
        cell = tree.units[tree.at(sentence.start)]
        if cell.kind is not UnitKind.CELL or cell.row < grid.headers:
            continue
        label = grid.label(cell.row)
        columns = [h for h, words in grid.line(cell.row) if h and words != label and re.search(r"\d", words)]
        text = document.text[sentence.start : sentence.end]
        if re.search(r"[A-Za-z가-힣]{2}", label) and len(label) < 70:
            found.append(
                Row(label, tuple(columns), under(row_head(tree, sentence.start, sentence.end), text))
            )
    return found


def _question(row: str, column: str, caption: str, language: Language, rng: random.Random) -> str:
    asked = language if rng.random() < 0.7 else language.other
    named = caption and rng.random() < CAPTIONED
    at = rng.choice(AT[asked]).format(caption) if named else ""
    return rng.choice(FRAMES[asked]).format(row=row, column=column[:60], at=at)
