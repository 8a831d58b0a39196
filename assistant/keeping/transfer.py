"""A library as one file, to carry to another machine: `gakju export` and `gakju import`.

The file is a zip: `gakju.json` names the format, `documents/0001.json` … hold each current document as it
was read, `files/<content id>` the file it was read from. Vectors and indexes stay behind: they are made
again, for whatever model the other machine has.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from index.library import Library
from index.store.codec import paragraphs_from, paragraphs_json, record_from, record_json
from sources.document import Document, Language, content_id

MANIFEST = "gakju.json"
FORMAT = 1
MAX_MEMBER = 200_000_000  # bytes of one unpacked member


class Fault(StrEnum):
    """Why a file cannot be taken in; each has a sentence `cli.archive_<value>`."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"  # not a library exported by Gakju
    NEWER = "newer"
    DAMAGED = "damaged"


class BadArchive(Exception):
    """Not an exported library, or a damaged one. `member` is the damaged part of it, "" for none."""

    def __init__(self, path: Path, fault: Fault, member: str = "") -> None:
        super().__init__(f"{path}: {fault.value} {member}".rstrip())
        self.path = path
        self.fault = fault
        self.member = member


def export_library(library: Library, target: Path) -> int:
    """Write every document, with its translations and file, to `target`; returns how many originals."""
    entries = library.entries()
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=".gakju-", suffix=".zip")
    os.close(handle)
    part = Path(name)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "documents": len(entries)}))
            number = 0
            for entry in entries:
                translations = (library.translation(entry.key, language) for language in entry.translations)
                for document in (library.document(entry.document_id), *filter(None, translations)):
                    number += 1
                    archive.writestr(f"documents/{number:04}.json", _to_json(document, entry.shipped))
                file = library.file(entry.document_id)
                if file is not None:
                    archive.write(file, f"files/{entry.document_id}")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return len(entries)


def import_library(library: Library, source: Path, progress: Callable[[int, int], None] | None = None) -> int:
    """Add every document of an exported library; returns how many. What is there already stays as it is.

    Raises BadArchive before anything is added if a member cannot be read or is not what it says."""
    try:
        with zipfile.ZipFile(source) as archive:
            found = _members(archive, source)
    except FileNotFoundError:
        raise BadArchive(source, Fault.MISSING) from None
    except OSError:
        raise BadArchive(source, Fault.UNREADABLE) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise BadArchive(source, Fault.DAMAGED if zipfile.is_zipfile(source) else Fault.FOREIGN) from None
    for done, (document, shipped, file) in enumerate(found):
        if progress is not None:
            progress(done, len(found))
        library.add(document, file=file, shipped=shipped)
    return sum(document.translation_of is None for document, _, _ in found)


def _members(archive: zipfile.ZipFile, source: Path) -> list[tuple[Document, bool, bytes | None]]:
    names = archive.namelist()
    if MANIFEST not in names:
        raise BadArchive(source, Fault.FOREIGN)
    try:
        form = int(json.loads(_read(archive, MANIFEST, source))["format"])
    except (ValueError, KeyError, TypeError):
        raise BadArchive(source, Fault.DAMAGED, MANIFEST) from None
    if form != FORMAT:
        raise BadArchive(source, Fault.NEWER)
    found = []
    for name in sorted(name for name in names if name.startswith("documents/")):
        try:
            document, shipped = _from_json(_read(archive, name, source))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadArchive(source, Fault.DAMAGED, name) from None
        if content_id(document.text) != document.id:
            raise BadArchive(source, Fault.DAMAGED, name)
        file = f"files/{document.id}"
        found.append((document, shipped, _read(archive, file, source) if file in names else None))
    return found


def _read(archive: zipfile.ZipFile, name: str, source: Path) -> bytes:
    with archive.open(name) as member:
        data = member.read(MAX_MEMBER + 1)
    if len(data) > MAX_MEMBER:
        raise BadArchive(source, Fault.DAMAGED, name)
    return data


def _to_json(document: Document, shipped: bool) -> str:
    return json.dumps(
        {
            "id": document.id,
            "text": document.text,
            "paragraphs": json.loads(paragraphs_json(document.paragraphs)),
            "language": document.language,
            "record": json.loads(record_json(document.record)),
            "format": document.format,
            "pages": document.pages,
            "pages_exact": document.pages_exact,
            "ocr": document.ocr,
            "translation_of": document.translation_of,
            "shipped": shipped,
        },
        ensure_ascii=False,
    )


def _from_json(data: bytes) -> tuple[Document, bool]:
    values: dict[str, Any] = json.loads(data)
    shipped = bool(values.pop("shipped"))
    values["paragraphs"] = paragraphs_from(json.dumps(values["paragraphs"]))
    values["record"] = record_from(json.dumps(values["record"]))
    values["language"] = Language(values["language"])
    return Document(**values), shipped
