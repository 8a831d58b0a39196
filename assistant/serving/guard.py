"""Who may speak to the server: this machine, by its own name.

A page on the web can make a browser send requests to 127.0.0.1 (DNS rebinding, cross-site forms). Such a
request names another host in `Host` or `Origin` and is turned away before anything reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serving.desk import DeskError, Trouble
from sources.document import Language

LOCAL = ("127.0.0.1", "localhost", "::1")
_PORT = re.compile(r":[0-9]{1,5}$")
# Replies are data, and the one page has no script: nothing may be loaded at all.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


class LocalOnly:
    """ASGI middleware: requests and web sockets that name a host other than `hosts` get 403."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = LOCAL, interface: Language = Language.KO) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.interface = interface

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or self._welcome(Headers(scope=scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refused(DeskError(Trouble.FORBIDDEN_HOST), 403, self.interface)(scope, receive, send)

    def _welcome(self, headers: Headers) -> bool:
        host = _PORT.sub("", headers.get("host", "")).strip("[]").lower()
        origin = headers.get("origin")
        if host not in self.hosts:
            return False
        if origin is None:
            return True
        try:
            return (urlsplit(origin).hostname or "") in self.hosts
        except ValueError:
            return False


class Sealed:
    """ASGI wrapper of the API's own routes: every reply carries HEADERS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                extra = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in present]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        await self.app(scope, receive, sending)


def refused(
    error: DeskError, status: int, language: Language, problems: Iterable[tuple[str, str]] = ()
) -> Response:
    """An error as JSON: a name for programs, a sentence for readers, the fields that are wrong."""
    body = {
        "error": {
            "code": error.trouble.value,
            "message": error.text(language),
            "problems": [{"field": field, "problem": problem} for field, problem in problems],
        }
    }
    return json_response(body, status)


def json_response(body: object, status: int = 200) -> Response:
    """UTF-8 JSON. Lone surrogates, which a document's text cannot have but a question may, are replaced."""
    text = json.dumps(body, ensure_ascii=False)
    return Response(text.encode("utf-8", "replace"), status, media_type="application/json")
