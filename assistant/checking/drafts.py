"""What a draft is to the check: paragraphs, sentences, and the footnotes that stand on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.messages import said_by
from assistant.words.phrases import phrases
from sources.document import Language
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.readers.headings import SENTENCE_END
from sources.readers.office import local
from sources.text.language import detect_language
from sources.text.sentences import sentence_spans
from sources.units.marks import is_division, mark_of

LIMITS = Limits(size=10 << 20, unpacked=60 << 20)


MAX_SENTENCES = 10_000
_DEEPEST = 9
_LONGEST_HEADING = 100
_LISTS = phrases(Path(__file__).with_name("lists.toml"))
_ORNAMENTS = " \t:：-—<>〈〉《》[]【】()"


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A block of a draft. `level` is that of a heading, from 1, and 0 of other text. `marks`: (offset in
    `text`, footnote label), in order. `place` is the number of the paragraph in the file, for comments.
    `row` counts the rows of the file's tables from 1, 0 outside of any; `heads`: it stands in a table's first
    row."""

    text: str
    level: int = 0
    marks: tuple[tuple[int, str], ...] = ()
    place: int = 0
    row: int = 0
    heads: bool = False


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence: `text == paragraph.text[start:end]`. `notes`: labels of the footnotes on it. `claims`:
    whether it says anything of the world: headings, questions, lists of sources and notes, and what an
    answer says of itself do not."""

    number: int
    paragraph: int
    start: int
    end: int
    text: str
    language: Language
    notes: tuple[str, ...] = ()
    claims: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """`notes`: footnote label → its text. `path` is the file it was read from, None for pasted text."""

    name: str
    format: str
    paragraphs: tuple[DraftParagraph, ...]
    sentences: tuple[DraftSentence, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None


def run_in(text: str, *, bold: bool, marked: bool) -> int:
    """The level of a paragraph that is a heading by its look alone, bold throughout and short, without the
    end of a sentence or a footnote; 0 of any other."""
    short = len(text) <= _LONGEST_HEADING and not SENTENCE_END.search(text.strip(" :："))
    return _DEEPEST if bold and short and not marked else 0


class Rows:
    """Counts the rows of a file's tables, which its XML calls `row`."""

    def __init__(self, row: str) -> None:
        self._row = row
        self._numbers: dict[Any, int] = {}

    def of(self, element: Any) -> tuple[int, bool]:
        """The number of the row an element stands in, 0 for none, and whether it is the first of several."""
        row = next((above for above in element.iterancestors() if local(above) == self._row), None)
        if row is None:
            return 0, False
        number = self._numbers.setdefault(row, len(self._numbers) + 1)
        rows = [other for other in row.getparent() if local(other) == self._row]
        return number, len(rows) > 1 and rows[0] is row


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
    silent = beside(paragraphs) | {n for n, one in enumerate(paragraphs) if _heads(one) or _ours(one)}
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
            claims = number not in silent and not text.endswith("?")
            sentences.append(DraftSentence(len(sentences) + 1, number, start, end, text, own, labels, claims))
    if not sentences:
        raise Refused(Reason.NO_TEXT, display_name(name))
    if len(sentences) > MAX_SENTENCES:
        raise Refused(
            Reason.TOO_LARGE, display_name(name), limit_mb=LIMITS.size >> 20, size_mb=LIMITS.size >> 20
        )
    noted = _noted_by_row(paragraphs, sentences)
    return Draft(display_name(name), form, paragraphs, noted, dict(notes), path)


def _noted_by_row(
    paragraphs: Sequence[DraftParagraph], sentences: Sequence[DraftSentence]
) -> tuple[DraftSentence, ...]:
    """The sentences; a footnote in a table's row stands for the cells before it that have none."""
    found: list[DraftSentence] = []
    row = 0
    notes: tuple[str, ...] = ()
    for sentence in reversed(sentences):
        here = paragraphs[sentence.paragraph].row
        notes = sentence.notes or (notes if here and here == row else ())
        row = here
        found.append(replace(sentence, notes=notes))
    return tuple(reversed(found))


def beside(paragraphs: Sequence[DraftParagraph]) -> set[int]:
    """The places of the paragraphs that a list of sources or of notes holds, with its heading: up to the
    next heading that is not below it, or the next division of the document. Where such a list has a line of
    text for a heading, any heading ends it."""
    found: set[int] = set()
    level = 0  # of the list's heading; 0 outside of any
    for place, paragraph in enumerate(paragraphs):
        if not paragraph.row and _names_list(paragraph.text):
            level = paragraph.level or _DEEPEST
        elif 0 < paragraph.level <= level or is_division(paragraph.text):
            level = 0
        if level:
            found.add(place)
    return found


def _heads(paragraph: DraftParagraph) -> bool:
    return bool(paragraph.level) or (paragraph.heads and not SENTENCE_END.search(paragraph.text.strip()))


def _ours(paragraph: DraftParagraph) -> bool:
    """Whether the paragraph is a frame or a note of an exported answer: words of no source."""
    return not paragraph.marks and said_by("ask").fullmatch(paragraph.text.strip()) is not None


def _names_list(text: str) -> bool:
    mark = mark_of(text)
    bare = text[mark.length if mark else 0 :].strip(_ORNAMENTS)
    return bool(_LISTS["beside"].fullmatch(bare))


def _language(text: str, fallback: Language) -> Language:
    """Korean where it has Hangul words enough, else what the rules for questions say."""
    hangul = len(re.findall("[가-힣]", text))
    latin = len(re.findall("[A-Za-z]", text))
    if hangul * 3 >= latin and hangul:
        return Language.KO
    if latin > 20 and hangul * 10 < latin:
        return Language.EN
    return detect_language(text, fallback).language or fallback
