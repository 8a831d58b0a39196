"""Files, folders and addresses on their way into a library: one result for each, whatever it was.

The next file is read (in its limited child process) while the one before it is embedded. A file that is in
the library already is known by its hash and not even read; so the same command, run again, goes on where it
was stopped. What is remembered of a path stands in the library's notes, written after the document itself:
a crash in between costs a second reading, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from assistant.added import AddEvent, AddResult, Cancelled, Options, Progress
from assistant.intake import Item, find_items, is_folder
from assistant.messages import catalogues, say
from assistant.refusals import refusal_sentence
from index.errors import StoreError, Trouble
from index.library import Added, Library
from sources.blocks import Reading
from sources.catalog import document_of
from sources.child import read_guarded
from sources.document import Document, Language, Record
from sources.errors import Reason, Refused
from sources.fetch import Download, download
from sources.guard import Limits, check_file, display_name
from sources.guess import unique_key

__all__ = ["AddEvent", "AddResult", "Item", "Options", "add_items", "add_paths", "find_items"]

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
) -> Iterator[AddResult]:
    """Adds files, folders (with everything readable in them) and http(s) addresses; yields a result for each
    file in turn. `records` gives a path's record instead of guessing it. `language` is that of the sentences.

    A file that cannot be read is a result, not an exception. Raises IndexingError where the library itself
    cannot go on (disk full, read-only, no model). Where `cancelled()` becomes true it stops: what was added
    stays, the item at work is left out whole.
    """
    options = Options(language, ocr, private_addresses, limits)
    given = records or {}
    items = [replace(item, record=given.get(item.source)) for item in find_items(paths)]
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


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What is known of an item before it meets the library: a `refusal`, or that it is `known` (the key it is
    there under), or its `reading`."""

    item: Item
    path: Path
    data: bytes = b""
    digest: str = ""
    known: str = ""
    form: str = ""
    reading: Reading | None = None
    refusal: Refused | None = None
    url: str = ""


@dataclass(slots=True)
class _Run:
    """One run over a list of items."""

    library: Library
    items: Sequence[Item]
    options: Options
    progress: Progress
    cancelled: Cancelled
    _started: float = field(default_factory=time.monotonic)
    _done: int = 0

    def results(self) -> Iterator[AddResult]:
        with tempfile.TemporaryDirectory(prefix="gakju-") as folder, ThreadPoolExecutor(1) as reader:
            waiting: list[tuple[Item, Future[_Fetched]]] = []
            upcoming = iter(self.items)
            while not self.cancelled():
                while len(waiting) < AHEAD and (item := next(upcoming, None)) is not None:
                    waiting.append((item, reader.submit(self._fetch, item, Path(folder))))
                if not waiting:
                    return
                item, future = waiting.pop(0)
                self._tell(item, "reading")
                result = self._store(future.result())
                if result is None:
                    break
                self._done += 1
                self._tell(item, "finished", result=result)
                yield result
            for _, future in waiting:
                future.cancel()

    def _tell(self, item: Item, stage: str, part: float = 0.0, result: AddResult | None = None) -> None:
        spent = time.monotonic() - self._started
        rate = self._done / spent if spent > 0 else 0.0
        left = (len(self.items) - self._done) / rate if rate > 0 else None
        self.progress(AddEvent(self._done, len(self.items), item.source, stage, part, rate, left, result))

    # In the reading thread

    def _fetch(self, item: Item, folder: Path) -> _Fetched:
        path = item.path or folder / "page"
        try:
            if item.path is None:
                return self._fetch_address(item, folder)
            if is_folder(path):
                raise Refused(Reason.EMPTY, display_name(path.name or str(path)))
            check_file(path, self.options.limits)
            data = _bytes_of(path)
            return self._read(_Fetched(item, path, data, hashlib.sha256(data).hexdigest()))
        except Refused as refusal:
            return _Fetched(item, path, refusal=refusal)

    def _fetch_address(self, item: Item, folder: Path) -> _Fetched:
        got: Download = download(
            item.source,
            allowed_hosts=self.options.allowed_hosts,
            private_addresses=self.options.private_addresses,
            limits=self.options.limits,
        )
        place = folder / hashlib.sha256(item.source.encode()).hexdigest()[:16]
        place.mkdir(exist_ok=True)
        path = place / got.name
        path.write_bytes(got.data)
        fetched = _Fetched(item, path, got.data, hashlib.sha256(got.data).hexdigest(), url=got.url)
        try:
            return self._read(fetched)
        finally:
            path.unlink(missing_ok=True)

    def _read(self, fetched: _Fetched) -> _Fetched:
        if fetched.item.record is None and (key := self._known(fetched)):
            return replace(fetched, known=key)
        form, reading = read_guarded(fetched.path, self.options.limits, ocr=self.options.ocr)
        if fetched.url:
            reading = replace(reading, metadata={**reading.metadata, "url": fetched.url})
        return replace(fetched, form=form, reading=reading)

    def _known(self, fetched: _Fetched) -> str:
        """The key of the library's current document that these very bytes became, "" for none."""
        for name in (_file_note(fetched.item.identity), _content_note(fetched.digest)):
            held = _note(self.library, name)
            if held.get("hash") == fetched.digest and self._holds(held["key"], held["id"]):
                return held["key"]
        return ""

    def _holds(self, key: str, document_id: str) -> bool:
        document = _document(self.library, key)
        return document is not None and document.key == key and document.id == document_id

    # In the caller's thread

    def _store(self, fetched: _Fetched) -> AddResult | None:
        """Into the library; None where the user cancelled."""
        item = fetched.item
        if fetched.refusal is not None:
            return self._refused(item, fetched.refusal)
        if fetched.known:
            return self._unchanged(fetched)
        assert fetched.reading is not None
        self._tell(item, "indexing")
        try:
            document, identity = self._document(fetched, fetched.reading)
            if self.options.check is not None:
                self.options.check(document)
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
        self._remember(fetched, added.key, added.document_id, added.chunks, identity)
        return self._result(item, document, added, fetched.reading)

    def _document(self, fetched: _Fetched, reading: Reading) -> tuple[Document, str]:
        """The document under its key, and what it is remembered by."""
        item, path = fetched.item, fetched.path
        if item.record is not None:
            return document_of(fetched.form, reading, path, record=item.record), item.identity
        document = document_of(fetched.form, reading, path)
        # An upload is known by its name alone, and "report.pdf" is many a document's name.
        identity = f"{item.identity}:{document.key}" if item.upload else item.identity
        return self._placed(document, identity, reading), identity

    def _placed(self, document: Document, identity: str, reading: Reading) -> Document:
        before = self._before(identity, document)
        if before is not None:
            # The same file, edited: its corrected record stays.
            kept = before.record if before.record.catalogued else replace(document.record, key=before.key)
            return replace(document, record=kept)
        declared = document.record.catalogued or document.translation_of or reading.metadata.get("id")
        return document if declared else self._apart(document)

    def _before(self, identity: str, document: Document) -> Document | None:
        """The version that `document` replaces: what the same file was before."""
        held = _note(self.library, _file_note(identity))
        before = _document(self.library, held["key"]) if held else None
        if before is None or before.key != held["key"] or before.translation_of != document.translation_of:
            return None
        return before

    def _apart(self, document: Document) -> Document:
        """The document under a key of its own: a guessed key that another document has is no sign that the
        two are versions of one."""
        taken = set()
        key = document.key
        while (there := _document(self.library, key)) is not None and there.id != document.id:
            taken.add(key)
            key = unique_key(document.key, taken)
        return replace(document, record=replace(document.record, key=key))

    def _correct(self, key: str, record: Record) -> None:
        """A record given for content that is there already corrects the one it has."""
        own = replace(record, key=key)
        if self.library.document(key).record != own:
            self.library.set_record(own)

    def _remember(self, fetched: _Fetched, key: str, document_id: str, chunks: int, identity: str) -> None:
        note = json.dumps({"hash": fetched.digest, "key": key, "id": document_id, "chunks": str(chunks)})
        self.library.set_note(_file_note(identity), note)
        self.library.set_note(_content_note(fetched.digest), note)

    def _result(self, item: Item, document: Document, added: Added, reading: Reading) -> AddResult:
        language = self.options.language
        same = added.status.value == "unchanged"
        if same and (there := _document(self.library, added.key)) is not None:
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

    def _unchanged(self, fetched: _Fetched) -> AddResult:
        """For bytes that are there already, possibly from a file of another name."""
        document = self.library.document(fetched.known)
        own = _note(self.library, _file_note(fetched.item.identity)).get("key") == fetched.known
        chunks = int(_note(self.library, _content_note(fetched.digest)).get("chunks", "0"))
        language = self.options.language
        if not own:
            self._remember(fetched, document.key, document.id, chunks, fetched.item.identity)
        return AddResult(
            path=fetched.item.source,
            status="unchanged",
            document=document.key,
            pages=document.pages,
            paragraphs=len(document.paragraphs),
            chunks=chunks,
            reason="" if own else say("adding.same_content", language, document=document.key),
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


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(Reason.NOT_FOUND, display_name(path.name)) from None
    except OSError:
        raise Refused(Reason.NOT_READABLE, display_name(path.name)) from None


def _document(library: Library, key: str) -> Document | None:
    with suppress(StoreError):
        return library.document(key)
    return None


def _note(library: Library, name: str) -> dict[str, str]:
    written = library.note(name)
    if not written:
        return {}
    try:
        held = json.loads(written)
    except ValueError:
        return {}
    return held if isinstance(held, dict) and {"hash", "key", "id", "chunks"} <= held.keys() else {}


def _file_note(identity: str) -> str:
    return "file:" + hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _content_note(digest: str) -> str:
    return f"content:{digest[:32]}"


def _silent(event: AddEvent) -> None:
    pass


def _never() -> bool:
    return False
