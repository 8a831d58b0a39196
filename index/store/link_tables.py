"""Which paragraph of a translation renders which of an original, as the store keeps it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from index.store.codec import paragraphs_from
from sources.document import Document

Groups = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A paragraph of a translation (`paragraph` of the document in row `translation`) and the paragraph
    `number` of the original it renders. `groups` pairs places of original sentences with places of translated
    ones. 0 stands for the row of a document about to be stored."""

    translation: int
    paragraph: int
    original: int
    number: int
    groups: Groups


def read_links(
    db: sqlite3.Connection,
    *,
    translation: int | None = None,
    original: int | None = None,
    number: int | None = None,
) -> tuple[Link, ...]:
    """The links of a translation, or those of an original or of one of its paragraphs, in the original's
    order."""
    rows = db.execute(
        "select translation, paragraph, original, number, groups from alignment "
        "where (translation = ? or original = ?) and (? is null or number = ?) order by number",
        (translation, original, number, number),
    ).fetchall()
    return tuple(Link(a, b, c, d, _groups(groups)) for a, b, c, d, groups in rows)


def set_links(db: sqlite3.Connection, n: int, document: Document, links: Sequence[Link]) -> None:
    """Stores the links of the document in row `n`, and makes a translation's chunks searchable where their
    paragraph has an original."""
    touched = {link.translation or n for link in links}
    if document.translation_of is None:
        query = "select n from document where translation_of = ? and current = 1"
        touched |= {row[0] for row in db.execute(query, (document.key,))}
    for translation in touched:
        db.execute("delete from alignment where translation = ?", (translation,))
    db.executemany(
        "insert into alignment(translation, paragraph, original, number, groups) values(?, ?, ?, ?, ?)",
        [
            (link.translation or n, link.paragraph, link.original or n, link.number, json.dumps(link.groups))
            for link in links
        ],
    )
    for translation in touched:
        _place_chunks(db, translation)


def _place_chunks(db: sqlite3.Connection, translation: int) -> None:
    """Gives a translation's chunks the number their paragraph has in the original, 0 for none."""
    text = db.execute("select paragraphs from document where n = ?", (translation,)).fetchone()[0]
    paragraphs = paragraphs_from(text)
    numbers = dict(
        db.execute("select paragraph, number from alignment where translation = ?", (translation,))
    )
    query = "select id, language, paragraph, start from chunk where document = ?"
    for chunk, language, held, start in db.execute(query, (translation,)).fetchall():
        own = next((p.number for p in paragraphs if p.start <= start < p.end), 0)
        number = numbers.get(own, 0)
        db.execute("update chunk set paragraph = ? where id = ?", (number, chunk))
        if bool(held) != bool(number):
            op = 1 if number else -1
            db.execute("insert into log(op, chunk, language) values(?, ?, ?)", (op, chunk, language))


def _groups(text: str) -> Groups:
    return tuple((tuple(left), tuple(right)) for left, right in json.loads(text))
