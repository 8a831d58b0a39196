"""Makes stored vectors again: under another model, under a revised encoder, or for chunks that lack them.

New vectors are stored beside the ones that are searched, document by document, and take their place in one
transaction when none is missing. Until then everything is found as before; a run that was interrupted goes
on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from index.chunk import embedding_text
from index.embed import Embedder
from index.encoder_tables import DENSE, Made, Spans, card_json
from index.encoders import ChunkEncoder, KeyEncoder
from index.late import Late
from index.prepare import Progress, digest, embed, sentence_texts
from index.store import Store
from sources.document import Document


def embed_again(store: Store, embedder: Embedder, late: Late, progress: Progress) -> None:
    """Vectors of every chunk and sentence by `embedder`, which then serves."""

    def make(document: Document, spans: Spans) -> Made:
        title = document.record.titles.get(document.language, "")
        chunks = [embedding_text(title, section, document.text[a:b]) for a, b, section in spans]
        spoken = {number: parts for number, parts in sentence_texts(document).items() if parts}
        marks = {text: digest(text) for text in chunks}
        held, vectors = embed(embedder, late, marks, spoken)
        sentences = {n: np.stack([vectors[text] for text in parts]) for n, parts in spoken.items()}
        return Made(
            np.stack([held[text][0] for text in chunks]), sentences, [held[text][1] for text in chunks]
        )

    _fill(store, DENSE, card_json(embedder.card), make, progress)


def encode_again(store: Store, encoder: ChunkEncoder, card: Mapping[str, object], progress: Progress) -> None:
    """Vectors of every chunk by a further encoder, which then serves."""

    def make(document: Document, spans: Spans) -> Made:
        return Made(encoder.encode([document.text[start:end] for start, end, _ in spans]))

    _fill(store, encoder.name, card, make, progress)


def encode_keys_again(
    store: Store, encoder: KeyEncoder, card: Mapping[str, object], progress: Progress
) -> None:
    """Vectors of every key in the library's chunks by a key encoder, which then serves."""
    number = store.encoders.add(encoder.name, card, serving=False)
    rows = store.rows()
    for done, row in enumerate(rows):
        progress(done, len(rows))
        document = store.document_at(row.n)
        if document is None:
            continue
        texts = [document.text[start:end] for start, end, _ in store.encoders.spans(row.n)]
        wanted = dict.fromkeys(key for text in texts for key in encoder.keys(text, document.language))
        have = store.encoders.have_keys(number, wanted)
        new = [key for key in wanted if key not in have]
        if new:
            store.encoders.put_keys(number, dict(zip(new, encoder.encode(new), strict=True)))
    store.encoders.serve(number)
    progress(len(rows), len(rows))


def _fill(
    store: Store,
    name: str,
    card: Mapping[str, object],
    make: Callable[[Document, Spans], Made],
    progress: Progress,
) -> None:
    number = store.encoders.add(name, card, serving=False)
    total = sum(row.chunks for row in store.rows())
    while True:
        waiting = store.encoders.without_vectors(number)
        left = sum(waiting.values())
        total = max(total, left)
        progress(total - left, total)
        # Documents added meanwhile by others have old vectors only: looked for until there are none.
        if not waiting and store.encoders.serve(number):
            return
        for n, count in waiting.items():
            document = store.document_at(n)
            spans = store.encoders.spans(n)
            if document is None or not spans:
                continue
            store.encoders.put(number, n, spans, make(document, spans))
            left -= count
            progress(max(0, total - left), total)
