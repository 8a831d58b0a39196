"""What comes back from adding: a result for each item, and events on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.messages import say
from sources.document import Document, Language
from sources.door.guard import Limits, display_name


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of one item. `status`: added, unchanged, updated or refused. `document` is the library's
    key, "" where refused. `reason` is a finished sentence, "" where none is needed; `notes` are sentences on
    what the user should know of a document that was added."""

    path: str
    status: str
    document: str = ""
    pages: int | None = None
    paragraphs: int = 0
    chunks: int = 0
    reason: str = ""
    code: str = ""
    document_id: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()

    def json(self) -> dict[str, object]:
        """The object that `gakju add --json` prints."""
        return {
            "path": self.path,
            "status": self.status,
            "document": self.document or None,
            "pages": self.pages,
            "paragraphs": self.paragraphs,
            "chunks": self.chunks,
            "reason": self.reason or None,
            "title": self.title or None,
            "notes": list(self.notes),
        }

    def line(self, language: Language) -> str:
        """One line for a person."""
        if self.status == "refused":
            return say("adding.line_refused", language, reason=self.reason)
        pages = "" if self.pages is None else say("adding.pages", language, pages=self.pages)
        values = {"title": self.title or self.document, "document": self.document, "pages": pages}
        lines = [say(f"adding.line_{self.status}", language, paragraphs=self.paragraphs, **values)]
        return "\n".join((*lines, *(f"  {note}" for note in self.notes)))


@dataclass(frozen=True, slots=True)
class AddEvent:
    """Progress: `done` of `total` items are finished.

    `path` is the one at work, `stage` "reading", "indexing" or "finished", `part` how much of its embedding
    is done (0 to 1). `rate` is items a second so far, `seconds_left` an estimate, None while there is
    nothing to go by. `result` comes with "finished".
    """

    done: int
    total: int
    path: str
    stage: str
    part: float = 0.0
    rate: float = 0.0
    seconds_left: float | None = None
    result: AddResult | None = None

    @property
    def share(self) -> float:
        """How much of all items is done (0 to 1), what is done of the one at work counted in."""
        return min(1.0, (self.done + self.part) / self.total) if self.total else 0.0

    def line(self, language: Language) -> str:
        """What is being done, in a few words for a person."""
        name = self.path.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
        percent = round(self.part * 100)
        return say(f"adding.stage_{self.stage}", language, name=display_name(name), percent=percent)


Progress = Callable[[AddEvent], None]
Cancelled = Callable[[], bool]
Check = Callable[[Document], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How items are read. `private_addresses` lets addresses of the local network be asked, `allowed_hosts`
    bounds where redirects may lead, `check` may raise Refused for a document that is not what was wanted,
    `replace` lets a file that names a document of the library take its place, `outside_links` lets folders'
    links lead out of them."""

    language: Language = Language.KO
    ocr: bool = False
    private_addresses: bool = False
    limits: Limits = field(default_factory=Limits)
    allowed_hosts: tuple[str, ...] | None = None
    check: Check | None = None
    replace: bool = False
    outside_links: bool = False
