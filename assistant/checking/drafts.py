"""What a draft is to the check: paragraphs, sentences, and the footnotes that stand on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sources.document import Language
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.text.language import detect_language
from sources.text.sentences import sentence_spans

LIMITS = Limits(size=10 << 20, unpacked=60 << 20)


MAX_SENTENCES = 10_000


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A block of a draft. `marks`: (offset in `text`, footnote label), in order. `place` is the number of
    the paragraph in the file, for comments."""

    text: str
    heading: bool = False
    marks: tuple[tuple[int, str], ...] = ()
    place: int = 0


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence: `text == paragraph.text[start:end]`. `notes`: labels of the footnotes on it."""

    number: int
    paragraph: int
    start: int
    end: int
    text: str
    language: Language
    notes: tuple[str, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """`notes`: footnote label → its text. `path` is the file it was read from, None for pasted text."""

    name: str
    format: str
    paragraphs: tuple[DraftParagraph, ...]
    sentences: tuple[DraftSentence, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None


def make_draft(
    name: str,
    form: str,
    paragraphs: Iterable[DraftParagraph],
    notes: Mapping[str, str],
    fallback: Language,
    *,
    path: Path | None = None,
) -> Draft:
    """Cut paragraphs into sentences. Raises Refused (NO_TEXT, TOO_LARGE)."""
    paragraphs = tuple(paragraphs)
    sentences: list[DraftSentence] = []
    for number, paragraph in enumerate(paragraphs):
        language = _language(paragraph.text, fallback)
        spans = sentence_spans(paragraph.text, language)
        for position, (start, end) in enumerate(spans):
            before_next = spans[position + 1][0] if position + 1 < len(spans) else len(paragraph.text) + 1
            labels = tuple(
                label for at, label in paragraph.marks if start < at < before_next or at == start == 0
            )
            text = paragraph.text[start:end]
            own = _language(text, language)
            sentences.append(
                DraftSentence(len(sentences) + 1, number, start, end, text, own, labels, paragraph.heading)
            )
    if not sentences:
        raise Refused(Reason.NO_TEXT, display_name(name))
    if len(sentences) > MAX_SENTENCES:
        raise Refused(
            Reason.TOO_LARGE, display_name(name), limit_mb=LIMITS.size >> 20, size_mb=LIMITS.size >> 20
        )
    return Draft(display_name(name), form, paragraphs, tuple(sentences), dict(notes), path)


def _language(text: str, fallback: Language) -> Language:
    """Korean where it has Hangul words enough, else what the rules for questions say."""
    hangul = len(re.findall("[가-힣]", text))
    latin = len(re.findall("[A-Za-z]", text))
    if hangul * 3 >= latin and hangul:
        return Language.KO
    if latin > 20 and hangul * 10 < latin:
        return Language.EN
    return detect_language(text, fallback).language or fallback
