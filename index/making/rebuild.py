"""Makes stored vectors again: under another model, under a revised encoder, or for chunks that lack them.

New vectors are stored beside the ones that are searched, document by document, and take their place in one
transaction when none is missing. Until then everything is found as before; a run that was interrupted goes
on where it stopped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping

from index.making.chunk import embedding_text, head_at
from index.making.prepare import Progress
from index.models.embed import Embedder
from index.models.encoders import ChunkEncoder, KeyEncoder
from index.store.encoder_tables import DENSE, Spans, card_json
from index.store.halves import Vectors
from index.store.store import Store
from sources.document import Document
from sources.units.heads import heads_of
from sources.units.tree import Tree


def embed_again(store: Store, embedder: Embedder, progress: Progress) -> None:
    """Vectors of every chunk by `embedder`, which then serves."""

    def make(document: Document, spans: Spans) -> Vectors:
        title, tree = document.record.titles.get(document.language, ""), Tree(document)
        heads = heads_of(tree)
        over = {paragraph.start: heads.get(paragraph.number, "") for paragraph in document.paragraphs}
        starts = sorted(over)
        chunks = [
            embedding_text(title, section, document.text[a:b], head_at(head, tree, a))
            for a, b, section in spans
            for head in (over[starts[bisect_right(starts, a) - 1]],)
        ]
        return embedder.passages(chunks)

    _fill(store, DENSE, card_json(embedder.card), make, progress)


def encode_again(store: Store, encoder: ChunkEncoder, card: Mapping[str, object], progress: Progress) -> None:
    """Vectors of every chunk by a further encoder, which then serves."""

    def make(document: Document, spans: Spans) -> Vectors:
        return encoder.encode([document.text[start:end] for start, end, _ in spans])

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
    make: Callable[[Document, Spans], Vectors],
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
