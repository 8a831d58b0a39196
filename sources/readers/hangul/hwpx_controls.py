"""What the controls of an HWPX paragraph show within its text, and how high the text of its page is."""

from __future__ import annotations

from typing import Any, Final

from sources.readers.numbering import numeral
from sources.readers.office import attribute, child, equation, integer, local

PRINTED: Final = ("TABLE", "PICTURE", "EQUATION")  # automatic numbers that stand in the text


def mark_of(element: Any, before: str) -> str:
    """What a control shows in its place in the text, after the words `before`: an automatic number, a
    formula, a word with its gloss (덧말), letters set over each other; "" for one that stands apart."""
    name = local(element)
    if name == "ctrl":
        return "".join(mark_of(part, before) for part in element)
    if name == "autoNum" and attribute(element, "numType") in PRINTED:
        shape = child(element, "autoNumFormat")
        style = attribute(shape, "type") if shape is not None else ""
        return numeral("decimal" if style in ("", "DIGIT") else style, _integer(element, "num"))
    if name == "equation":
        script = child(element, "script")
        return equation("" if script is None else script.text or "", before)
    if name == "dutmal":
        word, gloss = (child(element, part) for part in ("mainText", "subText"))
        said = [(part.text or "") if part is not None else "" for part in (word, gloss)]
        return f"{said[0]}({said[1]})" if said[1].strip() else said[0]
    return attribute(element, "composeText") if name == "compose" else ""


def body_height(page: Any, lines: Any) -> int:
    """The height of the text on a page. Whether a sheet lies on its side is written in two contrary ways; a
    line longer than the sheet is wide tells."""
    margin = child(page, "margin")
    edges = 0 if margin is None else sum(_integer(margin, e) for e in ("top", "bottom", "header", "footer"))
    wide, high = _integer(page, "width"), _integer(page, "height")
    longest = max((_integer(line, "horzsize") for line in lines), default=0) if lines is not None else 0
    return max(0, (wide if longest > wide else high) - edges)


def _integer(element: Any, name: str) -> int:
    return integer(attribute(element, name))
