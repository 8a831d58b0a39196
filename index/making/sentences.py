"""Vectors of sentences, made after a document can be found already.

They take as long as the vectors of its chunks, and only answers need them, those of a few paragraphs. So a
document is stored without, and they follow some paragraphs at a time: whatever stops that, it goes on from
there. A question that comes first makes those it needs (`index/finding/passages.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from index.models.embed import Embedder
from index.store.halves import Vectors
from index.store.prepared import sentence_texts
from index.store.store import Store

AT_ONCE = 64  # paragraphs in one transaction

P = TypeVar("P")  # what names a paragraph


def fill(store: Store, n: int, encoder: int, embedder: Embedder, step: Callable[[int], None]) -> None:
    """Makes and stores the vectors of the sentences of the document `n` that have none. `step` gets the
    number of texts newly embedded, and may raise to stop."""
    document = store.document_at(n)
    if document is None:
        return
    have = store.encoders.sentences(n, encoder)
    spoken = sentence_texts(document)
    due = {number: texts for number, texts in spoken.items() if texts and number not in have}
    numbers = list(due)
    for start in range(0, max(1, len(numbers)), AT_ONCE):
        part = {number: due[number] for number in numbers[start : start + AT_ONCE]}
        made = vectors_of(part, lambda texts: embedder.passages(texts, progress=step))
        store.encoders.put_due(n, encoder, made, last=start + AT_ONCE >= len(numbers))


def vectors_of(
    paragraphs: Mapping[P, Sequence[str]], embed: Callable[[Sequence[str]], Vectors]
) -> dict[P, Vectors]:
    """Paragraph → the vectors of its sentences' texts, (sentences, dimension), each text embedded
    once and all in one call."""
    texts = list(dict.fromkeys(text for parts in paragraphs.values() for text in parts))
    made = dict(zip(texts, embed(texts), strict=True)) if texts else {}
    return {number: np.stack([made[text] for text in parts]) for number, parts in paragraphs.items()}
