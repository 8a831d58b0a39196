"""Markdown: headings, paragraphs, lists, quotations and tables; HTML in it is read as HTML.

Front matter (YAML between two `---` lines, `front_matter`) becomes metadata; what a register of laws says
there, from when on a law applies and who answers for it, is a table of the document as well. A document
whose paragraphs carry `[¶n]` tags is cut at the tags: what stands between two of them is one paragraph, so
that aligned translations number alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sources.blocks import Block, BlockKind, Cell, Reading
from sources.door.guard import display_name
from sources.errors import Reason, Refused
from sources.readers.front_matter import front_matter, with_register
from sources.readers.grid import captioned, spanned, table_of, text_of
from sources.readers.html_fragments import html_blocks, shown_tag
from sources.readers.plain import decode, read_bytes
from sources.text.repair import rejoined
from sources.units.marks import mark_of

# A line of spaces that no keyboard makes is as blank as any: it parts paragraphs.
_BLANK: Final = re.compile(r"^[ \t\u00a0\u2000-\u200b\u3000]+$", re.MULTILINE)
# Two signs or more with no space after them, which CommonMark takes for text, are meant for a heading.
_TIGHT_HEADING: Final = re.compile(r"^(#{2,6})(?=[^#\s])", re.MULTILINE)
# What a program that makes a page of it is told of the block beside it: {:start="3"}, {: .class}.
_ATTRIBUTES: Final = re.compile(r"^[ ]{0,3}\{:[^}\n]*\}[ ]*$\n?", re.MULTILINE)
# A field of the front matter where such a program puts it: {{ page.title }}.
_PAGE_FIELD: Final = re.compile(r"\{\{-?\s*page\.(\w+)\s*-?\}\}")
# Marks of emphasis that mark nothing, at the end of a paragraph.
_STRAY: Final = re.compile(r"(?<=\S)\s*\*{4,}\s*$")
_NOTE: Final = re.compile(r"^\[\^([^\]\n]{1,40})\]:", re.MULTILINE)  # of a footnote, as many write them
DEEPEST: Final = 60  # lists and quotations within one another
TAG: Final = re.compile(r"\[¶\s?(\d{1,4})\]\s*")


def read(path: Path) -> Reading:
    """The blocks of a Markdown file. Raises Refused (UNKNOWN_ENCODING, TOO_DEEP, NO_TEXT, NOT_READABLE)."""
    name = display_name(path.name)
    text, encoding = decode(read_bytes(path), name)
    metadata, body = front_matter(re.sub(r"\r\n?", "\n", text))
    body = _PAGE_FIELD.sub(lambda found: metadata.get(found[1], found[0]), body)
    body = _with_notes(_TIGHT_HEADING.sub(r"\1 ", _ATTRIBUTES.sub("", _BLANK.sub("", body))))
    tokens = _parser().parse(body.replace("\f", "\n\n"))
    if max((token.level for token in tokens), default=0) >= DEEPEST - 1:
        raise Refused(Reason.TOO_DEEP, name)  # the parser leaves out what stands deeper
    blocks = tuple(_Walk(tokens).blocks())
    blocks = captioned(_tagged(blocks) if TAG.search(body) else rejoined(blocks))
    if not blocks:
        raise Refused(Reason.NO_TEXT, name)
    metadata = {key: plain_words(value) for key, value in metadata.items()}
    if not TAG.search(body):  # whose paragraphs have numbers of their own
        blocks = with_register(metadata, blocks)
    return Reading(blocks, metadata={**metadata, "encoding": encoding})


def _with_notes(body: str) -> str:
    """`body` without the marks of its footnotes, and each footnote a paragraph of its own, which CommonMark
    takes for the address of a link where it is one word."""
    names = frozenset(_NOTE.findall(body))
    if not names:
        return body
    body = re.sub(r"\[\^([^\]\n]{1,40})\](?!:)", lambda m: "" if m[1] in names else m[0], body)
    return _NOTE.sub(r"\n\\[^\1]:", body)


@cache
def _parser() -> MarkdownIt:
    # Typographic changes are off: the text stays as written.
    options = {"html": True, "typographer": False, "maxNesting": DEEPEST}
    return MarkdownIt("commonmark", options).enable("table").enable("strikethrough")


@dataclass(slots=True)
class _List:
    """The numbers of an ordered list: as written, for CommonMark takes a second list from 1 for the first
    going on; counted where all are written with one number, which is Markdown's way to have them counted."""

    written: str = ""
    shown: int = 0

    def next(self, written: str) -> int:
        self.shown = self.shown + 1 if written == self.written else int(written)
        self.written = written
        return self.shown


@dataclass(slots=True)
class _Walk:
    """Turns the parser's tokens into blocks."""

    tokens: Sequence[Token]
    _lists: list[_List | None] = field(default_factory=list)  # None for bullets
    _marker: str = ""
    _level: int = 0  # how deep the list stands whose item `_marker` begins
    _depth: int = 1  # of the last heading

    def blocks(self) -> Iterator[Block]:
        heading = 0
        cells: list[Cell] = []
        row, column, in_table = 0, 0, False
        for token in self.tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append(_List() if token.type[0] == "o" else None)
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    # A list that begins where an item does is a date ("- 2026. 1. 1. …"): one line of text.
                    self._level = self._level if self._marker else len(self._lists)
                    self._marker += self._next_marker(token)
                case "heading_open":
                    heading = int(token.tag[1:])
                case "heading_close":
                    heading = 0
                case "table_open":
                    cells, row, in_table = [], 0, True
                case "tr_open":
                    column = 0
                case "th_close" | "td_close":
                    column += 1
                case "tr_close":
                    row += 1
                case "table_close":
                    made = table_of(spanned(cells))
                    made = replace(made, header_rows=max(1, made.header_rows))
                    yield Block(text_of(made)[0], BlockKind.TABLE, table=made)
                    in_table = False
                case "inline" if in_table:
                    cells.append(Cell(" ".join(inline_text(token).split()), row, column))
                case "inline":
                    yield from self._inline(token, heading)
                case "html_block":
                    yield from html_blocks(token.content)
                case "code_block":  # a paragraph that its writer set in
                    yield Block("\n".join(_unescaped(line) for line in token.content.splitlines()))
                case "fence":
                    if token.content.strip():
                        yield Block(token.content.rstrip("\n"))
                case _:
                    pass

    def _next_marker(self, item: Token) -> str:
        numbers = self._lists[-1]
        return "• " if numbers is None else f"{numbers.next(item.info)}{item.markup} "

    def _inline(self, token: Token, heading: int) -> Iterator[Block]:
        """The blocks of one run of text: itself, or the items that its lines are."""
        text = inline_text(token)
        if heading:
            self._depth = heading
            if text.strip():
                yield Block(text, BlockKind.HEADING, level=heading)
            return
        if not self._lists and (title := _bold_line(token)):
            yield Block(title, BlockKind.HEADING, level=min(6, self._depth + 1))
            return
        if note := _NOTE.match(text):
            yield Block(text[note.end() :].strip(), BlockKind.FOOTNOTE)
            return
        marker, self._marker = self._marker, ""
        kind, level = (BlockKind.LIST, self._level) if self._lists else (BlockKind.BODY, 1)
        if self._lists and not marker:
            level = len(self._lists) + 1  # what an item goes on with stands in it
        if text.strip():
            yield Block(marker + text, kind, label=marker.strip() or None, level=level)


def _bold_line(token: Token) -> str:
    """The text of a paragraph that is bold from end to end and no sentence: a heading as many write one."""
    found = re.fullmatch(r"(?:\*\*|__)(.+?)(?:\*\*|__)", token.content.strip(), re.S)
    text = " ".join(inline_text(token).split()).removesuffix(":").rstrip()
    inner = found is None or re.search(r"\*\*|__", found[1])
    return "" if inner or not 1 < len(text) <= 120 or re.search(r"[.!?。,;]$", text) else text


def inline_text(token: Token) -> str:
    """The visible words of an inline token: emphasis without its marks, a link as its text, an image as its
    description, HTML without its tags, a line break within a paragraph as a space."""
    parts: list[str] = []
    children = token.children or []
    for place, child in enumerate(children):
        match child.type:
            case "text" | "code_inline" | "image":
                parts.append(child.content)
            case "html_inline":
                parts.append(shown_tag(child.content))
            case "softbreak":
                # A line that begins with the mark of an item is one, though Markdown sees no list there.
                rest = "".join(one.content for one in children[place + 1 : place + 6])
                parts.append("\n" if mark_of(rest.lstrip()) else " ")
            case "hardbreak":
                parts.append("\n")
            case _:
                pass
    return _STRAY.sub("", re.sub(r"\*\*(?=\S)([^*\n]+?)\*\*", r"\1", "".join(parts)))


def _unescaped(line: str) -> str:
    """A line of a set-in paragraph without the backslash that keeps its number from beginning a list."""
    return re.sub(r"^(\s*[0-9가-힣]{1,3})\\(?=[.)])", r"\1", line)


def plain_words(text: str) -> str:
    """`text` of a field as it is shown: without the marks of emphasis, links and HTML."""
    if not re.search(r"[<*_`\[&\\]", text):
        return text
    tokens = _parser().parseInline(text)
    return " ".join(" ".join(inline_text(token) for token in tokens).split())


def _tagged(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks cut at `[¶n]` tags and without them. What follows a tagged paragraph up to the next tag or
    heading belongs to it. Tags that do not count 1, 2, 3 … become labels instead of numbers."""
    if not any(TAG.match(block.text) for block in blocks):
        return blocks
    out: list[Block] = []
    numbers: list[int] = []
    for block in (piece for whole in blocks for piece in _cut(replace(whole, label=None))):
        tag = TAG.match(block.text)
        if tag:
            numbers.append(int(tag[1]))
            out.append(replace(block, text=block.text[tag.end() :], label=tag[1]))
        elif out and out[-1].label and block.kind is not BlockKind.HEADING:
            out[-1] = replace(out[-1], text=f"{out[-1].text}\n{block.text}")
        else:
            out.append(block)
    loose = any(block.label is None and block.kind is not BlockKind.HEADING for block in out)
    if numbers == list(range(1, len(numbers) + 1)) and not loose:
        out = [replace(block, label=None) for block in out]
    return tuple(block for block in out if block.text.strip())


def _cut(block: Block) -> Iterator[Block]:
    """A paragraph that holds several tags, at each of them (tags on lines of their own)."""
    starts = [match.start() for match in TAG.finditer(block.text)]
    if block.kind is BlockKind.HEADING or len(starts) < 2 or starts[0] != 0:
        yield block
        return
    for start, end in zip(starts, [*starts[1:], len(block.text)], strict=True):
        yield replace(block, text=block.text[start:end].strip())
