"""The one truth: documents in all their versions, chunks, vectors, tokens, records, files.

Everything else in a library (the FAISS files, what is held in memory) is made from this and can be made
again. One document is stored, replaced or removed in one transaction. This module speaks SQL and knows
neither models nor rankings.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import StoreError, Trouble
from index.hit import Filters
from index.store.codec import (
    layout,
    paragraphs_from,
    paragraphs_json,
    record_from,
    record_json,
    units_from,
    units_json,
)
from index.store.database import Database
from index.store.encoder_tables import DENSE, EncoderTables, put_chunk, put_keys
from index.store.kept_files import FOLDER, KeptFiles, refuse_new_beside
from index.store.link_tables import Link, read_links, set_links
from index.store.opening import drop_old_copies
from index.store.prepared import Prepared, PreparedChunk
from index.store.term_tables import add_postings, add_terms, drop_postings
from sources.document import Document, Language, Record


@dataclass(frozen=True, slots=True)
class Row:
    """What a document's row holds besides its text: `n` is the row's own number, never used twice."""

    n: int
    id: str
    key: str
    language: Language
    format: str
    pages: int | None
    paragraphs: int
    chunks: int
    translation_of: str | None
    record: Record
    shipped: bool
    added_at: str
    layout: str


class Store:
    """The store in `home`: `library.db`, and added files below `files/`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.files = home / FOLDER
        path = home / "library.db"
        refuse_new_beside(path, self.files)
        self.database = Database(path)
        self._kept = KeptFiles(home, self.database)
        self.encoders = EncoderTables(self.database)

    def close(self) -> None:
        self.database.close()

    # What is asked of the whole

    @property
    def seq(self) -> int:
        """The position of the change log: whatever changes the library's content moves it."""
        found = self.database.row("select max(seq) from log")
        return int(found[0] or 0) if found else 0

    def note(self, name: str) -> str:
        row = self.database.row("select value from note where name = ?", (name,))
        return row[0] if row else ""

    def set_note(self, name: str, value: str) -> None:
        with self.database.write() as db:
            db.execute("insert or replace into note(name, value) values(?, ?)", (name, value))

    # Documents

    def rows(self) -> tuple[Row, ...]:
        """Every current document, in the order of adding."""
        return self._rows("current = 1", ())

    def rows_at(self, numbers: Sequence[int]) -> tuple[Row, ...]:
        """The current documents among the rows `numbers`."""
        found = [self._rows("current = 1 and n = ?", (str(n),)) for n in numbers]
        return tuple(row for rows in found for row in rows)

    def relatives(self, document: Document) -> tuple[Row, ...]:
        """The current documents that adding `document` may have to do with: of its key, with its text, its
        original, its translations."""
        named = (document.key, document.translation_of or "", document.id, document.key)
        return self._rows("current = 1 and (key in (?, ?) or id = ? or translation_of = ?)", named)

    def _rows(self, where: str, values: tuple[str, ...]) -> tuple[Row, ...]:
        with self.database.read() as db, _as_written(self.database.path):
            found = db.execute(
                "select n, id, key, language, format, pages, json_array_length(paragraphs), "
                "(select count(*) from chunk where chunk.document = document.n), translation_of, record, "
                f"shipped, added_at, layout from document where {where} order by n",
                values,
            ).fetchall()
            return tuple(
                Row(
                    n=row[0],
                    id=row[1],
                    key=row[2],
                    language=Language(row[3]),
                    format=row[4],
                    pages=row[5],
                    paragraphs=row[6],
                    chunks=row[7],
                    translation_of=row[8],
                    record=record_from(row[9]),
                    shipped=bool(row[10]),
                    added_at=row[11],
                    layout=row[12],
                )
                for row in found
            )

    def document(self, key_or_id: str) -> Document | None:
        """The current version of a key, or any version ever added by its id."""
        with self.database.read() as db:
            row = db.execute(
                "select n from document where key = ? and current = 1 "
                "union all select * from (select n from document where id = ? order by current desc, n desc)",
                (key_or_id, key_or_id),
            ).fetchone()
            return self.document_at(row[0]) if row else None

    def document_at(self, n: int) -> Document | None:
        """The document of one row."""
        with self.database.read() as db:
            row = db.execute(
                "select id, text, paragraphs, language, record, format, pages, pages_exact, ocr, "
                "translation_of, units from document where n = ?",
                (n,),
            ).fetchone()
        if row is None:
            return None
        with _as_written(self.database.path):
            return _document(row)

    def file(self, document_id: str) -> Path | None:
        row = self.database.row(
            "select file from document where id = ? and file is not null order by current desc, n desc",
            (document_id,),
        )
        path = self.files / row[0] if row else None
        return path if path is not None and path.is_file() else None

    def current(self, key: str) -> int | None:
        """The row of a key's current version."""
        row = self.database.row("select n from document where key = ? and current = 1", (key,))
        return row[0] if row else None

    def links(
        self, *, translation: int | None = None, original: int | None = None, number: int | None = None
    ) -> tuple[Link, ...]:
        """The links of a translation, or those of an original or of one of its paragraphs."""
        with self.database.read() as db:
            return read_links(db, translation=translation, original=original, number=number)

    # Writing

    def put(
        self,
        prepared: Prepared,
        *,
        encoders: Mapping[str, int],
        replaces: int | None,
        file: bytes | None,
        shipped: bool,
        links: Sequence[Link] = (),
        added_at: str = "",
    ) -> int | None:
        """Stores a document as its key's current version; returns its row. `encoders` maps the names of the
        encoders whose vectors are in `prepared` to their rows. `replaces` is the current version the caller
        saw: None is returned, and nothing stored, where another writer was first. `links` name the row they
        belong to as 0. `added_at` is now unless given."""
        document = prepared.document
        with self.database.write() as db:
            serving = {row[0] for row in db.execute("select id from encoder where serving = 1")}
            if self.current(document.key) != replaces or not serving.issuperset(encoders.values()):
                return None
            if replaces is not None:
                self._retire(db, replaces)
            n = self._insert(db, document, shipped, added_at or now())
            if file is not None:
                name = self._kept.keep(n, document, file)
                hashed = hashlib.sha256(file).hexdigest()
                db.execute("update document set file = ?, file_hash = ? where n = ?", (name, hashed, n))
            self._index(db, n, prepared, encoders)
            set_links(db, n, document, links)
            db.execute("insert into log(op, chunk, language) values(0, 0, ?)", (document.language,))
        return n

    def _insert(self, db: sqlite3.Connection, document: Document, shipped: bool, added_at: str) -> int:
        """The row of this version: a new one, or the one it had if it was here before."""
        values = {
            "id": document.id,
            "key": document.key,
            "current": 1,
            "language": document.language,
            "format": document.format,
            "pages": document.pages,
            "pages_exact": document.pages_exact,
            "ocr": document.ocr,
            "translation_of": document.translation_of,
            "text": document.text,
            "paragraphs": paragraphs_json(document.paragraphs),
            "units": units_json(document.units) if document.units else "",
            "layout": layout(document),
            "record": record_json(document.record),
            "shipped": shipped,
            "added_at": added_at,
        }
        names = ", ".join(values)
        updates = ", ".join(f"{name} = excluded.{name}" for name in values if name not in ("id", "key"))
        row = db.execute(
            f"insert into document({names}) values({', '.join('?' * len(values))}) "
            f"on conflict(key, id) do update set {updates} returning n",
            tuple(values.values()),
        ).fetchone()
        self._remember(db, document.record)
        return int(row[0])

    def _remember(self, db: sqlite3.Connection, record: Record) -> None:
        text = record_json(record)
        last = db.execute(
            "select record from record_history where key = ? order by seq desc limit 1", (record.key,)
        ).fetchone()
        if last is None or last[0] != text:
            row = (record.key, now(), text)
            db.execute("insert into record_history(key, changed_at, record) values(?, ?, ?)", row)

    def _index(self, db: sqlite3.Connection, n: int, prepared: Prepared, encoders: Mapping[str, int]) -> None:
        document = prepared.document
        searchable = document.translation_of is None
        forward: dict[int, bytes] = {}
        for place, chunk in enumerate(prepared.chunks):
            number, terms = self._insert_chunk(db, n, document.language, chunk, searchable)
            forward[number] = terms
            put_chunk(db, encoders[DENSE], number, chunk.vector)
            for name, table in prepared.extra.items():
                put_chunk(db, encoders[name], number, table[place])
        add_postings(db, forward)
        for name, found in prepared.keys.items():
            put_keys(db, encoders[name], found)

    def _insert_chunk(
        self, db: sqlite3.Connection, n: int, language: Language, chunk: PreparedChunk, searchable: bool
    ) -> tuple[int, bytes]:
        """The chunk's number and its forward list."""
        span = chunk.span
        forward = add_terms(db, language, {**chunk.words, **chunk.bigrams})
        values = {
            "document": n,
            "language": language,
            "section": span.section,
            "page": span.page,
            "paragraph": span.paragraph if searchable else 0,
            "start": span.start,
            "end": span.end,
            "digest": chunk.digest,
            "words": sum(chunk.words.values()),
            "bigrams": sum(chunk.bigrams.values()),
            "terms": forward,
        }
        cursor = db.execute(
            f"insert into chunk({', '.join(values)}) values({', '.join('?' * len(values))})",
            tuple(values.values()),
        )
        number = int(cursor.lastrowid or 0)
        if searchable:
            db.execute("insert into log(op, chunk, language) values(1, ?, ?)", (number, language))
        return number, forward

    def _retire(self, db: sqlite3.Connection, n: int) -> None:
        """Makes a version an old one: kept, but not found any more."""
        self._drop_chunks(db, n)
        db.execute("delete from alignment where translation = ? or original = ?", (n, n))
        db.execute("update document set current = 0 where n = ?", (n,))

    def _drop_chunks(self, db: sqlite3.Connection, n: int) -> None:
        query = "select id, language, paragraph, terms from chunk where document = ?"
        rows = db.execute(query, (n,)).fetchall()
        drop_postings(db, {chunk: forward for chunk, *_, forward in rows})
        for chunk, language, paragraph, _ in rows:
            if paragraph:
                db.execute("insert into log(op, chunk, language) values(-1, ?, ?)", (chunk, language))
        db.execute("delete from chunk where document = ?", (n,))

    def remove(self, key: str) -> bool:
        """Removes a document in all its versions, its translations and its files. Not there: False."""
        with self.database.write() as db:
            rows = db.execute(
                "select n, language, file from document where key = ? or translation_of = ?", (key, key)
            ).fetchall()
            if not db.execute("select 1 from document where key = ?", (key,)).fetchone():
                return False
            for n, language, _ in rows:
                self._drop_chunks(db, n)
                db.execute("delete from document where n = ?", (n,))
                db.execute("insert into log(op, chunk, language) values(0, 0, ?)", (language,))
            db.execute("delete from record_history where key = ?", (key,))
            self._kept.forsake(db, [name for _, _, name in rows if name])
        self._kept.sweep()
        return True

    def set_record(self, record: Record) -> bool:
        """Corrects the record of a key's current version; older versions keep theirs."""
        with self.database.write() as db:
            query = "update document set record = ? where key = ? and current = 1"
            done = db.execute(query, (record_json(record), record.key))
            if done.rowcount == 0:
                return False
            self._remember(db, record)
            db.execute("insert into log(op, chunk, language) values(0, 0, '')")
        return True

    def records(self, key: str) -> tuple[tuple[str, Record], ...]:
        """A document's records over time, oldest first, each with the moment it was set."""
        rows = self.database.rows(
            "select changed_at, record from record_history where key = ? order by seq", (key,)
        )
        with _as_written(self.database.path):
            return tuple((at, record_from(text)) for at, text in rows)

    # Upkeep

    def hash_files(self) -> None:
        """Notes the hash of each kept file that has none noted yet."""
        self._kept.hash_all()

    def sweep(self) -> tuple[Path, ...]:
        """Puts files that no document has in `lost/`, and deletes old copies of the database; returns where
        the files are now."""
        drop_old_copies(self.database.path)
        return self._kept.sweep()


def _document(row: tuple[Any, ...]) -> Document:
    return Document(
        id=row[0],
        text=row[1],
        paragraphs=paragraphs_from(row[2]),
        language=Language(row[3]),
        record=record_from(row[4]),
        format=row[5],
        pages=row[6],
        pages_exact=bool(row[7]),
        ocr=bool(row[8]),
        translation_of=row[9],
        units=units_from(row[10]) if row[10] else (),
    )


@contextmanager
def _as_written(path: Path) -> Iterator[None]:
    """Turns what a row raises that does not read as it was written into StoreError (STORE_DAMAGED)."""
    try:
        yield
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise StoreError(Trouble.STORE_DAMAGED, path=str(path), reason=f"{type(error).__name__}") from error


def missing(key: str) -> StoreError:
    return StoreError(Trouble.UNKNOWN_DOCUMENT, document=key)


def now() -> str:
    """This moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def passes(row: Row, filters: Filters) -> bool:
    """Whether an original is one of those `filters` allow. Dates compare as far as both are given."""
    record = row.record
    date, start, end = record.date, filters.date_from, filters.date_to
    return (
        (not filters.keys or row.key in filters.keys)
        and (not filters.kinds or record.kind in filters.kinds)
        and (not filters.languages or row.language in filters.languages)
        and (not start or (bool(date) and date[: len(start)] >= start[: len(date)]))
        and (not end or (bool(date) and date[: len(end)] <= end[: len(date)]))
        and (not filters.tags or bool(set(filters.tags) & set(record.tags)))
        and (not filters.collections or record.collection in filters.collections)
    )
