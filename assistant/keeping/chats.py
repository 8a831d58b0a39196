"""Conversations, kept in the data directory so that they survive a restart.

One SQLite file beside the library. An exchange is a question with its finished Answer; answers are
stored whole, so an old conversation reads the same although the library has moved on. `Chats` may be used
from several threads.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Answer
from index.store.database import store_errors
from index.store.side_file import sound_or_aside

FILE_NAME = "chats.sqlite3"
TITLE_LENGTH = 60

_ANSWERS: TypeAdapter[Answer] = TypeAdapter(Answer)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversation (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, started TEXT NOT NULL, changed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS exchange (
  conversation TEXT NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
  number INTEGER NOT NULL, answer TEXT NOT NULL, asked TEXT NOT NULL,
  PRIMARY KEY (conversation, number));
CREATE TABLE IF NOT EXISTS preference (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation of the history. `changed` is the time of its last exchange, ISO 8601 in UTC."""

    id: str
    title: str
    changed: str
    exchanges: int


def new_id() -> str:
    """The id of a conversation that is yet to be stored."""
    return uuid.uuid4().hex[:12]


class Chats:
    """The history of conversations in `home`. A conversation exists from its first exchange on."""

    def __init__(self, home: Path) -> None:
        """Raises StoreError where the file cannot be used, as every method does. A damaged one is put
        aside, and `put_aside` is where it is then."""
        self._path = home / FILE_NAME
        self._lock = threading.Lock()
        with store_errors(self._path):
            self.put_aside = sound_or_aside(self._path)
            self._connection = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA busy_timeout = 5000")
            self._connection.executescript(_SCHEMA)

    def conversations(self, limit: int = 50, words: str = "") -> tuple[Conversation, ...]:
        """The latest conversations, the most recently used first; with `words`, those whose title or
        questions have every one of them.

        In the order of writing, since two exchanges may share a time and a clock may be set back.
        """
        wanted = [f"%{_literal(word)}%" for word in words.split()]
        asked = "SELECT 1 FROM exchange WHERE conversation = id AND json_extract(answer, '$.question')"
        has = f"(title LIKE ? ESCAPE '\\' OR EXISTS ({asked} LIKE ? ESCAPE '\\'))"
        rows = self._rows(
            "SELECT id, title, changed, (SELECT count(*) FROM exchange WHERE conversation = id) "
            f"FROM conversation WHERE {' AND '.join([has] * len(wanted)) or '1'} ORDER BY "
            "(SELECT max(rowid) FROM exchange WHERE conversation = id) DESC LIMIT ?",
            *(value for word in wanted for value in (word, word)),
            limit,
        )
        return tuple(Conversation(*row) for row in rows)

    def count(self) -> int:
        """How many conversations there are."""
        return int(self._rows("SELECT count(*) FROM conversation")[0][0])

    def answers(self, conversation: str) -> tuple[Answer, ...]:
        """The answers of a conversation in order; empty for an unknown one.

        An exchange that an incompatible version has written is left out rather than guessed at.
        """
        rows = self._rows("SELECT answer FROM exchange WHERE conversation = ? ORDER BY number", conversation)
        return tuple(answer for (text,) in rows if (answer := _restored(text)) is not None)

    def append(self, conversation: str, answer: Answer) -> None:
        """Store an exchange; its question names a new conversation."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        text = json.dumps(_ANSWERS.dump_python(answer, mode="json"))
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO conversation VALUES (?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET changed = ?",
                (conversation, short_title(answer.question), now, now, now),
            )
            connection.execute(
                "INSERT INTO exchange SELECT ?, coalesce(max(number), 0) + 1, ?, ? "
                "FROM exchange WHERE conversation = ?",
                (conversation, text, now, conversation),
            )

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title; a blank one is ignored."""
        if title.strip():
            title = short_title(title)
            with self._writing() as connection:
                connection.execute("UPDATE conversation SET title = ? WHERE id = ?", (title, conversation))

    def delete(self, conversation: str) -> None:
        """Remove a conversation and its exchanges for good."""
        with self._writing() as connection:
            connection.execute("DELETE FROM conversation WHERE id = ?", (conversation,))

    def preference(self, name: str, default: str = "") -> str:
        """A remembered choice of the interface, such as its language."""
        rows = self._rows("SELECT value FROM preference WHERE name = ?", name)
        return str(rows[0][0]) if rows else default

    def prefer(self, name: str, value: str) -> None:
        """Remember a choice of the interface."""
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO preference VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, store_errors(self._path):
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, store_errors(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _literal(word: str) -> str:
    """A word for LIKE, whatever marks are in it."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def short_title(question: str) -> str:
    """One line for the history, cut at a word where it is long."""
    line = " ".join(question.replace("\0", " ").split()).encode("utf-8", "replace").decode("utf-8")
    if len(line) <= TITLE_LENGTH:
        return line or "…"
    cut = line[:TITLE_LENGTH]
    head, space, _ = cut.rpartition(" ")
    return f"{head if space and len(head) > TITLE_LENGTH // 2 else cut}…"


def _restored(text: str) -> Answer | None:
    try:
        return _ANSWERS.validate_python(json.loads(text))
    except (ValidationError, json.JSONDecodeError):
        return None
