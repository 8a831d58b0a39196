"""Text from documents made harmless for one file format: shown as it stands, never read as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from assistant.citing.receipt import Receipt

# Characters XML 1.0 has no way to hold, not even as a reference.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAKS = re.compile("\r\n?|\n|\x0b|\x0c|\x85|\u2028|\u2029")
# Signs that mean something inside a line, to CommonMark, GitHub, pandoc or Obsidian.
_INLINE = re.compile(
    r"[\\`*_\[\]{}<>&|~^$@#]"
    r"|(?<=([=%+.:-]))\1"  # the second of two: ==, %%, ++, .., ::, --
    r"|:(?=//|[\w+-]+:)|(?<=www)\."  # addresses, :emoji:
)
# And at its beginning: list numbers.
_NUMBERED = re.compile(r"\d+(?=[.)])")


def xml_text(text: str) -> str:
    """The text with what XML cannot hold shown as the replacement character."""
    return _NOT_XML.sub("\ufffd", text)


def lines_of(text: str) -> list[str]:
    """The text's lines, by any of Unicode's line breaks."""
    return _LINE_BREAKS.split(text)


def one_line(text: str) -> str:
    """The text on one line, other control characters shown as the replacement character."""
    line = " ".join(lines_of(text)).replace("\t", " ")
    return "".join("\ufffd" if c < " " or c == "\x7f" or "\ud800" <= c <= "\udfff" else c for c in line)


def markdown(text: str) -> str:
    """Markdown that reads as exactly this text: every sign that could mean something is escaped, spaces
    that would be dropped or make a code block are written as references, line breaks are kept."""
    return "\\\n".join(_markdown_line(line) for line in lines_of(text))


def _markdown_line(line: str) -> str:
    text = one_line(line)
    inner = text.strip(" ")
    left = len(text) - len(text.lstrip(" ")) if inner else 0
    right = len(text) - left - len(inner)
    shown = _INLINE.sub(r"\\\g<0>", inner)
    if number := _NUMBERED.match(shown):
        shown = f"{number[0]}\\{shown[number.end() :]}"
    elif shown.startswith(("-", "+", "=", ":", "!")):
        shown = f"\\{shown}"
    return "&#32;" * left + shown + "&#32;" * right


def receipts_json(receipts: Sequence[Receipt]) -> str:
    """The receipts as JSON in ASCII without "<", ">", "&" and "--", so that it fits into any comment."""
    text = json.dumps([receipt.as_json() for receipt in receipts], ensure_ascii=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.replace("--", "\\u002d\\u002d").replace("--", "\\u002d-")
