"""Names of authors: which part is the family name, who is an institution, and how a style prints several.

Records hold display strings ("김세미", "Kim Saeme", "Ursula von der Leyen", "Ministry of Foreign Affairs").
A string this module cannot take apart is printed as it stands: a whole name is never wrong, a wrongly
turned one is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
FAMILY_NAMES: Mapping[str, list[str]] = _WORDS["family_names"]
_ROMANISED = frozenset(form for forms in FAMILY_NAMES.values() for form in forms)
_INSTITUTION_WORDS = frozenset(_WORDS["institution_words"])
_INSTITUTION_ENDINGS = tuple(_WORDS["institution_endings"])
_PARTICLES = frozenset(_WORDS["particles"])
_SUFFIXES = frozenset(_WORDS["suffixes"])
# A given name romanised syllable by syllable ("Saemi", "Jae-myung"): a loose test, used with others only.
_KOREAN_SYLLABLES = re.compile(
    r"(?:(?:kk|tt|pp|ss|jj|ch|sh|[gkndtrlmbpsjh])?[yw]?(?:ae|eo|eu|ee|oo|ui|oe|u[hn]?|[aeiou]h?)"
    r"(?:ng|ck|[kgntlrmpb])?-?){2,4}"
)
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Name:
    """One author. `given` is "" for an institution and for a name that is not taken apart; `family_first`
    tells that the name itself is written family name first."""

    text: str
    family: str = ""
    given: str = ""
    suffix: str = ""
    family_first: bool = False

    @property
    def short(self) -> str:
        """What a later footnote calls the author: the family name, in Korean the whole name."""
        return self.family if self.given else self.text

    @property
    def inverted(self) -> str:
        """The name as a bibliography files it: "Stoltenberg, Jens"."""
        if not self.given:
            return self.text
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    @property
    def initials(self) -> str:
        """The name as APA prints it: "Stoltenberg, J.", "Kim, S.", "Ban, K.-m."."""
        if not self.given:
            return self.text
        given = " ".join(_initial(word) for word in self.given.split())
        return ", ".join(part for part in (self.family, given, self.suffix) if part)


def _initial(word: str) -> str:
    return "-".join(f"{part[0]}." for part in word.split("-") if part)


def is_institution(text: str) -> bool:
    """Whether an author string names a body and not a person, as far as its words tell."""
    if _HANGUL.search(text):
        return len(text.replace(" ", "")) > 4 or (len(text) > 3 and text.endswith(_INSTITUTION_ENDINGS))
    words = re.findall(r"[^\W\d_]+", text)
    return (
        len(words) < 2
        or text.lower().startswith("the ")
        or any(word.lower() in _INSTITUTION_WORDS for word in words)
        or any(word in ("and", "of", "for", "&") for word in text.split())
    )


def parse_name(text: str, hangul: str = "") -> Name:
    """Take a name apart. `hangul` is the same author's Korean name, where the record has both: it tells
    beyond doubt which part of a romanised name is the family name."""
    text = " ".join(text.split())
    if "," in text and not is_institution(text.replace(",", " ")):
        family, given, *rest = [part.strip() for part in text.split(",")]
        return Name(text, family, given, " ".join(rest))
    if _HANGUL.search(text) or is_institution(text):
        return Name(text)
    words = text.split()
    suffix = words.pop() if words[-1].lower() in _SUFFIXES and len(words) > 2 else ""
    if _family_first(words, hangul):
        return Name(text, words[0], " ".join(words[1:]), suffix, family_first=True)
    cut = next((i for i, word in enumerate(words) if i and word.lower() in _PARTICLES), len(words) - 1)
    return Name(text, " ".join(words[cut:]), " ".join(words[:cut]), suffix)


def _family_first(words: Sequence[str], hangul: str) -> bool:
    """Whether a Latin-script name of two or more words is written in Korean order."""
    first, last = words[0].lower(), words[-1].lower()
    for size in (2, 1):
        forms = FAMILY_NAMES.get(hangul[:size], [])
        if forms and (first in forms) != (last in forms):
            return first in forms
    if first not in _ROMANISED or last in _ROMANISED:
        return False
    given = "".join(words[1:]).lower()
    return "-" in given or _KOREAN_SYLLABLES.fullmatch(given) is not None


@dataclass(frozen=True, slots=True)
class NameList:
    """How a convention prints several names. More than `most` names (0: any number) are cut to the
    `keep` first, followed by `others`. `form`: "plain", "inverted" (the first), "initials" (all)."""

    form: str = "plain"
    between: str = ", "
    pair: str = " and "
    last: str = ", and "
    most: int = 3
    keep: int = 1
    others: str = " et al."

    def print(self, names: Sequence[Name]) -> str:
        shown = [self._one(name, position) for position, name in enumerate(names)]
        if not shown:
            return ""
        if self.most and len(shown) > self.most:
            return self.between.join(shown[: self.keep]) + self.others
        if len(shown) == 1:
            return shown[0]
        if len(shown) == 2:
            return self.pair.join(shown)
        return self.between.join(shown[:-1]) + self.last + shown[-1]

    def _one(self, name: Name, position: int) -> str:
        if self.form == "initials":
            return name.initials
        if self.form == "inverted" and position == 0:
            return name.inverted
        if self.form == "short":
            return name.short
        return name.text if not name.given or name.family_first or "," not in name.text else _plain(name)


def _plain(name: Name) -> str:
    return " ".join(part for part in (name.given, name.family, name.suffix) if part)
