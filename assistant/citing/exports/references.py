"""The sources of a report for a reference manager: RIS (rispy), BibTeX (bibtexparser), CSL-JSON.

One entry a source; the quotes with their places and receipts go into its notes. Fields the record lacks are
left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import bibtexparser
import rispy
from bibtexparser.model import Entry, Field

from assistant.citing.exports.clean import one_line
from assistant.citing.exports.report import Report
from assistant.citing.fields import names_of, record_language, work_of
from assistant.citing.footnotes import footnote
from assistant.citing.names import Name
from assistant.citing.receipt import receipt_of
from assistant.citing.style import Convention, Work
from assistant.messages import say
from sources.document import Kind, Language, Record

_RIS = {
    Work.ARTICLE: "JOUR",
    Work.WEB: "ELEC",
    Work.BOOK: "RPRT",
    Work.SERIES: "RPRT",
    Work.OFFICIAL: "GOVDOC",
}
_BIBTEX = {Work.ARTICLE: "article", Work.BOOK: "techreport", Work.SERIES: "techreport"}
_CSL = {
    Work.ARTICLE: "article-journal",
    Work.WEB: "webpage",
    Work.BOOK: "report",
    Work.SERIES: "report",
    Work.OFFICIAL: "report",
    Work.ITEM: "document",
}
# As the record has it: an institution is an author where it is one, by the rules of every style.
_CONVENTION = Convention()
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\0": "{}",
}
_LOOSE_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_LIGATURE = re.compile(r"([-'`,<>])(?=\1)|[?!](?=`)")


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]
    """Without the running number before each entry, which is no part of the format."""

    def set_header(self, count: int) -> str:
        return ""


def write_ris(report: Report, receipts: bool = False) -> bytes:
    """RIS in UTF-8; receipts are in the notes (N1)."""
    entries = [_ris(record, [_remark(record, report), *_quotes(record, report)]) for record in report.records]
    text = rispy.dumps(entries, implementation=_RisWriter, enforce_list_tags=False)
    return str(text).encode("utf-8", "replace")


def write_bibtex(report: Report, receipts: bool = False) -> bytes:
    """BibTeX in UTF-8: Hangul as it is, TeX's own signs escaped, titles kept from being lower-cased."""
    library = bibtexparser.Library()
    taken: set[str] = set()
    for record in report.records:
        entry = _bibtex(record, _bibtex_key(record.key, taken))
        quotes = " ".join(_quotes(record, report))
        for name, text in (("note", _remark(record, report)), ("annote", quotes)):
            if text:
                entry.set_field(Field(name, tex(text)))
        library.add(entry)
    return str(bibtexparser.write_string(library)).encode("utf-8", "replace")


def write_csl_json(report: Report, receipts: bool = False) -> bytes:
    """A CSL-JSON array."""
    items = []
    for record in report.records:
        proofs = [receipt.as_json() for receipt in report.receipts if receipt.key == record.key]
        item = _csl(record) | {
            "note": _remark(record, report),
            "annote": "\n".join(_quotes(record, report)),
            "custom": {"gakju_receipts": proofs},
        }
        items.append({key: value for key, value in item.items() if value})
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _remark(record: Record, report: Report) -> str:
    """What a bibliography has to print about the source itself."""
    return say("citing.digest_whole", report.language) if record.kind is Kind.DIGEST else ""


def _quotes(record: Record, report: Report) -> list[str]:
    """Each quote once, with its footnote (written out, as "Ibid." means nothing here) and its link: for the
    reader of the list, not to be printed in a bibliography."""
    notes = []
    for numbered in report.notes:
        citation = numbered.citation
        if citation.record.key == record.key:
            text = footnote(citation, report.style, report.language)
            notes.append(one_line(f"{text} {citation.quote} <{receipt_of(citation).link}>"))
    return list(dict.fromkeys(notes))


def _plain(record: Record) -> tuple[Language, list[Name], dict[str, str]]:
    """The record's language, authors, and its other fields as single lines."""
    language = record_language(record)

    def either(texts: Mapping[str, str]) -> str:
        return one_line(texts.get(language) or texts.get(language.other) or "").strip()

    fields = {
        "title": either(record.titles) or record.key,
        "series": either(record.series),
        "publisher": either(record.publishers),
        "number": one_line(record.number).strip(),
        "date": one_line(record.date).strip(),
        "pages": one_line(record.pages).strip(),
        "url": one_line(record.url).strip(),
    }
    return language, list(names_of(record, language, _CONVENTION)), fields


def _ris(record: Record, notes: Sequence[str]) -> dict[str, Any]:
    language, names, fields = _plain(record)
    work = work_of(record)
    first, _, last = fields["pages"].partition("-")
    entry = {
        "type_of_reference": _RIS.get(work, "GEN"),
        "authors": [name.inverted for name in names],
        "title": fields["title"],
        "secondary_title" if work is Work.ARTICLE else "tertiary_title": fields["series"],
        "number": fields["number"],
        "year": _year(record),
        "date": fields["date"].replace("-", "/"),
        "publisher": fields["publisher"],
        "start_page": first.strip(),
        "end_page": last.strip(),
        "language": language.value,
        "url": fields["url"],
        "urls": [fields["url"]] if fields["url"] else [],
        "id": one_line(record.key),
        "notes": [note for note in notes if note],
    }
    entry.pop("url")
    return {key: value for key, value in entry.items() if value}


def _bibtex(record: Record, key: str) -> Entry:
    language, names, fields = _plain(record)
    work = work_of(record)
    kind = _BIBTEX.get(work, "misc")
    month = re.fullmatch(r"\d{4}-(\d{2})(?:-\d{2})?", record.date)
    values = {
        "author": " and ".join(_bibtex_name(name) for name in names),
        "title": f"{{{tex(fields['title'])}}}",
        "journal" if kind == "article" else "series": tex(fields["series"]),
        "number": tex(fields["number"]),
        "institution" if kind == "techreport" else "publisher": tex(fields["publisher"]),
        "year": _year(record),
        "month": str(int(month[1])) if month else "",
        "date": tex(fields["date"]),
        "pages": tex(fields["pages"].replace("-", "--")),
        "url": fields["url"].replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "langid": "korean" if language is Language.KO else "english",
    }
    return Entry(kind, key, [Field(name, value) for name, value in values.items() if value not in ("", "{}")])


def _bibtex_key(key: str, taken: set[str]) -> str:
    """A key without signs of BibTeX's own, unlike every other; BibTeX does not tell capitals apart."""
    base = re.sub(r"[^\w:.+/-]+", "-", key).strip("-") or "source"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name.casefold())
    return name


def tex(text: str) -> str:
    """Text with TeX's own signs escaped and its ligatures ("--", "''", "?`") kept apart. Braces are written
    so that BibTeX, which counts even escaped ones, finds them in balance."""
    signs = _TEX if _balanced(text) else _TEX | _LOOSE_BRACES
    parted = _LIGATURE.sub("\\g<0>\0", text)
    return "".join(signs.get(sign, sign) for sign in parted)


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _bibtex_name(name: Name) -> str:
    """BibTeX takes names apart at commas and "and"; a whole name is kept whole by braces."""
    if not name.given:
        return f"{{{tex(name.text)}}}"
    parts = [tex(part) for part in (name.family, name.suffix, name.given) if part]
    return ", ".join(parts)


def _csl(record: Record) -> dict[str, Any]:
    language, names, fields = _plain(record)
    return {
        "id": record.key,
        "type": _CSL[work_of(record)],
        "title": fields["title"],
        "author": [_csl_name(name) for name in names],
        "container-title" if work_of(record) is Work.ARTICLE else "collection-title": fields["series"],
        "number": fields["number"],
        "publisher": fields["publisher"],
        "issued": _csl_date(fields["date"]),
        "page": fields["pages"],
        "URL": fields["url"],
        "language": language.value,
    }


def _csl_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.text}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def _csl_date(date: str) -> dict[str, Any]:
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", date):
        return {"date-parts": [[int(part) for part in date.split("-")]]}
    return {"literal": date} if date else {}


def _year(record: Record) -> str:
    found = re.search(r"(?<!\d)\d{4}(?!\d)", record.date)
    return found[0] if found else ""
