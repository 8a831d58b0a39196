"""From a file to a Document: the shipped library in this process, a user's file in a child process.

A file comes with its record, or its record is guessed. One that claims to be a text of the shipped catalogue
(by its title, date and language, its address, its front matter) is believed only where it is that very text,
or was fetched from the official host just now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from sources.blocks import Reading
from sources.document import Document, Kind, Language, Record
from sources.door.child import read_guarded
from sources.door.formats import BY_EXTENSION
from sources.door.guard import Limits, check_file, display_name, extension_of
from sources.errors import Reason, Refused
from sources.readers import reader
from sources.record.catalog import CATALOG, DOCUMENTS, Entry, load_catalog, shipped_catalog
from sources.record.guess import guess_record, slug
from sources.record.titles import first_page, plain_title
from sources.text.normalise import matching_key
from sources.units.assemble import assemble


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
    form, found = read_guarded(path, limits, ocr=ocr)
    return document_of(form, found, path, record=record)


def document_of(
    form: str, found: Reading, path: Path, *, record: Record | None = None, origin: str = ""
) -> Document:
    """The Document of a reading: as `record` says, or guessed, and a translation where the file calls itself
    one (`translation_of` in its front matter). `origin` is the address it was just fetched from, "" for a
    file.

    What a file says of itself makes it no official text and no part of what ships: unless it is the very
    text that ships, or came from the official host, it is a document of its own (see `unconfirmed`). Raises
    Refused (NO_TEXT, UNSUPPORTED_LANGUAGE)."""
    try:
        return _document_of(form, found, path, record, origin)
    except Refused as refusal:
        raise Refused(refusal.reason, display_name(path.name), **refusal.details) from None


def _document_of(form: str, found: Reading, path: Path, record: Record | None, origin: str) -> Document:
    if record is not None:
        return assemble(found, record, form)
    guess = guess_record(found, path)
    translated = found.metadata.get("translation_of", "") or _shipped_translation(guess)
    if translated and guess.language is not None:
        original = slug(found.metadata.get("id") or re.sub(r"(?:\.(?:ko|en))?\.\w{1,8}$", "", translated))
        own = translation_record(replace(guess, key=original), guess.language)
        document = assemble(found, own, form, translation_of=original)
        named = slug(re.sub(r"(?:\.(?:ko|en))?(?:\.\w{1,8})?$", "", translated))
        entry = shipped_catalog().entry(original) or shipped_catalog().entry(named)
    else:
        known = match(guess, found)
        official = known is not None and confirmed(known, origin)
        document = assemble(found, known if known is not None else guess, form)
        if official:
            return document
        entry = shipped_catalog().entry(document.key)
    if entry is None or document.id in shipped_ids():
        return document
    return assemble(found, unconfirmed(guess, entry.record), form)


def confirmed(record: Record, origin: str) -> bool:
    """Whether a text fetched from `origin` comes from where this record's official text stands."""
    address = _bare_address(origin)
    return origin.startswith("https://") and any(
        _same_site(address, _bare_address(official)) for official in record.official
    )


def unconfirmed(guess: Record, known: Record) -> Record:
    """The record of a text that calls itself what `known` describes, with nobody to vouch for it: a document
    of its own, beside the other, whose title says so wherever it is cited. It names no issuer."""
    titles = {
        "ko": f"확인되지 않은 사본: {known.title(Language.KO)}",
        "en": f"Unconfirmed copy of “{known.title(Language.EN)}”",
    }
    return Record(
        key=f"{known.key}-copy",
        titles=titles,
        language=guess.language,
        date=guess.date,
        tags=guess.tags,
    )


@cache
def shipped_ids() -> frozenset[str]:
    """The content ids of the documents that ship, as they are read now."""
    return frozenset(document.id for document in read_library())


def _shipped_translation(guess: Record) -> str:
    """The key of the shipped document of which this is the translation, "" where it is none."""
    entry = shipped_catalog().entry(guess.key)
    if entry is None or guess.language in (None, entry.record.language):
        return ""
    return guess.key if any(file.language is guess.language for file in entry.files[1:]) else ""


def match(guess: Record, found: Reading, entries: Iterable[Entry] | None = None) -> Record | None:
    """The catalogue's record that a file claims to be the text of, None for none.

    Asked for are the entry's
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
