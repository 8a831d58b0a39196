"""One check of a draft, running in the background of a tab: how far it is, and what it found."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from assistant.check import Draft, Findings, check, draft_from_text, read_draft
from assistant.web.engine import Engine
from sources.document import Language
from sources.door.guard import safe_name


class CheckRun:
    """A check in a thread of its own. `done` of `total` sentences are checked; `findings` are there when
    it has ended, `problem` when it could not be carried through. An uploaded draft is kept until the run is
    dropped, because the findings can be written into it as comments."""

    def __init__(
        self, engine: Engine, language: Language, *, text: str = "", file: tuple[str, bytes] | None = None
    ) -> None:
        self.done = 0
        self.total = 0
        self.findings: Findings | None = None
        self.problem: Exception | None = None
        self._engine = engine
        self._language = language
        self._text = text
        self._file = file
        self._folder = tempfile.TemporaryDirectory(prefix="gakju-draft-")
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="gakju-check", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def cancel(self) -> None:
        """End with what has been found so far."""
        self._cancelled.set()

    def _run(self) -> None:
        try:
            self.findings = check(
                self._engine.library,
                self._draft(),
                self._language,
                progress=self._step,
                cancelled=self._cancelled.is_set,
            )
        except Exception as problem:
            self.problem = problem

    def _draft(self) -> Draft:
        if self._file is None:
            return draft_from_text(self._text, fallback=self._language)
        name, data = self._file
        path = Path(self._folder.name) / safe_name(name)
        path.write_bytes(data)
        return read_draft(path, self._language)

    def _step(self, done: int, total: int) -> None:
        self.done, self.total = done, total
