"""What a library holds, for whoever does not search it: its documents, records, files and notes.

Opens in a tenth of the time that `Library` takes, which brings in the models and all that finding needs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from index.hit import Filters
from index.store.store import Row, Store, missing, passes
from sources.document import Document, Language, Record


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the library. `translations` are the languages it has an aligned translation in."""

    record: Record
    document_id: str
    language: Language
    format: str
    pages: int | None
    paragraphs: int
    chunks: int
    added_at: str
    shipped: bool
    translations: tuple[Language, ...] = ()

    @property
    def key(self) -> str:
        return self.record.key


class Catalogue:
    """The documents of the library in `store`. Raises StoreError where the store does."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def close(self) -> None:
        self.store.close()

    def _rows(self) -> Collection[Row]:
        return self.store.rows()

    def entries(self, filters: Filters = Filters()) -> tuple[Entry, ...]:
        """The originals `filters` allow, in the order of adding."""
        rows = self._rows()
        translations: dict[str, list[Language]] = {}
        for row in rows:
            if row.translation_of is not None:
                translations.setdefault(row.translation_of, []).append(row.language)
        return tuple(
            Entry(
                record=row.record,
                document_id=row.id,
                language=row.language,
                format=row.format,
                pages=row.pages,
                paragraphs=row.paragraphs,
                chunks=row.chunks,
                added_at=row.added_at,
                shipped=row.shipped,
                translations=tuple(translations.get(row.key, ())),
            )
            for row in rows
            if row.translation_of is None and passes(row, filters)
        )

    def any(self, filters: Filters = Filters()) -> bool:
        """Whether there is any original that `filters` allow."""
        return any(row.translation_of is None and passes(row, filters) for row in self._rows())

    def keys(self, filters: Filters = Filters()) -> tuple[str, ...]:
        """The keys of the originals `filters` allow, in the order of adding."""
        rows = (row for row in self._rows() if row.translation_of is None)
        return tuple(row.key for row in rows if passes(row, filters))

    def document(self, key_or_id: str) -> Document:
        """The current version of a key, or any version ever added by its id. Raises StoreError."""
        found = self.store.document(key_or_id)
        if found is None:
            raise missing(key_or_id)
        return found

    def translation(self, key: str, language: Language) -> Document | None:
        """The aligned translation of a document into a language."""
        for row in self._rows():
            if row.translation_of == key and row.language is language:
                return self.store.document_at(row.n)
        return None

    def file(self, document_id: str) -> Path | None:
        """The file a version was added from, as it was."""
        return self.store.file(document_id)

    def records(self, key: str) -> tuple[tuple[str, Record], ...]:
        """A document's bibliographic records over time, oldest first, each with the moment it was set."""
        return self.store.records(key)

    def note(self, name: str) -> str:
        """A small text kept with the library under a name, "" where there is none."""
        return self.store.note(name)

    def set_note(self, name: str, value: str) -> None:
        self.store.set_note(name, value)

    @property
    def read_only(self) -> bool:
        """Whether the library can be asked and not changed: its folder or file cannot be written."""
        return self.store.database.read_only
