"""Files, folders and addresses on their way into a library: one result for each, whatever it was.

The next file is read (in its limited child process) while the one before it is embedded. A file that is in
the library already is known by its hash and not even read; so the same command, run again, goes on where it
was stopped. What is remembered of a path stands in the library's notes, written after the document itself:
a crash in between costs a second reading, nothing else.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from assistant.adding.added import AddEvent, AddResult, Cancelled, Options, Progress
from assistant.adding.fetching import Fetched, Fetcher
from assistant.adding.items import Item, find_items
from assistant.adding.known import KnownFile, KnownFiles
from assistant.messages import catalogues, say
from assistant.messages.refusals import refusal_sentence
from index.errors import IndexingError, StoreError, Trouble
from index.library import Added, Library
from sources.blocks import Reading
from sources.document import Document, Language, Record
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.load import document_of
from sources.record.guess import slug, unique_key

__all__ = ["AddEvent", "AddResult", "Item", "Options", "add_items", "add_paths", "find_items"]

log = logging.getLogger(__name__)

# Read ahead of the embedding: more would only hold memory.
AHEAD: Final = 2
# Troubles of one document; any other trouble of the store would meet every further one too.
_OWN_FAULT: Final = frozenset({Trouble.BAD_DOCUMENT, Trouble.UNKNOWN_DOCUMENT})


def add_paths(
    library: Library,
    paths: Iterable[str | Path],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    records: Mapping[str, Record] | None = None,
    language: Language = Language.KO,
    ocr: bool = False,
    private_addresses: bool = False,
    limits: Limits = Limits(),
    replace_named: bool = False,
    outside_links: bool = False,
) -> Iterator[AddResult]:
    """Adds files, folders (with everything readable in them) and http(s) addresses; yields a result for each
    file in turn. `records` gives a path's record instead of guessing it. `language` is that of the sentences.
    `replace_named` lets a file that names a document of the library take its place.

    A file that cannot be read is a result, not an exception. Raises IndexingError where the library itself
    cannot go on (disk full, read-only, no model). Where `cancelled()` becomes true it stops: what was added
    stays, the item at work is left out whole.
    """
    options = Options(
        language, ocr, private_addresses, limits, replace=replace_named, outside_links=outside_links
    )
    given = records or {}
    found = find_items(paths, outside_links=outside_links)
    items = [replace(item, record=given.get(item.source)) for item in found]
    return add_items(library, items, options, progress=progress, cancelled=cancelled)


def add_items(
    library: Library,
    items: Sequence[Item],
    options: Options = Options(),
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Iterator[AddResult]:
    """As `add_paths`, for items already found."""
    return _Run(library, items, options, progress or _silent, cancelled or _never).results()


@dataclass(slots=True)
class _Run:
    """One run over a list of items."""

    library: Library
    items: Sequence[Item]
    options: Options
    progress: Progress
    cancelled: Cancelled
    _memory: KnownFiles = field(init=False)
    _started: float = field(default_factory=time.monotonic)
    _done: int = 0

    def __post_init__(self) -> None:
        self._memory = KnownFiles(self.library)

    def results(self) -> Iterator[AddResult]:
        reader = ThreadPoolExecutor(1, thread_name_prefix="gakju-reading")
        with tempfile.TemporaryDirectory(prefix="gakju-", ignore_cleanup_errors=True) as folder:
            try:
                yield from self._each(reader, Fetcher(self._memory, self.options, Path(folder)))
            finally:
                # A file that is still being read when the user stops holds nobody up.
                reader.shutdown(wait=False, cancel_futures=True)

    def _each(self, reader: ThreadPoolExecutor, fetcher: Fetcher) -> Iterator[AddResult]:
        waiting: list[tuple[Item, Future[Fetched]]] = []
        upcoming = iter(self.items)
        while not self.cancelled():
            while len(waiting) < AHEAD and (item := next(upcoming, None)) is not None:
                waiting.append((item, reader.submit(fetcher.fetch, item)))
            if not waiting:
                return
            item, future = waiting.pop(0)
            self._tell(item, "reading")
            fetched = self._wait(future)
            if fetched is not None and fetched.known and self._memory.current(fetched.known.key) is None:
                # Removed by someone else since it was recognised.
                fetched = fetcher.fetch(item, again=True)
            result = None if fetched is None else self._store(fetched)
            if result is None:
                return
            self._done += 1
            self._tell(item, "finished", result=result)
            yield result

    def _wait(self, future: Future[Fetched]) -> Fetched | None:
        """What was fetched; None where the user cancelled meanwhile."""
        while not self.cancelled():
            done, _ = wait([future], timeout=0.2)
            if done:
                return future.result()
        return None

    def _tell(self, item: Item, stage: str, part: float = 0.0, result: AddResult | None = None) -> None:
        spent, done = time.monotonic() - self._started, self._done + part
        rate = done / spent if spent > 0 else 0.0
        left = (len(self.items) - done) / rate if rate > 0 else None
        self.progress(AddEvent(self._done, len(self.items), item.source, stage, part, rate, left, result))

    def _store(self, fetched: Fetched) -> AddResult | None:
        """Into the library; None where the user cancelled."""
        item = fetched.item
        if fetched.refusal is not None:
            return self._refused(item, fetched.refusal)
        if fetched.known is not None:
            return self._unchanged(fetched, fetched.known)
        assert fetched.reading is not None
        self._tell(item, "indexing")
        try:
            document, identity = self._checked(fetched, fetched.reading)
            added = self.library.add(
                document,
                file=fetched.data,
                progress=lambda done, total: self._tell(item, "indexing", done / total if total else 0.0),
                cancelled=self.cancelled,
            )
        except Refused as refusal:
            return self._refused(item, refusal)
        except StoreError as error:
            if error.code is Trouble.CANCELLED:
                return None
            if error.code in _OWN_FAULT:
                return self._refused(item, Refused(Reason.DAMAGED, display_name(item.source)))
            raise
        if item.record is not None and added.status.value == "unchanged":
            self._correct(added.key, item.record)
        known = KnownFile(fetched.digest, added.key, added.document_id, added.chunks)
        self._memory.remember(identity, known)
        return self._result(item, document, added, fetched.reading)

    def _checked(self, fetched: Fetched, reading: Reading) -> tuple[Document, str]:
        try:
            document, identity = self._document(fetched, reading)
            if self.options.check is not None:
                self.options.check(document)
        except (Refused, IndexingError):
            raise
        except Exception as error:
            log.exception("Making a document of %r failed", fetched.item.source)
            raise Refused(Reason.CRASHED, display_name(fetched.item.source)) from error
        return document, identity

    def _document(self, fetched: Fetched, reading: Reading) -> tuple[Document, str]:
        """The document under its key, and what it is remembered by."""
        item, path = fetched.item, fetched.path
        if item.record is not None:
            return document_of(fetched.form, reading, path, record=item.record), item.identity
        document = document_of(fetched.form, reading, path, origin=fetched.url)
        # An upload is known by its name alone, and "report.pdf" is many a document's name.
        identity = f"{item.identity}:{document.key}" if item.upload else item.identity
        return self._placed(document, identity, reading), identity

    def _placed(self, document: Document, identity: str, reading: Reading) -> Document:
        before = self._before(identity, document)
        if before is not None:
            # The same file, edited: its corrected record stays.
            kept = before.record if before.record.catalogued else replace(document.record, key=before.key)
            return replace(document, record=kept)
        if document.record.catalogued:
            return document
        declared = document.translation_of or slug(reading.metadata.get("id", "")) == document.key
        return self._named(document) if declared else self._apart(document)

    def _named(self, document: Document) -> Document:
        """A document that names its own key: it takes another's place only if that is wanted."""
        there = self._memory.current(document.key)
        if there is None or there.id == document.id or self.options.replace:
            return document
        raise Refused(Reason.WOULD_REPLACE, display_name(document.key), document=document.key)

    def _before(self, identity: str, document: Document) -> Document | None:
        """The version that `document` replaces: what the same file was before."""
        held = self._memory.under(identity)
        before = self._memory.current(held.key) if held else None
        return before if before and before.translation_of == document.translation_of else None

    def _apart(self, document: Document) -> Document:
        """The document under a key of its own: a guessed key that another document has is no sign that the
        two are versions of one."""
        taken = set()
        key = document.key
        while (there := self._memory.current(key)) is not None and there.id != document.id:
            taken.add(key)
            key = unique_key(document.key, taken)
        return replace(document, record=replace(document.record, key=key))

    def _correct(self, key: str, record: Record) -> None:
        """A record given for content that is there already corrects the one it has."""
        own = replace(record, key=key)
        if self.library.document(key).record != own:
            self.library.set_record(own)

    def _result(self, item: Item, document: Document, added: Added, reading: Reading) -> AddResult:
        language = self.options.language
        same = added.status.value == "unchanged"
        if same and (there := self._memory.current(added.key)) is not None:
            document = there
        reason = say("adding.same_content", language, document=added.key) if same else ""
        return AddResult(
            path=item.source,
            status=added.status.value,
            document=added.key,
            pages=added.pages,
            paragraphs=added.paragraphs,
            chunks=added.chunks,
            reason=reason,
            document_id=added.document_id,
            title=document.record.title(language),
            notes=_notes(reading, language),
        )

    def _unchanged(self, fetched: Fetched, known: KnownFile) -> AddResult:
        """For bytes that are there already, possibly from a file of another name."""
        item, language = fetched.item, self.options.language
        document = self.library.document(known.key)
        own = self._memory.under(item.identity)
        if own != known and not item.upload:
            self._memory.remember(item.identity, known)
        same = own == known or item.upload
        return AddResult(
            path=item.source,
            status="unchanged",
            document=document.key,
            pages=document.pages,
            paragraphs=len(document.paragraphs),
            chunks=known.chunks,
            reason="" if same else say("adding.same_content", language, document=document.key),
            document_id=document.id,
            title=document.record.title(language),
        )

    def _refused(self, item: Item, refusal: Refused) -> AddResult:
        reason = refusal_sentence(refusal, self.options.language)
        return AddResult(item.source, "refused", reason=reason, code=refusal.reason.value)


def _notes(reading: Reading, language: Language) -> tuple[str, ...]:
    known = catalogues()
    return tuple(
        say(f"adding.{code}", language, **details)
        for code, details in reading.notes
        if f"adding.{code}" in known
    )


def _silent(event: AddEvent) -> None:
    pass


def _never() -> bool:
    return False
