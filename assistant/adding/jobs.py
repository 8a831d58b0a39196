"""Adding in the background: one thread, one queue, so that a page may be drawn again as often as it likes.

A job is a list of paths (or uploads kept in files); its progress and results are read as a snapshot. The
thread starts with the first job and ends with the process. Jobs are not stored: what was added is, and
adding the same again goes on from there.
"""

from __future__ import annotations

import itertools
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from assistant.adding.added import AddEvent, AddResult, Options
from assistant.adding.items import Item, find_items
from assistant.adding.run import add_items
from index.library import Library
from sources.document import Language, Record
from sources.door.guard import safe_name

# Seconds after which an upload that nobody read is left over from a crash.
KEPT: Final = 24 * 3600.0


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"  # the library itself could not go on


@dataclass(frozen=True, slots=True)
class Job:
    """A snapshot of one job. `event` is the latest progress; `problem` is what stopped a failed job."""

    id: int
    state: JobState
    items: tuple[Item, ...]
    results: tuple[AddResult, ...] = ()
    event: AddEvent | None = None
    problem: Exception | None = None

    @property
    def finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.CANCELLED, JobState.FAILED)

    def count(self, status: str) -> int:
        """How many items came to `status` (added, unchanged, updated, refused)."""
        return sum(result.status == status for result in self.results)


@dataclass(slots=True)
class _Task:
    options: Options
    job: Job
    cancel: threading.Event = field(default_factory=threading.Event)
    after: Callable[[], None] | None = None


class AddingQueue:
    """Jobs for one library. All methods may be called from any thread; none of them waits for a job."""

    def __init__(self, library: Library, folder: Path | None = None) -> None:
        self._library = library
        self._folder = folder or library.home / "uploads"
        self._tasks: dict[int, _Task] = {}
        self._waiting: deque[int] = deque()
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        _sweep(self._folder)

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        records: Mapping[str, Record] | None = None,
        options: Options = Options(),
    ) -> int:
        """Queues files, folders and addresses; returns the job's number. `records` as in `add_paths`."""
        given = records or {}
        found = find_items(paths, outside_links=options.outside_links)
        return self._queue([replace(i, record=given.get(i.source)) for i in found], options)

    def add_upload(
        self, name: str, data: bytes, *, record: Record | None = None, options: Options = Options()
    ) -> int:
        """Queues the content of a file that came without a path. The same name with the same title again is
        an update. Raises OSError where it cannot be kept until it is read."""
        return self.add_uploads([(name, data)], {} if record is None else {name: record}, options)

    def add_uploads(
        self,
        files: Sequence[tuple[str, bytes]],
        records: Mapping[str, Record] | None = None,
        options: Options = Options(),
    ) -> int:
        """Several uploads as one job."""
        place = self._folder / f"{next(self._numbers)}-{threading.get_ident():x}"
        items, paths = [], []
        for number, (name, data) in enumerate(files):
            folder = place / str(number)
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / safe_name(name)
            path.write_bytes(data)
            paths.append(path)
            items.append(
                Item(name, path, f"upload:{safe_name(name)}", (records or {}).get(name), upload=True)
            )
        return self._queue(items, options, after=lambda: _discard(place, paths))

    def _queue(self, items: Sequence[Item], options: Options, after: Callable[[], None] | None = None) -> int:
        with self._changed:
            number = next(self._numbers)
            self._tasks[number] = _Task(options, Job(number, JobState.WAITING, tuple(items)), after=after)
            self._waiting.append(number)
            self._wake()
        return number

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="gakju-adding", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def jobs(self) -> tuple[Job, ...]:
        """All jobs, oldest first, as they stand."""
        with self._changed:
            return tuple(task.job for task in self._tasks.values())

    def job(self, number: int) -> Job | None:
        with self._changed:
            task = self._tasks.get(number)
            return None if task is None else task.job

    @property
    def busy(self) -> bool:
        return any(not job.finished for job in self.jobs())

    def cancel(self, number: int) -> None:
        """Stops a job: at once if it waits, else within the document at work, which is left out whole."""
        with self._changed:
            task = self._tasks.get(number)
            if task is None or task.job.finished:
                return
            task.cancel.set()
            if task.job.state is JobState.WAITING:
                self._waiting.remove(number)
                self._finish(task, JobState.CANCELLED)

    def forget_finished(self) -> None:
        """Drops finished jobs from the list."""
        with self._changed:
            self._tasks = {n: task for n, task in self._tasks.items() if not task.job.finished}

    def wait(self, number: int, timeout: float | None = None) -> Job | None:
        """The job once it is finished, or as it stands after `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(
                lambda: number not in self._tasks or self._tasks[number].job.finished, timeout
            )
        return self.job(number)

    def close(self) -> None:
        """Cancels everything and waits for the thread to end."""
        for job in self.jobs():
            self.cancel(job.id)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    # In the thread

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed and not self._waiting:
                    return
                task = self._tasks[self._waiting.popleft()]
                task.job = replace(task.job, state=JobState.RUNNING)
            self._run(task)

    def _run(self, task: _Task) -> None:
        def tell(event: AddEvent) -> None:
            with self._changed:
                task.job = replace(task.job, event=event)

        state, problem = JobState.DONE, None
        try:
            for result in add_items(
                self._library, task.job.items, task.options, progress=tell, cancelled=task.cancel.is_set
            ):
                with self._changed:
                    task.job = replace(task.job, results=(*task.job.results, result))
        except Exception as error:  # the thread serves the jobs after this one too
            state, problem = JobState.FAILED, error
        if state is JobState.DONE and len(task.job.results) < len(task.job.items):
            state = JobState.CANCELLED
        with self._changed:
            self._finish(task, state, problem)

    def _finish(self, task: _Task, state: JobState, problem: Exception | None = None) -> None:
        task.job = replace(task.job, state=state, problem=problem)
        if task.after is not None:
            task.after()
        self._changed.notify_all()


def _discard(place: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()
    with suppress(OSError):
        place.rmdir()


def _sweep(folder: Path) -> None:
    """Removes uploads that a process left behind which ended before it read them."""
    with suppress(OSError):
        for place in folder.iterdir():
            if place.is_dir() and time.time() - place.stat().st_mtime > KEPT:
                shutil.rmtree(place, ignore_errors=True)


def options_for(
    language: Language, *, ocr: bool = False, private_addresses: bool = False, outside_links: bool = False
) -> Options:
    """The options of a page: the language of its sentences, and what the settings allow."""
    return Options(language, ocr, private_addresses, outside_links=outside_links)
