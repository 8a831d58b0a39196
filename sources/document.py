"""The types that leave the reading room: a Document, its Paragraphs, and where anything stands in it.

All offsets are half-open ranges of code points in `Document.text`, which is NFC. Nothing here knows
about chunks, vectors or answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Language(StrEnum):
    """The languages Gakju answers in."""

    KO = "ko"
    EN = "en"

    @property
    def other(self) -> Language:
        return Language.EN if self is Language.KO else Language.KO


class Kind(StrEnum):
    """What a document is, as its footnote has to say."""

    BRIEF = "brief"
    DECLARATION = "declaration"  # the official wording
    DIGEST = "digest"  # a summary in our own words, never the official wording
    REPORT = "report"
    ARTICLE = "article"
    STATUTE = "statute"
    PRESS_RELEASE = "press_release"
    STATISTICS = "statistics"
    AGREEMENT = "agreement"
    MEMORANDUM = "memorandum"
    NOTICE = "notice"
    WEB = "web"
    OTHER = "other"


class Role(StrEnum):
    """What a paragraph is on its page."""

    BODY = "body"
    LIST = "list"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CAPTION = "caption"


class UnitKind(StrEnum):
    """What a unit of a document is. The first ten are those of statutes and agreements, outermost first."""

    PART = "part"  # 편
    CHAPTER = "chapter"  # 장
    SECTION = "section"  # 절
    SUBSECTION = "subsection"  # 관
    SUPPLEMENT = "supplement"  # 부칙: supplementary provisions, one set each
    ANNEX = "annex"  # 별표, 별지, annex, appendix, schedule
    ARTICLE = "article"  # 조
    PARAGRAPH = "paragraph"  # 항, and the numbered paragraphs of a declaration
    ITEM = "item"  # 호, and any item of a list
    SUBITEM = "subitem"  # 목
    HEADING = "heading"
    TEXT = "text"
    NOTE = "note"  # a footnote, or a remark under a list or a table (※)
    EDITORIAL = "editorial"  # <개정 …>, [본조신설 …]: of the editors, not of the text
    CAPTION = "caption"
    FIGURE = "figure"
    TABLE = "table"
    CELL = "cell"
    FURNITURE = "furniture"  # running heads, page numbers


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of a document's tree. Its own words are `text[start:end]` ("" for a node that only holds others,
    as a table does); everything below it ends at `stop`. `parent` is the place of its parent in
    `Document.units`, -1 for none; parents come before what they hold. `label` is as printed ("제25조", "①",
    "(a)", "표 3", "□"), "" for none. `paragraph` is the number of the Paragraph its words are in, 0 for none
    (a heading). `page` is 1-based. A CELL has its place (`row`, `column`, from 0) and how far it reaches; a
    TABLE's `row` counts its header rows."""

    kind: UnitKind
    start: int
    end: int
    stop: int
    parent: int = -1
    label: str = ""
    paragraph: int = 0
    page: int | None = None
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Location:
    """Where a quote stands: the pinpoint of a footnote.

    `document_id` is the content hash (`Document.id`); `page` is the 1-based page of the file, None
    for a format without pages; `paragraph` is the 1-based number in the document. `end_page` is the
    page its last character stands on, where that is another.
    """

    document_id: str
    page: int | None
    section: str
    paragraph: int
    start: int
    end: int
    end_page: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as a span of its document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A citable block of a document. Headings and running headers are not paragraphs.

    `number` counts from 1 over the whole document. `label` is the number the document itself prints
    ("3" for paragraph 3 of a declaration), None where it prints none. `page` is the page its first
    character stands on; `page_breaks` are (document offset, page) pairs where it runs on to another.
    """

    number: int
    page: int | None
    section: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    role: Role = Role.BODY
    label: str | None = None
    page_breaks: tuple[tuple[int, int], ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page the character at `offset` stands on."""
        page = self.page
        for start, number in self.page_breaks:
            if offset >= start:
                page = number
        return page


@dataclass(frozen=True, slots=True)
class Original:
    """The publication a document summarises or translates, as far as it is known."""

    title: str
    authors: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    number: str = ""
    pages: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A document's bibliographic record. Every text field is keyed by language ("ko", "en") and may
    lack either; an empty value means unknown and is left out of a footnote, never invented.

    `key` is the library's own short name for the document ("hague-declaration-2025"): stable across
    versions, unique in a library. `date` is ISO 8601, possibly only a year or a year and month.
    `page_offset` is the printed page number minus the page of the file. `official` lists addresses
    from which the official text may be fetched. `catalogued` tells a record that came with a catalogue
    or was corrected by hand from one guessed out of the file. `origins` tells of a guessed one where each
    field's value came from: "head" (the fields at the head of the file), "box" (a table of facts), "page"
    (what the first page prints), "end" (what the text closes with), "number" (its year), "file" (what the
    file says of itself), "name" (the file's name).
    """

    key: str
    kind: Kind = Kind.OTHER
    titles: Mapping[str, str] = field(default_factory=dict)
    authors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issuers: Mapping[str, str] = field(default_factory=dict)
    publishers: Mapping[str, str] = field(default_factory=dict)
    series: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    language: Language | None = None
    number: str = ""
    date: str = ""
    pages: str = ""
    page_offset: int = 0
    url: str = ""
    rights: str = ""
    original: Original | None = None
    official: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    collection: str = ""
    catalogued: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)

    def title(self, language: Language) -> str:
        """The title in `language`, else in the other, else the key."""
        return self.titles.get(language) or self.titles.get(language.other) or self.key

    @property
    def year(self) -> str:
        return self.date[:4]

    @property
    def author_names(self) -> tuple[str, ...]:
        """The authors in every language that the record has them in."""
        return tuple(name for names in self.authors.values() for name in names if name)


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read. `text` holds every block in reading order, headings included, parted by
    blank lines; `paragraphs` are its citable spans, numbered 1, 2, 3 …

    `translation_of` is the key of the document this is an aligned translation of: the same paragraphs,
    numbered alike, in another language. A translation is never a source of its own. `pages_exact` is
    False where the format has no fixed pages and they are estimated. `ocr` marks text that was
    recognised from an image and can never be called verbatim. `units` is its tree, in reading order; the own
    words of its nodes, in order, are the text, each once.
    """

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    language: Language
    record: Record
    format: str
    pages: int | None = None
    pages_exact: bool = True
    ocr: bool = False
    translation_of: str | None = None
    units: tuple[Unit, ...] = ()

    @property
    def key(self) -> str:
        return self.record.key

    def location(self, paragraph: Paragraph, start: int, end: int) -> Location:
        """The pinpoint of `text[start:end]`, which lies in `paragraph`."""
        page, last = paragraph.page_at(start), paragraph.page_at(max(start, end - 1))
        end_page = last if last != page else None
        return Location(self.id, page, paragraph.section, paragraph.number, start, end, end_page)


def content_id(text: str) -> str:
    """The identity of a document: SHA-256 of its NFC text in UTF-8, first 16 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
