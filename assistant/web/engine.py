"""What the pages work with: the opened library and its assistant, and what the user keeps beside them.

Opening a library can take a minute on the first start (the model is unpacked, the shipped documents are
indexed), so it happens in a worker thread while the pages show how far it is. Nothing here knows Streamlit.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.keeping.chats import Chats
from assistant.keeping.restore import finish
from assistant.line import WAITING, Line
from assistant.settings import Settings
from index.hit import Filters
from sources.document import Language

if TYPE_CHECKING:
    from assistant.adding.jobs import AddingQueue
    from assistant.adding.watch import Watch
    from assistant.ask import Assistant
    from index.library import Library

log = logging.getLogger(__name__)

Step = Callable[[int, int], None]
Opener = Callable[[Settings, Step, Step], tuple["Library", "Assistant"]]


WARMING = "무엇에 대한 문서인가요?"
SETTLED = 6  # times that what is loaded is taken out of the garbage collector's sight


class Stage(StrEnum):
    """How far the opening of the library is."""

    OPENING = "opening"
    INDEXING = "indexing"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """The opening as the pages show it. `done` of `total` steps; `problem` is set when it failed."""

    stage: Stage = Stage.OPENING
    done: int = 0
    total: int = 0
    problem: Exception | None = None


class Engine:
    """One per process and data directory. Safe to use from every page of every browser tab."""

    def __init__(self, settings: Settings, opener: Opener | None = None) -> None:
        self.settings = settings
        self.chats = Chats(settings.home)
        self._opener = opener or open_library
        self._progress = Progress()
        self._library: Library | None = None
        self._assistant: Assistant | None = None
        self._queue: AddingQueue | None = None
        self._watch: Watch | None = None
        self.line = Line()
        # Most of them only wait in line, with those who ask by the API.
        self._asking = ThreadPoolExecutor(max_workers=WAITING, thread_name_prefix="gakju-ask")
        self._settled = 0
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def progress(self) -> Progress:
        return self._progress

    @property
    def ready(self) -> bool:
        return self._progress.stage is Stage.READY

    @property
    def library(self) -> Library:
        """The opened library. Only to be asked for once `ready`."""
        assert self._library is not None, "the library is still opening"
        return self._library

    def opened(self) -> tuple[Library, Assistant] | None:
        """The library and its assistant, None until they are ready."""
        if self._library is None or self._assistant is None or not self.ready:
            return None
        return self._library, self._assistant

    @property
    def queue(self) -> AddingQueue:
        """The documents on their way into the library. Only to be asked for once `ready`."""
        assert self._queue is not None, "the library is still opening"
        return self._queue

    def start(self, *, again: bool = False) -> None:
        """Begin opening the library, unless that has begun. `again` tries once more after a failure."""
        with self._start:
            failed = self._progress.stage is Stage.FAILED
            if self._thread is not None and not (again and failed):
                return
            self._progress = Progress()
            self._thread = threading.Thread(target=self._open, name="gakju-open", daemon=True)
            self._thread.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the opening has ended; True when the library is ready."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self.ready

    def ask(
        self,
        question: str,
        previous: Sequence[Answer],
        interface: Language,
        filters: Filters,
        stopped: threading.Event,
    ) -> Future[Answer]:
        """Ask in the background. A question that was `stopped` before its turn comes is not asked at all."""
        assistant = self._assistant
        assert assistant is not None, "the library is still opening"

        def ask() -> Answer:
            with self.line.place():
                if stopped.is_set():
                    raise CancelledError
                self._settle()
                answer = assistant.ask(question, previous=previous, interface=interface, filters=filters)
                self._settle()
                return answer

        # A copy: the page goes on adding to the list it gave.
        previous = tuple(previous)
        return self._asking.submit(ask)

    def _settle(self) -> None:
        """Take what is loaded by now out of the collector's sight, before the first questions and after them.
        The toolkit collects all garbage after every run of a page, holding the interpreter all the while:
        with the models among what it walks through, an answer on its way stood still."""
        if self._settled < SETTLED:
            self._settled += 1
            gc.freeze()

    def close(self) -> None:
        """Let go of the files. Only tests need it: a served chat lives as long as its process."""
        self._asking.shutdown(wait=True, cancel_futures=True)
        if self._watch is not None:
            self._watch.close()
        if self._queue is not None:
            self._queue.close()
        if self._library is not None:
            self._library.close()
        self.chats.close()

    def _open(self) -> None:
        def opening(done: int, total: int) -> None:
            self._progress = Progress(Stage.OPENING, done, total)

        def indexing(done: int, total: int) -> None:
            self._progress = Progress(Stage.INDEXING, done, total)

        try:
            self._library, self._assistant = self._opener(self.settings, opening, indexing)
            self._take_documents(self._library)
        except Exception as problem:
            log.exception("The library in %s could not be opened", self.settings.home)
            self._progress = Progress(Stage.FAILED, problem=problem)
        else:
            self._progress = Progress(Stage.READY)
            self._warm()

    def _take_documents(self, library: Library) -> None:
        """Open the way for new documents, and watch the folders that the settings name."""
        from assistant.adding.jobs import AddingQueue, options_for
        from assistant.adding.watch import Watch

        settings = self.settings
        self._queue = AddingQueue(library, settings.home / "uploads")
        if settings.watch:
            options = options_for(
                settings.interface, ocr=settings.ocr, private_addresses=settings.private_addresses
            )
            self._watch = Watch(self._queue, settings.watch, options)

    def _warm(self) -> None:
        """Have the model loaded before the first question comes."""
        assert self._assistant is not None
        try:
            self._assistant.ask(WARMING)
        except Exception:  # the question that comes will say what is wrong
            log.exception("The model could not be loaded ahead")


_engines: dict[Path, Engine] = {}
_making = threading.Lock()


def engine_for(settings: Settings) -> Engine:
    """The one engine of this process for a data directory, made at first use."""
    with _making:
        if settings.home not in _engines:
            finish(settings.home)
            _engines[settings.home] = Engine(settings)
        return _engines[settings.home]


def forget_engine(home: Path) -> None:
    """Close the engine of a data directory, if there is one."""
    with _making:
        engine = _engines.pop(home, None)
    if engine is not None:
        engine.wait()
        engine.close()


def open_library(settings: Settings, opening: Step, indexing: Step) -> tuple[Library, Assistant]:
    """Open the library with the shipped documents in it, and an assistant that answers from it."""
    # Imported here: these bring in the models' libraries, and a page should appear before that.
    from assistant.ask import Assistant
    from assistant.keeping.shipped import ensure_shipped
    from index.library import Library

    library = Library.open(settings.home, settings.index_config(), progress=opening)
    if not library.read_only:
        ensure_shipped(library, progress=indexing)
    return library, Assistant(library)
