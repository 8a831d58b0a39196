"""The one truth: documents in all their versions, chunks, vectors, tokens, records, files.

Everything else in a library (the FAISS files, what is held in memory) is made from this and can be made
again. One document is stored, replaced or removed in one transaction. This module speaks SQL and knows
neither models nor rankings.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.codec import layout, paragraphs_from, paragraphs_json, record_from, record_json
from index.database import Database, store_errors
from index.embed import ModelCard
from index.errors import StoreError, Trouble
from index.postings import add_postings, add_terms, drop_postings
from index.prepare import Known, Prepared, PreparedChunk
from sources.document import Document, Language, Record

DENSE = "dense"  # the encoder name of the embedding model

Groups = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


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


@dataclass(frozen=True, slots=True)
class Link:
    """A paragraph of a translation (`paragraph` of document `translation`) and the paragraph of the original
    it renders. `groups` pairs places of original sentences with places of translated ones."""

    translation: int
    paragraph: int
    original: int
    number: int
    groups: Groups


@dataclass(frozen=True, slots=True)
class EncoderRow:
    id: int
    name: str
    card: Mapping[str, object] = field(default_factory=dict)


class Store:
    """The store in `home`: `library.db`, and added files below `files/`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.files = home / "files"
        self.database = Database(home / "library.db")

    def close(self) -> None:
        self.database.close()

    # What is asked of the whole

    @property
    def seq(self) -> int:
        """The position of the change log: whatever changes the library's content moves it."""
        found: int = self.database.connection.execute("select coalesce(max(seq), 0) from log").fetchone()[0]
        return found

    def note(self, name: str) -> str:
        row = self.database.connection.execute("select value from note where name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set_note(self, name: str, value: str) -> None:
        with self.database.write() as db:
            db.execute("insert or replace into note(name, value) values(?, ?)", (name, value))

    # Documents

    def rows(self) -> tuple[Row, ...]:
        """Every current document, in the order of adding."""
        return self._rows("current = 1", ())

    def relatives(self, document: Document) -> tuple[Row, ...]:
        """The current documents that adding `document` may have to do with: of its key, with its text, its
        original, its translations."""
        named = (document.key, document.translation_of or "", document.id, document.key)
        return self._rows("current = 1 and (key in (?, ?) or id = ? or translation_of = ?)", named)

    def _rows(self, where: str, values: tuple[str, ...]) -> tuple[Row, ...]:
        with self.database.read() as db:
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
                "translation_of from document where n = ?",
                (n,),
            ).fetchone()
        if row is None:
            return None
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
        )

    def file(self, document_id: str) -> Path | None:
        row = self.database.connection.execute(
            "select file from document where id = ? and file is not null order by current desc, n desc",
            (document_id,),
        ).fetchone()
        path = self.files / row[0] if row else None
        return path if path is not None and path.is_file() else None

    def current(self, key: str) -> int | None:
        """The row of a key's current version."""
        row = self.database.connection.execute(
            "select n from document where key = ? and current = 1", (key,)
        ).fetchone()
        return row[0] if row else None

    def known(self, n: int, encoder: int) -> Known:
        """The vectors of a stored document, for the version that replaces it."""
        with self.database.read() as db:
            chunks = db.execute(
                "select digest, data from chunk join chunk_vector on chunk_vector.chunk = chunk.id "
                "where document = ? and encoder = ?",
                (n, encoder),
            ).fetchall()
            document = self.document_at(n)
            sentences = self.sentence_vectors(n, encoder)
        spoken: dict[str, NDArray[np.float32]] = {}
        for paragraph in document.paragraphs if document else ():
            for item, vector in zip(paragraph.sentences, sentences.get(paragraph.number, ()), strict=False):
                assert document is not None
                spoken[document.text[item.start : item.end]] = vector
        return Known({mark: np.frombuffer(data, np.float32) for mark, data in chunks}, spoken)

    def sentence_vectors(
        self, n: int, encoder: int, paragraph: int | None = None
    ) -> dict[int, NDArray[np.float32]]:
        """Paragraph number → its sentences' vectors, (sentences, dimension), of one paragraph or all."""
        rows = self.database.connection.execute(
            "select paragraph, data, json_extract(card, '$.dimension') "
            "from sentence_vector join encoder on encoder.id = encoder "
            "where document = ? and encoder = ? and (? is null or paragraph = ?)",
            (n, encoder, paragraph, paragraph),
        )
        return {
            number: np.frombuffer(data, np.float16).reshape(-1, size).astype(np.float32)
            for number, data, size in rows
        }

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
                name = self._keep_file(n, document, file)
                db.execute("update document set file = ? where n = ?", (name, n))
            self._index(db, n, prepared, encoders)
            self._set_links(db, n, document, links)
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

    def _keep_file(self, n: int, document: Document, content: bytes) -> str:
        """Writes the added file durably. Within the transaction, so that a sweep never meets a file whose
        row is still to come; one left behind by a crash is swept."""
        name = f"{n}-{document.id}.{''.join(c for c in document.format if c.isalnum()) or 'bin'}"
        with store_errors(self.files):
            self.files.mkdir(parents=True, exist_ok=True)
            part = self.files / f"{name}.part"
            with part.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            part.replace(self.files / name)
            sync_folder(self.files)
        return name

    def _index(self, db: sqlite3.Connection, n: int, prepared: Prepared, encoders: Mapping[str, int]) -> None:
        document = prepared.document
        for place, chunk in enumerate(prepared.chunks):
            searchable = document.translation_of is None
            number = self._insert_chunk(db, n, document.language, chunk, searchable)
            vectors = [(encoders[DENSE], number, _bytes(chunk.vector))]
            for name, table in prepared.extra.items():
                vectors.append((encoders[name], number, _bytes(table[place])))
            db.executemany("insert into chunk_vector(encoder, chunk, data) values(?, ?, ?)", vectors)
        self._put_sentences(db, n, encoders[DENSE], prepared.sentences)
        for name, found in prepared.keys.items():
            self._put_keys(db, encoders[name], found)

    def _insert_chunk(
        self, db: sqlite3.Connection, n: int, language: Language, chunk: PreparedChunk, searchable: bool
    ) -> int:
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
        add_postings(db, number, forward)
        if searchable:
            db.execute("insert into log(op, chunk, language) values(1, ?, ?)", (number, language))
        return number

    def _put_sentences(
        self, db: sqlite3.Connection, n: int, encoder: int, sentences: Mapping[int, NDArray[np.float32]]
    ) -> None:
        db.executemany(
            "insert or replace into sentence_vector(document, paragraph, encoder, data) values(?, ?, ?, ?)",
            [(n, number, encoder, table.astype(np.float16).tobytes()) for number, table in sentences.items()],
        )

    def _put_keys(
        self, db: sqlite3.Connection, encoder: int, found: Mapping[str, NDArray[np.float32]]
    ) -> None:
        db.executemany(
            "insert or replace into key_vector(encoder, key, data) values(?, ?, ?)",
            [(encoder, key, _bytes(vector)) for key, vector in found.items()],
        )

    def _retire(self, db: sqlite3.Connection, n: int) -> None:
        """Makes a version an old one: kept, but not found any more."""
        self._drop_chunks(db, n)
        db.execute("delete from sentence_vector where document = ?", (n,))
        db.execute("delete from alignment where translation = ? or original = ?", (n, n))
        db.execute("update document set current = 0 where n = ?", (n,))

    def _drop_chunks(self, db: sqlite3.Connection, n: int) -> None:
        query = "select id, language, paragraph, terms from chunk where document = ?"
        rows = db.execute(query, (n,)).fetchall()
        for chunk, language, paragraph, forward in rows:
            drop_postings(db, chunk, forward)
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
        for _, _, name in rows:
            if name:
                (self.files / name).unlink(missing_ok=True)
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
        rows = self.database.connection.execute(
            "select changed_at, record from record_history where key = ? order by seq", (key,)
        ).fetchall()
        return tuple((at, record_from(text)) for at, text in rows)

    # Translations

    def _set_links(self, db: sqlite3.Connection, n: int, document: Document, links: Sequence[Link]) -> None:
        """Stores which paragraphs the links pair, 0 standing for row `n`, and makes a translation's chunks
        searchable where their paragraph has an original."""
        named = [
            Link(link.translation or n, link.paragraph, link.original or n, link.number, link.groups)
            for link in links
        ]
        touched = {link.translation for link in named}
        if document.translation_of is None:
            query = "select n from document where translation_of = ? and current = 1"
            touched |= {row[0] for row in db.execute(query, (document.key,))}
        for translation in touched:
            db.execute("delete from alignment where translation = ?", (translation,))
        db.executemany(
            "insert into alignment(translation, paragraph, original, number, groups) values(?, ?, ?, ?, ?)",
            [(x.translation, x.paragraph, x.original, x.number, json.dumps(x.groups)) for x in named],
        )
        for translation in touched:
            self._place_chunks(db, translation)

    def _place_chunks(self, db: sqlite3.Connection, translation: int) -> None:
        """Gives a translation's chunks the number their paragraph has in the original, 0 for none."""
        document = self.document_at(translation)
        numbers = dict(
            db.execute("select paragraph, number from alignment where translation = ?", (translation,))
        )
        rows = db.execute(
            "select id, language, paragraph, start from chunk where document = ?", (translation,)
        ).fetchall()
        for chunk, language, held, start in rows:
            assert document is not None
            own = next((p.number for p in document.paragraphs if p.start <= start < p.end), 0)
            number = numbers.get(own, 0)
            db.execute("update chunk set paragraph = ? where id = ?", (number, chunk))
            if bool(held) != bool(number):
                op = 1 if number else -1
                db.execute("insert into log(op, chunk, language) values(?, ?, ?)", (op, chunk, language))

    def links(
        self, *, translation: int | None = None, original: int | None = None, number: int | None = None
    ) -> tuple[Link, ...]:
        """The links of a translation, or those of an original or of one of its paragraphs, in the original's
        order."""
        rows = self.database.connection.execute(
            "select translation, paragraph, original, number, groups from alignment "
            "where (translation = ? or original = ?) and (? is null or number = ?) order by number",
            (translation, original, number, number),
        ).fetchall()
        return tuple(Link(a, b, c, d, _groups(groups)) for a, b, c, d, groups in rows)

    # Encoders

    def serving(self) -> dict[str, EncoderRow]:
        """Encoder name → the encoder whose vectors are searched."""
        rows = self.database.connection.execute("select id, name, card from encoder where serving = 1")
        return {name: EncoderRow(number, name, json.loads(card)) for number, name, card in rows}

    def add_encoder(self, name: str, card: Mapping[str, object], *, serving: bool) -> int:
        """The row of an encoder, made if there is none with this name and card."""
        text = json.dumps(card, sort_keys=True)
        with self.database.write() as db:
            row = db.execute("select id from encoder where name = ? and card = ?", (name, text)).fetchone()
            if row is None:
                row = db.execute(
                    "insert into encoder(name, card, serving) values(?, ?, 0) returning id", (name, text)
                ).fetchone()
            if serving:
                db.execute("update encoder set serving = (id = ?) where name = ?", (row[0], name))
        return int(row[0])

    def serve(self, encoder: int) -> bool:
        """Lets an encoder's vectors be the ones searched and forgets the others of its name; False, and
        nothing done, while chunks lack them."""
        with self.database.write() as db:
            name, card = db.execute("select name, card from encoder where id = ?", (encoder,)).fetchone()
            if json.loads(card).get("dimension") and self.without_vectors(encoder):
                return False
            db.execute("delete from encoder where name = ? and id <> ?", (name, encoder))
            db.execute("update encoder set serving = 1 where id = ?", (encoder,))
            db.execute("insert into log(op, chunk, language) values(0, 0, '')")
        return True

    def without_vectors(self, encoder: int) -> dict[int, int]:
        """Document row → how many of its chunks lack a vector of an encoder; only those that lack any."""
        rows = self.database.connection.execute(
            "select document, count(*) from chunk where not exists (select 1 from chunk_vector "
            "where encoder = ? and chunk = chunk.id) group by document order by document",
            (encoder,),
        )
        return dict(rows.fetchall())

    def spans(self, n: int) -> list[tuple[int, int, str]]:
        """(start, end, section) of a document's chunks, in order."""
        return self.database.connection.execute(
            "select start, end, section from chunk where document = ? order by id", (n,)
        ).fetchall()

    def put_vectors(
        self,
        encoder: int,
        n: int,
        spans: Sequence[tuple[int, int, str]],
        vectors: NDArray[np.float32],
        sentences: Mapping[int, NDArray[np.float32]],
    ) -> None:
        """Stores an encoder's vectors for the chunks at `spans` of a document, and for its sentences. Nothing
        is stored for a document that changed since `spans` were read."""
        with self.database.write() as db:
            if self.spans(n) != list(spans):
                return
            ids = [row[0] for row in db.execute("select id from chunk where document = ? order by id", (n,))]
            db.executemany(
                "insert or replace into chunk_vector(encoder, chunk, data) values(?, ?, ?)",
                [
                    (encoder, number, v.astype(np.float32).tobytes())
                    for number, v in zip(ids, vectors, strict=True)
                ],
            )
            self._put_sentences(db, n, encoder, sentences)

    def put_keys(self, encoder: int, found: Mapping[str, NDArray[np.float32]]) -> None:
        with self.database.write() as db:
            self._put_keys(db, encoder, found)

    def have_keys(self, encoder: int, keys: Iterable[str]) -> set[str]:
        db = self.database.connection
        query = "select 1 from key_vector where encoder = ? and key = ?"
        return {key for key in keys if db.execute(query, (encoder, key)).fetchone()}

    # Upkeep

    def sweep(self) -> None:
        """Deletes files that no document has: what a crash left."""
        if not self.files.is_dir():
            return
        with self.database.write() as db:
            kept = {row[0] for row in db.execute("select file from document where file is not null")}
            for path in self.files.iterdir():
                if path.name not in kept and path.is_file():
                    path.unlink(missing_ok=True)


def card_json(card: ModelCard) -> dict[str, object]:
    return asdict(card)


def card_from(values: Mapping[str, object]) -> ModelCard:
    return ModelCard(**values)  # type: ignore[arg-type]


def missing(key: str) -> StoreError:
    return StoreError(Trouble.UNKNOWN_DOCUMENT, document=key)


def now() -> str:
    """This moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def sync_folder(folder: Path) -> None:
    """Makes a rename in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _bytes(vector: NDArray[np.float32]) -> bytes:
    return vector.astype(np.float32).tobytes()


def _groups(text: str) -> Groups:
    return tuple((tuple(left), tuple(right)) for left, right in json.loads(text))
