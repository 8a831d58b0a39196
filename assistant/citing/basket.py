"""The report basket: quotes and whole answers collected for a report, kept in the data directory.

One SQLite file beside the library. An item is stored whole, with its record, so that a report can still be
printed when the document has been replaced or removed. Every change is one transaction; the basket may be
used from several threads and processes at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Answer, Citation
from assistant.citing.errors import BasketError
from assistant.citing.receipt import quote_hash
from index.store.side_file import sound_or_aside

FILE_NAME = "basket.sqlite3"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS item ("
    "id INTEGER PRIMARY KEY AUTOINCREMENT, position INTEGER NOT NULL, kind TEXT NOT NULL,"
    "content TEXT NOT NULL, note TEXT NOT NULL, added TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS preference (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)


class ItemKind(StrEnum):
    """What lies in the basket."""

    QUOTE = "quote"
    ANSWER = "answer"


_ADAPTERS: dict[ItemKind, TypeAdapter[Citation] | TypeAdapter[Answer]] = {
    ItemKind.QUOTE: TypeAdapter(Citation),
    ItemKind.ANSWER: TypeAdapter(Answer),
}


@dataclass(frozen=True, slots=True)
class BasketItem:
    """One thing collected. `note` is the user's own; `added` is ISO 8601 in UTC. An item made without a
    basket, to be exported at once, has the id 0."""

    content: Citation | Answer
    note: str = ""
    id: int = 0
    added: str = ""

    @property
    def kind(self) -> ItemKind:
        return ItemKind.ANSWER if isinstance(self.content, Answer) else ItemKind.QUOTE

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations the item brings into the bibliography."""
        return self.content.citations if isinstance(self.content, Answer) else (self.content,)


class Basket:
    """The basket in the data directory `home`. Every method may raise BasketError."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE_NAME
        # A damaged file must not stand in the way of the next quote; where it went is told by the caller.
        with _basket_errors(self._path):
            self.put_aside = sound_or_aside(self._path)
        with self._open(write=True) as connection:
            for statement in _SCHEMA:
                connection.execute(statement)

    def items(self) -> tuple[BasketItem, ...]:
        """What is in the basket, in the order of the report."""
        with self._open() as connection:
            rows = connection.execute("SELECT kind, content, note, id, added FROM item ORDER BY position, id")
            found = rows.fetchall()
        return tuple(self._item(*row) for row in found)

    def add(self, content: Citation | Answer, note: str = "") -> BasketItem:
        """Put a quote or a whole answer at the end. The same quote or answer is taken once: the item that
        is there already is returned."""
        kind = ItemKind.ANSWER if isinstance(content, Answer) else ItemKind.QUOTE
        mark = _identity(content)
        text = _ADAPTERS[kind].dump_json(content).decode("utf-8")  # type: ignore[arg-type]
        with self._open(write=True) as connection:
            for row in connection.execute("SELECT kind, content, note, id, added FROM item"):
                if row[0] == kind and _identity(self._item(*row).content) == mark:
                    return self._item(*row)
            added = datetime.now(UTC).isoformat(timespec="seconds")
            cursor = connection.execute(
                "INSERT INTO item (position, kind, content, note, added)"
                " VALUES ((SELECT COALESCE(MAX(position), 0) + 1 FROM item), ?, ?, ?, ?)",
                (kind.value, text, note, added),
            )
            return BasketItem(content, note, cursor.lastrowid or 0, added)

    def move(self, item: int, place: int) -> None:
        """Move an item to `place`, counted from 0; a place beyond either end means that end."""
        with self._open(write=True) as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM item ORDER BY position, id")]
            if item not in ids:
                raise BasketError("basket_no_item")
            ids.remove(item)
            ids.insert(max(0, min(place, len(ids))), item)
            self._order(connection, ids)

    def reorder(self, ids: Sequence[int]) -> None:
        """Bring the items into the order of `ids`; items it does not name keep theirs, after it."""
        with self._open(write=True) as connection:
            known = [row[0] for row in connection.execute("SELECT id FROM item ORDER BY position, id")]
            named = [item for item in dict.fromkeys(ids) if item in known]
            self._order(connection, named + [item for item in known if item not in named])

    def annotate(self, item: int, note: str) -> None:
        """Set the user's note on an item; "" removes it."""
        self._change("UPDATE item SET note = ? WHERE id = ?", (note, item))

    def remove(self, item: int) -> None:
        """Take an item out."""
        self._change("DELETE FROM item WHERE id = ?", (item,))

    def clear(self) -> None:
        """Empty the basket. Its style and other preferences stay."""
        with self._open(write=True) as connection:
            connection.execute("DELETE FROM item")

    def preference(self, name: str, default: str = "") -> str:
        """A setting of the report ("style", "language", "side_by_side")."""
        with self._open() as connection:
            row = connection.execute("SELECT value FROM preference WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def prefer(self, name: str, value: str) -> None:
        with self._open(write=True) as connection:
            connection.execute("INSERT OR REPLACE INTO preference VALUES (?, ?)", (name, value))

    def __len__(self) -> int:
        with self._open() as connection:
            return int(connection.execute("SELECT COUNT(*) FROM item").fetchone()[0])

    @staticmethod
    def _order(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
        connection.executemany("UPDATE item SET position = ? WHERE id = ?", list(enumerate(ids, start=1)))

    def _change(self, statement: str, values: tuple[object, ...]) -> None:
        with self._open(write=True) as connection:
            if connection.execute(statement, values).rowcount == 0:
                raise BasketError("basket_no_item")

    def _item(self, kind: str, content: str, note: str, id: int, added: str) -> BasketItem:
        try:
            return BasketItem(_ADAPTERS[ItemKind(kind)].validate_json(content), note, id, added)
        except (ValidationError, ValueError) as error:
            raise BasketError("basket_damaged", path=str(self._path)) from error

    @contextmanager
    def _open(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        with _basket_errors(self._path):
            connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            try:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()  # an open transaction is rolled back


@contextmanager
def _basket_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        code = "basket_locked" if "locked" in str(error) else "basket_not_writable"
        raise BasketError(code, path=str(path)) from error
    except sqlite3.Error as error:
        raise BasketError("basket_damaged", path=str(path)) from error


def _identity(content: Citation | Answer) -> tuple[object, ...]:
    """What makes two items the same: the same words of the same version; the same answer."""
    if isinstance(content, Citation):
        place = content.location
        return place.document_id, place.start, place.end, quote_hash(content.quote)
    return content.question, content.index_version, content.claims
