"""What every reply of the API carries, and how an error is said. Who may ask at all is `door`'s business."""

from __future__ import annotations

import json
from collections.abc import Iterable

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serving.desk import DeskError
from sources.document import Language

LOCAL = ("127.0.0.1", "localhost", "::1")
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
