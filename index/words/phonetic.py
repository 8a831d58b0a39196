"""Names across scripts: 뤼터 ~ Rutte, 젤렌스키 ~ Zelensky, 호르무즈 ~ Hormuz.

Both spellings are reduced to the sounds that Korean transcription keeps apart. The key is the skeleton of
consonants, which the vowel letters of English hide least; names that share a key are then compared with
their vowels. The rules follow the general table of the Korean transcription of foreign words (외래어
표기법) read backwards; no name is listed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# One letter a class of sounds that Hangul writes alike: P (ㅂㅃㅍ: p b f v), T (ㄷㄸㅌ: t d),
# K (ㄱㄲㅋ: k g), S (ㅅㅆ, and th), J (ㅈㅉㅊ: j z ch), R (ㄹ: l r), M, N (ㄴ, ng), H.
_INITIALS = "KKNTTRMPPSS_JJJKTPH"
_FINALS = (
    *("", "K", "K", "KS", "N", "NJ", "N", "T", "R", "RK", "RM", "RP", "RS", "RT"),
    *("RP", "R", "M", "P", "PS", "S", "S", "N", "T", "T", "K", "T", "P", ""),
)
# Vowels: A (ㅏㅑ), E (ㅐㅔㅒㅖ), O (ㅗㅛㅓㅕ), U (ㅜㅠㅡ), I (ㅣ), and those between.
_VOWELS = "AEAEOEOEOAEEOUOEIUUII"
_ENGLISH = (
    (r"[^a-z]", ""),
    (r"^mc", "mak"),
    (r"^(?:kn|gn)", "n"),
    (r"^wr", "r"),
    (r"^x", "s"),
    (r"sch|sh|tsch(?=[^aeiou])", "S"),
    (r"tch|tsch|ch(?![lrnm])", "J"),
    (r"ph", "P"),
    (r"th", "S"),
    (r"ng(?=h)", "N"),
    (r"gh(?=[t]|$)", ""),
    (r"gh", "K"),
    (r"dg(?=[eiy])", "J"),
    (r"ck|kh|qu|q", "K"),
    (r"x", "KS"),
    (r"c(?=[eiy])", "S"),
    (r"ts|tz|cz|zz", "J"),
    (r"sk", "SK"),
    (r"g(?=[eiy])", "J"),
    (r"ng(?![aeiouy])", "N"),
    (r"(?<=[aeiouy])h(?![aeiouy])", ""),
    (r"(?<![aeiouy])w|w(?=[aeiouy])", "U"),
    (r"w", "U"),
)
_CLASSES = str.maketrans(
    {**dict.fromkeys("bfpv", "P"), **dict.fromkeys("td", "T"), **dict.fromkeys("kgc", "K")}
)
_MORE = str.maketrans({"s": "S", "j": "J", "z": "J", "l": "R", "r": "R", "m": "M", "n": "N", "h": "H"})
_ENGLISH_VOWELS = (
    (r"oo|ou|eu|ue|ew", "U"),
    (r"ee|ea|ie|ey", "I"),
    (r"ai|ay|ei|ae|oe", "E"),
    (r"au|aw|oa", "O"),
)
_VOWEL_OF = str.maketrans({"a": "A", "e": "E", "i": "I", "y": "I", "o": "O", "u": "U"})
_SHORTEST = 2


@lru_cache(maxsize=50_000)
def sounds(name: str) -> str:
    """The classes of sounds of a name in Hangul or Latin letters, "" for any other. Repeats are merged, and
    spaces are nothing: Seo Ga-eun ~ 서가은."""
    name = name.replace(" ", "")
    if re.fullmatch("[가-힣]+", name):
        found = "".join(_syllable(ord(letter) - 0xAC00) for letter in name)
    elif re.fullmatch(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", name) and re.search("[A-Za-z]", name):
        found = _latin(name)
    else:
        return ""
    return re.sub(r"(.)\1+", r"\1", found)


def _syllable(code: int) -> str:
    initial, vowel, final = code // 588, code % 588 // 28, code % 28
    # ㅡ only carries a consonant in a transcription: 트럼프 is T-R-O-M-P.
    middle = "" if vowel == 18 else _VOWELS[vowel]
    if vowel == 16:  # ㅟ is the u of 뤼터 ~ Rutte, or the wi of 위키 ~ wiki
        middle = "UI" if initial == 11 else "U"
    return _INITIALS[initial].replace("_", "") + middle + _FINALS[final]


def _latin(name: str) -> str:
    plain = unmarked(name.lower())
    plain = re.sub(r"(?<=[a-z]{3})e$", "", plain) if not plain.endswith(("tte", "ette")) else plain
    for pattern, sound in _ENGLISH:
        plain = re.sub(pattern, sound, plain)
    for pattern, sound in _ENGLISH_VOWELS:
        plain = re.sub(pattern, sound, plain)
    return plain.translate(_CLASSES).translate(_MORE).translate(_VOWEL_OF)


def unmarked(name: str) -> str:
    """Latin letters without their accents: ü as u."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def key(name: str) -> str:
    """The consonant skeleton of a name, led by "A" where it begins with a vowel; "" for a name of fewer
    than two consonants, which would meet anything."""
    heard = sounds(name)
    skeleton = re.sub(r"(.)\1+", r"\1", re.sub("[AEIOU]", "", heard))
    if len(skeleton) < _SHORTEST:
        return ""
    return ("A" if heard[0] in "AEIOU" else "") + skeleton


def keys(name: str) -> tuple[str, ...]:
    """The keys to find a name by: its own, then those of its other readings (see `_readings`)."""
    return tuple(dict.fromkeys(form for form in map(key, _readings(name)) if form))


_READINGS = (
    (r"(?<=[aeiou])r(?![aeiouyr])", ""),  # an r that Korean does not write: 스타머 ~ Starmer
    (r"g(?=[eiy])", "k"),
    (r"z", "s"),
    (r"th", "t"),
    (r"j|kh", "h"),
    (r"g(?=a)", ""),  # the silent g of 에르도안 ~ Erdoğan
)


def _readings(name: str) -> tuple[str, ...]:
    """A Latin name as spelt, and as languages that read a letter otherwise say it."""
    if re.search("[가-힣]", name):
        return (name,)
    name = unmarked(name)
    return (name, *(re.sub(pattern, sound, name, flags=re.IGNORECASE) for pattern, sound in _READINGS))


def likeness(one: str, other: str) -> float:
    """How alike two names sound, 0 to 1: one minus the edit distance of their sounds over the longer's
    length, a vowel for a vowel costing half and a vowel more or less a third."""
    heard = [{sounds(reading) for reading in _readings(name)} - {""} for name in (one, other)]
    pairs = ((a, b) for a in heard[0] for b in heard[1])
    return max((1 - _distance(a, b) / max(len(a), len(b)) for a, b in pairs), default=0.0)


def _distance(one: str, other: str) -> float:
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _weight(letter))
    for letter in one:
        previous, row = row, [row[0] + _weight(letter)]
        for at, against in enumerate(other):
            swap = 0.0 if letter == against else (0.5 if _weight(letter) == _weight(against) < 1 else 1.0)
            row.append(
                min(previous[at] + swap, previous[at + 1] + _weight(letter), row[-1] + _weight(against))
            )
    return row[-1]


def _weight(letter: str) -> float:
    return 1 / 3 if letter in "AEIOU" else 1.0
