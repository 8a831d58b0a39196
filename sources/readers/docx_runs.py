"""The text of one DOCX paragraph, run by run, with the notes, boxes and page breaks that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sources.readers.docx_styles import Style, is_on, size_of, value_of
from sources.readers.office import attribute, child, equation, local, raised
from sources.readers.pieces import CharacterLook, Piece

SKIPPED: Final = {
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "pPr",
    "rPr",
    "Fallback",
    "commentRangeStart",
    "rubyPr",
}
SIGNS: Final = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


class Blocks(Protocol):
    """The walk through the document that a paragraph is part of."""

    page: int

    def blocks(self, element: Any) -> Iterator[Piece]:
        """The pieces below an element that holds paragraphs and tables."""


@dataclass(slots=True)
class Run:
    """The text of one paragraph, gathered run by run."""

    owner: Blocks
    text: list[str] = field(default_factory=list)
    length: int = 0
    looks: dict[CharacterLook, int] = field(default_factory=dict)
    breaks: list[tuple[int, int]] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Piece] = field(default_factory=list)

    def walk(self, element: Any, style: Style) -> None:
        for part in element:
            name = local(part)
            if name in SKIPPED:
                continue
            if name == "r":
                self.run(part, style)
            elif name in ("oMath", "oMathPara"):
                self.add(equation(" ".join(e.text or "" for e in part.iter() if local(e) == "t"), self.said))
            elif name == "txbxContent":
                self.boxes.extend(self.owner.blocks(part))
            elif name == "rt":
                self.add("(")
                self.walk(part, style)
                self.add(")")
            else:
                self.walk(part, style)

    def run(self, element: Any, style: Style) -> None:
        properties = child(element, "rPr")
        if is_on(properties, "vanish") or is_on(properties, "webHidden"):
            return
        look = CharacterLook(size_of(properties) or style.size, is_on(properties, "b", style.bold))
        for part in element:
            name = local(part)
            if name == "t":
                above = value_of(properties, "vertAlign") == "superscript" and self.length > 0
                self.add(raised(part.text or "") if above else part.text or "")
                self.looks[look] = self.looks.get(look, 0) + len(part.text or "")
            elif name in SIGNS:
                self.add(SIGNS[name] if attribute(part, "type") != "page" else "")
            elif name == "sym":
                code = attribute(part, "char")
                self.add(chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else "")
            elif name == "lastRenderedPageBreak":
                self.owner.page += 1
                self.breaks.append((self.length, self.owner.page))
            elif name in ("footnoteReference", "endnoteReference"):
                self.references.append((name.removesuffix("Reference"), attribute(part, "id")))
            elif name in ("drawing", "pict", "object", "AlternateContent", "ruby"):
                self.walk(part, style)

    @property
    def said(self) -> str:
        return "".join(self.text)

    def add(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)
