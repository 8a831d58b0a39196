"""HTML inside another format: single tags within a line, and blocks of it."""

from __future__ import annotations

import re
from typing import Final

from sources.blocks import Block
from sources.readers.html import blocks_of
from sources.readers.html_main import DROPPED, HEADINGS, INLINE

_BLOCKS: Final = (
    "address article aside blockquote body br caption center col colgroup dd details div dl dt fieldset "
    "figcaption figure footer form header hr html legend li main nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul param picture source track title wbr"
)
KNOWN: Final = frozenset(_BLOCKS.split()) | DROPPED | INLINE | frozenset(HEADINGS)
_TAG: Final = re.compile(r"</?([a-zA-Z][\w:-]*)")


def shown_tag(written: str) -> str:
    """What a tag within a line shows: nothing, a line break, or itself where HTML has no such element, as in
    "<Box>"."""
    name = _TAG.match(written)
    if name is None:
        return ""  # a comment or a processing instruction
    tag = name[1].lower()
    if tag == "br":
        return "\n"
    return "" if tag in KNOWN else written


def html_blocks(written: str) -> list[Block]:
    """The blocks of a stretch of HTML; its text where it has no element of HTML's."""
    name = _TAG.match(written.strip())
    if name and name[1].lower() not in KNOWN:
        return [Block(written.strip())]
    return blocks_of(written)
