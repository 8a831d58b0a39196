"""HTML: the main text of a page, as a reader of it sees it.

Scripts, menus, forms and whatever is hidden are left out; headings, numbered paragraphs, lists, tables and
quotations are kept in order. `html_main` finds the main text; here it is walked. Nothing of the page is run
or fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sources.blocks import Block, BlockKind, Reading
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.readers.grid import captioned
from sources.readers.headings import is_sentence
from sources.readers.html_head import decoded, metadata_of, tidy, title_heading
from sources.readers.html_main import DROPPED, HEADINGS, INLINE, MAX_DEPTH, Sight, main_part, title_above
from sources.readers.html_tables import cells_of
from sources.readers.numbering import numeral
from sources.readers.office import equation, integer, raised
from sources.readers.pieces import Piece
from sources.text.repair import rejoined

# A term and, under it, what is said of it: how deep each stands in its list.
TERMS: Final = {"dt": 1, "dd": 2}
# What a server works on before it sends a page (JSP, ASP), and the declaration of XML.
_NOT_SHOWN: Final = re.compile(r"<\?xml[^>]*\?>|<%.{0,2000}?%>", re.S)
# The numbers of a statute's parts, from a section's to an item's.
BARE_MARK: Final = re.compile(
    r"(?:(?:part|chapter|section|article|schedule)\s\w{1,5}|\d{1,4}[A-Z]{0,2}\.?)?(?:\s?\(\w{1,5}\)){0,3}",
    re.I,
)
NOTE_ID: Final = re.compile(r"(?:sd)?(?:foot|end)-?note-?\d|_?(?:ftn|edn|fn)[:_-]?\d|cite_note", re.I)
NOTE_LINK: Final = re.compile(r"#.*(?:note|ftn|edn|fn|cite)", re.I)
NOTE_MARK: Final = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[ivx]{1,5}|[*†‡]+|[↩↑^⏎]\ufe0e?)\s*[\])]?\s*")


def read(path: Path, *, limits: Limits = Limits()) -> Reading:
    """The blocks of the HTML file at `path`. Raises Refused (TOO_DEEP, NO_TEXT, UNKNOWN_ENCODING)."""
    from lxml import etree, html

    name = display_name(path.name)
    text, encoding = decoded(path.read_bytes(), name)
    try:
        # Every declaration of an encoding is out of date once the text is decoded.
        parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(_NOT_SHOWN.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused(Reason.NO_TEXT, name) from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise Refused(Reason.TOO_DEEP, name)  # the parser left out what stands deeper, and what comes after
    sight = Sight.of(root)
    walk = _Walk(sight)
    heading = title_heading(root)
    try:
        main = main_part(root, sight)
        if (above := title_above(heading, main, sight)) is not None:
            walk.enter(above, 0)
            walk.close()
        walk.enter(main, 0)
    except RecursionError as error:
        raise Refused(Reason.TOO_DEEP, name) from error
    pieces = walk.close()
    blocks = captioned(rejoined([_block(piece) for piece in pieces if piece.text.strip()]))
    if not blocks:
        raise Refused(Reason.NO_TEXT, name)
    return Reading(blocks, metadata={**metadata_of(root, heading), "encoding": encoding})


def blocks_of(written: str) -> list[Block]:
    """The blocks of a stretch of HTML that is part of something else; [] where nothing of it shows."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(written)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    walk = _Walk(Sight.of(root))
    body = root.find("body")
    walk.enter(body if body is not None else root, 0)
    return [_block(piece) for piece in walk.close() if piece.text.strip()]


def _block(piece: Piece) -> Block:
    numbered = piece.number and piece.kind is BlockKind.LIST
    text = f"{piece.number} {piece.text}" if numbered else piece.text
    level = piece.depth if piece.kind is BlockKind.LIST else piece.level or 1
    return Block(text, piece.kind, label=piece.number or None, level=level, table=piece.table)


@dataclass(slots=True)
class _Walk:
    """Gathers inline text until a block ends."""

    sight: Sight
    done: list[Piece] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    kind: BlockKind = BlockKind.BODY
    level: int | None = None
    number: str = ""
    nesting: int = 0  # of the lists around where we are

    def enter(self, element: Any, depth: int) -> None:
        if depth > MAX_DEPTH or not isinstance(element.tag, str) or element.tag in DROPPED:
            return
        if depth and self.sight.skips(element):
            return
        tag = element.tag
        if tag == "br":
            self._break()
        elif tag == "table":
            self._flush()
            self.done.extend(cells_of(element, self.sight, self._apart))
        elif tag == "math":
            self.text.append(equation(element.get("alttext") or element.text_content(), "".join(self.text)))
        elif tag in ("ol", "ul"):
            self._flush()
            self._list(element, depth)
        elif tag in TERMS:
            self.nesting += TERMS[tag]
            self._item(element, "", depth)
            self.nesting -= TERMS[tag]
        elif tag in HEADINGS or tag in ("figcaption", "caption"):
            self._flush()
            self.kind = BlockKind.HEADING if tag in HEADINGS else BlockKind.CAPTION
            self.level = HEADINGS.get(tag)
            self._inside(element, depth)
            self._flush()
        elif tag in INLINE:
            self._inline(element, depth)
        elif tag == "pre":
            self._flush()
            self.done.extend(Piece(part) for part in re.split(r"\n\s*\n", element.text_content()))
        else:
            # A paragraph in a list item is the item's own; what follows it is a paragraph of its own.
            self._flush(keep=tag in ("p", "div"))
            first = len(self.done)
            self._inside(element, depth)
            self._flush()
            self._mark_notes(element, first)

    def _mark_notes(self, element: Any, first: int) -> None:
        if NOTE_ID.match(element.get("id") or ""):
            for piece in self.done[first:]:
                piece.kind = BlockKind.FOOTNOTE

    def _inside(self, element: Any, depth: int) -> None:
        self.text.append(element.text or "")
        for part in element:
            self.enter(part, depth + 1)
            self.text.append(part.tail or "")

    def _inline(self, element: Any, depth: int) -> None:
        if not _is_note_mark(element):
            plain = element.tag == "sup" and len(element) == 0
            if plain and not re.fullmatch(r"\s*\d{1,3}\)\s*", element.text or ""):
                self.text.append(raised(element.text or ""))
            elif not plain:
                self._inside(element, depth)
                self._part_mark(element)
        elif not "".join(self.text).strip() and element.tag == "a":
            self.kind = BlockKind.FOOTNOTE  # it begins with the link back to where it belongs

    def _part_mark(self, element: Any) -> None:
        """Part a number that a block begins with from its text, where only the page's style does."""
        below = element.getnext()
        if element.tag == "span" and not element.tail and below is not None and below.tag == "span":
            before, after = "".join(self.text), (below.text_content() or "")[:1]
            if (after.isalpha() or after in "“\"‘'(") and BARE_MARK.fullmatch(before.strip()):
                self.text.append(" ")

    def _break(self) -> None:
        if re.search(r"\n\s*$", "".join(self.text[-3:])) and "\v" in "".join(self.text[-3:]):
            self._flush()  # two breaks in a row end a paragraph
        else:
            self.text.append("\v\n")

    def _list(self, element: Any, depth: int) -> None:
        """A list, whatever stands in it: many programs put the inner list beside the items, not in one."""
        items = [item for item in element if item.tag == "li"]
        start = element.get("start") or ""
        number = integer(start, 1)
        step = 1
        if element.get("reversed") is not None:
            number, step = number if start else len(items), -1
        plain = element.tag == "ul" or "none" in (element.get("style") or "")
        self.nesting += 1
        self.text.append(element.text or "")
        for part in element:
            if part.tag == "li":
                number = integer(part.get("value") or "", number)
                self._item(part, "" if plain else f"{numeral(_style_of(element), number)}.", depth)
                number += step
            else:
                self.enter(part, depth + 1)
            self.text.append(part.tail or "")
        self._flush()
        self.nesting -= 1

    def _item(self, item: Any, number: str, depth: int) -> None:
        self._flush()
        self.kind, self.number = BlockKind.LIST, number
        first = len(self.done)
        if not self.sight.skips(item):
            self._inside(item, depth + 1)
        self._flush()
        if not any(piece.kind in (BlockKind.HEADING, BlockKind.TABLE) for piece in self.done[first:]):
            for piece in self.done[first + 1 :]:
                if piece.kind is BlockKind.BODY:
                    # What an item goes on with stands in it; one with headings is a frame of the page's.
                    piece.kind, piece.depth = BlockKind.LIST, self.nesting + 1
        self._mark_notes(item, first)

    def _flush(self, *, keep: bool = False) -> None:
        text = tidy("".join(self.text))
        self.text = []
        if text:
            number = "" if self.number and re.match(r"\(?\d{1,3}[.)]", text) else self.number
            kind, level = self.kind, self.level
            if kind is BlockKind.HEADING and level != 1 and is_sentence(text):
                kind, level = BlockKind.BODY, None
            self.done.append(Piece(text, kind, level, number=number, depth=max(1, self.nesting)))
        elif keep:
            return
        self.kind, self.level, self.number = BlockKind.BODY, None, ""

    def _apart(self, element: Any) -> list[Piece]:
        """What stands in an element, by itself: a cell or a caption."""
        walk = _Walk(self.sight)
        walk._inside(element, 1)
        return walk.close()

    def close(self) -> list[Piece]:
        """Everything gathered, in order."""
        self._flush()
        return self.done


def _style_of(element: Any) -> str:
    styles = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
    return styles.get(element.get("type") or "", "decimal")


def _is_note_mark(element: Any) -> bool:
    """Whether an element is the number that links a footnote and its place: no part of any sentence."""
    link = element if element.tag == "a" else element.find(".//a") if element.tag == "sup" else None
    if link is None or not NOTE_MARK.fullmatch(element.text_content()):
        return False
    arrow = not any(char.isalnum() for char in element.text_content())
    return arrow or element.tag == "sup" or bool(NOTE_LINK.match(link.get("href") or ""))
