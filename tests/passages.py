"""Passages and scored sentences as plain data, to test a stage of answering by itself in milliseconds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.choosing.asking import Asking, worded
from assistant.choosing.columns import FEATURES
from assistant.choosing.scored import Scored
from assistant.question.read import read_question, singles
from assistant.question.references import Shelf
from index.hit import Passage, PassageSentence, Retrieval
from sources.document import Kind, Language, Paragraph, Record, Role, Sentence


def passage(
    sentences: Sequence[str],
    *,
    key: str = "report",
    number: int = 1,
    section: str = "",
    language: Language = Language.KO,
    role: Role = Role.BODY,
    beside: bool = False,
    translations: Sequence[str] = (),
    start: int = 0,
) -> Passage:
    """A paragraph of these sentences, parted by spaces, a table's by line breaks, from `start` on in its
    document's text."""
    spans, at = [], start
    for text in sentences:
        spans.append((at, at + len(text)))
        at += len(text) + 1
    made = tuple(
        PassageSentence(
            a,
            b,
            text,
            translations[place] if translations else "",
        )
        for place, ((a, b), text) in enumerate(zip(spans, sentences, strict=True))
    )
    paragraph = Paragraph(
        number, 1, section, start, max(start, at - 1), tuple(Sentence(a, b) for a, b in spans), role
    )
    record = Record(key, Kind.REPORT, titles={language: key}, date="2025", language=language)
    text = ("\n" if role is Role.TABLE else " ").join(sentences)
    return Passage(
        f"id-{key}",
        key,
        record,
        language,
        paragraph,
        text,
        1.0,
        (),
        made,
        " ".join(translations),
        beside=beside,
    )


def scored(of: Passage, place: int = 0, score: float = 0.0, **features: float) -> Scored:
    """The sentence at `place` with this score; features by name, 0 where not given."""
    row = np.zeros(len(FEATURES))
    for name, value in features.items():
        row[FEATURES.index(name)] = value
    return Scored(of, place, score, row)


def asking(text: str, *passages: Passage, language: Language = Language.KO) -> Asking:
    """The question `text` with these passages found for it."""
    shelf = Shelf(list({p.key: p.record for p in passages}.values()))
    found = Retrieval(text, language, (), {}, dict.fromkeys(Language, np.zeros(8, np.float32)))
    wording = worded(read_question(text, language), {}, shelf)
    parts = tuple(worded(one, {}, shelf) for one in singles(wording.question))
    return Asking(wording, wording, parts, found, passages, shelf)
