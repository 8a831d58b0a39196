"""The API described: an OpenAPI 3.1 document made from the models, and a page that needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assistant.messages import say
from assistant.serving.operations import Operation
from assistant.serving.replies import ErrorReply
from sources.document import Language

Json = dict[str, Any]
_PROBLEMS = {
    400: "The body is no JSON.",
    401: "The token is missing or wrong.",
    403: "The request comes from another machine or another site.",
    404: "There is no such document, page or paragraph.",
    413: "The body is too long.",
    422: "A field is missing, unknown or out of its limits.",
    429: "Too many are asking at once.",
    503: "The library is still being opened, or too many asked before.",
}


def description(operations: Sequence[Operation]) -> Json:
    """The OpenAPI document."""
    models: list[type[BaseModel]] = [ErrorReply]
    for operation in operations:
        models += [operation.asks, operation.replies]
    asks = {operation.asks for operation in operations}
    _, schemas = models_json_schema(
        [(model, "validation" if model in asks else "serialization") for model in models],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Gakju",
            "version": _version(),
            "description": "Answers from a library of documents, with a checked footnote under every claim."
            " Read-only, and for this machine alone.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {operation.path: _path(operation) for operation in operations},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _version() -> str:
    try:
        return version("gakju")
    except PackageNotFoundError:
        return "0"


def _path(operation: Operation) -> Json:
    described: Json = {}
    for method in operation.methods:
        entry: Json = {
            "operationId": operation.name
            if method == operation.methods[-1]
            else f"{operation.name}_{method.lower()}",
            "summary": operation.summary,
            "responses": _responses(operation, method),
        }
        if method == "GET":
            entry["parameters"] = _parameters(operation.asks)
        else:
            schema = {"$ref": f"#/components/schemas/{operation.asks.__name__}"}
            entry["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
        described[method.lower()] = entry
    return described


def _responses(operation: Operation, method: str) -> Json:
    found = {
        "200": {
            "description": "The reply.",
            "content": {
                "application/json": {"schema": {"$ref": f"#/components/schemas/{operation.replies.__name__}"}}
            },
        }
    }
    codes = {401, 403, 422, 429, 503, *operation.can} | ({400, 413} if method == "POST" else set())
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorReply"}}}
    for code in sorted(codes):
        found[str(code)] = {"description": _PROBLEMS[code], "content": error}
    return found


def _parameters(model: type[BaseModel]) -> list[Json]:
    """The fields of a model as query parameters; what may be null is simply left out of a query."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    parameters = []
    for name, field in schema["properties"].items():
        shape = {k: v for k, v in field.items() if k not in ("title", "description", "examples")}
        options = [option for option in shape.pop("anyOf", []) if option.get("type") != "null"]
        if options:
            shape = options[0]
        if shape.get("default", ...) is None:
            shape.pop("default")
        parameters.append(
            {
                "name": name,
                "in": "query",
                "required": name in schema.get("required", ()),
                "description": field.get("description", ""),
                "schema": shape,
            }
        )
    return parameters


_STYLE = """
body { font: 16px/1.6 system-ui, "Noto Sans CJK KR", sans-serif; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; }
code { background: #8882; padding: .1em .3em; border-radius: .2em; }
table { border-collapse: collapse; width: 100%; }
td { border-bottom: 1px solid #8884; padding: .3rem .5rem; text-align: left; vertical-align: top; }
h2 { margin-top: 2.5rem; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } a { color: #9cf; } }
"""


def page(described: Json, language: Language) -> str:
    """The description as a page to read. Everything in it is escaped."""
    info = described["info"]
    parts = [
        f"<!doctype html><html lang='{language.value}'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width, initial-scale=1'>",
        f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(info['title'])} API</h1><p>{escape(say('serve.page_lead', language))}</p>",
        f"<p><a href='/api/openapi.json'>{escape(say('serve.page_openapi', language))}</a></p>",
    ]
    for path, methods in described["paths"].items():
        names = ", ".join(method.upper() for method in methods)
        entry = next(iter(methods.values()))
        parts.append(f"<h2><code>{escape(names)} {escape(path)}</code></h2><p>{escape(entry['summary'])}</p>")
        parts.append(_table(described, entry))
    return "".join(parts) + "</body></html>"


def _table(described: Json, entry: Json) -> str:
    """The fields of an operation."""
    if "parameters" in entry:
        fields = {p["name"]: (p["schema"], p["required"], p["description"]) for p in entry["parameters"]}
    else:
        name = entry["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        schema = described["components"]["schemas"][name]
        required = schema.get("required", ())
        fields = {
            field: (shape, field in required, shape.get("description", ""))
            for field, shape in schema["properties"].items()
        }
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code>{'*' if required else ''}</td><td>{escape(_kind(shape))}</td>"
        f"<td>{escape(text)}</td></tr>"
        for name, (shape, required, text) in fields.items()
    )
    return f"<table>{rows}</table>"


def _kind(shape: Json) -> str:
    options = [option for option in shape.get("anyOf", [shape]) if option.get("type") != "null"]
    first = options[0] if options else shape
    return str(first.get("type", first.get("$ref", "").rpartition("/")[2]))
