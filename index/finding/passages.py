"""From hits to passages: whole paragraphs of originals, their sentences, their translations.

A hit in a translation points at the original's paragraph. A hit in a document that was removed or replaced
meanwhile points nowhere and is left out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.hit import Hit, Passage, PassageSentence
from index.store.link_tables import Link
from index.store.reader import Reader
from index.store.store import Row
from sources.document import Document, Paragraph
from sources.units.grid import row_head
from sources.units.heads import heads_of
from sources.units.tree import BESIDE, Tree

HELD = 512
HELD_TREES = 32


@dataclass(frozen=True, slots=True)
class _Rendering:
    """A paragraph's sentences with translations: all of a Passage that does not depend on the question."""

    sentences: tuple[PassageSentence, ...]
    translation: str
    label: str
    beside: bool = False


class Passages:
    """Makes passages of hits. What was made last is kept, each under the change of the library that it was
    made after: one that a slow thread makes of what was there before is never shown for what is there now."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[int, int, int], _Rendering] = OrderedDict()
        self._trees: OrderedDict[tuple[int, int], tuple[Tree, dict[int, str]]] = OrderedDict()

    def of(self, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        """One passage a paragraph, best first; passages of equal score keep their hits' order."""
        with self._reader.store.database.read():
            found: dict[tuple[int, int], list[Hit]] = {}
            for hit in hits:
                row = self._reader.current(hit.chunk.key)
                held = row is not None and row.id == hit.chunk.document_id
                for place in self._places(hit, row) if row is not None and held else ():
                    found.setdefault(place, []).append(hit)
            passages = [self._passage(place, of) for place, of in found.items()]
        return tuple(sorted((p for p in passages if p is not None), key=lambda passage: -passage.score))

    def at(self, key: str, numbers: Sequence[int]) -> tuple[Passage, ...]:
        """The paragraphs `numbers` of the current document `key`, in that order, as if found with score 0."""
        with self._reader.store.database.read():
            row = self._reader.originals().get(key)
            found = [self._passage((row.n, number), []) for number in numbers] if row else []
        return tuple(passage for passage in found if passage is not None)

    def _places(self, hit: Hit, row: Row) -> list[tuple[int, int]]:
        """(row of the original, paragraph) for every paragraph the hit's chunk touches."""
        document = self._reader.document(row.n)
        if document is None:
            return []
        start, end = hit.chunk.start, hit.chunk.end
        own = [p.number for p in document.paragraphs if p.start < end and start < p.end]
        if row.translation_of is None:
            return [(row.n, number) for number in own]
        links = {link.paragraph: link for link in self._reader.store.links(translation=row.n)}
        return [(links[number].original, links[number].number) for number in own if number in links]

    def _passage(self, place: tuple[int, int], hits: list[Hit]) -> Passage | None:
        n, number = place
        document = self._reader.document(n)
        if document is None or not 0 < number <= len(document.paragraphs):
            return None
        paragraph = document.paragraphs[number - 1]
        rendering = self._rendering(n, document, paragraph)
        return Passage(
            document_id=document.id,
            key=document.key,
            record=document.record,
            language=document.language,
            paragraph=paragraph,
            text=document.text[paragraph.start : paragraph.end],
            score=max((hit.score for hit in hits), default=0.0),
            hits=tuple(hits),
            sentences=rendering.sentences,
            translation=rendering.translation,
            translation_label=rendering.label,
            beside=rendering.beside,
        )

    def _rendering(self, n: int, document: Document, paragraph: Paragraph) -> _Rendering:
        name = (self._reader.seq, n, paragraph.number)
        with self._lock:
            if name in self._held:
                self._held.move_to_end(name)
                return self._held[name]
        rendering = self._render(n, document, paragraph)
        with self._lock:
            self._held[name] = rendering
            if len(self._held) > HELD:
                self._held.popitem(last=False)
        return rendering

    def _render(self, n: int, document: Document, paragraph: Paragraph) -> _Rendering:
        tree, heads = self._tree(n, document)
        sentences = [
            PassageSentence(
                item.start,
                item.end,
                document.text[item.start : item.end],
                head=row_head(tree, item.start, item.end) or heads.get(paragraph.number, ""),
            )
            for item in paragraph.sentences
        ]
        beside = tree.inside(tree.at(paragraph.start), BESIDE) >= 0
        links = self._reader.store.links(original=n, number=paragraph.number)
        link = links[0] if links else None
        other = self._reader.document(link.translation) if link else None
        if link is None or other is None:
            return _Rendering(tuple(sentences), "", "", beside)
        there = other.paragraphs[link.paragraph - 1]
        label = other.record.notes.get(other.language, "")
        text = other.text[there.start : there.end]
        return _Rendering(tuple(self._translated(sentences, other, there, link)), text, label, beside)

    def _tree(self, n: int, document: Document) -> tuple[Tree, dict[int, str]]:
        """The document's tree and the heads of its paragraphs; those of the last documents are kept."""
        name = (self._reader.seq, n)
        with self._lock:
            held = self._trees.get(name)
        if held is None:
            tree = Tree(document)
            held = (tree, heads_of(tree))
            with self._lock:
                self._trees[name] = held
                if len(self._trees) > HELD_TREES:
                    self._trees.popitem(last=False)
        return held

    def _translated(
        self, sentences: list[PassageSentence], other: Document, there: Paragraph, link: Link
    ) -> list[PassageSentence]:
        """The sentences with the translated ones the alignment pairs them with."""
        found = list(sentences)
        for left, right in link.groups:
            text = " ".join(other.text[there.sentences[i].start : there.sentences[i].end] for i in right)
            for i in left:
                found[i] = replace(found[i], translation=text)
        return found
