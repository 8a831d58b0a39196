"""What the HTTP API can do: `api` serves these operations, `openapi` describes them."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from assistant.serving import replies, requests


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing the API does. `name` is its path under /api and its method on the desk."""

    name: str
    asks: type[BaseModel]
    replies: type[BaseModel]
    methods: tuple[str, ...]
    summary: str
    can: tuple[int, ...] = ()

    @property
    def path(self) -> str:
        return f"/api/{self.name}"


OPERATIONS = (
    Operation(
        "ask",
        requests.AskRequest,
        replies.AnswerReply,
        ("GET", "POST"),
        "Answer a question with a checked footnote under every claim, or say that the sources are silent.",
        (404,),
    ),
    Operation(
        "search",
        requests.SearchRequest,
        replies.SearchReply,
        ("GET", "POST"),
        "The passages nearest to a question, best first.",
        (404,),
    ),
    Operation(
        "passage",
        requests.PassageRequest,
        replies.PassageReply,
        ("GET",),
        "Read a paragraph of a document, with those around it.",
        (404,),
    ),
    Operation(
        "cite",
        requests.CiteRequest,
        replies.CiteReply,
        ("GET",),
        "The footnote to a document, a page or a paragraph, in any style.",
        (404,),
    ),
    Operation(
        "check",
        requests.CheckRequest,
        replies.CheckReply,
        ("POST",),
        "Check a draft sentence by sentence against the library. It changes nothing.",
    ),
)
