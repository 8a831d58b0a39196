"""Documents and records as the JSON the store keeps, and back. Nothing is lost on the way."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sources.document import (
    Document,
    Kind,
    Language,
    Original,
    Paragraph,
    Record,
    Role,
    Sentence,
    Unit,
    UnitKind,
)


def record_json(record: Record) -> str:
    """The record, unknown fields left out."""
    values = {}
    for item in dataclasses.fields(record):
        value = getattr(record, item.name)
        if item.name == "original" and value is not None:
            value = dataclasses.asdict(value)
        if isinstance(value, Mapping):
            value = dict(value)
        if value not in (None, "", (), {}, 0, False):
            values[item.name] = value
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def record_from(text: str) -> Record:
    values: dict[str, Any] = json.loads(text)
    for name in ("official", "tags"):
        values[name] = tuple(values.get(name, ()))
    values["kind"] = Kind(values.get("kind", Kind.OTHER))
    values["authors"] = {language: tuple(names) for language, names in values.get("authors", {}).items()}
    if "language" in values:
        values["language"] = Language(values["language"])
    if "original" in values:
        original = values["original"]
        values["original"] = Original(**{**original, "authors": tuple(original.get("authors", ()))})
    return Record(**values)


def paragraphs_json(paragraphs: tuple[Paragraph, ...]) -> str:
    rows = []
    for item in paragraphs:
        ends = [edge for sentence in item.sentences for edge in (sentence.start, sentence.end)]
        breaks = [list(pair) for pair in item.page_breaks]
        place = [item.number, item.page, item.section, item.start, item.end]
        rows.append([*place, ends, item.role, item.label, breaks])
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def paragraphs_from(text: str) -> tuple[Paragraph, ...]:
    return tuple(_paragraph(*row) for row in json.loads(text))


def _paragraph(
    number: int,
    page: int | None,
    section: str,
    start: int,
    end: int,
    edges: list[int],
    role: str,
    label: str | None,
    breaks: list[list[int]],
) -> Paragraph:
    sentences = tuple(Sentence(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
    pages = tuple((offset, at) for offset, at in breaks)
    return Paragraph(number, page, section, start, end, sentences, Role(role), label, pages)


def units_json(units: tuple[Unit, ...]) -> str:
    rows = [
        [u.kind, u.start, u.end, u.stop, u.parent, u.label, u.paragraph, u.page]
        + ([u.row, u.column, u.row_span, u.column_span] if u.kind in (UnitKind.CELL, UnitKind.TABLE) else [])
        for u in units
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def units_from(text: str) -> tuple[Unit, ...]:
    return tuple(Unit(UnitKind(kind), *values) for kind, *values in json.loads(text))


def layout(document: Document) -> str:
    """A hash of everything about a document but its text and its record: the same text read better, with
    other paragraphs or pages, differs in it."""
    parts = (
        paragraphs_json(document.paragraphs),
        units_json(document.units),
        document.language,
        document.format,
        document.pages,
        document.pages_exact,
        document.ocr,
        document.translation_of,
    )
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]
