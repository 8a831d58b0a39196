"""Numbers of a spreadsheet as it displays them, by their format codes (ECMA-376 part 1, 18.8.31).

Sections, digits, thousands, scaling, percents, exponents, literal text and dates are known; what is left out
(fractions, conditions, colours) falls back to the plain number.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]')
_DIGITS: Final = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+")
_DATE_PART: Final = re.compile(
    r"yyyy|yy|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|AM/PM|am/pm|A/P|aaaa|aaa", re.I
)
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEK: Final = "월화수목금토일"


def shown(value: object, code: str) -> str:
    """A cell's value as its format code `code` shows it; "" for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return _date(value, code.partition(";")[0])
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, int | float):
        return _number(value, code)
    return str(value)


def _number(value: int | float, code: str) -> str:
    sections = code.split(";")
    negative = value < 0
    section = sections[0]
    if negative and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if section.strip().lower() in ("general", "", "@"):
        return _plain(value)
    literal, bare = _literals(section)
    if re.search(r"[eE][+-]", bare):
        places = len(re.search(r"\.([0#?]*)", bare)[1]) if "." in bare else 0  # type: ignore[index]
        return f"{value:.{places}E}"
    digits = _DIGITS.search(bare)
    if "/" in bare or digits is None:
        return _fill(bare, literal).strip() if digits is None else _plain(value)
    if negative and len(sections) == 1:
        sign, value = "-", -value
    else:
        sign = ""
    amount = Decimal(repr(value)) * (100 if "%" in bare else 1)
    figure = _figure(amount, digits.group())
    shown_text = bare[: digits.start()] + figure + bare[digits.end() :]
    return (sign + _fill(shown_text, literal)).strip()


def _figure(amount: Decimal, pattern: str) -> str:
    """An amount in the digits a pattern ("#,##0.0#") gives it."""
    scale = len(pattern) - len(pattern.rstrip(","))
    amount = amount.scaleb(-3 * scale)
    whole, _, part = pattern.rstrip(",").partition(".")
    rounded = amount.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP)
    written = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    head, _, tail = written.partition(".")
    least = part.count("0")
    while len(tail) > least and tail.endswith("0"):
        tail = tail[:-1]
    needed = whole.replace(",", "").count("0")
    head = head.zfill(needed) if "," not in whole else head
    head = "" if needed == 0 and head == "0" and tail else head
    return f"{head}.{tail}" if tail else head


def _literals(section: str) -> tuple[list[str], str]:
    """A section's literal texts, and the section with a private mark in place of each."""
    texts: list[str] = []

    def keep(match: re.Match[str]) -> str:
        text = match[1] or match[2] or match[5] or (" " if match[3] else "")
        if not text:
            return ""
        texts.append(text)
        return chr(0xF8000 + len(texts) - 1)

    return texts, _TOKEN.sub(keep, section)


def _fill(text: str, literal: list[str]) -> str:
    return "".join(literal[ord(c) - 0xF8000] if 0 <= ord(c) - 0xF8000 < len(literal) else c for c in text)


def _plain(value: int | float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # Eleven digits are what a cell shows of a number without a format.
    return f"{value:.11g}"


def _date(value: dt.datetime | dt.date | dt.time, code: str) -> str:
    literal, bare = _literals(code)
    if not _DATE_PART.search(bare) or bare.strip().lower() == "general":
        moment = isinstance(value, dt.datetime) and (value.hour or value.minute)
        return str(value) if moment or isinstance(value, dt.time) else str(value)[:10]
    half = re.search(r"AM/PM|A/P", bare, re.I) is not None
    last = ""

    def put(match: re.Match[str]) -> str:
        nonlocal last
        part = match[0].lower()
        minutes = part in ("m", "mm") and (
            last.startswith("h") or re.match(r"[^a-z]*s", bare[match.end() :], re.I) is not None
        )
        last = part
        return _part(value, "minute" + part if minutes else part, half)

    return _fill(_DATE_PART.sub(put, bare), literal).strip()


def _part(value: dt.datetime | dt.date | dt.time, part: str, half: bool) -> str:
    hour, minute, second = (getattr(value, name, 0) for name in ("hour", "minute", "second"))
    clock = (hour % 12 or 12) if half else hour
    times = {"h": str(clock), "hh": f"{clock:02}", "s": str(second), "ss": f"{second:02}"}
    times |= {"minutem": str(minute), "minutemm": f"{minute:02}"}
    times |= {"am/pm": "PM" if hour >= 12 else "AM", "a/p": "P" if hour >= 12 else "A"}
    if part in times:
        return times[part]
    if isinstance(value, dt.time):
        return ""
    day, month, name = value.weekday(), value.month, _MONTHS[value.month - 1]
    dates = {"yyyy": f"{value.year}", "yy": f"{value.year % 100:02}", "m": str(month), "mm": f"{month:02}"}
    dates |= {"mmm": name[:3], "mmmm": name, "mmmmm": name[0], "d": str(value.day), "dd": f"{value.day:02}"}
    dates |= {"ddd": _DAYS[day][:3], "dddd": _DAYS[day], "aaa": _WEEK[day], "aaaa": f"{_WEEK[day]}요일"}
    return dates.get(part, "")
