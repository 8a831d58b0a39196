"""A draft as the check reads it: its sentences, and the footnotes that stand on them.

A draft is somebody's work in progress, not a source: it is never added to the library and never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.checking.drafts import LIMITS, Draft, DraftParagraph, make_draft
from assistant.checking.hangul import read_hwpx
from assistant.checking.markdown import draft_from_text
from assistant.checking.word import read_word
from sources.document import Language
from sources.door.formats import Format, identify
from sources.door.guard import display_name
from sources.errors import Reason, Refused
from sources.readers.plain import decode, read_bytes

_READERS: dict[Format, Callable[[Path], tuple[list[DraftParagraph], dict[str, str]]]] = {
    Format.DOCX: read_word,
    Format.HWPX: read_hwpx,
}


def read_draft(path: Path, fallback: Language = Language.KO) -> Draft:
    """The draft in a Markdown, text, Word or HWPX file. Raises Refused, with UNKNOWN_TYPE for any other."""
    form = identify(path, LIMITS)
    if form in (Format.MARKDOWN, Format.PLAIN):
        text, _ = decode(read_bytes(path), display_name(path.name))
        return draft_from_text(text, path.name, form.value, fallback, path=path)
    if reader := _READERS.get(form):
        paragraphs, notes = reader(path)
        return make_draft(path.name, form.value, paragraphs, notes, fallback, path=path)
    raise Refused(Reason.UNKNOWN_TYPE, display_name(path.name), extension=path.suffix[1:], found=form.value)
