"""Everyday words of one language as words of the other, from the word list that ships (`data/words.tsv`).

Beside the words induced from the library (`lexicon`), which only come near, these are what a translator would
use. A word of many meanings says little: the more words it may stand for, the less each of them counts.

The tokens of forty thousand words take some seconds to make, so the table ships (`data/words.json.gz`, made
by `python -m benchmarks.ready`); for another version of what makes them it is kept in the cache directory.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path

from index.words.glossary import Entry, read_entries
from index.words.kept import keep
from index.words.terms import morphemes, normal, stem, tokens
from sources.document import Language

SHIPPED = Path(__file__).with_name("data") / "words.json.gz"
VERSION = 1  # raised when the table is made differently
WEIGHT = 0.8  # of a word that stands for the other and for few else
LATER_WEIGHT, USUAL = 0.75, 3  # share of it left to the words after the first few of a meaning
FEW = 6  # words a word may stand for before each counts less
LONGEST = 4  # words of a phrase

Table = dict[Language, dict[str, dict[str, float]]]

_PARTS = frozenset({"NNG", "NNP", "NR", "SL", "XR", "XSN", "XPN", "VV", "VA", "MAG"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A dictionary's 다 of a verb or adjective, with the 하 of a stem that stands by itself (튼튼하다).
_VERB_ENDING = re.compile(r"(?<=[가-힣]{2})하다$|(?<![바마소])다$")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What one word or phrase of a text, its `words`, may be in the other language: tokens with weights."""

    words: tuple[str, ...]
    tokens: dict[str, float]


class Dictionary:
    """The word list, to look up by the words of a text. Safe to share between threads."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._table: Table | None = None

    def renderings(self, text: str, language: Language) -> list[Rendering]:
        """Of each word of `text` that the list has, and of each phrase."""
        table = self._made()[language]
        found = []
        for run in _runs(text, language):
            for at in range(len(run)):
                for size in range(1, min(LONGEST, len(run) - at) + 1):
                    words = tuple(run[at : at + size])
                    if rendered := table.get(_join(words, language)):
                        found.append(Rendering(words, rendered))
        return found

    def word(self, word: str, language: Language) -> dict[str, float]:
        """The tokens one word stands for, a Korean verb given by its stem; {} for one the list has not."""
        return self._made()[language].get(unit(word, language), {})

    def _made(self) -> Table:
        with self._lock:
            if self._table is None:
                self._table = shipped_table() or self._load() or self._make()
            return self._table

    @property
    def _path(self) -> Path:
        return self._cache / "words" / f"dictionary-{_mark()}.json"

    def _load(self) -> Table | None:
        try:
            held = json.loads(self._path.read_text("utf-8"))
            return {language: held[language] for language in Language}
        except (OSError, ValueError, KeyError):
            return None

    def _make(self) -> Table:
        table = made_table()
        whole = json.dumps(table, ensure_ascii=False).encode()
        keep(self._path, lambda file: file.write(whole))
        return table


@cache
def shared_dictionary(cache: Path) -> Dictionary:
    """The one of this process: every library looks up the same list."""
    return Dictionary(cache)


def shipped_table(path: Path = SHIPPED) -> Table | None:
    """The table that ships; None where it is not what would be made here."""
    try:
        held = json.loads(gzip.decompress(path.read_bytes()))
        return {language: held[language] for language in Language} if held["mark"] == _mark() else None
    except (OSError, EOFError, zlib.error, ValueError, KeyError):
        return None


def ship_table(path: Path = SHIPPED) -> None:
    """Writes the table that ships anew."""
    whole = json.dumps({"mark": _mark(), **made_table()}, ensure_ascii=False, sort_keys=True)
    path.write_bytes(gzip.compress(whole.encode(), mtime=0))


def made_table() -> Table:
    """The table of the word list."""
    return table_of(read_entries(shipped_words(), Path("words.tsv")))


def table_of(entries: Sequence[Entry]) -> Table:
    """For each language, the key of each word → the tokens of the other language that stand for it, with
    weights."""
    table: Table = {}
    for language in Language:
        shares: dict[str, dict[str, float]] = defaultdict(dict)
        for entry in entries:
            for form in entry.forms(language):
                meant = shares[_key(form, language)]
                for place, other in enumerate(entry.forms(language.other)):
                    share = 1.0 if place < USUAL else LATER_WEIGHT
                    meant[other] = max(meant.get(other, 0.0), share)
        forms = {form for meant in shares.values() for form in meant}
        parts = {form: list(dict.fromkeys(tokens(form, language.other))) for form in forms}
        table[language] = {key: _weighed(meant, parts) for key, meant in shares.items() if key}
    return table


def _weighed(meant: dict[str, float], parts_of: dict[str, list[str]]) -> dict[str, float]:
    spread = min(1.0, FEW / len(meant)) ** 0.5
    found: dict[str, float] = {}
    for form, share in meant.items():
        parts = parts_of[form]
        for part in parts:
            weight = round(WEIGHT * share * spread / len(parts) ** 0.5, 3)
            found[part] = max(found.get(part, 0.0), weight)
    return found


def unit(word: str, language: Language) -> str:
    """How a content word (`terms.content_words`) stands among a rendering's `words`."""
    return word.lower() if language is Language.KO else " ".join(_english(word))


def _key(form: str, language: Language) -> str:
    if language is Language.KO:
        return re.sub(r"[\s·]+", "", _VERB_ENDING.sub("", normal(form).lower()))
    return " ".join(_english(form))


def _join(words: Sequence[str], language: Language) -> str:
    return ("" if language is Language.KO else " ").join(words)


def _runs(text: str, language: Language) -> Iterator[list[str]]:
    """The units of `text`, parted where no phrase goes on: by particles and endings in Korean, by marks in
    English."""
    if language is Language.EN:
        for part in re.split(r"[^\w\s'’-]+", normal(text)):
            yield _english(part)
        return
    run: list[str] = []
    for morpheme in morphemes(normal(text)):
        if morpheme.tag in _PARTS:
            run.append(morpheme.form.lower())
        elif run:
            yield run
            run = []
    yield run


def _english(text: str) -> list[str]:
    words = (word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(normal(text)))
    return [stem(_irregular().get(word, word)) for word in words]


@cache
def _irregular() -> dict[str, str]:
    """The word of each form that no stemming brings back to it: "began" → "begin"."""
    text = resources.files("index.words").joinpath("data", "irregular.en.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    pairs = (pair.partition(" ") for line in lines for pair in line.split("|"))
    return {form: word for form, _, word in pairs}


def _mark() -> str:
    """Of all that the table is made of."""
    made_of = f"{shipped_words()}{metadata.version('kiwipiepy')}{VERSION}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:16]


def shipped_words() -> str:
    """The lines of the dictionary that ships, as `read_entries` reads them."""
    return resources.files("index.words").joinpath("data", "words.tsv").read_text("utf-8")
