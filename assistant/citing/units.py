"""A unit's name in print: 제12조 제1항 단서, art. 12, para. 1, proviso; 표 3, 경기 행."""

from __future__ import annotations

import re

from assistant.messages import say
from sources.document import Language
from sources.units.names import Name

_DIGITS = re.compile(r"\d+")
_SECTION = re.compile(
    r"^(?:(?:SECTION|Section|S(?:ec|EC)\.|§)\s?)?(?=\d+(?:[-.]\w+)*(?:[A-Z]{0,3}|[a-z]{1,2})$)"
)  # of an act
_KOREAN = re.compile(r"제(\d+)조(?:의(\d+))?$")


def unit_name(name: Name, language: Language, source: Language) -> str:
    """`name` as a footnote to a text in `source` prints it in a report in `language`; "" for no name. A
    Korean source is named its own way in a Korean report, and in numbers alone in an English one."""
    told = [part for what, which in name if (part := _part(what, which, language, source))]
    # The steps of a Korean statute stand side by side, a table and its row are parted.
    tabled = any(what == "table" for what, _ in name)
    joined = (" " if source is language is Language.KO and not tabled else ", ").join(told)
    # Of an act's section the parts stand in brackets beside it: s. 10(2)(a).
    return joined.replace(", (", "(") if source is Language.EN and joined.startswith("s. ") else joined


def _part(what: str, which: str, language: Language, source: Language) -> str:
    if what == "supplement" and language is Language.EN and source is Language.KO:
        return say("citing.unit_supplement", language, which="".join(_DIGITS.findall(which)))
    if what in ("supplement", "annex", "figure"):
        return which
    if what == "article":
        return _article(which, language, source)
    if what == "table":
        return which or say("citing.unit_table", language)
    if source is Language.EN and what in ("item", "subitem"):
        return f"({which})"
    return say(f"citing.unit_{what}", language, which=which)


def _article(label: str, language: Language, source: Language) -> str:
    if source is Language.KO and language is Language.EN:
        found = _KOREAN.match(label)
        return f"art. {'-'.join(filter(None, found.groups()))}" if found else label
    if source is Language.EN:
        return _SECTION.sub("s. ", re.sub(r"^(?:ARTICLE|Article|Art\.)\s+", "Art. ", label))
    return label
