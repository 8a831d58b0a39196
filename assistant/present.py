"""An Answer as data for other programs: the JSON of the command line, MCP and the HTTP API.

Knows no wording: texts come from the Answer, footnotes from `assistant.citing`.
"""

from __future__ import annotations

from typing import Any

from assistant.answer import Answer, Citation
from assistant.citing.footnotes import footnote
from assistant.citing.units import unit_name
from index.hit import Hit
from sources.document import Language

Json = dict[str, Any]


def answer_json(answer: Answer, *, style: str | None = None) -> Json:
    """The answer as one JSON object (the layout is described in docs/json.md). `style` names the footnote
    style; None takes the default."""
    earlier: list[Citation] = []
    citations = [citation_json(c, answer.language, style, earlier) for c in answer.citations]
    return {
        "question": answer.question,
        "language": answer.language.value,
        "state": answer.state.value,
        "sentences": [
            {
                "text": claim.text,
                "citations": list(claim.citations),
                "lead": claim.lead,
                "quoted": claim.quoted,
                "cells": [list(cell) for cell in claim.cells],
                "caption": claim.caption,
                "level": claim.level,
            }
            for claim in answer.claims
        ],
        "citations": citations,
        "related": [citation_json(c, answer.language, style) for c in answer.related],
        "missing": list(answer.missing),
        "notes": list(answer.notes),
        "follow_up": answer.follow_up,
        "writer": answer.writer.value,
        "index_version": answer.index_version,
        "elapsed_ms": round(answer.elapsed_ms, 1),
    }


def citation_json(
    citation: Citation, language: Language, style: str | None = None, earlier: list[Citation] | None = None
) -> Json:
    """One citation. `earlier` are those before it in the same list; it is added to them."""
    place, record = citation.location, citation.record
    earlier = [] if earlier is None else earlier
    text = footnote(citation, style, language, previous=tuple(earlier))
    earlier.append(citation)
    return {
        "number": citation.number,
        "document": record.key,
        "title": record.title(language),
        "kind": record.kind.value,
        "page": place.page,
        "pages_exact": citation.pages_exact,
        "section": place.section,
        "paragraph": place.paragraph,
        "label": citation.label,
        "unit": unit_name(citation.unit, citation.language, citation.language),
        "start": place.start,
        "end": place.end,
        "document_hash": place.document_id,
        "quote": citation.quote,
        "language": citation.language.value,
        "translation": citation.translation,
        "second_hand": citation.second_hand,
        "first_hand": citation.first_hand,
        "ocr": citation.ocr,
        "footnote": text,
    }


def hit_json(hit: Hit, rank: int) -> Json:
    """One search result."""
    chunk = hit.chunk
    return {
        "rank": rank,
        "score": round(hit.score, 4),
        "document": chunk.translation_of or chunk.key,
        "page": chunk.page,
        "section": chunk.section,
        "paragraph": chunk.paragraph,
        "text": chunk.text,
        "language": chunk.language.value,
        "translation": chunk.translation_of is not None,
        "ranks": dict(hit.ranks),
    }
