"""What other programs may ask for, with the limits of it. Unknown fields are refused, never ignored."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sources.document import Kind, Language

QUESTION = 2_000
DRAFT = 200_000
BODY = 1 << 20  # bytes of a request's body


def _sayable(text: str) -> str:
    """Text a sentence can be made of: no lone surrogates, something besides spaces."""
    text.encode("utf-8")
    if not text.strip():
        raise ValueError("must not be blank")
    return text


Question = Annotated[
    str,
    StringConstraints(min_length=1, max_length=QUESTION, pattern=r"\S"),
    AfterValidator(_sayable),
    Field(description="The question, in Korean or English.", examples=["5% 목표에 가장 가까운 나라는?"]),
]
Key = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S"), AfterValidator(_sayable)]
Style = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"\S"), AfterValidator(_sayable)
]
Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class Filtered(Request):
    """Which documents may be used; an empty field allows all."""

    documents: Annotated[list[Key], Field(max_length=100, description="Keys of documents.")] = []
    kinds: Annotated[list[Kind], Field(max_length=20)] = []
    source_languages: Annotated[list[Language], Field(max_length=2)] = []
    tags: Annotated[list[Key], Field(max_length=100)] = []
    collections: Annotated[list[Key], Field(max_length=100)] = []
    date_from: Date | None = None
    date_to: Date | None = None


class AskRequest(Filtered):
    question: Question
    previous: Annotated[
        list[Question], Field(max_length=10, description="Earlier questions, oldest first.")
    ] = []
    language: Annotated[
        Language | None, Field(description="Of the answer; that of the question by default.")
    ] = None
    style: Style | None = None


class SearchRequest(Filtered):
    question: Question
    k: Annotated[int, Field(ge=1, le=50, description="How many passages.")] = 6


class PassageRequest(Request):
    document: Key
    paragraph: Annotated[int, Field(ge=1, le=1_000_000)]
    around: Annotated[int, Field(ge=0, le=10, description="Paragraphs before and after it.")] = 0


class CiteRequest(Request):
    document: Key
    page: Annotated[int, Field(ge=1, le=100_000)] | None = None
    paragraph: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    style: Style | None = None
    language: Language = Language.KO


class CheckRequest(Request):
    text: Annotated[
        str,
        StringConstraints(min_length=1, max_length=DRAFT, pattern=r"\S"),
        AfterValidator(_sayable),
        Field(description="The draft, as Markdown or plain text."),
    ]
    language: Annotated[Language, Field(description="Of the report.")] = Language.KO
    style: Style | None = None
