"""The one desk at which other programs are served, whatever protocol they come by.

A request comes in checked, a reply goes out as plain data. Nothing here writes to the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from typing import Any

from assistant.ask import Assistant
from assistant.check import check, draft_from_text
from assistant.checking.report import findings_json
from assistant.citing.errors import CitingError
from assistant.citing.footnotes import footnote
from assistant.citing.lookup import citation_of
from assistant.citing.style import style_names
from assistant.line import Full, Late, Line
from assistant.messages import say
from assistant.present import answer_json, citation_json, hit_json
from assistant.serving.requests import (
    AskRequest,
    CheckRequest,
    CiteRequest,
    Filtered,
    PassageRequest,
    SearchRequest,
)
from index.errors import StoreError
from index.errors import Trouble as Missing
from index.hit import Filters
from index.library import Library
from sources.document import Document, Language, Paragraph
from sources.errors import Refused
from sources.text.language import detect_language

Json = dict[str, Any]


class Trouble(StrEnum):
    """Why a request is not answered; each has a sentence in `messages/serve.toml`."""

    STARTING = "starting"
    UNKNOWN_DOCUMENT = "unknown_document"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_STYLE = "unknown_style"
    NO_TEXT = "no_text"
    INVALID = "invalid"
    TOO_LONG = "too_long"
    NOT_JSON = "not_json"
    FORBIDDEN_HOST = "forbidden_host"
    FOREIGN_PAGE = "foreign_page"
    NO_TOKEN = "no_token"
    BUSY = "busy"
    LATE = "late"
    METHOD = "method"
    LIBRARY = "library"
    INTERNAL = "internal"


class DeskError(Exception):
    """A request that cannot be answered. `details` fill the message."""

    def __init__(self, trouble: Trouble, **details: str | int) -> None:
        super().__init__(f"{trouble.value} {details or ''}".rstrip())
        self.trouble = trouble
        self.details = details

    def text(self, language: Language) -> str:
        return say(f"serve.{self.trouble.value}", language, **self.details)


class Desk:
    """`opened` gives the library and its assistant, None while they are being opened. `style` is the
    footnote style where a request names none; `interface` the language of what is said to the user; `line`
    who waits with whom, where others ask beside this desk."""

    def __init__(
        self,
        opened: Callable[[], tuple[Library, Assistant] | None],
        *,
        interface: Language = Language.KO,
        style: str | None = None,
        line: Line | None = None,
    ) -> None:
        self._opened = opened
        self._line = line or Line()
        self.interface = interface
        self._style = style

    def ask(self, request: AskRequest) -> Json:
        library, assistant = self._open()
        style = self._known_style(request.style)
        filters = self._filters(library, request)
        with self._turn():
            answer = assistant.ask(
                request.question,
                previous=request.previous,
                language=request.language,
                interface=self.interface,
                filters=filters,
            )
        return answer_json(answer, style=style)

    def search(self, request: SearchRequest) -> Json:
        library, _ = self._open()
        language = detect_language(request.question, self.interface).language or self.interface
        filters = self._filters(library, request)
        with self._turn():
            found = library.retrieve(request.question, language, filters=filters, k=request.k)
        hits = [hit_json(hit, rank) for rank, hit in enumerate(found.hits[: request.k], 1)]
        return {"question": request.question, "hits": hits}

    def passage(self, request: PassageRequest) -> Json:
        """A paragraph with those around it, and its aligned translation where there is one."""
        library, _ = self._open()
        document = self._document(library, request.document)
        number = self._paragraph(document, request.paragraph).number
        around = document.paragraphs[max(0, number - 1 - request.around) : number + request.around]
        translated = self._translated(library, document)
        return {
            "document": document.key,
            "title": document.record.title(document.language),
            "kind": document.record.kind.value,
            "language": document.language.value,
            "document_hash": document.id,
            "paragraphs": [_paragraph_json(document, p, translated.get(p.number)) for p in around],
            "footnote": footnote(
                citation_of(document, None, number), self._known_style(None), document.language
            ),
        }

    def cite(self, request: CiteRequest) -> Json:
        library, _ = self._open()
        style = self._known_style(request.style)
        document = self._document(library, request.document)
        try:
            citation = citation_of(document, request.page, request.paragraph)
        except CitingError as error:
            raise DeskError(
                Trouble.UNKNOWN_PLACE,
                document=document.key,
                paragraphs=len(document.paragraphs),
                pages=document.pages or 0,
            ) from error
        shown = citation_json(citation, request.language, style)
        return {
            "document": document.key,
            "style": style or "",
            "footnote": shown["footnote"],
            "citation": shown,
        }

    def check(self, request: CheckRequest) -> Json:
        library, _ = self._open()
        style = self._known_style(request.style)
        try:
            draft = draft_from_text(request.text, fallback=request.language)
        except Refused as error:
            raise DeskError(Trouble.NO_TEXT) from error
        with self._turn():
            return findings_json(check(library, draft, request.language), style)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """A place in the line of those who ask."""
        with ExitStack() as stack:
            try:
                stack.enter_context(self._line.place())
            except Full:
                raise DeskError(Trouble.BUSY) from None
            except Late:
                raise DeskError(Trouble.LATE) from None
            yield

    def _open(self) -> tuple[Library, Assistant]:
        opened = self._opened()
        if opened is None:
            raise DeskError(Trouble.STARTING)
        return opened

    def _known_style(self, style: str | None) -> str | None:
        """The style asked for, else the user's own. Only styles that ship can be asked for by name: a
        request must not make the server read a file."""
        if style is not None and style not in style_names():
            raise DeskError(Trouble.UNKNOWN_STYLE, style=style, known=", ".join(style_names()))
        return style or self._style

    def _filters(self, library: Library, request: Filtered) -> Filters:
        known = {entry.key for entry in library.entries()}
        for key in request.documents:
            if key not in known:
                raise DeskError(Trouble.UNKNOWN_DOCUMENT, document=key)
        return Filters(
            keys=tuple(request.documents),
            kinds=tuple(kind.value for kind in request.kinds),
            languages=tuple(request.source_languages),
            date_from=request.date_from or "",
            date_to=request.date_to or "",
            tags=tuple(request.tags),
            collections=tuple(request.collections),
        )

    def _document(self, library: Library, key_or_id: str) -> Document:
        try:
            return library.document(key_or_id)
        except StoreError as error:
            if error.code is Missing.UNKNOWN_DOCUMENT:
                raise DeskError(Trouble.UNKNOWN_DOCUMENT, document=key_or_id) from error
            raise

    def _paragraph(self, document: Document, number: int) -> Paragraph:
        if number > len(document.paragraphs):
            raise DeskError(
                Trouble.UNKNOWN_PLACE,
                document=document.key,
                paragraphs=len(document.paragraphs),
                pages=document.pages or 0,
            )
        return document.paragraphs[number - 1]

    def _translated(self, library: Library, document: Document) -> dict[int, str]:
        """The paragraphs of the aligned translation by their number in the original."""
        other = library.translation(document.key, document.language.other)
        if other is None or len(other.paragraphs) != len(document.paragraphs):
            return {}
        return {p.number: other.text[p.start : p.end] for p in other.paragraphs}


def _paragraph_json(document: Document, paragraph: Paragraph, translation: str | None) -> Json:
    return {
        "paragraph": paragraph.number,
        "label": paragraph.label,
        "page": paragraph.page,
        "section": paragraph.section,
        "start": paragraph.start,
        "end": paragraph.end,
        "text": document.text[paragraph.start : paragraph.end],
        "translation": translation,
    }
