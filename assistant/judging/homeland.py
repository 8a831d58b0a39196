"""The country that a document is about: its text seldom names it beside what it says of it.

"미국의 장애인 편의 기준" of an American statute, "Norwegian inflation" of minutes from Oslo: where most of
the names of countries in a document mean one, that one is meant throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from assistant.choosing.asking import Asking
from assistant.words.wording import glossary
from index.errors import StoreError
from index.library import Library
from index.words.capitals import countries
from index.words.glossary import Entry
from sources.document import Language

WITHIN = 8_000  # characters from the beginning of a document that are read for it
TIMES = 2  # that it is named, at least


def with_homes(asking: Asking, documents: Iterable[str], library: Library) -> Asking:
    """`asking` with the countries that `documents`, by their ids, are about, where it names any country."""
    if not any(term.country for term in asking.judged.terms):
        return asking
    found = {one: _homeland_of(one, library) for one in documents}
    return replace(asking, homes={one: home for one, home in found.items() if home is not None})


def _homeland_of(document_id: str, library: Library) -> Entry | None:
    try:
        document = library.document(document_id)
    except StoreError:  # removed since it was found
        return None
    if document.language is Language.KO:  # it is a Korean's, who need not name his own country
        return None
    return homeland(document.text[:WITHIN], document.language)


@lru_cache(maxsize=500)
def homeland(text: str, language: Language) -> Entry | None:
    """The country that more than half of the names of countries in `text` mean; None where there is none."""
    named = [one.entry for one in glossary().matches(text, language) if one.entry in countries()]
    most, times = next(iter(Counter(named).most_common(1)), (None, 0))
    return most if times >= TIMES and 2 * times > len(named) else None
