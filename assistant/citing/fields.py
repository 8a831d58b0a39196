"""A record as the finished texts a template prints: author, title, series, date …

What the record does not know stays "" and drops out of the footnote; nothing is made up for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.citing.names import Name, parse_name
from assistant.citing.pinpoint import Pin
from assistant.citing.style import Convention, Terms, Work
from assistant.citing.template import Line, fill
from sources.document import Kind, Language, Record

_WORKS = {
    Kind.ARTICLE: Work.ARTICLE,
    Kind.WEB: Work.WEB,
    **dict.fromkeys(
        (
            Kind.DECLARATION,
            Kind.DIGEST,
            Kind.STATUTE,
            Kind.AGREEMENT,
            Kind.MEMORANDUM,
            Kind.NOTICE,
            Kind.PRESS_RELEASE,
        ),
        Work.OFFICIAL,
    ),
}
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_NESTED = str.maketrans("“”", "‘’")


def work_of(record: Record) -> Work:
    """What kind of work the record describes."""
    if record.kind in _WORKS:
        return _WORKS[record.kind]
    if any(record.series.values()):
        return Work.SERIES
    return Work.BOOK if record.kind is Kind.REPORT else Work.ITEM


def record_language(record: Record) -> Language:
    """The language of a record cited as a whole: its own, or that of its title."""
    if record.language is not None:
        return record.language
    title = record.title(Language.KO)
    return Language.KO if re.search("[가-힣]", title) else Language.EN


def printable(text: str) -> str:
    """One line of text: line breaks and control characters would break a footnote in two. A surrogate
    that stands alone is no character of any file and is shown as the replacement character."""
    return " ".join(_CONTROL.sub(" ", text).split()).translate(_SURROGATES)


def names_of(record: Record, language: Language, convention: Convention) -> tuple[Name, ...]:
    """The authors in `language`, else in the other; the issuing body where there are none. An institution
    that publishes its own text stands as its author; a newspaper does not. A statute is cited by its name
    alone."""
    if record.kind is Kind.STATUTE:
        return ()
    authors = record.authors.get(language) or record.authors.get(language.other)
    if authors:
        korean = record.authors.get(Language.KO, ())
        paired = len(korean) == len(authors)
        return tuple(
            parse_name(printable(text), korean[i].replace(" ", "") if paired else "")
            for i, text in enumerate(authors)
            if printable(text)
        )
    issuer, publisher = _either(record.issuers, language), _either(record.publishers, language)
    if record.kind in (Kind.ARTICLE, Kind.OTHER):
        body = issuer
    elif _WORKS.get(record.kind) is Work.OFFICIAL:
        bodies = {"publisher": publisher or issuer, "title": "" if publisher else issuer}
        body = bodies.get(convention.official_author, issuer or publisher)
    else:
        body = issuer or (publisher if convention.publisher_as_author else "")
    return (Name(body),) if body else ()


def author_key(record: Record, source: Language, report: Language, convention: Convention) -> str:
    """What a later footnote would call the record's author."""
    named_in = report if convention.translated_names else source
    return convention.authors.short.print(names_of(record, named_in, convention))


def values_of(
    record: Record,
    source: Language,
    report: Language,
    convention: Convention,
    pin: Pin,
    *,
    inverted: bool = False,
    link: str = "",
    note_number: int = 0,
) -> dict[str, str]:
    """Every field of `style.FIELDS` for one footnote or, with `inverted` names, one bibliography entry.

    `source` is the language the record is cited in, `report` that of the text around the footnote."""
    named_in = report if convention.translated_names else source
    names = names_of(record, named_in, convention)
    authors, terms = convention.authors, convention.terms
    title = _quotable(_either(record.titles, source) or record.key)
    other = _quotable(printable(record.titles.get(report, ""))) if source is not report else ""
    publisher = _either(record.publishers, named_in)
    if not convention.repeat_publisher and [publisher] == [name.text for name in names]:
        publisher = ""
    lists = {
        "author": authors.entry if inverted else authors.note,
        "author_short": authors.short,
        "author_in_text": authors.in_text,
    }
    year = re.search(r"(?<!\d)\d{4}(?!\d)", record.date)
    work = work_of(record)
    series, number = _either(record.series, source), printable(record.number)
    if work is Work.OFFICIAL and not series:
        series, number = number, ""  # 법률 제12345호 stands alone, in no series
    if series == title:
        series = ""  # a periodical's issue without a title of its own
    values = {key: form.print(names) for key, form in lists.items()}
    values |= {
        "title": title,
        "title_short": _short_title(title),
        "title_other": other if other != title else "",
        "series": series,
        "number": number,
        "publisher": publisher,
        "year": year[0] if year else "",
        "date": print_date(record.date, terms),
        "no_date": "" if year else terms.no_date,
        "pin": pin.print(terms),
        "pin_bare": pin.bare(terms),
        "pages": _pages(record.pages, terms),
        "pages_bare": "–".join(_page_range(record.pages)),
        "url": printable(record.url),
        "link": link,
        "note_number": str(note_number) if note_number else "",
        "book": "1" if work is Work.BOOK else "",
        "official": "1" if work is Work.OFFICIAL else "",
    }
    imprint = Line()
    fill(imprint, convention.imprint, values, ", ")
    return values | {"imprint": imprint.text}


def print_date(date: str, terms: Terms) -> str:
    """An ISO date, as exact as it is known. Anything else is printed as it stands."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", date)
    if not match:
        return printable(date)
    year, month, day = match.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    form = terms.day if day else terms.month
    parts = {"y": year, "m": str(int(month)), "d": str(int(day or 0)), "month": terms.months[int(month) - 1]}
    return re.sub(r"\{(y|m|d|month)\}", lambda part: parts[part[1]], form)


def _either(texts: Mapping[str, str], language: Language) -> str:
    return printable(texts.get(language) or texts.get(language.other) or "")


def _page_range(pages: str) -> list[str]:
    parts = re.split(r"\s*[-–—~∼〜]\s*", printable(pages))
    return parts if len(parts) == 2 and all(parts) else [printable(pages)]


def _pages(pages: str, terms: Terms) -> str:
    parts = _page_range(pages)
    if len(parts) == 2:
        return terms.pages.replace("{first}", parts[0]).replace("{last}", parts[1])
    return terms.page.replace("{first}", parts[0]) if parts[0] else ""


def _quotable(title: str) -> str:
    """A title to stand in quotation marks: its own double ones become single."""
    return printable(title).translate(_NESTED)


def _short_title(title: str) -> str:
    """A title without its subtitle and its article."""
    short = re.split(r"(?<=\?)\s|\s*[:：]\s|\s+[—–]\s+", title, maxsplit=1)[0].rstrip("?")
    return re.sub(r"^(?:The|A|An)\s+(?=\S)", "", short) or title
