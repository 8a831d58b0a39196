"""Who may come in: the person at this machine who typed the address, and programs that hold its token.

Other pages and other people are on the same machine. A page of another site, or of another local server, can
make a browser send requests here; it can name neither our address as its origin nor hold our cookie. The
cookie is set when a browser says that no page started the navigation; a program sends the token that lies in
the home, readable by its owner alone. With `required`, the address too must hold the token once.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from html import escape
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.messages import say
from assistant.serving.desk import DeskError, Trouble
from assistant.serving.guard import LOCAL, refused
from assistant.serving.key import Key
from sources.document import Language

_PORT: Final = re.compile(r":[0-9]{1,5}$")
# Says nothing of the library: whether the server is up, and the page's own code.
_OPEN: Final = re.compile(r"/_stcore/health|/static/[\w./-]+|/favicon\.\w+|/manifest\.json")
_PROGRAMS: Final = re.compile(r"/(?:api|mcp)(?:/|$)")
_SOMEBODY_ELSE: Final = ("cross-site", "same-site")  # the same site is any port of this machine


class Door:
    """ASGI middleware around everything that is served."""

    def __init__(
        self, app: ASGIApp, key: Key, hosts: Iterable[str] = LOCAL, interface: Language = Language.KO
    ) -> None:
        self.app = app
        self.key = key
        self.hosts = frozenset(host.lower() for host in hosts)
        self.interface = interface

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = _Asked(scope)
        if not self._named_right(asked):
            await self._turn_away(asked, Trouble.FORBIDDEN_HOST, 403, receive, send)
        elif asked.started_elsewhere and not asked.navigation:
            await self._turn_away(asked, Trouble.FOREIGN_PAGE, 403, receive, send)
        elif _OPEN.fullmatch(asked.path) or self._known(asked):
            await self.app(scope, receive, send)
        elif asked.navigation and asked.token and self.key.fits(asked.token):
            await self._with_cookie(asked, RedirectResponse(asked.without_token, 303), receive, send)
        elif asked.navigation and asked.site == "none" and not self.key.required:
            await self._with_cookie(asked, self.app, receive, send)
        else:
            await self._turn_away(asked, Trouble.NO_TOKEN, 401, receive, send)

    def _named_right(self, asked: _Asked) -> bool:
        """Whether the request names this server, and comes from no page but its own: same host, same port."""
        if _PORT.sub("", asked.host).strip("[]") not in self.hosts:
            return False
        return asked.origin is None or asked.origin.lower() == f"http://{asked.host}"

    def _known(self, asked: _Asked) -> bool:
        given = asked.cookies.get(asked.cookie_name, "")
        return self.key.fits(asked.bearer) or hmac.compare_digest(given.encode(), self.key.cookie.encode())

    async def _with_cookie(self, asked: _Asked, app: ASGIApp, receive: Receive, send: Send) -> None:
        cookie = f"{asked.cookie_name}={self.key.cookie}; Path=/; HttpOnly; SameSite=Strict"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await app(asked.scope, receive, sending)

    async def _turn_away(
        self, asked: _Asked, trouble: Trouble, status: int, receive: Receive, send: Send
    ) -> None:
        if asked.scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._sentence(asked, DeskError(trouble), status)(asked.scope, receive, send)

    def _sentence(self, asked: _Asked, error: DeskError, status: int) -> Response:
        if error.trouble is not Trouble.NO_TOKEN or _PROGRAMS.match(asked.path):
            return refused(error, status, self.interface)
        key = "serve.door_token" if self.key.required else "serve.door_typed"
        lines = [say(key, language, address=f"http://{asked.host}/") for language in Language]
        text = "".join(f"<p>{escape(line)}</p>" for line in lines)
        return HTMLResponse(f"<!doctype html><meta charset=utf-8><title>Gakju</title>{text}", status)


class _Asked:
    """What a request says of where it comes from."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.path: str = scope["path"]
        headers = Headers(scope=scope)
        self.host = headers.get("host", "").lower()
        self.origin = headers.get("origin")
        self.site = headers.get("sec-fetch-site", "")
        self.started_elsewhere = self.site in _SOMEBODY_ELSE
        self.navigation = (
            scope["type"] == "http"
            and scope["method"] in ("GET", "HEAD")
            and headers.get("sec-fetch-mode", "navigate") == "navigate"
            and headers.get("sec-fetch-dest", "document") in ("document", "empty")
        )
        self.cookies = cookie_parser(headers.get("cookie", ""))
        self.bearer = headers.get("authorization", "").removeprefix("Bearer ").strip()
        # Browsers share a host's cookies among its ports: each server has a name of its own.
        self.cookie_name = f"gakju-{self.host.rpartition(':')[2] if ':' in self.host else '80'}"
        pairs = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        self.token = next((value for name, value in pairs if name == "token"), "")
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        self.without_token = f"{self.path}?{rest}" if rest else self.path
