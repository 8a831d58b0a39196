"""The encoders a library has, and the vectors they made: of chunks, of words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from index.models.card import ModelCard
from index.store.database import Database
from index.store.halves import Vectors, packed, unpacked

DENSE = "dense"  # the encoder name of the embedding model

# (start, end, section) of a document's chunks, in their order.
Spans = Sequence[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class EncoderRow:
    """An encoder by its row. `card` tells which it is; `card["dimension"]` is 0 for one of keys."""

    id: int
    name: str
    card: Mapping[str, object] = field(default_factory=dict)

    @property
    def dimension(self) -> int:
        return int(str(self.card.get("dimension", 0)))


class EncoderTables:
    """The encoder and vector tables of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def serving(self) -> dict[str, EncoderRow]:
        """Encoder name → the encoder whose vectors are searched."""
        rows = self._database.rows("select id, name, card from encoder where serving = 1")
        return {name: EncoderRow(number, name, json.loads(card)) for number, name, card in rows}

    def add(self, name: str, card: Mapping[str, object], *, serving: bool) -> int:
        """The row of an encoder, made if there is none with this name and card."""
        text = json.dumps(card, sort_keys=True)
        with self._database.write() as db:
            row = db.execute("select id from encoder where name = ? and card = ?", (name, text)).fetchone()
            if row is None:
                row = db.execute(
                    "insert into encoder(name, card, serving) values(?, ?, 0) returning id", (name, text)
                ).fetchone()
            if serving:
                db.execute("update encoder set serving = (id = ?) where name = ?", (row[0], name))
        return int(row[0])

    def forget(self, name: str) -> None:
        """Drops every encoder of a name with its vectors."""
        with self._database.write() as db:
            db.execute("delete from encoder where name = ?", (name,))
            db.execute("insert into log(op, chunk, language) values(0, 0, '')")

    def serve(self, encoder: int) -> bool:
        """Lets an encoder's vectors be the ones searched and forgets the others of its name; False, and
        nothing done, while chunks lack them."""
        with self._database.write() as db:
            name, card = db.execute("select name, card from encoder where id = ?", (encoder,)).fetchone()
            if json.loads(card).get("dimension") and self.without_vectors(encoder):
                return False
            db.execute("delete from encoder where name = ? and id <> ?", (name, encoder))
            db.execute("update encoder set serving = 1 where id = ?", (encoder,))
            db.execute("insert into log(op, chunk, language) values(0, 0, '')")
        return True

    # Chunks

    def without_vectors(self, encoder: int) -> dict[int, int]:
        """Document row → how many of its chunks lack a vector of an encoder; only those that lack any."""
        rows = self._database.rows(
            "select document, count(*) from chunk where not exists (select 1 from chunk_vector "
            "where encoder = ? and chunk = chunk.id) group by document order by document",
            (encoder,),
        )
        return dict(rows)

    def spans(self, n: int) -> Spans:
        """(start, end, section) of a document's chunks, in order."""
        found: Spans = self._database.rows(
            "select start, end, section from chunk where document = ? order by id", (n,)
        )
        return found

    def put(self, encoder: int, n: int, spans: Spans, vectors: Vectors) -> None:
        """Stores an encoder's vectors for the chunks at `spans` of a document; nothing for one that changed
        since `spans` were read."""
        with self._database.write() as db:
            if list(self.spans(n)) != list(spans):
                return
            ids = [row[0] for row in db.execute("select id from chunk where document = ? order by id", (n,))]
            for number, vector in zip(ids, vectors, strict=True):
                put_chunk(db, encoder, number, vector)

    def known(self, n: int, encoder: int) -> dict[bytes, Vectors]:
        """The vectors of a stored document's chunks by the digest of the text embedded, for the version that
        replaces it."""
        rows = self._database.rows(
            "select digest, data from chunk join chunk_vector on chunk_vector.chunk = chunk.id "
            "where document = ? and encoder = ?",
            (n, encoder),
        )
        return {mark: unpacked([data])[0] for mark, data in rows}

    # Keys

    def put_keys(self, encoder: int, found: Mapping[str, Vectors]) -> None:
        with self._database.write() as db:
            put_keys(db, encoder, found)

    def have_keys(self, encoder: int, keys: Iterable[str]) -> set[str]:
        """Those of `keys` that have a vector."""
        query = "select 1 from key_vector where encoder = ? and key = ?"
        with self._database.read() as db:
            return {key for key in keys if db.execute(query, (encoder, key)).fetchone()}


def put_chunk(db: sqlite3.Connection, encoder: int, chunk: int, vector: Vectors) -> None:
    row = (encoder, chunk, packed(vector))
    db.execute("insert or replace into chunk_vector(encoder, chunk, data) values(?, ?, ?)", row)


def put_keys(db: sqlite3.Connection, encoder: int, found: Mapping[str, Vectors]) -> None:
    db.executemany(
        "insert or ignore into key_vector(encoder, key, data) values(?, ?, ?)",
        [(encoder, key, packed(vector)) for key, vector in found.items()],
    )


def card_json(card: ModelCard) -> dict[str, object]:
    return asdict(card)


def card_from(values: Mapping[str, object]) -> ModelCard:
    return ModelCard(**values)  # type: ignore[arg-type]
