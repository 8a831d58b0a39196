"""What a figure is, and what a number counts: Korean and English units, currencies and counters."""

# ruff: noqa: E501 (tables of patterns read best one entry a line)

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FigureKind(StrEnum):
    """What sort of quantity a figure is. A range keeps the kind of its ends."""

    PERCENT = "percent"
    POINTS = "points"  # percentage points
    MONEY = "money"
    DATE = "date"
    YEAR = "year"
    ORDINAL = "ordinal"  # a place in an order: Article 5, 2기, the third
    COUNT = "count"  # anything counted or measured


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at `[start, end)` of the text it was found in; `text` is as written.

    `value`: percent as 5 for 5%; money and counts in whole units; a year as 2025; a date as YYYYMMDD with
    zeros for what is not written. `unit`: "%", "%p", an ISO 4217 code, the ISO form of a date
    ("2025-06-25", "--06"), "y" | "fy" | "decade", an order ("article", "term", …) or a unit ("year", "km",
    "person", …), "" for a bare number. `low` and `high` are the ends of a range, both `value` otherwise.
    """

    value: Decimal
    unit: str
    kind: FigureKind
    start: int
    end: int
    text: str
    low: Decimal
    high: Decimal

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def date(self) -> tuple[int, int, int]:
        """(year, month, day) of a date or year, 0 for each part that is not written."""
        if self.kind is FigureKind.YEAR:
            return int(self.value), 0, 0
        number = int(self.value) if self.kind is FigureKind.DATE else 0
        return number // 10000, number // 100 % 100, number % 100


# Currency → how it is written after a number, in front of one (symbols), as regular expressions.
_CURRENCIES = (
    ("USD", r"(?:미국?\s?)?달러|불(?=\s|$|[.,)])|(?:US|American)?\s?dollars?\b|USD\b", r"US\$|USD\s?|\$"),
    ("EUR", r"유로(?!존|화|폴|뉴)|유로화|euros?\b|EUR\b|€", r"€\s?|EUR\s?"),
    ("KRW", r"원(?!칙|자|탁|안|년|인|본|정|고|회|소|형|유|동|격|천|내|외|대|조|리|작|주민|심|수|점)|원화|(?:Korean\s)?won\b|KRW\b", r"₩\s?|KRW\s?"),
    ("JPY", r"엔(?!진|트|저|지)|(?:Japanese\s)?yen\b|JPY\b", r"¥\s?|JPY\s?"),
    ("CNY", r"위안(?!부|소)|(?:Chinese\s)?(?:yuan|renminbi|RMB)\b|CNY\b", r"CNY\s?|RMB\s?|元\s?"),
    ("GBP", r"파운드|(?:pounds?\s)?sterling\b|pounds?\b|GBP\b", r"£\s?|GBP\s?"),
    ("RUB", r"루블|(?:roubles?|rubles?)\b|RUB\b", r"₽\s?|RUB\s?"),
    ("INR", r"(?:Indian\s)?rupees?\b|루피|INR\b", r"₹\s?|INR\s?"),
    ("CHF", r"스위스\s?프랑|(?:Swiss\s)?francs?\b|CHF\b", r"CHF\s?"),
    ("CAD", r"캐나다\s?달러|Canadian\sdollars?\b|CAD\b", r"C\$|CAD\s?"),
    ("AUD", r"호주\s?달러|Australian\sdollars?\b|AUD\b", r"A\$|AU\$|AUD\s?"),
    ("NZD", r"뉴질랜드\s?달러|New\sZealand\sdollars?\b|NZD\b", r"NZ\$|NZD\s?"),
    ("SEK", r"(?:스웨덴\s)?크로나|(?:Swedish\s)?kronor\b|SEK\b", r"SEK\s?"),
    ("NOK", r"(?:노르웨이\s)?크로네|(?:Norwegian\s)?kroner\b|NOK\b", r"NOK\s?"),
    ("PLN", r"즈워티|(?:zloty|zlotys|złoty)\b|PLN\b", r"PLN\s?"),
)  # fmt: skip

_PRO = r"프로(?!그램|젝트|세스|필|토콜|듀서|야구|축구|선수|리그|파간다|모션|세서|덕트|퍼블)"
_COUNTRIES = r"countries|country|nations?|states|allies|members|partners|member\s(?:states|countries|nations)"

# (pattern after a number, kind, unit, factor). Earlier entries win. A unit "" is a bare count.
_UNITS: tuple[tuple[str, FigureKind, str, str], ...] = (
    (r"%\s?p(?:t|oints?)?(?![a-z])|%\s?포인트|퍼센트\s?포인트|(?:percentage|percent|per\scent)[\s-]points?\b|p\.p\.|pps?\b|ppts?\b",
     FigureKind.POINTS, "%p", "1"),
    (r"(?:basis\spoints?|bps?)\b|베이시스\s?포인트", FigureKind.POINTS, "%p", "0.01"),
    (rf"%|(?:percent|per\scent|pct)\b|퍼센트|{_PRO}", FigureKind.PERCENT, "%", "1"),
    (r"분기|(?:st|nd|rd|th)?\s?quarters?\b", FigureKind.ORDINAL, "quarter", "1"),
    (r"(?:st|nd|rd|th)\scentur(?:y|ies)\b|세기", FigureKind.ORDINAL, "century", "1"),
    (r"개년|년\s?(?:간|동안|이내|이상|이하|차(?![가-힣])|째|뒤|후|전(?![가-힣])|만에|이나|여|치)|년(?=\s?[0-9]+\s?개월)|개?\s?해(?=\s|를|가|동안|째|$)|years?\b(?![-\s]old)",
     FigureKind.COUNT, "year", "1"),
    (r"년(?!대|도|\s?[0-9]+\s?월)", FigureKind.COUNT, "year", "1"),
    (r"개월|달(?!러|성|라|빛)|months?\b", FigureKind.COUNT, "month", "1"),
    (r"주일|주(?=\s|간|째|동안|차|,|\.|$)(?!년)|weeks?\b", FigureKind.COUNT, "week", "1"),
    (r"(?<=\.[0-9])일|(?<=\.[0-9]{2})일|일\s?(?:간|동안|이내|이상|이하|만에|째|뒤|후|안에|이나|치)|days?\b", FigureKind.COUNT, "day", "1"),
    (r"시간|hours?\b", FigureKind.COUNT, "hour", "1"),
    (r"분(?=\s|간|동안|마다|이내|만에|[.,)]|$)|minutes?\b", FigureKind.COUNT, "minute", "1"),
    (r"초(?=\s|간|동안|[.,)]|$)|seconds?\b", FigureKind.COUNT, "second", "1"),
    (r"살|세(?=\s|이|의|를|가|부터|까지|,|\.|$)(?!\s?(?:번|가지))|years?[-\s]olds?\b", FigureKind.COUNT, "age", "1"),
    (r"주년|회째|번째|(?:st|nd|rd|th)\b(?:\sanniversary\b)?", FigureKind.ORDINAL, "", "1"),
    (r"기(?=\s|의|에|를|가|는|도|부터|까지|[.,)'’]|$)", FigureKind.ORDINAL, "term", "1"),
    (r"항(?=\s|의|에|을|은|이|과|,|\.|\)|$)(?!\s?목)", FigureKind.ORDINAL, "paragraph", "1"),
    (r"쪽|페이지|면(?=\s|[.,)]|$)", FigureKind.ORDINAL, "page", "1"),
    (r"위(?=\s|를|로|의|에|인|[.,)]|$)", FigureKind.ORDINAL, "rank", "1"),
    (r"세대(?=\s|의|를|,|$)", FigureKind.ORDINAL, "generation", "1"),
    (r"차(?=\s|례|,|\.|로|에)(?!례)", FigureKind.ORDINAL, "", "1"),
    (r"호(?=\s|의|에|를|가|는|[.,)]|$)", FigureKind.ORDINAL, "number", "1"),
    (r"배(?!럴|출|경|치|당|터)|times\sas\b|-?fold\b", FigureKind.COUNT, "x", "1"),
    (r"개국|나라|국가|개\s?(?:회원국|동맹국|파트너국|당사국|참가국|국)|(?:" + _COUNTRIES + r")\b",
     FigureKind.COUNT, "country", "1"),
    (r"명|사람|인(?=\s|의|이|을|은|승|[.,)]|$)|여\s?명|(?:people|persons?|soldiers|troops|personnel|workers|employees|refugees)\b",
     FigureKind.COUNT, "person", "1"),
    (r"번(?!째|영|호|역|지)|차례|회(?=\s|의|에|를|가|나|[.,)]|$)|times\b", FigureKind.COUNT, "time", "1"),
    (r"킬로미터|km\b|㎞|(?:kilomet(?:re|er)s?)\b", FigureKind.COUNT, "km", "1"),
    (r"(?:해상\s)?마일|(?:nautical\s)?miles?\b", FigureKind.COUNT, "mile", "1"),
    (r"제곱킬로미터|㎢|km2\b|km²", FigureKind.COUNT, "km2", "1"),
    (r"미터|m(?![A-Za-z0-9])|met(?:re|er)s?\b", FigureKind.COUNT, "m", "1"),
    (r"킬로그램|kg\b|㎏|kilograms?\b", FigureKind.COUNT, "kg", "1"),
    (r"킬로톤|kt\b|kilotons?\b", FigureKind.COUNT, "kt", "1"),
    (r"톤|(?:metric\s)?ton(?:ne)?s?\b|t(?![A-Za-z0-9])", FigureKind.COUNT, "t", "1"),
    (r"배럴|barrels?\b", FigureKind.COUNT, "barrel", "1"),
    (r"기가와트|GW\b|gigawatts?\b", FigureKind.COUNT, "GW", "1"),
    (r"메가와트|MW\b|megawatts?\b", FigureKind.COUNT, "MW", "1"),
    (r"킬로와트|kW\b|kilowatts?\b", FigureKind.COUNT, "kW", "1"),
    (r"테라와트시|TWh\b|terawatt[-\s]hours?\b", FigureKind.COUNT, "TWh", "1"),
    (r"℃|°\s?C\b|도(?=\s|씨|를|가|로|,|\.|$)|degrees?\b(?:\s(?:Celsius|centigrade))?", FigureKind.COUNT, "degree", "1"),
    (r"가지|개(?!국|발|혁|선|입|시|최|별|인|방|정|편|념|헌|요|조(?!항)|전|통)|건(?!설|강|물|의)|곳|척|대(?=\s|의|를|가|로|,|\.|$)|문(?=\s|의|을|,|\.|$)|발(?=\s|의|을|,|\.|$)|갈래|부분|분야|축|방향|단계|마리|그루|벌|편(?=\s)",
     FigureKind.COUNT, "", "1"),
)  # fmt: skip

AFTER = re.compile(
    r"여?[\s-]?(?:"
    + "|".join(f"(?P<c{i}>{after})" for i, (_, after, _) in enumerate(_CURRENCIES))
    + "|"
    + "|".join(f"(?P<u{i}>{pattern})" for i, (pattern, _, _, _) in enumerate(_UNITS))
    + ")",
    re.IGNORECASE,
)
_BEFORE_CURRENCY = re.compile(
    r"(?<![A-Za-z])(?:"
    + "|".join(f"(?P<c{i}>{before})" for i, (_, _, before) in sorted(enumerate(_CURRENCIES), key=lambda p: -len(p[1][2])))
    + r")$"
)  # fmt: skip

# In front of a number: the numbered parts of texts.
_NUMBERED = {
    "article": "article", "art": "article", "paragraph": "paragraph", "paragraphs": "paragraph", "para": "paragraph",
    "paras": "paragraph", "chapter": "chapter", "section": "section", "page": "page", "pages": "page", "p": "page",
    "pp": "page", "no": "number", "nos": "number", "number": "number", "resolution": "number", "title": "title",
    "annex": "annex", "phase": "phase", "tier": "tier", "category": "category", "level": "level",
    "track": "track", "pillar": "pillar", "volume": "volume", "vol": "volume", "part": "part", "table": "table",
    "q": "quarter", "h": "half", "figure": "figure", "footnote": "footnote", "note": "footnote", "articles": "article",
}  # fmt: skip
BEFORE_NUMBERED = re.compile(
    rf"(?<![A-Za-z])({'|'.join(sorted(_NUMBERED, key=len, reverse=True))})\.?\s?$", re.IGNORECASE
)
KOREAN_NUMBERED = {
    "조": "article", "항": "paragraph", "장": "chapter", "절": "section", "호": "number", "차": "", "기": "term",
    "부": "part", "권": "volume", "쪽": "page", "단계": "phase", "세대": "generation", "회": "", "대": "", "편": "part",
}  # fmt: skip
ARTICLE = re.compile(
    r"조(?=\s?(?:공약|이행|발동|조항|집단|위반|개정|에\s?(?:따|근거|의거|의한|규정|명시)|상의|제\s?[0-9]|[0-9]+\s?항)|의\s?집단|\(집단)"
)

# Names and marks that hold digits and are no figures: F-35, IP4, COVID-19, 화성-17형, 6·25, [¶3], addresses.
NAMES = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+"
    r"|\[\^?¶?[0-9]{1,3}(?:\s?[,–-]\s?[0-9]{1,3})*\]"
    r"|(?<![A-Za-z0-9])(?!(?:Mid|Post|Pre|Late|Early|Non|Since)-(?:19|20)[0-9]{2})(?!(?:FY|CY)-?[0-9]|(?:Q[1-4]|H[12])(?![0-9A-Za-z]))(?![A-Z]{3}[0-9]{1,3}(?:,|bn|tn|m\b|\.|억|조|만))"
    r"[A-Za-z]*[A-Z][A-Za-z]*[-‐‑]?[0-9]{1,4}(?:[A-Z][A-Za-z]*[0-9]*)?(?:[-‐‑][0-9]+)?(?![0-9A-Za-z%.,]*[0-9%])"
    r"|(?<![0-9A-Za-z.,])[0-9]{1,2}[GDK](?![A-Za-z0-9])"
    r"|[가-힣]+-[0-9]+(?:형|호)?(?=[\s,.)은는이가의을를와과도에]|$)"
    r"|(?<![0-9.])[0-9]{1,2}[·ㆍ‧∙・][0-9]{1,2}(?![0-9.%])"
    r"|(?<![0-9])9/11(?![0-9])|(?<![0-9/])24/7(?![0-9/])|(?<![0-9'’‘`´])[0-9]+(?:\.[0-9]+){2,}"
    r"|제\s?[0-9삼이]\s?(?:국(?!가)|자(?=[\s가는의와를])|세계)|\bthird[- ](?:part(?:y|ies)|countr(?:y|ies)|states?\b|world)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found beside a number. `factor` scales its value (basis points → percentage points)."""

    kind: FigureKind
    name: str
    start: int
    end: int
    factor: Decimal = Decimal(1)


def unit_after(text: str, at: int) -> Unit | None:
    """The unit that begins at `at` or one space later."""
    match = AFTER.match(text, at)
    if match is None or match.lastgroup is None:
        return None
    index = int(match.lastgroup[1:])
    if match.lastgroup[0] == "c":
        return Unit(FigureKind.MONEY, _CURRENCIES[index][0], match.start(), match.end())
    _, kind, name, factor = _UNITS[index]
    return Unit(kind, name, match.start(), match.end(), Decimal(factor))


def unit_before(text: str, at: int) -> Unit | None:
    """The currency sign or numbered-part word that ends at `at`."""
    window = text[max(0, at - 16) : at]
    money = _BEFORE_CURRENCY.search(window)
    if money and money.lastgroup:
        return Unit(FigureKind.MONEY, _CURRENCIES[int(money.lastgroup[1:])][0], at - len(money.group()), at)
    numbered = BEFORE_NUMBERED.search(window)
    if numbered:
        name = _NUMBERED[numbered[1].lower()]
        return Unit(FigureKind.ORDINAL, name, at - len(numbered.group()), at)
    return None
