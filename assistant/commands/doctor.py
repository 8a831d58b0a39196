"""`gakju doctor`: is this installation sound, and does what is stored still hold?

Each check yields findings; nothing is repaired here. A check that cannot run is itself a finding.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from assistant.citing.basket import FILE_NAME as BASKET
from assistant.citing.errors import StyleError
from assistant.citing.house import house_style, house_styles
from assistant.explain import explain
from assistant.keeping.chats import FILE_NAME as CHATS
from assistant.keeping.home import LIBRARY
from assistant.messages import say
from assistant.settings import Settings
from index.durable import LOST
from index.library import Library
from index.models.bundled import load_embedder
from index.models.embed import Embedder
from index.store.audit import Problem
from index.store.opening import COPY_DAYS, copies
from index.store.side_file import fault_of
from index.words.glossary import USER_FILE, GlossaryError, read_entries
from sources.document import Document, Language

PACKAGES = ("sentence-transformers", "faiss-cpu", "streamlit", "langdetect", "kiwipiepy", "torch")
LOW_SPACE = 500_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `check` names the message `doctor.<check>`, which `values` fill; where there
    is an `error` or a `flaw` of the store, its own sentence is one of them, `problem`."""

    check: str
    ok: bool
    values: dict[str, object] = field(default_factory=dict)
    error: Exception | None = None
    flaw: Problem | None = None

    def text(self, language: Language) -> str:
        values = dict(self.values)
        if self.error is not None:
            values["problem"] = _sentence(self.error, language)
        elif self.flaw is not None:
            values["problem"] = say(f"store.flaw_{self.flaw.flaw.value}", language, **self.flaw.details)
        return say(f"doctor.{self.check}", language, **values)


def _sentence(error: Exception, language: Language) -> str:
    return explain(error, language) or f"{type(error).__name__}: {error}"


def examine(settings: Settings, open_library: Callable[[], Library]) -> list[Finding]:
    """All findings, good and bad, in a fixed order. A library that cannot be opened is one of them: what
    needs no library is examined all the same."""
    findings: list[Finding] = []
    for check in (_installation, _home, _own_files, _side_files):
        findings += _by_itself(check.__name__, partial(check, settings))
    try:
        library = open_library()
    except Exception as error:
        findings.append(Finding("library_bad", False, error=error))
        return [*findings, *_model(lambda: load_embedder(settings.index_config()))]
    findings += _model(lambda: library.embedder)
    for examined in (_indexes, _quotes):
        findings += _by_itself(examined.__name__, partial(examined, library))
    return findings


def _by_itself(name: str, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What a check finds; where it cannot go on, that as well, and the next one is made all the same."""
    found: list[Finding] = []
    try:
        found.extend(check())
    except Exception as error:
        found.append(Finding("not_checked", False, {"part": name.strip("_")}, error=error))
    return found


def _side_files(settings: Settings) -> Iterator[Finding]:
    """The chats and the basket, what was put aside, and copies of the library as it was before an update."""
    for path in (settings.home / CHATS, settings.home / BASKET):
        if path.is_file():
            fault = fault_of(path)
            values: dict[str, object] = {"path": path, "reason": fault}
            yield Finding("side_file_bad" if fault else "side_file", not fault, values)
    lost = settings.home / LOST
    count = sum(1 for path in lost.rglob("*") if path.is_file()) if lost.is_dir() else 0
    if count:
        yield Finding("lost", True, {"path": lost, "count": count})
    for copy in copies(settings.home / LIBRARY):
        megabytes = round(copy.stat().st_size / 1e6)
        yield Finding("copy", True, {"path": copy, "megabytes": megabytes, "days": COPY_DAYS})


def _installation(settings: Settings) -> Iterator[Finding]:
    yield Finding("python", sys.version_info >= (3, 11), {"version": sys.version.split()[0]})
    for name in PACKAGES:
        try:
            yield Finding("package", True, {"name": name, "version": version(name)})
        except PackageNotFoundError:
            yield Finding("package_missing", False, {"name": name})


def _home(settings: Settings) -> Iterator[Finding]:
    there = next(place for place in (settings.home, *settings.home.parents) if place.exists())
    free = shutil.disk_usage(there).free
    values: dict[str, object] = {"path": settings.home, "free": round(free / 1e9, 1)}
    yield Finding("home" if free > LOW_SPACE else "home_full", free > LOW_SPACE, values)


def _own_files(settings: Settings) -> Iterator[Finding]:
    """What the user may have written by hand: the glossary and the house's footnote styles."""
    path = settings.home / USER_FILE
    if path.is_file():
        try:
            entries = read_entries(path.read_text("utf-8-sig"), path)
            yield Finding("glossary", True, {"path": path, "count": len(entries)})
        except GlossaryError as error:
            yield Finding("glossary_bad", False, error=error)
        except (OSError, UnicodeDecodeError):
            yield Finding("glossary_unreadable", False, {"path": path})
    for file in house_styles(settings.home).values():
        try:
            house_style(file)
            yield Finding("style", True, {"path": file})
        except StyleError as error:
            yield Finding("style_bad", False, error=error)


def _model(load: Callable[[], Embedder]) -> Iterator[Finding]:
    try:
        embedder = load()
        vectors = [embedder.query(text) for text in ("각주", "footnote")]
    except Exception as error:
        yield Finding("model_missing", False, error=error)
        return
    sizes = {len(vector) for vector in vectors}
    sound = len(sizes) == 1 and all(abs(float(v @ v) - 1) < 1e-3 for v in vectors)
    values: dict[str, object] = {"name": embedder.card.name, "dimension": max(sizes)}
    yield Finding("model" if sound else "model_bad", sound, values)


def _indexes(library: Library) -> Iterator[Finding]:
    problems = library.check()
    if not problems:
        entries = library.entries()
        chunks = sum(entry.chunks for entry in entries)
        yield Finding("indexes", True, {"documents": len(entries), "chunks": chunks})
    if library.precisions:
        yield Finding("precisions", True, {"precisions": ", ".join(library.precisions)})
    for problem in problems:
        yield Finding("indexes_bad", False, flaw=problem)


def _quotes(library: Library) -> Iterator[Finding]:
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
