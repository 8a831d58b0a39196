"""Official texts from the catalogue's addresses, in place of the digests.

The official text takes the digest's key: from then on it is what is found and cited, by its own paragraph
numbers. The digest stays as the key's earlier version, so that what was cited from it still resolves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from assistant.adding.added import AddResult, Cancelled, Check, Options, Progress
from assistant.adding.items import Item
from assistant.adding.run import add_items
from assistant.messages import say
from index.errors import StoreError
from index.library import Library
from sources.document import Document, Kind, Language, Record
from sources.errors import Reason, Refused
from sources.record.catalog import Catalog, shipped_catalog
from sources.record.titles import plain_title

# Characters: less is no official text.
LEAST: Final = 300


def fetch_official(
    library: Library,
    ids: Iterable[str] = (),
    *,
    language: Language = Language.KO,
    private_addresses: bool = False,
    catalog: Catalog | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Iterator[AddResult]:
    """Downloads the official texts of `ids`, or of every entry that has an address and whose official text
    the library lacks; yields one result each.

    An entry's addresses are tried in turn, and the first that gives the text is taken. A text that cannot be
    had is a result, not an exception. Raises IndexingError where the library itself cannot go on.
    """
    known = {record.key: record for record in (catalog or shipped_catalog()).official()}
    chosen = list(dict.fromkeys(ids)) or [key for key in known if not is_official(library, key)]
    for key in chosen:
        if cancelled is not None and cancelled():
            return
        record = known.get(key)
        if record is None:
            reason = say("refused.unknown_official", language, name=key, known=", ".join(known))
            yield AddResult(key, "refused", reason=reason, code="not_found")
            continue
        result = _fetch(library, record, language, private_addresses, progress, cancelled)
        if result is not None:
            yield result


def is_official(library: Library, key: str) -> bool:
    """Whether the library has the official text of `key`, rather than a digest or nothing."""
    document = _document(library, key)
    return document is not None and document.record.kind is Kind.DECLARATION


def _fetch(
    library: Library,
    record: Record,
    language: Language,
    private: bool,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> AddResult | None:
    hosts = tuple(dict.fromkeys(host for url in record.official if (host := urlsplit(url).hostname)))
    before = _document(library, record.key)
    options = Options(language, private_addresses=private, allowed_hosts=hosts, check=_check(record))
    last: AddResult | None = None
    for url in record.official:
        own = replace(record, url=url)
        if before is not None:
            own = replace(own, tags=before.record.tags, collection=before.record.collection)
        item = Item(url, identity=url, record=own)
        for result in add_items(library, [item], options, progress=progress, cancelled=cancelled):
            if result.status != "refused":
                return _announced(result, record, before, language)
            last = result if last is None or last.code == "offline" else last
        if last is None or last.code == "offline":
            break
    return last


def _announced(result: AddResult, record: Record, before: Document | None, language: Language) -> AddResult:
    """The result, with a word on the digest where it has just stepped back."""
    if before is None or before.record.kind is not Kind.DIGEST or result.status != "updated":
        return result
    note = say("adding.fetched_official", language, title=record.title(language))
    return replace(result, notes=(*result.notes, note))


def _check(record: Record) -> Check:
    """Refuses a page that came back but is not the text: a notice, a search page, an empty shell."""
    titles = {plain_title(title) for title in record.titles.values()}

    def check(document: Document) -> None:
        key = plain_title(document.text[:20_000])
        numbered = sum(paragraph.label is not None for paragraph in document.paragraphs)
        named = any(title and title in key for title in titles)
        if len(document.text) < LEAST or not (named or numbered >= 3):
            raise Refused(Reason.NO_TEXT, record.title(Language.EN), official="missing")

    return check


def _document(library: Library, key: str) -> Document | None:
    with suppress(StoreError):
        return library.document(key)
    return None
