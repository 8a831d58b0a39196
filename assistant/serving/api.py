"""The HTTP API: read-only routes in Starlette over the desk. See `openapi` for its description.

GET  /api/search /api/cite /api/passage      fields as query parameters, lists repeated
GET  /api/ask, POST /api/ask /api/search /api/check   fields in a JSON object
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any, get_args, get_origin

import anyio
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from assistant.explain import explain
from assistant.messages.invalid import value_problem
from assistant.serving import requests
from assistant.serving.desk import Desk, DeskError, Trouble
from assistant.serving.guard import Sealed, json_response, refused
from assistant.serving.openapi import description, page
from assistant.serving.operations import OPERATIONS, Operation

log = logging.getLogger(__name__)

STATUS = {
    Trouble.STARTING: 503,
    Trouble.UNKNOWN_DOCUMENT: 404,
    Trouble.UNKNOWN_PLACE: 404,
    Trouble.UNKNOWN_STYLE: 422,
    Trouble.NO_TEXT: 422,
    Trouble.INVALID: 422,
    Trouble.TOO_LONG: 413,
    Trouble.NOT_JSON: 400,
    Trouble.METHOD: 405,
    Trouble.BUSY: 429,
    Trouble.LATE: 503,
    Trouble.LIBRARY: 503,
    Trouble.INTERNAL: 500,
}
_THREADS = 64  # requests that are held at the same time: those at work, and those in line
_AGAIN = 5  # seconds after which somebody who was sent away may come again


def api_routes(desk: Desk) -> list[Route]:
    """The routes of the API, its description and its page."""
    limit = anyio.CapacityLimiter(_THREADS)
    described = description(OPERATIONS)

    async def openapi(request: Request) -> Response:
        return json_response(described)

    async def index(request: Request) -> Response:
        return HTMLResponse(page(described, desk.interface))

    served = [
        Route(operation.path, Sealed(_Endpoint(operation, desk, limit)), name=f"api-{operation.name}")
        for operation in OPERATIONS
    ]
    shown = [("/api/openapi.json", openapi, "api-openapi"), ("/api", index, "api-page")]
    return [*served, *(Route(path, Sealed(_Shown(view, desk)), name=name) for path, view, name in shown)]


class _Endpoint:
    """One operation as an ASGI application: read the fields, ask the desk, reply in JSON."""

    def __init__(self, operation: Operation, desk: Desk, limit: anyio.CapacityLimiter) -> None:
        self.operation = operation
        self.desk = desk
        self.limit = limit
        self.work: Callable[[Any], dict[str, Any]] = getattr(desk, operation.name)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        language = self.desk.interface
        if request.method not in self.operation.methods:
            return _wrong_method(self.operation.methods, self.desk)
        try:
            fields = await _fields(request, self.operation.asks)
            asked = self.operation.asks.model_validate(fields)
            return json_response(await anyio.to_thread.run_sync(self.work, asked, limiter=self.limit))
        except ValidationError as error:
            problems = [
                (".".join(map(str, e["loc"])) or "body", value_problem(e).text(language))
                for e in error.errors()
            ]
            trouble = DeskError(Trouble.INVALID, field=problems[0][0], problem=problems[0][1])
            return refused(trouble, STATUS[Trouble.INVALID], language, problems)
        except DeskError as error:
            response = refused(error, STATUS[error.trouble], language)
            if error.trouble in (Trouble.BUSY, Trouble.LATE, Trouble.STARTING):
                response.headers["retry-after"] = str(_AGAIN)
            return response
        except Exception as error:
            log.exception("A request to %s failed", self.operation.path)
            said = explain(error, language)
            kind = Trouble.INTERNAL if said is None else Trouble.LIBRARY
            return refused(DeskError(kind, said=said or ""), STATUS[kind], language)


class _Shown:
    """A fixed page as an ASGI application."""

    def __init__(self, view: Callable[[Request], Any], desk: Desk) -> None:
        self.view = view
        self.desk = desk

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        response = (
            await self.view(request)
            if request.method in ("GET", "HEAD")
            else _wrong_method(("GET",), self.desk)
        )
        await response(scope, receive, send)


def _wrong_method(allowed: tuple[str, ...], desk: Desk) -> Response:
    error = DeskError(Trouble.METHOD, allowed=", ".join(allowed))
    response = refused(error, STATUS[Trouble.METHOD], desk.interface)
    response.headers["allow"] = ", ".join(allowed)
    return response


async def _fields(request: Request, model: type[BaseModel]) -> Any:
    """The fields of a request as data. Raises DeskError (NOT_JSON, TOO_LONG)."""
    if request.method == "GET":
        return _query(request, model)
    size = 0
    body = bytearray()
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > requests.BODY:
                raise DeskError(Trouble.TOO_LONG, limit=requests.BODY // 1024)
            body += piece
    except HTTPException as error:
        raise DeskError(Trouble.NOT_JSON) from error
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise DeskError(Trouble.NOT_JSON) from error


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _query(request: Request, model: type[BaseModel]) -> dict[str, Any]:
    """Query parameters as fields: a list field takes all values of its name, any other the only one."""
    fields: dict[str, Any] = {}
    for name in request.query_params:
        values = request.query_params.getlist(name)
        known = model.model_fields.get(name)
        if known is not None and get_origin(_bare(known.annotation)) is list:
            fields[name] = values
        else:
            # Said twice, a field has no value: the model refuses the list.
            fields[name] = values[0] if len(values) == 1 else values
    return fields


def _bare(annotation: Any) -> Any:
    return (
        _bare(get_args(annotation)[0])
        if get_origin(annotation) is not None and hasattr(annotation, "__metadata__")
        else annotation
    )
