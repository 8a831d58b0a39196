"""Section names in the interface's language, where a document has an aligned translation that names them."""

from __future__ import annotations

from functools import lru_cache

from assistant.answer import Citation
from index.library import Library
from sources.document import Language


def section_of(citation: Citation, library: Library, interface: Language) -> str:
    """The name of the section a quote stands in: the translation's where the document itself is in another
    language than `interface` and has one, else as the document prints it."""
    place = citation.location
    if not place.section or citation.language is interface:
        return place.section
    names = _translated(library, library.version, citation.record.key, interface)
    return (names[place.paragraph - 1] if place.paragraph <= len(names) else "") or place.section


@lru_cache(maxsize=256)
def _translated(library: Library, version: str, key: str, language: Language) -> tuple[str, ...]:
    """The section each paragraph of the translation stands in; () for none. `version` changes with the
    library's content."""
    found = library.translation(key, language)
    return () if found is None else tuple(paragraph.section for paragraph in found.paragraphs)
