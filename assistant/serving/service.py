"""The library served to other programs: MCP on stdio, and MCP and an HTTP API beside the chat.

    from assistant.serving.service import Service
    service = Service(opened, key=key_of(home))    # opened() → (library, assistant), or None while opening
    st.App(script, routes=service.routes(), lifespan=service.lifespan, middleware=service.middleware())

Everything is read-only and answers this machine alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import anyio
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from assistant.ask import Assistant
from assistant.line import Line
from assistant.serving.api import api_routes
from assistant.serving.desk import Desk
from assistant.serving.door import Door
from assistant.serving.guard import LOCAL
from assistant.serving.key import Key
from assistant.serving.tools import mcp_server
from assistant.settings import Settings
from index.library import Library
from sources.document import Language

Opened = Callable[[], tuple[Library, Assistant] | None]
MCP_PATH = "/mcp"


class Service:
    """The HTTP side, to be put beside the chat or to stand alone. `hosts` are the names this machine may be
    addressed by; anything else is turned away, and so is whoever has no `key`. `line` is who waits with whom.
    Its lifespan must be entered once, and only once."""

    def __init__(
        self,
        opened: Opened,
        *,
        key: Key,
        interface: Language = Language.KO,
        style: str | None = None,
        line: Line | None = None,
        hosts: Sequence[str] = LOCAL,
    ) -> None:
        self.hosts = tuple(hosts)
        self._key = key
        self.desk = Desk(opened, interface=interface, style=style or None, line=line)
        self._server = mcp_server(self.desk)
        names = [f"[{host}]" if ":" in host else host for host in self.hosts]
        security = TransportSecuritySettings(
            allowed_hosts=[pattern for name in names for pattern in (name, f"{name}:*")],
            allowed_origins=[pattern for name in names for pattern in (f"http://{name}", f"http://{name}:*")],
        )
        self._mcp = self._server.streamable_http_app(
            streamable_http_path=MCP_PATH,
            json_response=True,
            stateless_http=True,
            transport_security=security,
        )

    def routes(self) -> list[BaseRoute]:
        """/api, /api/… and /mcp."""
        return [*api_routes(self.desk), *self._mcp.routes]

    def middleware(self) -> list[Middleware]:
        return [Middleware(Door, key=self._key, hosts=self.hosts, interface=self.desk.interface)]

    @asynccontextmanager
    async def lifespan(self, app: Any) -> AsyncIterator[dict[str, Any]]:
        async with self._server.session_manager.run():
            yield {}

    def app(self) -> Starlette:
        """The service alone, without a chat."""
        return Starlette(routes=self.routes(), middleware=self.middleware(), lifespan=self.lifespan)


def serve_stdio(library: Library, assistant: Assistant, settings: Settings) -> None:
    """The MCP server on standard input and output, until the client goes away."""
    desk = Desk(lambda: (library, assistant), interface=settings.interface, style=settings.style or None)
    anyio.run(mcp_server(desk).run_stdio_async)
