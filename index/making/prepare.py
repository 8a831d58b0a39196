"""Turns a document into everything the store keeps of it: chunks, vectors, tokens.

All the slow work of adding happens here, outside any transaction. Texts whose vector is known already,
from the version before or from elsewhere in the document, are not embedded again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType

from index.errors import StoreError, Trouble
from index.making.chunk import chunk_spans, embedding_text
from index.models.embed import Embedder
from index.models.encoders import ChunkEncoder, KeyEncoder
from index.store.halves import Vectors
from index.store.prepared import Prepared, PreparedChunk, Span, digest
from index.words import terms
from sources.document import Document

Progress = Callable[[int, int], None]
Have = Callable[[str, Iterable[str]], set[str]]  # an encoder and keys: those it has a vector of


def validate(document: Document) -> None:
    """Raises StoreError(BAD_DOCUMENT) for a document whose text or spans could never be cited: text that is
    no Unicode, numbers that do not run from 1, spans outside the text or of no order."""

    def bad(reason: str) -> StoreError:
        return StoreError(Trouble.BAD_DOCUMENT, document=document.key, reason=reason)

    try:
        document.text.encode("utf-8")
    except UnicodeEncodeError:
        raise bad("surrogates") from None
    if not document.key or not document.paragraphs:
        raise bad("empty")
    if document.translation_of == document.key:
        raise bad("translation of itself")
    last = 0
    for number, paragraph in enumerate(document.paragraphs, 1):
        if paragraph.number != number or not last <= paragraph.start <= paragraph.end <= len(document.text):
            raise bad(f"paragraph {paragraph.number}")
        at = paragraph.start
        for sentence in paragraph.sentences:
            if not at <= sentence.start <= sentence.end <= paragraph.end:
                raise bad(f"sentence in paragraph {paragraph.number}")
            at = sentence.end
        last = paragraph.end


@dataclass(frozen=True, slots=True)
class _Searched:
    """What chunks are found by beside their vectors: the tokens and bigrams of each, counted, and the vectors
    of the further encoders and of keys."""

    words: list[dict[str, int]]
    bigrams: list[dict[str, int]]
    extra: dict[str, Vectors]
    keys: dict[str, dict[str, Vectors]]


def prepare(
    document: Document,
    embedder: Embedder,
    *,
    target: int,
    known: Mapping[bytes, Vectors] = MappingProxyType({}),
    encoders: Sequence[ChunkEncoder] = (),
    key_encoders: Sequence[KeyEncoder] = (),
    have_keys: Have = lambda name, keys: set(),
    progress: Progress | None = None,
) -> Prepared:
    """Everything the store keeps of `document`. `known` are vectors by the digest of the text embedded.
    `progress` gets (texts embedded, texts to embed) and may raise to stop. `have_keys` tells which keys of an
    encoder have a vector already."""
    validate(document)
    spans = chunk_spans(document, embedder.token_counts, target)
    title = document.record.titles.get(document.language, "")
    whole = [
        embedding_text(title, span.section, document.text[span.start : span.end], span.head) for span in spans
    ]
    digests = [digest(text) for text in whole]

    # Morphemes keep one core busy, the embedding model hardly more than another.
    with ThreadPoolExecutor(1, thread_name_prefix="gakju-words") as beside:
        waiting = beside.submit(_searched, document, spans, encoders, key_encoders, have_keys)
        vectors = _embed(embedder, dict(zip(whole, digests, strict=True)), known, progress)
        found = waiting.result()
    made = zip(spans, digests, found.words, found.bigrams, whole, strict=True)
    chunks = tuple(
        PreparedChunk(span, mark, words, pairs, vectors[full]) for span, mark, words, pairs, full in made
    )
    return Prepared(document, chunks, found.extra, found.keys)


def _searched(
    document: Document,
    spans: Sequence[Span],
    encoders: Sequence[ChunkEncoder],
    key_encoders: Sequence[KeyEncoder],
    have_keys: Have,
) -> _Searched:
    texts = [document.text[span.start : span.end] for span in spans]
    title = document.record.titles.get(document.language, "")
    return _Searched(
        words=[_words(text, title, span, document) for span, text in zip(spans, texts, strict=True)],
        bigrams=[_bigrams(text) for text in texts],
        extra={encoder.name: encoder.encode(texts) for encoder in encoders} if texts else {},
        keys={item.name: _keys(item, texts, document, have_keys) for item in key_encoders},
    )


def _embed(
    embedder: Embedder,
    chunks: Mapping[str, bytes],
    known: Mapping[bytes, Vectors],
    progress: Progress | None,
) -> dict[str, Vectors]:
    """Vector of every chunk text, each text embedded once."""
    found = {text: known[mark] for text, mark in chunks.items() if mark in known}
    missing = [text for text in chunks if text not in found]
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(done, len(missing))

    if progress is not None:
        progress(0, len(missing))
    vectors = embedder.passages(missing, progress=step)
    return found | dict(zip(missing, vectors, strict=True))


def _words(text: str, title: str, span: Span, document: Document) -> dict[str, int]:
    heading = f"{title}\n{span.section}\n{span.head}"
    return dict(Counter(terms.passage_tokens(text, document.language, heading)))


def _bigrams(text: str) -> dict[str, int]:
    return dict(Counter(terms.bigrams(text)))


def _keys(
    encoder: KeyEncoder,
    texts: Sequence[str],
    document: Document,
    have: Have,
) -> dict[str, Vectors]:
    wanted = dict.fromkeys(key for text in texts for key in encoder.keys(text, document.language))
    stored = have(encoder.name, wanted)
    new = [key for key in wanted if key not in stored]
    return dict(zip(new, encoder.encode(new), strict=True)) if new else {}
