"""Markdown: headings, paragraphs, lists, quotations and tables as plain text; raw HTML is text, not markup.

Front matter (`key: value` between two `---` lines) becomes metadata. A document whose paragraphs carry
`[¶n]` tags is cut at the tags: what stands between two of them is one paragraph, so that aligned
translations number alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sources.blocks import Block, BlockKind, Reading
from sources.door.guard import display_name
from sources.errors import Reason, Refused
from sources.readers.plain import decode, read_bytes
from sources.units.marks import mark_of

TAG: Final = re.compile(r"\[¶\s?(\d{1,4})\]\s*")
_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD: Final = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?$")


def read(path: Path) -> Reading:
    """The blocks of a Markdown file. Raises Refused (UNKNOWN_ENCODING, NO_TEXT, NOT_READABLE)."""
    name = display_name(path.name)
    text, encoding = decode(read_bytes(path), name)
    metadata, body = front_matter(re.sub(r"\r\n?", "\n", text))
    blocks = _tagged(tuple(_Walk(_parser().parse(body.replace("\f", "\n\n"))).blocks()))
    if not blocks:
        raise Refused(Reason.NO_TEXT, name)
    return Reading(blocks, metadata={**metadata, "encoding": encoding})


def _parser() -> MarkdownIt:
    # Typographic changes are off: the text stays as written.
    return (
        MarkdownIt("commonmark", {"html": False, "typographer": False})
        .enable("table")
        .enable("strikethrough")
    )


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields at the head of `text` and the text after them. Only plain one-line values are taken, with
    or without quotation marks; lists in brackets are joined with "; "."""
    match = _FRONT.match(text)
    if not match:
        return {}, text
    fields: dict[str, str] = {}
    last = ""
    for line in match[1].split("\n"):
        if found := _FIELD.match(line):
            last = found[1].lower()
            fields[last] = _value(found[2] or "")
        elif last and (item := re.match(r"\s+-\s+(.*)", line)):
            fields[last] = "; ".join(filter(None, (fields[last], _value(item[1]))))
    return {key: value for key, value in fields.items() if value}, text[match.end() :]


def _value(written: str) -> str:
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] == '"':
        return re.sub(r"\\(.)", r"\1", written[1:-1])
    if len(written) > 1 and written[0] == written[-1] == "'":
        return written[1:-1].replace("''", "'")
    if written.startswith("[") and written.endswith("]"):
        return "; ".join(filter(None, (_value(item) for item in written[1:-1].split(","))))
    return re.sub(r"\s+#.*", "", written)


@dataclass(slots=True)
class _Walk:
    """Turns the parser's tokens into blocks."""

    tokens: Sequence[Token]
    _lists: list[int | None] = field(default_factory=list)
    _marker: str = ""

    def blocks(self) -> Iterator[Block]:
        heading = 0
        row: list[str] = []
        rows: list[str] = []
        for token in self.tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    start = int(token.attrs.get("start") or 1) if token.type[0] == "o" else None
                    self._lists.append(start)
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._marker = self._next_marker(token.markup)
                case "heading_open":
                    heading = int(token.tag[1:])
                case "heading_close":
                    heading = 0
                case "th_open" | "td_open":
                    row.append("")
                case "tr_close":
                    rows.append("\t".join(row))
                    row = []
                case "table_close":
                    yield Block("\n".join(rows), BlockKind.TABLE)
                    rows = []
                case "inline":
                    text = inline_text(token)
                    if row:
                        row[-1] += text
                    elif text.strip():
                        yield self._block(text, heading)
                case "code_block" | "fence":
                    if token.content.strip():
                        yield Block(token.content.rstrip("\n"))
                case _:
                    pass

    def _next_marker(self, markup: str) -> str:
        number = self._lists[-1]
        if number is None:
            return "• "
        self._lists[-1] = number + 1
        return f"{number}{markup} "

    def _block(self, text: str, heading: int) -> Block:
        if heading:
            return Block(text, BlockKind.HEADING, level=heading)
        marker, self._marker = self._marker, ""
        return Block(marker + text, BlockKind.LIST if self._lists else BlockKind.BODY)


def inline_text(token: Token) -> str:
    """The visible words of an inline token: emphasis without its marks, a link as its text, an image as its
    description, a line break within a paragraph as a space."""
    parts: list[str] = []
    children = token.children or []
    for place, child in enumerate(children):
        match child.type:
            case "text" | "code_inline" | "html_inline":
                parts.append(child.content)
            case "image":
                parts.append(child.content)
            case "softbreak":
                # A line that begins with the mark of an item is one, though Markdown sees no list there.
                rest = "".join(one.content for one in children[place + 1 : place + 6])
                parts.append("\n" if mark_of(rest.lstrip()) else " ")
            case "hardbreak":
                parts.append("\n")
            case _:
                pass
    return "".join(parts)


def _tagged(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks cut at `[¶n]` tags and without them. What follows a tagged paragraph up to the next tag or
    heading belongs to it. Tags that do not count 1, 2, 3 … become labels instead of numbers."""
    if not any(TAG.match(block.text) for block in blocks):
        return blocks
    out: list[Block] = []
    numbers: list[int] = []
    for block in (piece for whole in blocks for piece in _cut(whole)):
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
