"""A bibliographic record guessed from a file's own metadata and first page, for the user to correct.

What the file does not say stays empty: a missing field is left out of a footnote, a wrong one is printed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Final

from sources.blocks import Block, BlockKind, Reading
from sources.document import Language, Record
from sources.door.guard import extension_of
from sources.record.boxes import Facts, facts_of
from sources.record.bylines import authors_of
from sources.record.dates import closing_date, iso_date, printed_date
from sources.record.fields import known_fields
from sources.record.imprint import dated, imprint_blocks, issuer, joint_issuer, pieces
from sources.record.kinds import is_law, kind_of
from sources.record.publishing import notice_of, office_in, publisher_of, series_of
from sources.record.titles import opening_of, title_of
from sources.text.language import text_language
from sources.text.normalise import display, matching_key

SHORT: Final = 160  # characters of a block that may be lines of an imprint
CLOSING: Final = 12  # paragraphs at the end of a text that may say when it was done
# Formats whose own fields are written for the reader; those of an office file are left over from a template
# or tell who was logged in.
HEADS: Final = frozenset(("md", "markdown", "html", "htm", "xhtml", "txt", "text", ""))


@dataclass(slots=True)
class _Guess:
    """What a file says, as the parts of its record are taken from it. `origins` tells where from."""

    said: dict[str, str]
    opening: list[Block]
    lines: list[str]
    above: list[str]  # those before the first long block
    imprint: list[str]
    pieces: list[str]
    facts: Facts
    closing: list[str]  # the last paragraphs of the text
    told: bool  # whether the file's own fields are meant for the reader
    origins: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, *candidates: tuple[str, str]) -> str:
        """The first value among (origin, value) that is not empty."""
        for origin, value in candidates:
            if value:
                self.origins[name] = origin
                return value
        return ""

    def is_printed(self, value: str) -> bool:
        """Whether the first page prints what the file says of itself."""
        key = matching_key(value)
        return bool(key) and key in matching_key("\n".join(block.text for block in self.opening))


def guess_record(found: Reading, path: Path) -> Record:
    """The record of a file as far as the document says itself; what it does not say stays empty.

    `key` is made from the file's own `id`, else its title and year; it is not yet unique in any library.
    """
    guess = _look(found, path)
    said = guess.said
    tongue = ((language := _language(found, said)) or Language.KO).value
    law = is_law(said.get("kind", ""))
    title = guess.take("title", title_of(found, said, guess.opening, path))
    authors = _authors_of(guess)
    publisher = guess.take(
        "publisher",
        ("head", said.get("publisher", "")),
        # Whoever a statute names on its first page did not publish it.
        ("page", "" if law else publisher_of(guess.imprint, guess.pieces, guess.above)),
    )
    series, number = _series_of(guess, publisher)
    date = _date_of(guess, number)
    issued_by = guess.take(
        "issuer",
        ("head", said.get("issuer", "")),
        ("page", issuer(guess.pieces) or joint_issuer(guess.lines)),
        ("box", office_in(guess.facts.office)),
    )
    return Record(
        key=slug(said.get("id", "")) or _key(title, date, path),
        kind=kind_of(said, title, series, guess.pieces, guess.facts, found),
        titles=_keyed(tongue, title),
        authors={tongue: authors} if authors else {},
        issuers=_keyed(tongue, issued_by),
        publishers=_keyed(tongue, publisher),
        series=_keyed(tongue, series),
        notes=_keyed(tongue, said.get("note", "")),
        language=language,
        number=number,
        date=date,
        pages=said.get("pages", ""),
        page_offset=_offset(said.get("page_offset", "")),
        url=said.get("official_url") or said.get("url", ""),
        rights=said.get("rights", ""),
        origins=guess.origins,
    )


def _keyed(tongue: str, value: str) -> dict[str, str]:
    return {tongue: value} if value else {}


def _offset(written: str) -> int:
    return int(written) if re.fullmatch(r"-?\d{1,5}", written) else 0


def _look(found: Reading, path: Path) -> _Guess:
    said = known_fields({key: display(value).text.strip() for key, value in found.metadata.items()})
    # What a table of data says is its subject's; a box of facts has no names over its columns.
    opening = opening_of(found)
    said_of_it = [b for b in opening if b.table is None or not b.table.header_rows]
    short = [block for block in said_of_it if len(block.text) < SHORT]
    before = list(takewhile(lambda block: len(block.text) < SHORT, said_of_it))
    lines, above = ([line for b in own for line in b.text.split("\n")] for own in (short, before))
    imprint = [line for block in imprint_blocks(said_of_it) for line in block.text.split("\n")]
    parts = [part for line in imprint for part in pieces(line)]
    told = extension_of(path.name) in HEADS
    text = [block for block in found.blocks if block.kind in (BlockKind.BODY, BlockKind.LIST)]
    closing = [block.text for block in text[-CLOSING:]]
    return _Guess(said, opening, lines, above, imprint, parts, facts_of(opening), closing, told)


def _date_of(guess: _Guess, number: str) -> str:
    """When the document came out, as it says, at the least the year its `number` begins with. An office
    file's own date is when somebody began to write it."""
    numbered = re.fullmatch(r"제?\s?((?:19|20)\d\d)\s?-\s?\d{1,5}\s?호", number)
    claimed = iso_date(guess.said.get("date", "")) if guess.told else ""
    printed = printed_date([*guess.lines, *dated(guess.pieces)])
    year = numbered[1] if numbered else ""
    return guess.take(
        "date",
        ("head", claimed),
        ("box", guess.facts.date),
        ("page", printed),
        ("end", closing_date(guess.closing)),
        ("number", year),
    )


def _authors_of(guess: _Guess) -> tuple[str, ...]:
    claimed = guess.said.get("author", "")
    trusted = claimed if guess.told or guess.is_printed(claimed) else ""
    authors = authors_of(guess.lines, trusted, guess.pieces)
    guess.take("author", ("head" if guess.told and trusted else "page", ", ".join(authors)))
    return authors


def _series_of(guess: _Guess, publisher: str) -> tuple[str, str]:
    said, facts = guess.said, guess.facts
    law = facts.law or (said.get("kind", "") if is_law(said.get("kind", "")) else "")
    if law:
        number = facts.number or said.get("number", "")
        number = f"제{number}호" if number.isdigit() else number
        guess.take("number", ("box" if facts.law else "head", number))
        return law, number
    notice = notice_of([*guess.lines, *guess.pieces])
    series, number = notice if notice[1] else series_of([*guess.lines, *guess.pieces], publisher)
    series = guess.take("series", ("head", said.get("series", "")), ("page", series))
    return series, guess.take("number", ("head", said.get("number", "")), ("page", number))


def slug(text: str, limit: int = 60) -> str:
    """`text` as a key: small letters, digits and Hangul, joined by hyphens, at most `limit` characters."""
    plain = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in plain if not "\u0300" <= c <= "\u036f")
    parts = re.findall(r"[a-z0-9가-힣一-鿿]+", unicodedata.normalize("NFC", plain).lower())
    out = ""
    for part in parts:
        if out and len(out) + 1 + len(part) > limit:
            break
        out = f"{out}-{part}" if out else part[:limit]
    return out


def unique_key(key: str, taken: Iterable[str]) -> str:
    """`key`, or the first of `key-2`, `key-3` … that is not taken."""
    known = set(taken)
    number, candidate = 2, key
    while candidate in known:
        candidate, number = f"{key}-{number}", number + 1
    return candidate


def _language(found: Reading, said: dict[str, str]) -> Language | None:
    text = "\n".join(block.text for block in found.blocks if block.kind is not BlockKind.FURNITURE)
    seen = text_language(text[:200_000])
    if isinstance(seen, Language):
        return seen
    claimed = said.get("language", "")[:2].lower()
    return Language(claimed) if claimed in ("ko", "en") else None


def _key(title: str, date: str, path: Path) -> str:
    key = slug(title) or slug(path.stem)
    if not key:
        return "document-" + hashlib.sha256(path.name.encode("utf-8", "replace")).hexdigest()[:8]
    year = date[:4]
    return key if not year or year in key else f"{key}-{year}"
