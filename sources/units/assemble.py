"""Reading → Document: normalises the text, numbers the paragraphs, finds sections and sentences.

Every reader's blocks pass through here, so that a paragraph, a section and an offset mean the same for
every format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sources.blocks import Block, BlockKind, Reading
from sources.document import Document, Language, Paragraph, Record, Role, Sentence, Unit, UnitKind, content_id
from sources.errors import Reason, Refused
from sources.text.language import text_language
from sources.text.legal import with_provisos, without_editorial
from sources.text.normalise import display, matching_key
from sources.text.sentences import sentence_spans
from sources.units.build import Piece, build_units, is_bare_title
from sources.units.contents import without_contents
from sources.units.lines import cut_lines, with_lone_provisos, with_titles
from sources.units.told import row_spans
from sources.units.tree import LEGAL, within

_ROLES: Final = {
    BlockKind.BODY: Role.BODY,
    BlockKind.LIST: Role.LIST,
    BlockKind.TABLE: Role.TABLE,
    BlockKind.FOOTNOTE: Role.FOOTNOTE,
    BlockKind.CAPTION: Role.CAPTION,
}
_PARTING: Final = "\n\n"
_NUMBER: Final = re.compile(r"\(?(\d{1,3})[.)]\s+(?=[^\W\d_]|[\"“‘'(「『])")


def assemble(
    reading: Reading,
    record: Record,
    format: str,
    language: Language | None = None,
    *,
    translation_of: str | None = None,
) -> Document:
    """The Document of `reading`. `text` holds all blocks, parted by blank lines; headings name the sections
    of the paragraphs after them; every other block but running heads is a paragraph, numbered from 1.

    `language` is the language of the text; without it the record's, else what the text shows. Raises
    Refused: NO_TEXT where nothing can be cited, UNSUPPORTED_LANGUAGE for neither Korean nor English.
    """
    blocks = [shown for block in reading.blocks if (shown := _shown(block)).text]
    if not any(block.kind in _ROLES for block in blocks):
        # A file of headings alone is a file of short lines.
        blocks = [replace(b, kind=BlockKind.BODY) if b.kind is BlockKind.HEADING else b for b in blocks]
    if not any(block.kind in _ROLES for block in blocks):
        raise Refused(Reason.NO_TEXT, record.key)
    blocks = with_titles([part for block in blocks for part in cut_lines(block)])
    blocks = with_lone_provisos(without_contents(blocks))
    text = _PARTING.join(block.text for block in blocks)
    spoken = language or record.language or _language(blocks, record.key)
    paragraphs = tuple(_paragraphs(blocks, record, spoken))
    units = build_units(text, tuple(_pieces(blocks, paragraphs)))
    return Document(
        id=content_id(text),
        text=text,
        paragraphs=_whole_sentences(text, paragraphs, units),
        language=spoken,
        record=record if record.language else replace(record, language=spoken),
        format=format,
        pages=reading.pages,
        pages_exact=reading.pages_exact,
        ocr=reading.ocr,
        translation_of=translation_of,
        units=units,
    )


def _pieces(blocks: Sequence[Block], paragraphs: Sequence[Paragraph]) -> Iterator[Piece]:
    """The blocks as they stand in the text, each with the number of its paragraph."""
    numbers = {paragraph.start: paragraph for paragraph in paragraphs}
    start = 0
    for block in blocks:
        end = start + len(block.text)
        own = numbers.get(start) if block.kind in _ROLES else None
        label = block.label or (own.label if own and own.label else "") or ""
        yield Piece(
            start, end, block.kind, own.number if own else 0, block.page, block.level, label, block.table
        )
        start = end + len(_PARTING)


def _whole_sentences(
    text: str, paragraphs: Sequence[Paragraph], units: Sequence[Unit]
) -> tuple[Paragraph, ...]:
    """The paragraphs, their sentences without editorial notes and, in a statute, with their provisos."""
    legal = {unit.paragraph for unit in within(units, LEGAL)}
    titles = {
        unit.paragraph
        for unit in units
        if unit.kind is UnitKind.SUPPLEMENT and is_bare_title(text[unit.start : unit.end])
    }
    found = []
    for paragraph in paragraphs:
        spans: Sequence[tuple[int, int]] = [(item.start, item.end) for item in paragraph.sentences]
        if paragraph.number in titles:
            spans = ()
        elif paragraph.role is not Role.TABLE:
            spans = without_editorial(text, spans)
            spans = with_provisos(text, spans, legal=paragraph.number in legal)
        found.append(replace(paragraph, sentences=tuple(Sentence(a, b) for a, b in spans)))
    return tuple(found)


def _language(blocks: Sequence[Block], name: str) -> Language:
    found = text_language("\n".join(block.text for block in blocks if block.kind in _ROLES))
    if isinstance(found, Language):
        return found
    raise Refused(Reason.UNSUPPORTED_LANGUAGE, name, code=found, tongue=found)


def _shown(block: Block) -> Block:
    """The block in display text, trimmed, runs of spaces as one, with its page breaks moved along."""
    normal = display(block.text)
    tidy, places = _tidy(normal.text, table=block.kind is BlockKind.TABLE)
    breaks = []
    for raw, page in block.page_breaks:
        at = normal.position(raw)
        offset = next((i for i, place in enumerate(places) if place >= at), None)
        if offset is not None:
            breaks.append((offset, page))
    label = display(block.label).text.strip() if block.label else None
    kind = BlockKind.BODY if block.kind is BlockKind.HEADING and len(tidy) > 400 else block.kind
    return replace(block, text=tidy, kind=kind, page_breaks=tuple(breaks), label=label or None)


def _tidy(text: str, *, table: bool) -> tuple[str, list[int]]:
    """`text` without superfluous white space, and where each of its characters comes from. Cells of a table
    stay parted by tabs, lines by single line breaks."""
    out: list[str] = []
    places: list[int] = []
    for match in re.finditer(r"\S+|\s+", text):
        piece = match[0]
        if piece.isspace():
            if not out or match.end() == len(text):
                continue
            gap = "\n" if "\n" in piece else piece if table and "\t" in piece else " "
            out.append(gap)
            places += [match.start()] * len(gap)
        else:
            out.append(piece)
            places += range(match.start(), match.end())
    return "".join(out), places


@dataclass(slots=True)
class _Sections:
    """The headings above where we are: level → text, outermost first."""

    open: list[tuple[int, str]]

    def enter(self, block: Block) -> None:
        while self.open and self.open[-1][0] >= block.level:
            self.open.pop()
        self.open.append((block.level, block.text.replace("\n", " ").replace("\t", " ")))

    @property
    def name(self) -> str:
        return " › ".join(text for _, text in self.open)


def _paragraphs(blocks: Sequence[Block], record: Record, language: Language) -> Iterator[Paragraph]:
    title = _title_block(blocks, record)
    labels = _printed_numbers(blocks)
    sections = _Sections([])
    number = offset = 0
    for place, block in enumerate(blocks):
        start, offset = offset, offset + len(block.text) + len(_PARTING)
        if block.kind is BlockKind.HEADING and place != title:
            sections.enter(block)
        if block.kind not in _ROLES:
            continue
        number += 1
        label = block.label or (labels[place][0] if place in labels else None)
        skip = labels[place][1] if place in labels and not block.label else 0
        spans: Sequence[tuple[int, int]]
        if block.kind is BlockKind.TABLE:
            spans = row_spans(block.text, block.table, language)
        else:
            spans = sentence_spans(block.text[skip:], language)
        yield Paragraph(
            number=number,
            page=block.page,
            section=sections.name,
            start=start,
            end=start + len(block.text),
            sentences=tuple(Sentence(start + skip + a, start + skip + b) for a, b in spans),
            role=_ROLES[block.kind],
            label=label,
            page_breaks=tuple((start + at, page) for at, page in block.page_breaks),
        )


def _title_block(blocks: Sequence[Block], record: Record) -> int | None:
    """The heading that is the document's own title and so opens no section: the first one, if it reads as the
    record's title, or if it stands before every paragraph as the only one of its level above deeper ones."""
    first = next((i for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING), None)
    if first is None:
        return None
    key = matching_key(blocks[first].text)
    if any(matching_key(title) == key for title in record.titles.values()):
        return first
    if any(block.kind in _ROLES for block in blocks[:first]):
        return None
    levels = [block.level for block in blocks if block.kind is BlockKind.HEADING]
    alone = levels.count(blocks[first].level) == 1
    return first if alone and len(levels) > 1 and min(levels) == blocks[first].level else None


def _printed_numbers(blocks: Sequence[Block]) -> dict[int, tuple[str, int]]:
    """Paragraph numbers that the document prints itself ("3. We …"): block → (number, its length).

    They count as such only where they run 1, 2, 3 … once through the document and number most of it;
    a list inside it, which begins again at 1, does not.
    """
    again = 0
    body = [i for i, block in enumerate(blocks) if block.kind in (BlockKind.BODY, BlockKind.LIST)]
    found: dict[int, tuple[str, int]] = {}
    for place in body:
        if match := _NUMBER.match(blocks[place].text):
            if int(match[1]) == len(found) + 1:
                found[place] = (match[1], match.end())
            else:
                again += int(match[1]) <= len(found)
    enough = len(found) >= 3 and len(found) >= 0.4 * len(body)
    return found if enough and again <= 0.2 * len(found) else {}
