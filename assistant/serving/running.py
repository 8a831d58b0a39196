"""The chat that runs over a home, for the command line: whom it answers need not load the models again.

As long as it runs, the chat holds a lock in the home, and says beside it where it serves and what it
answers with. Where nobody holds the lock nothing is sent, the token least of all: a port that an ended chat
leaves may be anybody's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from assistant.serving.key import key_of
from assistant.settings import Settings
from index.durable import write_durably

ADDRESS: Final = "127.0.0.1"
HEALTH: Final = "/_stcore/health"
MOMENT: Final = 1.0  # seconds until a chat that says nothing is not waited for
PATIENCE: Final = 90.0  # seconds until an answer is not: longer than anybody stands in its line
_LOCK: Final = ".chat.lock"
_PLACE: Final = "chat.json"

Json = dict[str, Any]


@contextmanager
def announced(settings: Settings, port: int) -> Iterator[None]:
    """Within it the command line finds the chat that this process serves at `port`; the first of several
    chats of a home, and none of a home that can only be read."""
    place = settings.home / _PLACE
    said = {"port": port, "answers_with": _answers_with(settings)}
    with ExitStack() as stack:
        with suppress(OSError), ExitStack() as tried:  # a Timeout is an OSError
            tried.enter_context(FileLock(settings.home / _LOCK, timeout=MOMENT))
            tried.callback(place.unlink, missing_ok=True)
            write_durably(place, json.dumps(said).encode())
            stack.push(tried.pop_all())
        yield


@dataclass(frozen=True, slots=True)
class RunningChat:
    """A chat at work over `home`, at `port` of this machine."""

    home: Path
    port: int

    def ask(self, fields: Mapping[str, Any]) -> Json | None:
        """The reply of /api/ask to a request of `fields`; None for any refusal: whoever asks himself says
        why."""
        headers = {
            "Authorization": f"Bearer {key_of(self.home).token}",
            "Content-Type": "application/json",
        }
        reply = _reply(self.port, "POST", "/api/ask", PATIENCE, json.dumps(fields).encode(), headers)
        answer: Json | None = None if reply is None else json.loads(reply)
        return answer


def running_chat(settings: Settings) -> RunningChat | None:
    """The chat that answers as this process would, None where none does within a moment."""
    try:
        place = json.loads((settings.home / _PLACE).read_bytes())
        with FileLock(settings.home / _LOCK, timeout=0):
            return None
    except Timeout:
        same = place.get("answers_with") == _answers_with(settings)
        if not same or _reply(place["port"], "GET", HEALTH, MOMENT) is None:
            return None
        return RunningChat(settings.home, place["port"])
    except (OSError, ValueError):
        return None


def _answers_with(settings: Settings) -> Json:
    """What an answer depends on besides the question and the library."""
    chosen = settings.model_dump(mode="json", include={"interface", "style", "model", "reader"})
    return {"version": version("gakju"), **chosen}


def _reply(
    port: int,
    method: str,
    path: str,
    timeout: float,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> bytes | None:
    """The body of a reply of 200, None for every other and where none comes in `timeout` seconds."""
    connection = HTTPConnection(ADDRESS, port, timeout=timeout)
    try:
        connection.request(method, path, body, dict(headers or {}))
        reply = connection.getresponse()
        content = reply.read()
        return content if reply.status == 200 else None
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
