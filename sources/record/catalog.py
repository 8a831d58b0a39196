"""The catalogue: bibliographic records of the documents that ship, and where official texts may be fetched.

`catalog.toml` holds one `[[document]]` table a publication, with the files that carry it (the first is the
original, the others its aligned translations), and one `[[official]]` table for each official text that can
be downloaded. No document is read here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from sources.document import Kind, Language, Original, Record
from sources.errors import Reason, Refused

DOCUMENTS: Final = Path(__file__).parent.parent / "documents"
CATALOG: Final = "catalog.toml"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a catalogued document."""

    path: Path
    language: Language


@dataclass(frozen=True, slots=True)
class Entry:
    """A catalogued publication.

    `files`: the original first, then its aligned translations; empty for an official text that does not
    ship. `official`: the record of its official text, whose `official` field lists where that may be fetched,
    best address first; None where the document itself is no digest of another.
    """

    record: Record
    files: tuple[File, ...] = ()
    official: Record | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entries of a catalogue, in its order."""

    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.record.key == key), None)

    def official(self) -> tuple[Record, ...]:
        """The records of the official texts that have an address."""
        return tuple(e.official for e in self.entries if e.official is not None and e.official.official)


@cache
def shipped_catalog() -> Catalog:
    """The catalogue of the documents that ship."""
    return load_catalog(DOCUMENTS / CATALOG)


def load_catalog(path: Path) -> Catalog:
    """The catalogue in the file at `path`. Raises Refused (BAD_CATALOG) with `problem` saying where."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        documents = [_entry(table, path.parent) for table in data.get("document", ())]
        addresses = {str(table["id"]): table for table in data.get("official", ())}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
        raise Refused(Reason.BAD_CATALOG, path.name, problem=str(error)) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise Refused(Reason.BAD_CATALOG, path.name, problem=f"missing or wrong field {error}") from error
    known = {entry.record.key for entry in documents}
    entries = [_with_official(entry, addresses.get(entry.record.key)) for entry in documents]
    entries += [_official_only(table) for key, table in addresses.items() if key not in known]
    return Catalog(tuple(entries))


def _entry(table: Mapping[str, Any], folder: Path) -> Entry:
    languages = [Language(code) for code in table["language"]]
    original = table.get("original")
    record = Record(
        key=str(table["id"]),
        kind=Kind(table["kind"]),
        titles=dict(table.get("title", {})),
        authors={code: tuple(names) for code, names in table.get("author", {}).items()},
        issuers=dict(table.get("issuer", {})),
        publishers=dict(table.get("publisher", {})),
        series=dict(table.get("series", {})),
        notes=dict(table.get("note", {})),
        language=languages[0],
        number=str(table.get("number", "")),
        date=str(table.get("date", "")),
        pages=str(table.get("pages", "")),
        page_offset=int(table.get("page_offset", 0)),
        url=str(table.get("official_url", "")),
        rights=str(table.get("rights", "")),
        original=None if original is None else _original(original),
        official=tuple(str(table[name]) for name in ("official_url", "older_url") if table.get(name)),
        tags=tuple(table.get("tags", ())),
        collection=str(table.get("collection", "")),
        catalogued=True,
    )
    files = tuple(File(folder / file["path"], Language(file["language"])) for file in table.get("files", ()))
    return Entry(record, files)


def _original(table: Mapping[str, Any]) -> Original:
    return Original(
        title=str(table["title"]),
        authors=tuple(table.get("author", ())),
        language=str(table.get("language", "")),
        date=str(table.get("date", "")),
        number=str(table.get("number", "")),
        pages=str(table.get("pages", "")),
        url=str(table.get("official_url", "")),
    )


def _with_official(entry: Entry, table: Mapping[str, Any] | None) -> Entry:
    """The entry with its official text's record: a digest's own, but as the declaration it digests."""
    if entry.record.kind is not Kind.DIGEST:
        return entry
    candidates = _addresses(table) if table is not None else ()
    addresses = tuple(dict.fromkeys((*candidates, *entry.record.official)))
    official = replace(entry.record, kind=Kind.DECLARATION, notes={}, official=addresses)
    return replace(entry, record=replace(entry.record, official=addresses), official=official)


def _official_only(table: Mapping[str, Any]) -> Entry:
    record = Record(
        key=str(table["id"]),
        kind=Kind.DECLARATION,
        titles=dict(table.get("title", {})),
        language=Language(table.get("language", "en")),
        date=str(table.get("date", "")),
        official=_addresses(table),
        catalogued=True,
    )
    return Entry(record, (), record)


def _addresses(table: Mapping[str, Any]) -> tuple[str, ...]:
    candidates = sorted(table.get("candidates", ()), key=lambda item: not item.get("confirmed", False))
    return tuple(str(item["url"]) for item in candidates)
