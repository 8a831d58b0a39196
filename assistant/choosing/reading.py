"""What the reader says of the best passages: a score for every sentence of theirs.

The passages that the other features put first are read in one pass, each under its title and section, and in
the question's own language where a translation is there. Of a table only the rows that those put first are
read, each alone under the table's head: which row is meant, the words tell better; what it tells, the reader.
So are the likeliest lines of a long cell, each under its row's names.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.as_read import as_read, in_its_words, row_as_read, words_for
from assistant.choosing.order import rows_of
from assistant.choosing.scored import MOST, untranslated
from assistant.question.read import Question
from index.hit import Passage, Span, ToRead
from sources.document import Language, Role

Read = Callable[[str, Sequence[ToRead]], list[list[float]] | None]

ROWS = 3  # rows of each table among the passages that are read
LINES = 6  # lines of the long cells of such a row
UNREAD = -9.0  # the score of a sentence of any other


def readings(
    read: Read,
    question: Question,
    passages: Sequence[Passage],
    first: NDArray[np.float64],
    also: Container[tuple[str, int]] = (),
    meant: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
) -> NDArray[np.float64] | None:
    """(sentences,): the score of each sentence, in the order of `passages`; None where there is no reader.
    `first` is how likely each is without it, by which the passages to read are chosen; those that have a
    sentence at one of the places `also`, document and start, are read beside them. `meant` is what the
    question's words stand for in the other language."""
    ends = np.cumsum([len(p.sentences) for p in passages])
    parts = np.split(first, ends[:-1])
    best = [float(part.max()) if len(part) else -np.inf for part in parts]
    order = sorted(range(len(passages)), key=lambda n: -best[n])
    order = [n for at, n in enumerate(order) if at < MOST or _has(passages[n], also)]
    asked = [(n, places) for n in order for places in _places(passages[n], parts[n])]
    words = words_for(meant)
    texts = [to_read(passages[n], question.language, places, words) for n, places in asked]
    scores = read(as_read(" ".join(question.text.split())), texts)
    if scores is None:
        return None
    found = [np.full(len(part), UNREAD) for part in parts]
    for (n, places), own in zip(asked, scores, strict=True):
        found[n][places] = np.array(own, float)
    whole: NDArray[np.float64] = np.concatenate(found)
    return whole


def _has(passage: Passage, places: Container[tuple[str, int]]) -> bool:
    return any((passage.document_id, sentence.start) in places for sentence in passage.sentences)


def _places(passage: Passage, likely: NDArray[np.float64]) -> list[list[int]]:
    """Which sentences of a passage are read together: all, of a table each of the likeliest rows alone, and
    of a row with long cells each of its likeliest lines."""
    if passage.paragraph.role is not Role.TABLE:
        return [list(range(len(likely)))]
    rows, read = rows_of(passage), dict[int, list[int]]()
    for place in np.argsort(-likely, kind="stable"):
        if rows[place] in read or len(read) < ROWS:
            read.setdefault(rows[place], []).append(int(place))
    return [[place] for places in read.values() for place in places[:LINES]]


def to_read(
    passage: Passage,
    language: Language,
    places: Sequence[int],
    words: Mapping[str, str] = MappingProxyType({}),
) -> ToRead:
    """The sentences of a passage at `places` for the reader, each under the head it is read with; `words` are
    those of the question for what stands for them in the other language."""
    parts = []
    # Prose says enough by itself; put in the question's words it sounds as if it answered whatever is asked.
    foreign = passage.paragraph.role is Role.TABLE and untranslated(passage, language)
    for sentence in (passage.sentences[place] for place in places):
        if sentence.translation and language is not passage.language:
            parts.append(("", as_read(sentence.translation)))
        else:
            over, own = under(sentence.head, sentence.text)
            if foreign:
                over, own = (in_its_words(said, passage.language, words) for said in (over, own))
            parts.append((over, own))
    title = passage.record.title(language) or passage.record.title(passage.language)
    head = " — ".join(part for part in (title, passage.paragraph.section) if part)
    text, spans = laid_out(parts)
    head = as_read(head)
    return ToRead(text, in_its_words(head, passage.language, words) if foreign else head, spans)


def under(head: str, text: str) -> tuple[str, str]:
    """What stands over a sentence, and the sentence as it is read: a row of a table by its labelled cells."""
    above, _, last = head.rpartition("\n")
    said = "".join(last.split())
    labelled = bool(head) and all("".join(cell.split()) in said for cell in text.split("\t"))
    if labelled:
        return as_read(" ".join(above.split())), row_as_read(last)
    return as_read(" ".join(head.split())), as_read(text)


def laid_out(parts: Sequence[tuple[str, str]]) -> tuple[str, tuple[Span, ...]]:
    """Sentences with what stands over them as one text, where each stands in it; the words over several are
    there once."""
    text, spans, shown = "", [], ""
    for over, own in parts:
        if over and over != shown:
            text = f"{text} {over}" if text else over
        shown = over
        start = len(text) + bool(text)
        text = f"{text} {own}" if text else own
        spans.append((start, start + len(own)))
    return text, tuple(spans)
