"""Capitals that stand for their country's government: "Tokyo explained", "the Kremlin denies", 서울은.

Only where the name is used as one that acts or is spoken of: in "met in Washington" and "the Washington
declaration" it is a place or part of a title. General knowledge, one line a country, in `data/capitals.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from index.words.glossary import Entry, territory
from index.words.kinds import expression
from sources.document import Language

# After a capital the word for what was agreed there makes it the name of that, one of these the town's, or
# that of a body or a paper in it.
_AGREED = ("meeting", "outcome", "accord", "declaration", "statement")
_OF_TOWN = {
    Language.KO: "시내|시민|시장|대학|지하철|주재",
    Language.EN: r"office|university|times|post|city|mayor|metro|D\.?C\.?\ssummit",
}
_PARTICLE = r"(?:은|는|이|가|의|도|만|을|를|과|와|과의|와의|측|에게|정부|당국)"


@dataclass(frozen=True, slots=True)
class Government:
    """A capital standing for its country: `text[start:end]`, and what the country is called."""

    country: Entry
    start: int
    end: int


@lru_cache(maxsize=20_000)
def governments(text: str, language: Language) -> tuple[Government, ...]:
    """The countries whose governments `text` speaks of by their capitals, in reading order."""
    pattern, codes = _capitals(language)
    found = []
    for match in pattern.finditer(text):
        country = territory(codes[match["name"]])
        if country is not None:
            found.append(Government(country, match.start("name"), match.end("name")))
    return tuple(found)


@cache
def countries() -> frozenset[Entry]:
    """The countries that have a capital here."""
    codes = {code for language in Language for code in _capitals(language)[1].values()}
    return frozenset(entry for entry in map(territory, codes) if entry is not None)


@cache
def _capitals(language: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    codes: dict[str, str] = {}
    for line in (
        resources.files("index.words").joinpath("data", "capitals.tsv").read_text("utf-8").splitlines()
    ):
        if line and not line.startswith("#"):
            code, korean, english = line.split("\t")
            for name in (korean if language is Language.KO else english).split("|"):
                codes[name] = code
    names = "|".join(sorted(map(re.escape, codes), key=len, reverse=True))
    title = f"{expression(_AGREED, language)}|{_OF_TOWN[language]}"
    if language is Language.KO:
        # A town of one letter (빈) or one that begins another word needs the particle to be told.
        return re.compile(rf"(?<![가-힣])(?P<name>{names}){_PARTICLE}(?![가-힣])(?!\s?(?:{title}))"), codes
    return (
        re.compile(
            rf"(?<!\w)(?<!\b[Ii]n )(?<!\b[Aa]t )(?<!\b[Tt]o )(?<!\b[Oo]f )(?<!\b[Ff]rom )(?<!\b[Nn]ear )"
            rf"(?P<name>{names})(?!\w)(?!['’]?s?[,]?\s(?i:{title})\b)(?!-based)"
        ),
        codes,
    )
