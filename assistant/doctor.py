"""`gakju doctor`: is this installation sound, and does what is stored still hold?

Each check yields findings; nothing is repaired here. A check that cannot run is itself a finding.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from assistant.messages import say
from assistant.settings import Settings
from index.library import Library
from sources.document import Document, Language

PACKAGES = ("sentence-transformers", "faiss-cpu", "streamlit", "langdetect", "kiwipiepy", "torch")
LOW_SPACE = 500_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `check` names the message `doctor.<check>`; `values` fill it."""

    check: str
    ok: bool
    values: dict[str, object] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        return say(f"doctor.{self.check}", language, **self.values)


def examine(settings: Settings, library: Library) -> list[Finding]:
    """All findings, good and bad, in a fixed order."""
    checks: tuple[Callable[[Settings, Library], Iterator[Finding]], ...] = (
        _installation,
        _home,
        _model,
        _indexes,
        _quotes,
    )
    return [finding for check in checks for finding in check(settings, library)]


def _installation(settings: Settings, library: Library) -> Iterator[Finding]:
    yield Finding("python", sys.version_info >= (3, 11), {"version": sys.version.split()[0]})
    for name in PACKAGES:
        try:
            yield Finding("package", True, {"name": name, "version": version(name)})
        except PackageNotFoundError:
            yield Finding("package_missing", False, {"name": name})


def _home(settings: Settings, library: Library) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.home).free
    values: dict[str, object] = {"path": settings.home, "free": round(free / 1e9, 1)}
    yield Finding("home" if free > LOW_SPACE else "home_full", free > LOW_SPACE, values)


def _model(settings: Settings, library: Library) -> Iterator[Finding]:
    name = library.model_name
    vectors = [library.embed_question(text) for text in ("각주", "footnote")]
    sizes = {len(vector) for vector in vectors}
    sound = len(sizes) == 1 and all(abs(float(v @ v) - 1) < 1e-3 for v in vectors)
    yield Finding("model" if sound else "model_bad", sound, {"name": name, "dimension": max(sizes)})


def _indexes(settings: Settings, library: Library) -> Iterator[Finding]:
    problems = library.check()
    if not problems:
        entries = library.entries()
        chunks = sum(entry.chunks for entry in entries)
        yield Finding("indexes", True, {"documents": len(entries), "chunks": chunks})
    for problem in problems:
        yield Finding("indexes_bad", False, {"problem": str(problem)})


def _quotes(settings: Settings, library: Library) -> Iterator[Finding]:
    """Every stored sentence lies within its paragraph and reads as non-empty text, in order."""
    count, bad = 0, []
    for entry in library.entries():
        document = library.document(entry.document_id)
        count += sum(len(paragraph.sentences) for paragraph in document.paragraphs)
        bad += [f"{document.key} ¶{number}" for number in _broken_paragraphs(document)]
    if bad:
        yield Finding("quotes_bad", False, {"places": ", ".join(bad[:5]), "count": len(bad)})
    else:
        yield Finding("quotes", True, {"count": count})


def _broken_paragraphs(document: Document) -> Iterator[int]:
    from sources.document import content_id

    if content_id(document.text) != document.id:
        yield 0
    for paragraph in document.paragraphs:
        last = paragraph.start
        for sentence in paragraph.sentences:
            inside = last <= sentence.start < sentence.end <= paragraph.end
            if not inside or not document.text[sentence.start : sentence.end].strip():
                yield paragraph.number
                break
            last = sentence.end
