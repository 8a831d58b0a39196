"""The tables an HWPX's paragraphs refer to: styles, paragraph and character shapes, lists, bullets."""

from __future__ import annotations

from typing import Any

from sources.readers.hangul.hangul import NO_HEAD, Looks, ParagraphLook
from sources.readers.hangul.hwpx_measure import spacing_of
from sources.readers.numbering import ListLevel
from sources.readers.office import attribute, child, integer, local
from sources.readers.pieces import CharacterLook


def looks_of(root: Any) -> Looks:
    """The tables from the root of `header.xml`."""
    looks = Looks()
    for element in root.iter():
        match local(element):
            case "style":
                if attribute(element, "type") in ("", "PARA"):
                    looks.styles[_number(element, "id")] = attribute(element, "name")
            case "paraPr":
                heading = child(element, "heading")
                looks.spacings[_number(element, "id")] = spacing_of(element)
                if heading is not None:
                    head = attribute(heading, "type") or NO_HEAD
                    key = attribute(heading, "idRef")
                    look = ParagraphLook(head, _number(heading, "level"), "" if key == "0" else key)
                    looks.paragraphs[_number(element, "id")] = look
            case "charPr":
                bold = child(element, "bold") is not None
                looks.characters[_number(element, "id")] = CharacterLook(
                    _number(element, "height") / 100, bold, child(element, "supscript") is not None
                )
            case "bullet":
                looks.bullets[attribute(element, "id")] = attribute(element, "char")
            case "numbering":
                looks.lists[attribute(element, "id")] = {
                    _number(head, "level") - 1: ListLevel(
                        attribute(head, "numFormat"), (head.text or "").strip(), _number(head, "start", 1)
                    )
                    for head in element
                    if local(head) == "paraHead"
                }
    return looks


def _number(element: Any, name: str, otherwise: int = 0) -> int:
    return integer(attribute(element, name), otherwise)
