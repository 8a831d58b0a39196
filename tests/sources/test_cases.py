"""Small files that were once read wrongly, each with what it should give (`cases/NAME/expected.json`)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.messages.refusals import refusal_sentence
from sources.blocks import BlockKind, Reading
from sources.document import Document, Language
from sources.errors import Refused
from sources.load import document_of
from tests.read_here import read_here

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/expected.json"))
LANGUAGES = tuple(Language)


@dataclass
class Case:
    """A case as read: `sentence` is what a user is told where it is refused, in both languages."""

    expected: dict[str, Any]
    reading: Reading | None = None
    document: Document | None = None
    refused: Refused | None = None

    @property
    def text(self) -> str:
        return self.document.text if self.document else ""


def read(folder: Path) -> Case:
    case = Case(json.loads((folder / "expected.json").read_text("utf-8")))
    path = next(folder.glob("input.*"))
    try:
        form, case.reading = read_here(path)
        case.document = document_of(form, case.reading, path)
    except Refused as refused:
        case.refused = refused
    return case


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder: Path):
    case = read(folder)
    expected = case.expected
    assert ("refused" if case.refused else "read") in expected["status"].split("|"), case.refused
    if case.refused:
        assert case.refused.reason.value == expected.get("reason", case.refused.reason.value)
        told = [refusal_sentence(case.refused, language) for language in LANGUAGES]
        assert not [s for s in expected.get("sentence_absent", ()) for text in told if s in text]
        return
    assert case.document and case.reading
    _check_paragraphs(case.document, expected.get("paragraphs", ()))
    assert case.document.pages == expected.get("pages", case.document.pages)
    assert [s for s in expected.get("contains", ()) if s not in case.text] == []
    assert [s for s in expected.get("absent", ()) if s in case.text] == []
    headings = [b.text for b in case.reading.blocks if b.kind is BlockKind.HEADING]
    assert not [h for h in headings for start in expected.get("not_headings", ()) if h.startswith(start)]
    if expected.get("note"):
        assert case.reading.notes
    _check_record(case.document, expected.get("record", {}))


def _check_paragraphs(document: Document, wanted: list[dict[str, Any]]) -> None:
    found = {re.sub(r"\s+", " ", document.text[p.start : p.end]): p.page for p in document.paragraphs}
    for paragraph in wanted:
        assert paragraph["text"] in found
        assert found[paragraph["text"]] == paragraph.get("page", found[paragraph["text"]])


def _check_record(document: Document, wanted: dict[str, Any]) -> None:
    record = document.record
    assert record.title(document.language) == wanted.get("title", record.title(document.language))
    if "date" in wanted:
        assert record.date in wanted["date"]
