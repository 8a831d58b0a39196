"""Bibliographic records from a catalogue, and the documents that ship with it.

`catalog.toml` holds one `[[document]]` table a publication, with the files that carry it (the first is the
original, the others its aligned translations), and one `[[official]]` table for each official text that can
be downloaded. A file that a user adds is matched to an entry by its title, date and language, or its address.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from sources.assemble import assemble
from sources.blocks import Reading
from sources.document import Document, Kind, Language, Original, Record
from sources.errors import Reason, Refused
from sources.formats import BY_EXTENSION
from sources.guard import Limits, check_file, display_name, extension_of
from sources.guess import first_page, guess_record, plain_title, slug
from sources.normalise import matching_key
from sources.readers import reader

DOCUMENTS: Final = Path(__file__).parent / "documents"
CATALOG: Final = "catalog.toml"

__all__ = [
    "Catalog",
    "Entry",
    "File",
    "guess_record",
    "load_catalog",
    "match",
    "read_document",
    "read_library",
]


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


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────


def read_library(catalog: Path = DOCUMENTS / CATALOG) -> list[Document]:
    """The catalogue's documents, each original followed by its aligned translations. A translation's record
    has the original's key with its language ("hague-declaration-2025.ko"); it has as many paragraphs as the
    original. Raises Refused for a file that is missing or does not line up."""
    documents: list[Document] = []
    for entry in load_catalog(catalog).entries:
        if not entry.files:
            continue
        readings = [(file, _read_trusted(file.path)) for file in entry.files]
        notes = {
            file.language.value: note for file, (_, found) in readings if (note := found.metadata.get("note"))
        }
        record = replace(entry.record, notes={**notes, **entry.record.notes})
        for place, (file, (form, found)) in enumerate(readings):
            if place == 0:
                own = replace(record, language=file.language)
                documents.append(original := assemble(found, own, form, file.language))
                continue
            own = translation_record(record, file.language)
            document = assemble(found, own, form, file.language, translation_of=record.key)
            if len(document.paragraphs) != len(original.paragraphs):
                problem = f"{len(document.paragraphs)} != {len(original.paragraphs)} paragraphs"
                raise Refused(Reason.BAD_CATALOG, file.path.name, problem=problem)
            documents.append(document)
    return documents


def translation_record(record: Record, language: Language) -> Record:
    """The record of an aligned translation into `language` of the document that `record` describes."""
    return replace(record, key=f"{record.key}.{language.value}", language=language)


def _read_trusted(path: Path) -> tuple[str, Reading]:
    """A file of our own, read in this process."""
    check_file(path)
    form = BY_EXTENSION[extension_of(path.name)].value
    return form, reader(form)(path)


def read_document(
    path: Path, *, record: Record | None = None, limits: Limits = Limits(), ocr: bool = False
) -> Document:
    """The Document in the file at `path`, read in a child process within `limits`.

    Without a `record` it is matched to the shipped catalogue, else guessed from the file. Raises Refused,
    and nothing else, for a file that cannot be read.
    """
    from sources.child import read_guarded

    form, found = read_guarded(path, limits, ocr=ocr)
    return document_of(form, found, path, record=record)


def document_of(form: str, found: Reading, path: Path, *, record: Record | None = None) -> Document:
    """The Document of a reading: matched, guessed or as `record` says, and a translation where the file calls
    itself one (`translation_of` in its front matter). Raises Refused (NO_TEXT, UNSUPPORTED_LANGUAGE)."""
    try:
        return _document_of(form, found, path, record)
    except Refused as refusal:
        raise Refused(refusal.reason, display_name(path.name), **refusal.details) from None


def _document_of(form: str, found: Reading, path: Path, record: Record | None) -> Document:
    if record is not None:
        return assemble(found, record, form)
    guess = guess_record(found, path)
    translated = found.metadata.get("translation_of", "") or _shipped_translation(guess)
    if translated and guess.language is not None:
        original = slug(found.metadata.get("id") or re.sub(r"(?:\.(?:ko|en))?\.\w{1,8}$", "", translated))
        own = translation_record(replace(guess, key=original), guess.language)
        return assemble(found, own, form, translation_of=original)
    return assemble(found, match(guess, found) or guess, form)


def _shipped_translation(guess: Record) -> str:
    """The key of the shipped document of which this is the translation, "" where it is none."""
    entry = shipped_catalog().entry(guess.key)
    if entry is None or guess.language in (None, entry.record.language):
        return ""
    return guess.key if any(file.language is guess.language for file in entry.files[1:]) else ""


# ── matching ────────────────────────────────────────────────────────────────────────────────────────


def match(guess: Record, found: Reading, entries: Iterable[Entry] | None = None) -> Record | None:
    """The catalogue's record for a file, None where it belongs to no entry.

    An official text that was saved by hand becomes its digest's declaration. Asked for are the entry's
    language and either one of its addresses, or its title as the whole title of the file together with its
    year on the first page. A page of another site is a copy at best, and matches nothing.
    """
    if guess.kind is Kind.DIGEST:
        # The digest itself, added again.
        own = shipped_catalog().entry(guess.key)
        return own.record if own and own.record.language is guess.language and entries is None else None
    titles = {plain_title(part) for title in guess.titles.values() for part in _title_parts(title)}
    address = _bare_address(found.metadata.get("url", ""))
    opening = first_page(found)
    for entry in shipped_catalog().entries if entries is None else entries:
        record = entry.official or entry.record
        if record.language is not guess.language or not (record.official or entry.files):
            continue
        known = {_bare_address(url) for url in (*record.official, record.url) if url}
        if address and not any(_same_site(address, other) for other in known):
            continue
        named = {plain_title(title) for title in record.titles.values()}
        dated = bool(record.year) and record.year in opening + guess.date
        if (address and address in known) or (named & titles and dated):
            return record
    return None


def _title_parts(title: str) -> list[str]:
    """A page title is often a title and a site's name: "The Declaration | Site", "Site - The Declaration"."""
    return [title, *re.split(r"\s[|–—:·›»-]\s|\s*\|\s*|:\s", title)]


def _same_site(one: str, other: str) -> bool:
    """Whether two bare addresses are on one host, or on a part of it."""
    a, b = one.partition("/")[0], other.partition("/")[0]
    return a == b or a.endswith(f".{b}") or b.endswith(f".{a}")


def _bare_address(url: str) -> str:
    return matching_key(re.sub(r"^https?://(?:www\.)?|[#?].*$|/+$", "", url.strip()))
