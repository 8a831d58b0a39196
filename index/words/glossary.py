"""Equivalents across Korean and English that no vector has to guess.

Three sources: CLDR's names of countries, regions and languages (through Babel) with common aliases and
adjectives, a glossary of the policy field shipped as data, and the user's own `glossary.tsv` in the data
directory. Each line is one meaning; whatever its alternatives, they stand for each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from babel import Locale

from index.words.terms import morphemes, normal, stem
from sources.document import Language

USER_FILE = "glossary.tsv"
_ENGLISH_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’][^\W\d_]+)?")
_KOREAN_PARTS = frozenset({"NNG", "NNP", "NNB", "NR", "SL", "SN", "SH", "XR", "XSN", "XPN", "MM", "VV", "VA"})
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning: how it is said in each language, the most usual first."""

    korean: tuple[str, ...]
    english: tuple[str, ...]

    def forms(self, language: Language) -> tuple[str, ...]:
        return self.korean if language is Language.KO else self.english


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text, at `text[start:end]`."""

    entry: Entry
    start: int
    end: int


class GlossaryError(ValueError):
    """A line of a user's glossary is not "Korean, tab, English"; `path` and 1-based `line` tell where."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path}: line {line}")
        self.path = path
        self.line = line


class Glossary:
    """Entries to look up by the words of a text. Immutable; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._keys: dict[Language, dict[tuple[str, ...], list[Entry]]] = {}
        for language in Language:
            keys: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
            for entry in self.entries:
                for form in entry.forms(language):
                    key = _key(form, language)
                    if key and entry not in keys[key]:
                        keys[key].append(entry)
            self._keys[language] = dict(keys)

    @classmethod
    def load(cls, home: Path | None = None) -> Glossary:
        """The shipped entries and, where `home` holds a `glossary.tsv`, the user's own. Raises
        GlossaryError for a line that cannot be read."""
        path = home / USER_FILE if home else None
        if path is None or not path.is_file():
            return _shipped()
        own = read_entries(path.read_text("utf-8-sig"), path)
        return cls([*own, *_shipped().entries])

    def matches(self, text: str, language: Language) -> tuple[Match, ...]:
        """The entries named in `text`, the longest at each place, in reading order."""
        units = list(_korean_units(text) if language is Language.KO else _english_units(text))
        keys = self._keys[language]
        found: list[Match] = []
        at = 0
        while at < len(units):
            for size in range(min(_LONGEST, len(units) - at), 0, -1):
                run = units[at : at + size]
                entries = keys.get(_joined(tuple(unit for unit, _, _ in run), language))
                if entries:
                    found.extend(Match(entry, run[0][1], run[-1][2]) for entry in entries)
                    at += size - 1
                    break
            at += 1
        return tuple(found)

    def entries_of(self, term: str, language: Language) -> tuple[Entry, ...]:
        """The entries that `term`, as a whole, names."""
        return tuple(self._keys[language].get(_key(term, language), ()))

    def equivalents(self, term: str, language: Language) -> tuple[str, ...]:
        """How `term`, as a whole, is said in the other language; empty where it is unknown."""
        entries = self._keys[language].get(_key(term, language), [])
        return tuple(dict.fromkeys(form for entry in entries for form in entry.forms(language.other)))

    def synonyms(self, term: str, language: Language) -> tuple[str, ...]:
        """Other words for `term` in its own language."""
        entries = self._keys[language].get(_key(term, language), [])
        same = (form for entry in entries for form in entry.forms(language))
        return tuple(form for form in dict.fromkeys(same) if form.lower() != term.lower())


def read_entries(text: str, path: Path) -> list[Entry]:
    """The entries of a glossary's text; `path` is only named in errors."""
    entries = []
    for line, content in enumerate(text.splitlines(), start=1):
        if not content.strip() or content.startswith("#"):
            continue
        korean, tab, english = content.partition("\t")
        entry = Entry(_alternatives(korean), _alternatives(english))
        if not tab or not entry.korean or not entry.english:
            raise GlossaryError(path, line)
        entries.append(entry)
    return entries


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(form for form in (part.strip() for part in cell.split("|")) if form)


@cache
def _shipped() -> Glossary:
    return Glossary([*_places().values(), *_languages(), *provinces(), *_lines("glossary.tsv")])


@cache
def provinces() -> tuple[Entry, ...]:
    """The provinces and large cities of Korea. What an older name stands for is in two of them."""
    return tuple(_lines("provinces.tsv"))


def _lines(name: str) -> Iterable[Entry]:
    path = Path(str(resources.files("index.words").joinpath("data", name)))
    return read_entries(path.read_text("utf-8"), path)


def territory(code: str) -> Entry | None:
    """The entry of a country or region by its CLDR code ("KR")."""
    return _places().get(code)


def is_territory(entry: Entry) -> bool:
    """Whether the entry names a country of CLDR, or a union of some; the codes of continents are numbers."""
    return entry in _territories()


@cache
def _territories() -> frozenset[Entry]:
    return frozenset(entry for code, entry in _places().items() if code.isalpha())


@cache
def _places() -> dict[str, Entry]:
    aliases: dict[str, Entry] = {}
    text = resources.files("index.words").joinpath("data", "places.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, korean, english = line.split("\t")
            aliases[code] = Entry(_alternatives(korean), _alternatives(english))
    names = _names("territories")
    found = {}
    for code in sorted(names.keys() | aliases.keys()):
        korean, english = names.get(code, ("", ""))
        alias = aliases.get(code, Entry((), ()))
        found[code] = Entry(_merged(*alias.korean, korean), _merged(*alias.english, english))
    return found


def _languages() -> Iterator[Entry]:
    for korean, english in _names("languages").values():
        yield Entry((korean,), (english,))


def _names(kind: str) -> dict[str, tuple[str, str]]:
    """CLDR code → its Korean and English name, where both exist and the Korean one is Korean."""
    korean: Mapping[str, str] = getattr(Locale("ko"), kind)
    english: Mapping[str, str] = getattr(Locale("en"), kind)
    return {code: (korean[code], name) for code, name in english.items() if _is_korean(korean.get(code, ""))}


def _is_korean(name: str) -> bool:
    return bool(re.search("[가-힣]", name))


def _merged(*forms: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for form in forms if form))


def _key(form: str, language: Language) -> tuple[str, ...]:
    if language is Language.KO:
        # Kiwi may cut a word differently alone and in a sentence, so keys are the letters without spaces.
        return (re.sub(r"[\s·‧ㆍ・]+", "", normal(form)).lower(),)
    return tuple(unit for unit, _, _ in _english_units(form))


def _joined(units: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """The key of a run of units. A Korean counter or prefix counts as its letter only within a run."""
    if language is Language.EN:
        return units
    return ("".join(units).replace("\1", "") if len(units) > 1 else units[0],)


def _english_units(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _ENGLISH_WORD.finditer(text):
        word = normal(found.group()).replace(".", "").replace("’", "'")
        bare = word.removesuffix("'s")
        # "US" the country and "us" the pronoun are told by their capitals.
        unit = bare.lower() if bare.isupper() and len(bare) > 1 else stem(bare.lower())
        if bare.lower() in {"us", "it", "who"}:
            unit = bare
        yield unit, found.start(), found.end() - 2 * (bare != word)


def _korean_units(text: str) -> Iterator[tuple[str, int, int]]:
    for morpheme in morphemes(text):
        if morpheme.tag in _KOREAN_PARTS:
            # One letter is an abbreviation (미, 중) only where it is a name of its own: 회의 중 is no China.
            counted = len(morpheme.form) == 1 and morpheme.tag not in {"NNP", "SH", "NNG", "SN"}
            unit = ("\1" if counted else "") + normal(morpheme.form).lower()
            yield unit, morpheme.start, morpheme.end
        elif morpheme.tag not in {"SP", "SO", "SW"}:
            yield "\0", morpheme.start, morpheme.end
