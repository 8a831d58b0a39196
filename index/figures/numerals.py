"""Numbers as they are written: digits, Korean numerals (12조 3천억, 이천이십오, 다섯) and English ones
(twenty-five, 1.2 billion). Knows spans and values, nothing about what is counted.

All functions take text in which full-width digits have been folded to ASCII one for one, so that
offsets are those of the text as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SMALL_UNITS = {"십": Decimal(10), "백": Decimal(100), "천": Decimal(1000)}
BIG_UNITS = {"만": Decimal(10**4), "억": Decimal(10**8), "조": Decimal(10**12), "경": Decimal(10**16)}
SINO = {c: i for i, c in enumerate("영일이삼사오육칠팔구")}
NATIVE_ONES = {
    "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "석": 3, "네": 4, "넷": 4, "넉": 4,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
NATIVE_TENS = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70,
    "여든": 80, "아흔": 90,
}  # fmt: skip
ENGLISH_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
ENGLISH_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
ENGLISH_SCALES = {
    "hundred": Decimal(100), "thousand": Decimal(1000), "million": Decimal(10**6), "mn": Decimal(10**6),
    "mln": Decimal(10**6), "billion": Decimal(10**9), "bn": Decimal(10**9), "bln": Decimal(10**9),
    "trillion": Decimal(10**12), "tn": Decimal(10**12), "trn": Decimal(10**12),
}  # fmt: skip
ENGLISH_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70,
    "eightieth": 80, "ninetieth": 90, "hundredth": 100,
}  # fmt: skip

# Small numbers in words, by which things are counted in both languages.
SMALL = NATIVE_ONES | {"열": 10} | {word: number for word, number in ENGLISH_ONES.items() if 0 < number <= 10}
SMALL_NUMBER = "|".join(sorted(SMALL, key=len, reverse=True))

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,9})?|[0-9]{1,15}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})"
_DIGITS = re.compile(rf"(?<![0-9])(?<![0-9][.,]){DIGITS}(?![0-9])")
_MORE_DIGITS = re.compile(rf"\s?({DIGITS})(?![0-9])")
# Syllables after which a unit syllable is the start of another word: 5조각, 3만큼, 2백신.
_NOT_UNIT = re.compile(
    r"조(?:각|직|항|건|합|율|사|정|약|치)|만(?:큼|족|남|료)|억(?:제|압|류)|백(?:신|화|악)|천(?:연|체|문)"
)
_SPACED_UNIT = re.compile(r"[만억조경](?=\s|[0-9]|여|원|달러|유로|엔|위안|명|$|[.,)])")
_NATIVE_WORDS = "|".join(sorted(NATIVE_ONES, key=len, reverse=True))
NATIVE = re.compile(
    rf"(?<![가-힣])(?:(?P<tens>{'|'.join(NATIVE_TENS)})(?P<ones>{_NATIVE_WORDS})?|(?P<one>{_NATIVE_WORDS}))"
)
_SINO = re.compile(r"(?<![가-힣0-9])[일이삼사오육칠팔구십백천만억조]{1,16}")
_SMALL_WORD = "|".join(sorted([*ENGLISH_ONES, *ENGLISH_TENS], key=len, reverse=True))
_SCALE_WORD = "hundred|thousand|million|billion|trillion"
_ENGLISH = re.compile(
    rf"(?<![A-Za-z0-9-])(?:an?\s(?=(?:{_SCALE_WORD})\b))?(?:{_SMALL_WORD}|{_SCALE_WORD})\b"
    rf"(?:(?:[\s-]|\sand\s|\spoint\s)(?:{_SMALL_WORD}|{_SCALE_WORD})\b)*",
    re.IGNORECASE,
)
_ENGLISH_SCALE = re.compile(
    rf"[\s-]?({'|'.join(sorted(ENGLISH_SCALES, key=len, reverse=True))})(?![A-Za-z])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at `[start, end)`. `scale` is the one unit a single coefficient stands before (10억 → 10⁸,
    5 billion → 10⁹), 1 where there is none: a range passes it on to its lower end."""

    start: int
    end: int
    value: Decimal
    scale: Decimal = Decimal(1)
    words: str = ""  # "", "sino", "native" or "english": numerals in words need a unit to be believed


def is_numeral(word: str) -> bool:
    """Whether `word` is an English number word."""
    known = (ENGLISH_ONES, ENGLISH_TENS, ENGLISH_SCALES, ENGLISH_ORDINALS)
    return any(word.lower() in words for words in known)


def small_number(written: str) -> int:
    """The value of a match of SMALL_NUMBER or of digits."""
    return int(written) if written.isdigit() else SMALL[written.lower()]


def to_decimal(digits: str) -> Decimal:
    """The value of digits as written, with or without thousands separators."""
    return Decimal(digits.replace(",", ""))


def numerals(text: str) -> Iterator[Numeral]:
    """Every number of the text, in no particular order; none overlaps another of its own kind."""
    end = 0
    for match in _DIGITS.finditer(text):
        if match.start() >= end:
            numeral = _from_digits(text, match)
            end = numeral.end
            yield numeral
    for match in _SINO.finditer(text):
        value = sino_value(match.group())
        if value is not None:
            yield Numeral(match.start(), match.end(), value, words="sino")
    for match in NATIVE.finditer(text):
        yield Numeral(match.start(), match.end(), native_value(match), words="native")
    for match in _ENGLISH.finditer(text):
        yield from _from_english(match)


def native_value(match: re.Match[str]) -> Decimal:
    """The value of a match of NATIVE."""
    if match["one"]:
        return Decimal(NATIVE_ONES[match["one"]])
    return Decimal(NATIVE_TENS[match["tens"]] + NATIVE_ONES.get(match["ones"] or "", 0))


def sino_value(word: str) -> Decimal | None:
    """The value of Sino-Korean numeral syllables (이천이십오 → 2025), None where they are no number."""
    total, section, digit = Decimal(0), Decimal(0), None
    last_small, last_big = Decimal(10**4), Decimal(10**17)
    for syllable in word:
        if syllable in SINO:
            if digit is not None:
                return None
            digit = SINO[syllable]
        elif syllable in SMALL_UNITS:
            unit = SMALL_UNITS[syllable]
            if unit >= last_small:
                return None
            section += (1 if digit is None else digit) * unit
            digit, last_small = None, unit
        else:
            unit = BIG_UNITS[syllable]
            section += digit or 0
            if unit >= last_big or (not section and syllable != "만"):
                return None
            total += (section or 1) * unit
            section, digit, last_small, last_big = Decimal(0), None, Decimal(10**4), unit
    return total + section + (digit or 0)


def _from_digits(text: str, match: re.Match[str]) -> Numeral:
    """A number that begins in digits, with the Korean or English units it goes on with."""
    korean = _korean_units(text, match)
    if korean is not None:
        return korean
    scaled = _ENGLISH_SCALE.match(text, match.end())
    value = to_decimal(match.group())
    if scaled:
        scale = ENGLISH_SCALES[scaled[1].lower()]
        return Numeral(match.start(), scaled.end(), value * scale, scale)
    return Numeral(match.start(), match.end(), value)


def _korean_units(text: str, match: re.Match[str]) -> Numeral | None:
    """12조 3,456억, 5천억, 3천 5백만, 3만 2000; None where no Korean unit follows."""
    total, section, parts = Decimal(0), Decimal(0), 0
    last_big, scale = Decimal(10**17), Decimal(1)
    number: re.Match[str] | None = match
    end = match.end()
    while number:
        value = to_decimal(number.group().strip())
        at = number.end()
        small, big, at = _units_at(text, at)
        if small is None and big is None:
            # 3만 2000: four bare digits finish a number of ten thousands.
            plain = number.group().strip()
            if parts and last_big == 10**4 and re.fullmatch("[0-9]{4}", plain) and text[at : at + 1] != "년":
                section, end = section + value, at
            break
        if big is not None and big >= last_big:
            break
        parts += 1
        section += value * (small or 1)
        scale = (small or Decimal(1)) * (big or Decimal(1))
        end = at
        if big is not None:
            total, section, last_big = total + section * big, Decimal(0), big
        number = _MORE_DIGITS.match(text, at)
    if not parts:
        return None
    return Numeral(match.start(), end, total + section, scale if parts == 1 else Decimal(1))


def _units_at(text: str, at: int) -> tuple[Decimal | None, Decimal | None, int]:
    """The small (십백천) and big (만억조) unit that stand at `at`, and where they end."""
    small = big = None
    end = at
    if text[end : end + 1] in SMALL_UNITS and not _NOT_UNIT.match(text, end):
        small, end = SMALL_UNITS[text[end]], end + 1
    if text[end : end + 1] in BIG_UNITS and not _NOT_UNIT.match(text, end):
        if text[end] == "경" and not re.match(r"경\s?(?:[0-9]|원)", text[end : end + 4]):
            return small, None, end
        big, end = BIG_UNITS[text[end]], end + 1
    elif small is None and text[end : end + 1] == " " and _SPACED_UNIT.match(text, end + 1):
        big, end = BIG_UNITS[text[end + 1]], end + 2
    return small, big, end


def _from_english(match: re.Match[str]) -> Iterator[Numeral]:
    """Number words; a run that is no single number ("two three") is read word by word."""
    run = re.sub(r"^an?\s", "one ", match.group().lower())
    words = re.split(r"[\s-]+", run)
    if words[0] in ENGLISH_SCALES:
        return  # "million" alone says no number
    value = _english_value(words)
    if value is not None:
        scale = ENGLISH_SCALES.get(words[-1], Decimal(1)) if len(words) == 2 else Decimal(1)
        yield Numeral(match.start(), match.end(), value, scale, words="english")
        return
    for word in re.finditer(r"[A-Za-z]+", match.group()):
        small = _english_value([word.group().lower()])
        if small is not None:
            start = match.start() + word.start()
            yield Numeral(start, match.start() + word.end(), small, words="english")


def _english_value(words: list[str]) -> Decimal | None:
    """The value of lower-cased number words, None where they do not make one number."""
    if "point" in words:
        return _english_decimal(words)
    total, section, last = Decimal(0), Decimal(0), ""
    for word in words:
        if word == "and":
            if last not in ("hundred", "thousand", "million", "billion"):
                return None
        elif word in ENGLISH_ONES or word in ENGLISH_TENS:
            number = ENGLISH_ONES.get(word, ENGLISH_TENS.get(word, 0))
            if last in ENGLISH_ONES or (last in ENGLISH_TENS and not 0 < number < 10):
                return None
            section += number
        elif word == "hundred":
            if not 0 < section < 100:
                return None
            section *= 100
        elif word in ENGLISH_SCALES:
            if not section:
                return None
            total, section = total + section * ENGLISH_SCALES[word], Decimal(0)
        else:
            return None
        last = word
    return total + section if last != "and" else None


def _english_decimal(words: list[str]) -> Decimal | None:
    """two point three two (million)."""
    point = words.index("point")
    whole = _english_value(words[:point])
    digits = words[point + 1 :]
    scale = Decimal(1)
    if digits and digits[-1] in ENGLISH_SCALES:
        scale = ENGLISH_SCALES[digits.pop()]
    if whole is None or not digits or any(ENGLISH_ONES.get(d, 10) > 9 for d in digits):
        return None
    return (whole + Decimal("0." + "".join(str(ENGLISH_ONES[d]) for d in digits))) * scale
