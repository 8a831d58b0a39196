"""What an export prints, before any file format: blocks of text with footnotes, and a bibliography.

Quotes are verbatim: nothing here changes a character of one. Making text safe for a format is each
writer's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from assistant.answer import Answer, Citation, Claim
from assistant.citing.basket import BasketItem
from assistant.citing.footnotes import AnyStyle, Numbered, bibliography_runs, find_style, numbered
from assistant.citing.receipt import Receipt, receipt_of
from assistant.citing.style import Style
from assistant.citing.template import Run
from assistant.messages import say
from sources.document import Language, Record


class BlockKind(StrEnum):
    """What a block is in the report."""

    HEADING = "heading"  # the question of an answer
    LEAD = "lead"  # whose sentences follow: the name of a document, on a line of its own
    QUOTE = "quote"
    TEXT = "text"
    ITEM = "item"  # a line of a list, its label as printed; `level` says how deep it stands
    NOTE = "note"  # the user's own
    PAIRS = "pairs"  # rows of two: the original, and its translation
    TABLE = "table"  # rows of a source's table under what its columns are called


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text and the numbers of the footnotes that stand after it."""

    text: str
    language: Language
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or for PAIRS and TABLE the cells row by row, one span each. `columns` are what a table's
    columns are called. `level` is that of an ITEM, from 1: what is least deep is a paragraph."""

    kind: BlockKind
    spans: tuple[Span, ...]
    columns: tuple[str, ...] = ()
    level: int = 0

    @property
    def tabular(self) -> bool:
        return self.kind in (BlockKind.PAIRS, BlockKind.TABLE)

    def heads(self, language: Language) -> tuple[str, ...]:
        """The words over the columns."""
        if self.kind is BlockKind.PAIRS:
            return (say("citing.original_text", language), say("citing.translated_text", language))
        return self.columns

    @property
    def rows(self) -> list[tuple[Span, ...]]:
        """The spans, as many a row as there are columns."""
        width = len(self.columns) or 2
        return [self.spans[i : i + width] for i in range(0, len(self.spans), width)]


@dataclass(frozen=True, slots=True)
class Report:
    """A report ready to be written. `notes[n - 1]` is footnote n; `receipts` belong to them one by one."""

    title: str
    language: Language
    style: Style
    blocks: tuple[Block, ...]
    notes: tuple[Numbered, ...]
    entries: tuple[tuple[Run, ...], ...]
    records: tuple[Record, ...]

    @property
    def paragraphs(self) -> list[list[Block]]:
        """Each block by itself, but for the items of a list, which stand under their head."""
        found: list[list[Block]] = []
        for block in self.blocks:
            under = found and found[-1][-1].kind in (BlockKind.TEXT, BlockKind.ITEM)
            if block.kind is BlockKind.ITEM and under:
                found[-1].append(block)
            else:
                found.append([block])
        return found

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        return tuple(receipt_of(note.citation) for note in self.notes)


@dataclass(slots=True)
class _Draft:
    language: Language
    side_by_side: bool
    blocks: list[Block] = field(default_factory=list)
    cited: list[Citation] = field(default_factory=list)
    caption: str = ""  # of the table whose rows come last

    def cite(self, citation: Citation, translated: bool) -> int:
        """Take a footnote; it speaks of a translation only where the report prints one."""
        self.cited.append(citation if translated else replace(citation, translation=None))
        return len(self.cited)

    def block(self, kind: BlockKind, *spans: Span) -> None:
        if kind is BlockKind.PAIRS and self.blocks and self.blocks[-1].kind is kind:
            spans = (*self.blocks.pop().spans, *spans)
        self.blocks.append(Block(kind, spans))

    def text(self, span: Span, level: int | None) -> None:
        """A sentence: at the end of the last line or, where it has a level, the beginning of one."""
        last = self.blocks[-1] if self.blocks else None
        if level is None and last and last.kind in (BlockKind.TEXT, BlockKind.ITEM):
            self.blocks[-1] = replace(last, spans=(*last.spans, span))
        else:
            kind = BlockKind.ITEM if level else BlockKind.TEXT
            self.blocks.append(Block(kind, (span,), level=level or 0))

    def row(self, claim: Claim, language: Language, marks: tuple[int, ...]) -> None:
        """A row of a table, under the rows of the same table before it."""
        columns = tuple(header for header, _ in claim.cells)
        cells = [Span(words, language) for _, words in claim.cells]
        last_word = max((place for place, cell in enumerate(cells) if cell.text.strip()), default=0)
        cells[last_word] = replace(cells[last_word], notes=marks)
        last = self.blocks[-1] if self.blocks else None
        same = self.caption == claim.caption
        if last and last.kind is BlockKind.TABLE and last.columns == columns and same:
            self.blocks[-1] = replace(last, spans=(*last.spans, *cells))
            return
        self.caption = claim.caption
        if claim.caption:
            self.block(BlockKind.LEAD, Span(claim.caption, language))
        self.blocks.append(Block(BlockKind.TABLE, tuple(cells), columns))


def build_report(
    items: Sequence[BasketItem | Answer],
    style: AnyStyle,
    language: Language,
    *,
    side_by_side: bool = False,
    title: str = "",
) -> Report:
    """The report of these items, in their order. Raises StyleError."""
    chosen = find_style(style, language)
    draft = _Draft(language, side_by_side)
    for item in items:
        content = item if isinstance(item, Answer) else item.content
        if isinstance(content, Answer):
            _add_answer(draft, content)
        else:
            _add_quote(draft, content)
        if isinstance(item, BasketItem) and item.note.strip():
            note = f"{say('citing.note', language)}: {item.note.strip()}"
            draft.block(BlockKind.NOTE, Span(note, language))
    records = {citation.record.key: citation.record for citation in draft.cited}
    spoken = {citation.record.key: citation.language for citation in draft.cited}
    return Report(
        title or say("citing.report_title", language),
        language,
        chosen,
        tuple(draft.blocks),
        tuple(numbered(draft.cited, chosen, language)),
        tuple(bibliography_runs(tuple(records.values()), chosen, language, spoken)),
        tuple(records.values()),
    )


def _add_quote(draft: _Draft, citation: Citation) -> None:
    beside = draft.side_by_side and bool(citation.translation)
    note = draft.cite(citation, translated=beside)
    original = Span(citation.quote, citation.language, (note,))
    if beside:
        translation = Span(citation.translation or "", citation.language.other)
        draft.block(BlockKind.PAIRS, original, translation)
    else:
        draft.block(BlockKind.QUOTE, original)


def _add_answer(draft: _Draft, answer: Answer) -> None:
    draft.block(BlockKind.HEADING, Span(answer.question, answer.language))
    cited = {citation.number: citation for citation in answer.citations}
    for claim in answer.claims:
        marks = []
        for number in claim.citations:
            if citation := cited.get(number):
                marks.append(draft.cite(citation, translated=claim.text.strip() != citation.quote.strip()))
        if claim.lead.strip():
            draft.block(BlockKind.LEAD, Span(claim.lead.strip(), answer.language))
        if claim.cells:
            draft.row(claim, answer.language, tuple(marks))
            continue
        if claim.quoted:
            # The frame is ours, a sentence or the name of the place: the footnote belongs to the quote.
            frame = BlockKind.LEAD if claim.text.endswith(":") else BlockKind.TEXT
            draft.block(frame, Span(claim.text, answer.language))
            draft.block(BlockKind.QUOTE, Span(claim.quoted, answer.language.other, tuple(marks)))
            continue
        draft.text(Span(claim.text, answer.language, tuple(marks)), claim.level)
    for note in answer.notes:
        draft.block(BlockKind.TEXT, Span(note, answer.language))
    if draft.side_by_side:
        for citation in answer.citations:
            if citation.translation:
                original = Span(citation.quote, citation.language)
                draft.block(BlockKind.PAIRS, original, Span(citation.translation, citation.language.other))
