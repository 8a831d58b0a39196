"""A watched folder: documents that appear or change in it are added by themselves.

Removing a file from the folder removes nothing from the library: what was cited has to stay there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from assistant.adding.added import Options
from assistant.adding.jobs import AddingQueue
from sources.door.formats import BY_EXTENSION
from sources.door.guard import extension_of

# Seconds without a further change after which a file counts as written.
QUIET: Final = 2.0


class Watch:
    """Feeds what changes in some folders to a queue, starting with what is in them. Close it when done."""

    def __init__(
        self, queue: AddingQueue, folders: Iterable[Path], options: Options = Options(), quiet: float = QUIET
    ) -> None:
        self._queue = queue
        self._options = options
        self._quiet = quiet
        self._changed: set[Path] = set()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._observer = Observer()
        self.folders = tuple(folder for folder in folders if folder.is_dir())
        for folder in self.folders:
            self._observer.schedule(_Handler(self), str(folder), recursive=True)
        self._observer.start()
        if self.folders:
            queue.add(self.folders, options=options)

    def changed(self, path: Path) -> None:
        """Notes a change; the file is added once it has been left alone for a while."""
        if extension_of(path.name) not in BY_EXTENSION or path.name.startswith((".", "~$")):
            return
        with self._lock:
            self._changed.add(path)
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(self._quiet, self._flush)
            self._timer.daemon = True
            self._timer.start()

    def _flush(self) -> None:
        with self._lock:
            paths = sorted(path for path in self._changed if path.is_file())
            self._changed.clear()
        if paths:
            self._queue.add(paths, options=self._options)

    def close(self) -> None:
        self._observer.stop()
        self._observer.join()
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()


class _Handler(FileSystemEventHandler):
    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type not in ("created", "modified", "moved", "closed"):
            return
        target = event.dest_path if event.event_type == "moved" else event.src_path
        self._watch.changed(Path(str(target)))
