"""Where in a source a footnote points, as the source itself counts.

The page of the file and the printed page are kept apart: `Record.page_offset` turns one into the other,
and where that gives no printed page (a cover, a table of contents) the page of the file is named as such.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answer import Citation
from assistant.citing.style import Terms
from assistant.citing.units import unit_name
from sources.document import Kind, Language, Record


class PinKind(StrEnum):
    """What the numbers of a pinpoint count; the names are those of the style's terms."""

    NONE = "none"
    PAGE = "page"
    FILE_PAGE = "file_page"
    LABEL = "label"  # a paragraph number the document prints
    PARAGRAPH = "paragraph"  # paragraphs counted, in a document without pages
    UNNUMBERED = "unnumbered"  # the same in an official text, where a bare number would look like its own


@dataclass(frozen=True, slots=True)
class Pin:
    """A place in a source. `last` differs from `first` for a range. `unit` is the printed name of the
    article, item or table row, which comes before the page."""

    kind: PinKind = PinKind.NONE
    first: str = ""
    last: str = ""
    unit: str = ""

    def print(self, terms: Terms) -> str:
        return ", ".join(part for part in (self.unit, self._number(terms)) if part)

    def _number(self, terms: Terms) -> str:
        if self.kind is PinKind.NONE:
            return ""
        plural = {PinKind.PAGE: "pages", PinKind.FILE_PAGE: "file_pages", PinKind.LABEL: "labels"}
        many = self.last not in ("", self.first) and self.kind in plural
        form: str = getattr(terms, plural[self.kind] if many else self.kind.value)
        return form.replace("{first}", self.first).replace("{last}", self.last)

    def bare(self, terms: Terms) -> str:
        """Pages as numbers alone, as MLA's "(Kim 5)" has them; anything else as `print` has it."""
        if self.kind is not PinKind.PAGE or self.unit:
            return self.print(terms)
        return self.first if self.last in ("", self.first) else f"{self.first}–{self.last}"


def pin_of(citation: Citation, language: Language) -> Pin:
    """Where the citation points, for a report in `language`. A digest has none: its paragraphs are not those
    of the text it sums up, and its footnote names them in the remark that it is a digest. Where the document
    itself names the place, its paragraphs are not counted beside."""
    place = citation.location
    if citation.record.kind is Kind.DIGEST:
        return Pin()
    # As pages do, places in an English text go by their English names in any report: "table, p. 114".
    named = Language.EN if citation.language is Language.EN else language
    unit = unit_name(citation.unit, named, citation.language)
    if not unit:
        return _counted(citation)
    if place.page is None:
        return Pin(unit=unit)
    return replace(page_pin(citation.record, place.page, place.end_page or place.page), unit=unit)


def _counted(citation: Citation) -> Pin:
    kind, place = citation.record.kind, citation.location
    if kind is Kind.DECLARATION and citation.numbered:
        return Pin(PinKind.LABEL, citation.numbered, citation.numbered)
    if place.page is not None:
        return page_pin(citation.record, place.page, place.end_page or place.page)
    if citation.numbered:
        return Pin(PinKind.LABEL, citation.numbered, citation.numbered)
    if place.paragraph > 0:
        counted = PinKind.UNNUMBERED if kind is Kind.DECLARATION else PinKind.PARAGRAPH
        return Pin(counted, str(place.paragraph), str(place.paragraph))
    return Pin()


def page_pin(record: Record, first: int, last: int) -> Pin:
    """Pages `first` to `last` of the file, as printed pages where they are."""
    if first + record.page_offset < 1:
        return Pin(PinKind.FILE_PAGE, str(first), str(last))
    return Pin(PinKind.PAGE, str(first + record.page_offset), str(last + record.page_offset))
