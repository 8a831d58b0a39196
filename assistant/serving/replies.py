"""What other programs get back, as schemas. The values are those of `assistant.present`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

LanguageName = Literal["ko", "en"]


class Reply(BaseModel):
    # Fields may be added in a later version.
    model_config = ConfigDict(extra="allow")


class CitationReply(Reply):
    """Where a claim stands. `quote` is the exact text of the document from `start` to `end`."""

    number: int
    document: str
    title: str
    kind: str
    page: int | None
    section: str
    paragraph: int
    label: str | None
    unit: str = ""
    start: int
    end: int
    document_hash: str
    quote: str
    language: LanguageName
    translation: str | None
    second_hand: bool
    first_hand: int | None
    footnote: str


class SentenceReply(Reply):
    text: str
    citations: list[int]
    lead: str = ""
    cells: list[tuple[str, str]] = []
    caption: str = ""
    level: int | None = None


class AnswerReply(Reply):
    """An answer; `state` says how far the sources carry it."""

    question: str
    language: LanguageName
    state: Literal["answer", "hedge", "abstain"]
    sentences: list[SentenceReply]
    citations: list[CitationReply]
    related: list[CitationReply]
    missing: list[str]
    notes: list[str]
    index_version: str
    elapsed_ms: float


class HitReply(Reply):
    rank: int
    score: float
    document: str
    page: int | None
    section: str
    paragraph: int
    text: str
    language: LanguageName


class SearchReply(Reply):
    question: str
    hits: list[HitReply]


class ParagraphReply(Reply):
    paragraph: int
    label: str | None
    page: int | None
    section: str
    start: int
    end: int
    text: str
    translation: str | None


class PassageReply(Reply):
    """Paragraphs of one document, in order."""

    document: str
    title: str
    kind: str
    language: LanguageName
    document_hash: str
    paragraphs: list[ParagraphReply]
    footnote: str


class CiteReply(Reply):
    document: str
    style: str
    footnote: str
    citation: CitationReply


class ItemReply(Reply):
    subject: str
    outcome: str
    said: str
    start: int
    end: int
    source: str | None
    reason: str | None


class FindingReply(Reply):
    number: int
    paragraph: int
    text: str
    language: LanguageName
    verdict: Literal["confirmed", "differs", "not_in_library", "needs_footnote", "nothing"]
    wrong: bool
    result: str
    remarks: list[str]
    items: list[ItemReply]
    citation: CitationReply | None
    score: float


class CheckReply(Reply):
    draft: str
    language: LanguageName
    index_version: str
    counts: dict[str, int]
    sentences: list[FindingReply]


class Problem(BaseModel):
    field: str
    problem: str


class ErrorBody(BaseModel):
    code: Annotated[str, Field(description="A name that programs can rely on.")]
    message: Annotated[str, Field(description="One sentence for a reader.")]
    problems: list[Problem] = []


class ErrorReply(BaseModel):
    error: ErrorBody
