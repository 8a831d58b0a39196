"""The line of those who ask: so many are answered at once, so many wait, in the order they came.

Answering takes a processor for a second or so. Twelve questions at once on two cores take longer together
than one after another, and whoever comes hundredth would wait for minutes: he is told at once instead.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

WAITING: Final = 32  # in line; whoever comes then is told to come again
PATIENCE: Final = 60.0  # seconds until somebody in line is told that it takes too long


class Full(Exception):
    """There are as many in line as may be."""


class Late(Exception):
    """It took longer than anybody should wait."""


class Line:
    """Safe to use from any thread. `at_once` is the number of processors, at most four, unless given."""

    def __init__(
        self, at_once: int | None = None, waiting: int = WAITING, patience: float = PATIENCE
    ) -> None:
        self._free = at_once or min(4, max(1, os.cpu_count() or 1))
        self._waiting = waiting
        self._patience = patience
        self._line: deque[object] = deque()
        self._changed = threading.Condition()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Waits for a place and holds it. Raises Full at once, Late after `patience` seconds."""
        self._take()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _take(self) -> None:
        ticket = object()
        until = time.monotonic() + self._patience
        with self._changed:
            if not self._free or self._line:
                if len(self._line) >= self._waiting:
                    raise Full
                self._line.append(ticket)
                try:
                    while not (self._free and self._line[0] is ticket):
                        left = until - time.monotonic()
                        if left <= 0:
                            raise Late
                        self._changed.wait(left)
                finally:
                    self._line.remove(ticket)
                    self._changed.notify_all()
            self._free -= 1
