"""Which paragraph of a translation renders which of its original, and which sentence which.

A translation comes with the same paragraph numbers as its original. When the original is replaced by a new
version, a translated paragraph follows the text it renders to its new number, and falls away where that
text is gone: an old translation never stands beside words it does not translate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from index.making.align import align
from index.store.halves import Vectors
from index.store.link_tables import Link
from index.store.store import Row, Store
from sources.document import Document

Embed = Callable[[Sequence[str]], Vectors]


def links(store: Store, document: Document, rows: Sequence[Row], old: Row | None, embed: Embed) -> list[Link]:
    """The links of a document about to be stored, its own row named 0: to its original if it is a
    translation, else to its translations among the current `rows`. `old` is the version it replaces, `embed`
    makes the vectors by which their sentences are paired, and may raise to stop."""
    found: list[Link] = []
    if document.translation_of is not None:
        for row in rows:
            there = store.document_at(row.n) if row.key == document.translation_of else None
            if there is not None:
                pairs = _by_number(document, there)
                found += _aligned((0, document), (row.n, there), pairs, embed)
        return found
    for row in rows:
        other = store.document_at(row.n) if row.translation_of == document.key else None
        if other is not None:
            pairs = _carried(store, row, document, old) if old else _by_number(other, document)
            found += _aligned((row.n, other), (0, document), pairs, embed)
    return found


def _by_number(translation: Document, original: Document) -> dict[int, int]:
    count = len(original.paragraphs)
    return {p.number: p.number for p in translation.paragraphs if p.number <= count}


def _carried(store: Store, translation: Row, document: Document, old: Row) -> dict[int, int]:
    """Translated paragraph → number in the new version, where the new version has the text translated."""
    before = store.document_at(old.n)
    assert before is not None
    numbers: dict[str, int] = {}
    for paragraph in document.paragraphs:
        numbers.setdefault(document.text[paragraph.start : paragraph.end], paragraph.number)
    found = {}
    for link in store.links(translation=translation.n):
        was = before.paragraphs[link.number - 1]
        text = before.text[was.start : was.end]
        same = document.paragraphs[link.number - 1 : link.number]
        stays = any(document.text[p.start : p.end] == text for p in same)
        number = link.number if stays else numbers.get(text)
        if number is not None:
            found[link.paragraph] = number
    return found


def _aligned(
    translation: tuple[int, Document],
    original: tuple[int, Document],
    pairs: Mapping[int, int],
    embed: Embed,
) -> list[Link]:
    """Links with their sentences paired, for each (translated paragraph, original number) in `pairs`."""
    there, other = translation
    here, document = original
    sides = [(_texts(document, number), _texts(other, paragraph)) for paragraph, number in pairs.items()]
    texts = list(dict.fromkeys(text for one, two in sides for text in (*one, *two)))
    rows = {text: row for row, text in enumerate(texts)}
    vectors = embed(texts)
    found = []
    for (paragraph, number), (own, translated) in zip(pairs.items(), sides, strict=True):
        groups = align(
            vectors[[rows[text] for text in own]],
            vectors[[rows[text] for text in translated]],
            [len(text) for text in own],
            [len(text) for text in translated],
        )
        found.append(Link(there, paragraph, here, number, groups))
    return found


def _texts(document: Document, number: int) -> list[str]:
    return [document.text[item.start : item.end] for item in document.paragraphs[number - 1].sentences]
