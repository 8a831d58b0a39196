"""Reading what is to be added, ahead of the library: a file or address becomes a Reading or a refusal."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.adding.added import Options
from assistant.adding.items import Item, is_folder
from assistant.adding.known import KnownFile, KnownFiles
from index.errors import IndexingError
from sources.blocks import Reading
from sources.door.child import read_guarded
from sources.door.fetch import download
from sources.door.guard import display_name, read_once, safe_name
from sources.errors import Reason, Refused

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is known of an item before it meets the library: a `refusal`, or that it is `known` there already,
    or its `reading`. `digest` is the SHA-256 of `data`."""

    item: Item
    path: Path
    data: bytes = b""
    digest: str = ""
    known: KnownFile | None = None
    form: str = ""
    reading: Reading | None = None
    refusal: Refused | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Reads items; `folder` is where downloads are put while they are read."""

    memory: KnownFiles
    options: Options
    folder: Path

    def fetch(self, item: Item, *, again: bool = False) -> Fetched:
        """The item, read unless its bytes are known (`again`: even so). Raises IndexingError only."""
        path = item.path or self.folder / "page"
        try:
            found = self._address(item) if item.path is None else self._file(item, path)
            return self._read(found, again)
        except Refused as refusal:
            return Fetched(item, path, refusal=refusal)
        except IndexingError:
            raise
        except OSError:
            return Fetched(item, path, refusal=Refused(Reason.NOT_READABLE, display_name(item.source)))
        except Exception:
            log.exception("Reading %r failed", item.source)
            return Fetched(item, path, refusal=Refused(Reason.CRASHED, display_name(item.source)))

    def _file(self, item: Item, path: Path) -> Fetched:
        if is_folder(path):
            raise Refused(Reason.EMPTY, display_name(path.name or str(path)))
        data = read_once(path, self.options.limits)
        return Fetched(item, path, data, hashlib.sha256(data).hexdigest())

    def _address(self, item: Item) -> Fetched:
        got = download(
            item.source,
            allowed_hosts=self.options.allowed_hosts,
            private_addresses=self.options.private_addresses,
            limits=self.options.limits,
        )
        return Fetched(
            item, self.folder / got.name, got.data, hashlib.sha256(got.data).hexdigest(), url=got.url
        )

    def _read(self, found: Fetched, again: bool) -> Fetched:
        known = self.memory.find(found.item.identity, found.digest)
        if known is not None and found.item.record is None and not again:
            return replace(found, known=known)
        # The child reads the bytes that were hashed and will be stored: the file may be another by now.
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as place:
            copy = Path(place) / safe_name(found.path.name)
            copy.write_bytes(found.data)
            form, reading = read_guarded(copy, self.options.limits, ocr=self.options.ocr)
        if found.url:
            # Where it came from is known; what the page says of that is not asked.
            reading = replace(reading, metadata={**reading.metadata, "url": found.url})
        return replace(found, form=form, reading=reading)
