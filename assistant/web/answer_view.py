"""An Answer as the answer component draws it: plain data, every text finished and in its language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answer import Answer, Citation, Claim, State
from assistant.citing.footnotes import footnote
from assistant.citing.units import unit_name
from assistant.messages import say
from assistant.web.plain import printable
from assistant.web.section_names import section_of
from index.library import Library
from sources.document import Kind, Language

WORDS = (
    "copy",
    "copied",
    "not_copied",
    "open",
    "open_passage",
    "footnotes",
    "related",
    "missing",
    "second_hand",
    "second_hand_help",
    "first_hand",
    "collect",
    "more_lines",
)


def answer_view(
    answer: Answer,
    id: str,
    *,
    interface: Language,
    style: str | None = None,
    newest: bool = False,
    library: Library | None = None,
) -> dict[str, Any]:
    """The component's data. `id` names the exchange; `newest` lets a screen reader hear of it; `library`
    names sections. Everything in an answer wears its language; only what is announced does not."""
    worn = answer.language
    footnotes = footnote_texts(answer.citations, style, answer.language)
    title = _state_text(answer.state, "title", worn)
    said = {word: say(f"web.{word}", worn) for word in WORDS}
    shown: dict[str, Any] = {
        "id": id,
        "language": answer.language.value,
        "state": answer.state.value,
        "state_title": title,
        "state_text": _state_text(answer.state, "text", worn),
        "missing": [printable(word) for word in answer.missing if not _told(word, answer.notes)],
        "claims": [
            {
                "lead": printable(claim.lead),
                "text": printable(claim.text),
                "citations": list(claim.citations),
                "checked": printable(claim.checked),
                "quoted": printable(claim.quoted),
                "quoted_language": _language_of(answer, claim).value,
                "cells": [[printable(head), printable(words)] for head, words in claim.cells],
                "caption": printable(claim.caption),
                "level": claim.level,
            }
            for claim in answer.claims
        ],
        "citations": [
            {
                "number": citation.number,
                "label": label(citation, worn, library),
                "footnote": printable(text),
                "second_hand": citation.second_hand,
                "first_hand": citation.first_hand,
            }
            for citation, text in zip(answer.citations, footnotes, strict=True)
        ],
        "related": [
            {
                "number": position,
                "quote": printable(citation.translation or citation.quote),
                "language": (answer.language if citation.translation else citation.language).value,
                "label": label(citation, worn, library),
            }
            for position, citation in enumerate(answer.related)
        ],
        "notes": [printable(note) for note in answer.notes if note not in _of_state(answer.language)],
        "plain": plain_text(answer, style),
        "meta": say("web.took", worn, seconds=f"{answer.elapsed_ms / 1000:.1f}"),
        "announce": say(f"web.announce_{answer.state.value}", interface, count=len(answer.claims))
        if newest
        else "",
        "words": said,
    }
    return shown


def footnote_texts(citations: Sequence[Citation], style: str | None, language: Language) -> list[str]:
    """Each citation's footnote, knowing those before it ("위의 글", "ibid.")."""
    return [
        footnote(citation, style, language, previous=tuple(citations[:position]))
        for position, citation in enumerate(citations)
    ]


def plain_text(answer: Answer, style: str | None) -> str:
    """The answer with its footnotes as text for the clipboard."""
    lines = []
    for claim in answer.claims:
        marks = "".join(f"[{number}]" for number in claim.citations)
        if claim.lead:
            lines.append(claim.lead)
        lines.append(f"{claim.text} {marks}".strip())
        if claim.quoted:
            lines.append(f"    {claim.quoted}")
    lines += ["", *answer.notes] if answer.notes else []
    lines.append("")
    for citation, text in zip(
        answer.citations, footnote_texts(answer.citations, style, answer.language), strict=True
    ):
        lines.append(f"[{citation.number}] {text}")
    return printable("\n".join(lines))


def label(citation: Citation, interface: Language, library: Library | None = None) -> str:
    """Where a quote stands, in one line: title, page, section, paragraph."""
    return printable(" · ".join([citation.record.title(interface), *places(citation, interface, library)]))


def places(citation: Citation, interface: Language, library: Library | None = None) -> list[str]:
    """Page, section and paragraph of a quote, as far as the document has them."""
    place, parts = citation.location, []
    if place.page is not None:
        name = "place_page" if citation.pages_exact else "place_page_about"
        parts.append(say(f"web.{name}", interface, page=place.page + citation.record.page_offset))
    section = place.section if library is None else section_of(citation, library, interface)
    if section:
        parts.append(section)
    unit = unit_name(citation.unit, interface, citation.language)
    if unit:
        parts.append(unit)
    elif citation.numbered:
        parts.append(say("web.place_label", interface, label=citation.numbered))
    else:
        parts.append(say("web.place_paragraph", interface, number=place.paragraph))
    return parts


def kind_name(kind: Kind, interface: Language) -> str:
    """What a document is, in one or two words."""
    return say(f"web.kind_{kind.value}", interface)


def _of_state(language: Language) -> tuple[str, ...]:
    """Notes that say no more than the banner above the answer."""
    return tuple(say(f"ask.{state.value}", language) for state in (State.HEDGE, State.ABSTAIN))


def _told(word: str, notes: Sequence[str]) -> bool:
    """Whether the answer's own notes name a missing word already."""
    return any(word in note for note in notes)


def _language_of(answer: Answer, claim: Claim) -> Language:
    """The language of what a claim quotes."""
    cited = (c.language for c in answer.citations if c.number in claim.citations)
    return next(cited, answer.language)


def _state_text(state: State, part: str, interface: Language) -> str:
    return "" if state is State.ANSWER else say(f"web.{state.value}_{part}", interface)
