"""The footnotes a draft already has, resolved: which document of the library, and where in it.

A receipt or short link proves itself. Otherwise a footnote names a title, an author, a year and a page as
writers do, in either language; "위의 글", "Ibid." and "앞의 글" go back to an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.checking.quotes import keyed
from assistant.citing.proof import Proof, Shelf, prove
from assistant.citing.receipt import BadReceipt
from index.catalogue import Entry
from sources.document import Language, Record

_LINK = re.compile(r"gakju:[a-z2-7]{16,}", re.IGNORECASE)
_SAME = re.compile(r"^\s*(?:위의?\s?(?:글|책|논문|문서)|같은\s?(?:글|책)|Ibid\b|ibid\b|Id\.)")
_EARLIER = re.compile(r"앞의?\s?(?:글|책|논문|문서)|\bop\.\s?cit\b", re.IGNORECASE)
_PAGES = re.compile(
    r"(?P<a>\d{1,4})(?:\s?[-–~]\s?(?P<b>\d{1,4}))?\s?(?:쪽|면)(?![가-힣]{2})"
    r"|\bpp?\.\s?(?P<c>\d{1,4})(?:\s?[-–~]\s?(?P<d>\d{1,4}))?|\b(?:pages?)\s(?P<e>\d{1,4})"
)
_PARAGRAPH = re.compile(
    r"제?(?P<a>\d{1,3})\s?항|\bpara(?:graph|s|\.|graphs)?\.?\s?(?P<b>\d{1,3})|¶\s?(?P<c>\d{1,3})|(?P<d>\d{1,3})\s?(?:번째\s?)?(?:문단|단락)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NAMED = 0.6  # how plainly a footnote must name a document to be taken for it
_ALIKE = 0.82


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote of the draft, as far as it could be resolved. `keys` are the library's documents it may
    mean, the likeliest first; `pages` and `paragraph` are what it prints. `proof` is set for a receipt."""

    label: str
    text: str
    keys: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    paragraph: str = ""
    proof: Proof | None = None
    broken: bool = False

    @property
    def resolved(self) -> bool:
        return bool(self.keys)


def resolve(notes: Mapping[str, str], entries: Sequence[Entry], library: Shelf) -> dict[str, Note]:
    """Every footnote of the draft by its label."""
    found: dict[str, Note] = {}
    earlier: list[Note] = []
    for label, text in notes.items():
        note = _resolve(label, text, entries, library, earlier)
        found[label] = note
        earlier.append(note)
    return found


def _resolve(
    label: str, text: str, entries: Sequence[Entry], library: Shelf, earlier: Sequence[Note]
) -> Note:
    note = Note(label, text, pages=_pages(text), paragraph=_paragraph(text))
    link = _LINK.search(text)
    if link:
        try:
            proof = prove(link.group(), library)
        except BadReceipt:
            return replace(note, broken=True)
        key = _key_of(proof, entries)
        return replace(note, proof=proof, keys=(key,) if key else ())
    if earlier and _SAME.search(text):
        return replace(note, keys=earlier[-1].keys)
    scores = sorted(((named(text, entry.record), entry.key) for entry in entries), reverse=True)
    if _EARLIER.search(text):
        cited = {key for other in earlier for key in other.keys}
        scores = [(score + 0.4, key) for score, key in scores if key in cited]
    best = scores[0][0] if scores else 0.0
    return replace(note, keys=tuple(key for score, key in scores if score >= max(_NAMED, best - 0.1)))


def named(text: str, record: Record) -> float:
    """How plainly a footnote names a record: its title in either language, its authors, year and number."""
    key = keyed(text).key
    titles = [*record.titles.values(), *((record.original.title,) if record.original else ())]
    title = max((_holds(keyed(t).key, key) for t in titles if t), default=0.0)
    authors = [name for language in Language for name in record.authors.get(language, ())]
    author = any(_author(name, text) for name in authors)
    years = set(_YEAR.findall(text))
    number = bool(record.number) and keyed(record.number).key in key
    score = 0.75 * title + (0.25 if author else 0.0) + (0.15 if record.year in years else 0.0)
    score += 0.35 if number else 0.0
    if years and record.year and record.year not in years and title < 1.0:
        score -= 0.3
    return score


def _holds(title: str, text: str) -> float:
    """1 where the text has the title, else how much of it in one stretch or nearly so."""
    if not title:
        return 0.0
    if title in text:
        return 1.0
    matcher = SequenceMatcher(None, title, text, autojunk=False)
    size = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)
    share = size / len(title)
    return share if share >= _ALIKE else 0.0


def _author(name: str, text: str) -> bool:
    parts = name.split()
    return all(re.search(rf"(?<![\w]){re.escape(part)}", text) for part in parts)


def _pages(text: str) -> tuple[int, ...]:
    """The page or pages the footnote points to: the last pages it prints."""
    found: tuple[int, ...] = ()
    for match in _PAGES.finditer(text):
        numbers = [int(group) for group in match.groups() if group]
        found = tuple(range(numbers[0], numbers[-1] + 1)) if numbers[-1] - numbers[0] < 200 else ()
    return found


def _paragraph(text: str) -> str:
    matches = list(_PARAGRAPH.finditer(text))
    return next((group for group in matches[-1].groups() if group), "") if matches else ""


def _key_of(proof: Proof, entries: Sequence[Entry]) -> str:
    if proof.location is None:
        return ""
    return next((e.key for e in entries if e.document_id == proof.location.document_id), "")
