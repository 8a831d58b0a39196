"""How the chat is served: the headers every response carries, and the routes beside the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serving.key import key_of
from assistant.serving.running import announced
from assistant.serving.service import Service
from assistant.settings import SettingsError, load_settings
from assistant.web.engine import engine_for

# 'unsafe-inline' and 'unsafe-eval' are what Streamlit's own bundle needs. What counts is the rest: nothing
# may be fetched from, sent to or framed by another host.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        # Older Safari does not count the page's own web socket as 'self'.
        "connect-src 'self' data: blob: ws://127.0.0.1:* ws://localhost:*",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class SecurityHeaders:
    """ASGI middleware that puts HEADERS on every HTTP response that has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = [header for header in HEADERS if header[0] not in present]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self.app(scope, receive, sending)


class Beside:
    """What one process serves beside the pages: the HTTP API and MCP, over the same opened library.

    Where a setting cannot be used there is no service; the page says which setting it is."""

    def __init__(self) -> None:
        try:
            settings = load_settings()
        except SettingsError:
            self._engine, self._service = None, None
            return
        self._engine = engine_for(settings)
        self._service = Service(
            self._engine.opened,
            key=key_of(settings.home, required=settings.token),
            interface=settings.interface,
            style=settings.style or None,
            line=self._engine.line,
        )

    def routes(self) -> list[BaseRoute]:
        return self._service.routes() if self._service else []

    def middleware(self) -> list[Middleware]:
        own = [Middleware(SecurityHeaders)]
        return [*own, *self._service.middleware()] if self._service else own

    @asynccontextmanager
    async def lifespan(self, app: Any) -> AsyncIterator[dict[str, Any]]:
        """The library begins to open with the server, not with the first page."""
        if self._engine is None or self._service is None:
            yield {}
            return
        self._engine.start()
        with announced(self._engine.settings, st.get_option("server.port")):
            async with self._service.lifespan(app) as state:
                yield state
