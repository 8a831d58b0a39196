"""A library's documents as one file, to carry to another library: `gakju export` and `gakju import`.

The file is a zip: `gakju.json` names the format, `documents/0001.json` … hold each current document as it
was read, `files/<content id>` the file it was read from. Vectors and indexes stay behind: they are made
again, for whatever model the other machine has. To keep everything a home holds, see `backup`.

Importing adds. Where the library has a document of that key with another text or record, it stays as it is
and is reported, unless the user prefers theirs.
"""

from __future__ import annotations

import dataclasses
import json
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from assistant.keeping.archive import Archive, BadArchive, Fault, opened, whole_file
from index.errors import StoreError
from index.library import Library, Status
from index.making.prepare import validate
from index.store.codec import (
    paragraphs_from,
    paragraphs_json,
    record_from,
    record_json,
    units_from,
    units_json,
)
from sources.document import Document, Language, content_id
from sources.load import shipped_ids

__all__ = ["BadArchive", "Difference", "Fault", "Imported", "Prefer", "export_library", "import_library"]

MANIFEST: Final = "gakju.json"
FORMAT: Final = 1
MAX_DOCUMENT: Final = 200_000_000  # bytes of one unpacked document
MAX_FILE: Final = 200_000_000  # bytes of one original

_DOCUMENT: Final = TypeAdapter(Document)


class Prefer(StrEnum):
    """Whose document stays where two differ."""

    THEIRS = "theirs"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Difference:
    """A document the library has otherwise than the archive. `what` is "text" or "record"; `replaced` tells
    that the archive's took its place."""

    key: str
    title: str
    what: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the archive's documents, translations counted with them."""

    added: int
    same: int
    differing: tuple[Difference, ...]


def export_library(library: Library, target: Path) -> int:
    """Write every document, with its translations and file, to `target`; returns how many originals. What is
    killed on the way leaves no file. Raises OSError."""
    entries = library.entries()
    with whole_file(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "documents": len(entries)}))
        number = 0
        for entry in entries:
            translations = (library.translation(entry.key, language) for language in entry.translations)
            for document in (library.document(entry.document_id), *filter(None, translations)):
                number += 1
                archive.writestr(f"documents/{number:04}.json", _to_json(document))
                file = library.file(document.id)
                if file is not None:
                    archive.write(file, f"files/{document.id}")
    return len(entries)


def import_library(
    library: Library,
    source: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    prefer: Prefer | None = None,
) -> Imported:
    """Add the documents of an exported library that this one lacks. Raises BadArchive before anything is
    added if a member cannot be read or is not what it says."""
    added, same, differing = 0, 0, []
    with opened(source) as archive:
        # Read twice, so that neither the whole archive is in memory nor half of it added.
        for name in _checked_names(archive, source):
            document = _document(archive, name)
            _file(archive, document)
        names = _checked_names(archive, source)
        archive.again()
        for done, name in enumerate(names):
            if progress is not None:
                progress(done, len(names))
            document = _document(archive, name)
            told = _take(library, document, partial(_file, archive, document), prefer)
            added += told is Status.ADDED
            same += told is Status.UNCHANGED
            if isinstance(told, Difference):
                differing.append(told)
    return Imported(added, same, tuple(differing))


def _take(
    library: Library,
    document: Document,
    file: Callable[[], bytes | None],
    prefer: Prefer | None,
) -> Status | Difference:
    """Into the library, unless it has a document of this key that differs."""
    mine = _current(library, document.key)
    theirs = prefer is Prefer.THEIRS
    if mine is None or (mine.id != document.id and theirs):
        done = library.add(document, file=file(), shipped=document.id in shipped_ids())
        if mine is None or done.status is Status.UNCHANGED:
            return done.status
    if mine is not None and mine.id != document.id:
        return _difference(document, "text", theirs)
    if mine is not None and mine.record != document.record:
        if theirs:
            library.set_record(document.record)
        return _difference(document, "record", theirs)
    return Status.UNCHANGED


def _difference(document: Document, what: str, replaced: bool) -> Difference:
    return Difference(document.key, document.record.title(document.language), what, replaced)


def _current(library: Library, key: str) -> Document | None:
    with suppress(StoreError):
        found = library.document(key)
        return found if found.key == key else None
    return None


def _checked_names(archive: Archive, source: Path) -> list[str]:
    """The documents of an archive in a format that is known."""
    if MANIFEST not in archive.names:
        raise BadArchive(source, Fault.FOREIGN)
    try:
        form = json.loads(archive.read(MANIFEST, 10_000))["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise archive.bad(MANIFEST) from None
    if type(form) is not int or form < 1:
        raise archive.bad(MANIFEST)
    if form > FORMAT:
        raise BadArchive(source, Fault.NEWER)
    return sorted(name for name in archive.names if name.startswith("documents/"))


def _document(archive: Archive, name: str) -> Document:
    """The document in a member: of the right types, citable, and the text its identity says."""
    try:
        values: dict[str, Any] = json.loads(archive.read(name, MAX_DOCUMENT))
        values.pop("shipped", None)
        values["paragraphs"] = paragraphs_from(json.dumps(values["paragraphs"]))
        values["record"] = record_from(json.dumps(values["record"]))
        # An archive of before there were units: they are told from the text, as it is read.
        values["units"] = units_from(json.dumps(values.get("units", [])))
        values["language"] = Language(values["language"])
        document = _DOCUMENT.validate_python(dataclasses.asdict(Document(**values)))
        validate(document)
        _check_units(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, StoreError) as error:
        # Of these, ValueError has pydantic's ValidationError and what JSON and encodings raise.
        raise archive.bad(name) from error
    if content_id(document.text) != document.id or not all(map(_printable, _texts(document))):
        raise archive.bad(name)
    return document


def _check_units(document: Document) -> None:
    """Raises ValueError for a tree that points outside the text, its paragraphs or itself."""
    end, count = len(document.text), len(document.paragraphs)
    for place, unit in enumerate(document.units):
        spans = 0 <= unit.start <= unit.end <= unit.stop <= end
        sizes = min(unit.row, unit.column) >= 0 and min(unit.row_span, unit.column_span) > 0
        if not (spans and sizes and -1 <= unit.parent < place and 0 <= unit.paragraph <= count):
            raise ValueError(f"unit {place}")


def _file(archive: Archive, document: Document) -> bytes | None:
    name = f"files/{document.id}"
    return archive.read(name, MAX_FILE) if name in archive.names else None


def _texts(document: Document) -> Iterator[str]:
    """What is shown in one line: keys, and everything in the record."""
    yield from (document.key, document.format, document.translation_of or "")
    yield from _strings(dataclasses.asdict(document.record))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, held in value.items():
            yield from _strings(name)
            yield from _strings(held)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from _strings(held)


def _printable(text: str) -> bool:
    """No control characters, no new lines, no half characters."""
    return not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in text)


def _to_json(document: Document) -> str:
    values = {item.name: getattr(document, item.name) for item in dataclasses.fields(document)}
    values["paragraphs"] = json.loads(paragraphs_json(document.paragraphs))
    values["record"] = json.loads(record_json(document.record))
    values["units"] = json.loads(units_json(document.units))
    return json.dumps(values, ensure_ascii=False)
