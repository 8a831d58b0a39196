"""A bibliographic record guessed from a file's own metadata and first page, for the user to correct.

What the file does not say stays empty: a missing field is left out of a footnote, a wrong one is printed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from sources.blocks import Block, BlockKind, Reading
from sources.document import Kind, Language, Record
from sources.door.guard import extension_of
from sources.record.bylines import authors_of
from sources.record.dates import is_date, iso_date, printed_date
from sources.record.imprint import dated, imprint_blocks, issuer, pieces
from sources.record.publishing import publisher_of, series_of
from sources.text.language import text_language
from sources.text.normalise import display, matching_key

# What programs put into a title field when nobody filled it in.
_NO_TITLE: Final = re.compile(
    r"(?:microsoft\s\w+\s-\s.*|untitled.*|제목\s?없음.*|무제.*|(?:빈\s?)?문서\s?\d*|document\s?\d*|presentation\d*|슬라이드\s?\d*|"
    r"powerpoint presentation|slide\s?\d*|.*\.(?:docx?|hwpx?|pdf|indd|pptx?|txt|html?|qxd))",
    re.I,
)
_KINDS: Final = (
    (Kind.BRIEF, re.compile(r"브리프|브리핑|\bbrief", re.I)),
    (Kind.REPORT, re.compile(r"보고서?(?![가-힣])|리포트|총서|페이퍼|\breport\b|\bpaper\b", re.I)),
    (
        Kind.ARTICLE,
        re.compile(
            r"기사|칼럼|논평|사설|일보(?![가-힣])|기자(?![가-힣])|\barticle\b|\bop-ed\b|\bcolumn\b", re.I
        ),
    ),
)
_OFFICIAL: Final = re.compile(
    r"(?:선언문?|공동성명서?|공동선언문?|합의문|협정문?|조약|결의문?"
    r"|Declaration|Communiqu[eé]|Joint Statement|Treaty|Agreement|Resolution)\s*(?:\(.*\))?$",
    re.I,
)
# Of a first page without page marks: as much as a page holds.
_FIRST: Final = 12
_TITLE_LINE: Final = 100  # characters of a first line that may be a title


def guess_record(found: Reading, path: Path) -> Record:
    """The record of a file as far as it says itself.

    `key` is made from the file's own `id`, else its title and year; it is not yet unique in any library.
    """
    said = {key: display(value).text.strip() for key, value in found.metadata.items()}
    opening = _opening(found)
    language = _language(found, said)
    title = _title(found, said, opening, path)
    lines = [line for block in opening if len(block.text) < 160 for line in block.text.split("\n")]
    imprint = [line for block in imprint_blocks(opening) for line in block.text.split("\n")]
    facts = [fact for line in imprint for fact in pieces(line)]
    date = _date_of(said, [*lines, *dated(facts)], path)
    tongue = (language or Language.KO).value
    authors = authors_of(lines, said.get("author", ""), facts)
    publisher = said.get("publisher") or publisher_of(imprint, facts, lines)
    series, number = series_of([*lines, *facts], publisher)
    series, number = said.get("series", "") or series, said.get("number", "") or number
    issued_by = said.get("issuer") or issuer(facts)
    key = slug(said.get("id", "")) or _key(title, date, path)
    return Record(
        key=key,
        kind=_kind(said, title, series, facts, found),
        titles={tongue: title} if title else {},
        authors={tongue: authors} if authors else {},
        issuers={tongue: issued_by} if issued_by else {},
        publishers={tongue: publisher} if publisher else {},
        series={tongue: series} if series else {},
        notes={tongue: said["note"]} if said.get("note") else {},
        language=language,
        number=number,
        date=date,
        pages=said.get("pages", ""),
        page_offset=int(said["page_offset"])
        if re.fullmatch(r"-?\d{1,5}", said.get("page_offset", ""))
        else 0,
        url=said.get("official_url") or said.get("url", ""),
        rights=said.get("rights", ""),
    )


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


def first_page(found: Reading) -> str:
    """The text of the first page, or of the first blocks where there are no pages."""
    return "\n".join(block.text for block in _opening(found))


def plain_title(title: str) -> str:
    """A title for comparing: no spaces, case, quotation marks or leading article."""
    return re.sub(r"\W", "", matching_key(re.sub(r"^(?:the|a|an)\s+", "", title.strip(), flags=re.I)))


def _opening(found: Reading) -> list[Block]:
    blocks = [block for block in found.blocks if block.page in (None, 1)]
    return blocks[:_FIRST] if not blocks or blocks[0].page is None else blocks[: 3 * _FIRST]


def _language(found: Reading, said: dict[str, str]) -> Language | None:
    text = "\n".join(block.text for block in found.blocks if block.kind is not BlockKind.FURNITURE)
    seen = text_language(text[:200_000])
    if isinstance(seen, Language):
        return seen
    claimed = said.get("language", "")[:2].lower()
    return Language(claimed) if claimed in ("ko", "en") else None


def _title(found: Reading, said: dict[str, str], opening: Sequence[Block], path: Path) -> str:
    claimed = said.get("title", "")
    if not _usable_title(claimed):
        claimed = ""
    heading = next((b.text for b in opening if b.kind is BlockKind.HEADING and _usable_title(b.text)), "")
    opened = _first_line(opening, path)
    heading = re.sub(r"\s+", " ", opened or heading)
    first = next((b for b in opening if b.kind is BlockKind.HEADING or len(b.text) > 80), None)
    if not opened and (first is None or first.kind is not BlockKind.HEADING):
        # A heading after text opens a section; it is not the title.
        heading = heading if found.metadata.get("title") and heading in found.metadata["title"] else ""
    if claimed and heading and plain_title(heading) in plain_title(claimed):
        return heading
    if claimed and (not heading or matching_key(claimed) in matching_key(first_page(found))):
        return claimed
    return heading or claimed or re.sub(r"[_\s]+", " ", display(path.stem).text).strip()


def _first_line(opening: Sequence[Block], path: Path) -> str:
    """The first line of a plain text where it is no sentence: such a file has no other mark of its title."""
    first = opening[0].text.strip() if opening else ""
    sentence = re.search(r"[.!]$", first) or len(first) > _TITLE_LINE
    plain = extension_of(path.name) in ("txt", "text", "") and len(opening) > 1
    return first if plain and not sentence and _usable_title(first) else ""


def _usable_title(text: str) -> bool:
    if is_date(text) or authors_of([text], ""):
        return False
    # Mojibake has letters no Korean or English title has.
    strange = len(re.findall(r"[\u0080-\u00bf\u00c0-\u00ff]", text))
    return 1 < len(text) <= 200 and not _NO_TITLE.fullmatch(text) and strange * 4 < len(text)


def _date_of(said: dict[str, str], lines: Sequence[str], path: Path) -> str:
    claimed = iso_date(said.get("date", ""))
    if claimed and extension_of(path.name) in ("md", "markdown", "html", "htm", "xhtml", ""):
        return claimed
    # An office file tells when it was made; of a publication's date that gives the year at most.
    return printed_date(lines) or claimed[:4]


def _kind(said: dict[str, str], title: str, series: str, facts: Sequence[str], found: Reading) -> Kind:
    claimed = said.get("kind", "").lower()
    if claimed in set(Kind):
        return Kind(claimed)
    if _OFFICIAL.search(title):
        return Kind.DECLARATION
    heads = " ".join(b.text for b in _opening(found) if b.kind is BlockKind.FURNITURE)
    for text in (f"{series} {title} {heads}", " ".join(facts)):
        for kind, pattern in _KINDS:
            if pattern.search(text):
                return kind
    return Kind.WEB if said.get("url") else Kind.OTHER


def _key(title: str, date: str, path: Path) -> str:
    key = slug(title) or slug(path.stem)
    if not key:
        return "document-" + hashlib.sha256(path.name.encode("utf-8", "replace")).hexdigest()[:8]
    year = date[:4]
    return key if not year or year in key else f"{key}-{year}"
