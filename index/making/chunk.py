"""Cuts a document into chunks: runs of whole sentences of one section, what is embedded and searched.

A chunk stays within its paragraph, so that a hit points at one place to cite; only very short neighbours
(list items, lines of an address) share one. Measured on the shipped texts and others: 192 tokens, no
overlap, and the title and heading put before the text for the embedding alone (R@1 .62 with, .55 without).
This module knows nothing of vectors or of how tokens are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.store.prepared import Span
from sources.document import Document, Paragraph, Role
from sources.units.grid import part_head
from sources.units.heads import heads_of
from sources.units.tree import Tree

# Paragraphs below target / SHORT tokens may join, up to target / JOINED tokens together.
SHORT = 8
JOINED = 2
# A sentence of more than this many targets is cut at spaces: the model reads no more of it.
LONG = 2

Counter = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of an overlong one, with its tokens."""

    start: int
    end: int
    tokens: int


def chunk_spans(document: Document, count: Counter, target: int = 192) -> tuple[Span, ...]:
    """The document's chunks in reading order. `count` gives the tokens of each text; every character of
    every sentence is in exactly one chunk."""
    pieces = _pieces(document, count, target)
    tree = Tree(document)
    heads = heads_of(tree)
    found: list[Span] = []

    def place(paragraph: Paragraph) -> tuple[str, Role, str]:
        return paragraph.section, paragraph.role, heads.get(paragraph.number, "")

    for (_, _, head), run in groupby(document.paragraphs, key=place):
        pending: list[tuple[Paragraph, list[_Piece]]] = []
        for paragraph in run:
            own = pieces[paragraph.number]
            if not own:
                continue
            total = _total(own)
            if total * SHORT >= target:
                found.extend(_close(pending, head))
                found.extend(_span(paragraph, part, head, tree) for part in _packed(own, target))
                pending = []
                continue
            if pending and (_total([p for _, held in pending for p in held]) + total) * JOINED > target:
                found.extend(_close(pending, head))
                pending = []
            pending.append((paragraph, own))
        found.extend(_close(pending, head))
    return tuple(found)


def embedding_text(title: str, section: str, text: str, head: str = "") -> str:
    """What the model reads of a chunk: where it stands, under which words, then what it says."""
    return "\n".join(part for part in (title, section, head, text) if part)


def _pieces(document: Document, count: Counter, target: int) -> dict[int, list[_Piece]]:
    """Paragraph number → its pieces, counted in one call for the whole document."""
    spans = [
        (paragraph.number, sentence.start, sentence.end)
        for paragraph in document.paragraphs
        for sentence in (paragraph.sentences or (paragraph,))
        if document.text[sentence.start : sentence.end].strip()
    ]
    counts = count([document.text[start:end] for _, start, end in spans])
    found: dict[int, list[_Piece]] = {paragraph.number: [] for paragraph in document.paragraphs}
    for (number, start, end), tokens in zip(spans, counts, strict=True):
        whole = _Piece(start, end, tokens)
        cut = tokens > LONG * target
        found[number].extend(_cut(document.text, whole, target) if cut else [whole])
    return found


def _cut(text: str, piece: _Piece, target: int) -> list[_Piece]:
    """An overlong sentence in parts of about `target` tokens each, cut at spaces where there are any."""
    parts = -(-piece.tokens // target)
    size = -(-(piece.end - piece.start) // parts)
    found, start = [], piece.start
    while start < piece.end:
        end = min(start + size, piece.end)
        space = text.rfind(" ", start + size // 2, end + 1) if end < piece.end else -1
        end = space + 1 if space >= 0 else end
        found.append(_Piece(start, end, piece.tokens * (end - start) // (piece.end - piece.start)))
        start = end
    return found


def _packed(pieces: list[_Piece], target: int) -> list[list[_Piece]]:
    """Pieces in runs of at most `target` tokens, of about equal length: no run is a short leftover."""
    total = _total(pieces)
    parts = -(-total // target)
    found: list[list[_Piece]] = [[]]
    done = 0
    for piece in pieces:
        held = _total(found[-1])
        share = total * len(found) / parts
        # Past its share a run takes a piece only if more than half of it still belongs there.
        over = done + piece.tokens / 2 > share
        if found[-1] and (held + piece.tokens > target or over):
            found.append([])
        found[-1].append(piece)
        done += piece.tokens
    return found


def _close(pending: list[tuple[Paragraph, list[_Piece]]], head: str) -> list[Span]:
    if not pending:
        return []
    first, own = pending[0]
    start, end = own[0].start, pending[-1][1][-1].end
    return [Span(first.section, first.page_at(start), first.number, start, end, head)]


def head_at(head: str, tree: Tree, start: int) -> str:
    """What a chunk that begins at `start`, in a paragraph under `head`, stands under: within a row of a table
    that row's names too."""
    return "\n".join(part for part in (head, part_head(tree, start)) if part)


def _span(paragraph: Paragraph, pieces: list[_Piece], head: str, tree: Tree) -> Span:
    start = pieces[0].start
    head = head_at(head, tree, start)
    return Span(paragraph.section, paragraph.page_at(start), paragraph.number, start, pieces[-1].end, head)


def _total(pieces: list[_Piece]) -> int:
    return sum(piece.tokens for piece in pieces)
