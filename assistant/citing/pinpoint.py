"""Where in a source a footnote points, as the source itself counts.

The page of the file and the printed page are kept apart: `Record.page_offset` turns one into the other,
and where that gives no printed page (a cover, a table of contents) the page of the file is named as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Citation
from assistant.citing.style import Terms
from sources.document import Kind, Record


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
    """A place in a source. `last` differs from `first` for a range."""

    kind: PinKind = PinKind.NONE
    first: str = ""
    last: str = ""

    def print(self, terms: Terms) -> str:
        if self.kind is PinKind.NONE:
            return ""
        plural = {PinKind.PAGE: "pages", PinKind.FILE_PAGE: "file_pages", PinKind.LABEL: "labels"}
        many = self.last not in ("", self.first) and self.kind in plural
        form: str = getattr(terms, plural[self.kind] if many else self.kind.value)
        return form.replace("{first}", self.first).replace("{last}", self.last)

    def bare(self, terms: Terms) -> str:
        """Pages as numbers alone, as MLA's "(Kim 5)" has them; anything else as `print` has it."""
        if self.kind is not PinKind.PAGE:
            return self.print(terms)
        return self.first if self.last in ("", self.first) else f"{self.first}–{self.last}"


def pin_of(citation: Citation) -> Pin:
    """Where the citation points. A digest has none: its paragraphs are not those of the text it sums up,
    and its footnote names them in the remark that it is a digest."""
    kind, place = citation.record.kind, citation.location
    if kind is Kind.DIGEST:
        return Pin()
    if kind is Kind.DECLARATION and citation.label:
        return Pin(PinKind.LABEL, citation.label, citation.label)
    if place.page is not None:
        return page_pin(citation.record, place.page, place.end_page or place.page)
    if citation.label:
        return Pin(PinKind.LABEL, citation.label, citation.label)
    if place.paragraph > 0:
        counted = PinKind.UNNUMBERED if kind is Kind.DECLARATION else PinKind.PARAGRAPH
        return Pin(counted, str(place.paragraph), str(place.paragraph))
    return Pin()


def page_pin(record: Record, first: int, last: int) -> Pin:
    """Pages `first` to `last` of the file, as printed pages where they are."""
    if first + record.page_offset < 1:
        return Pin(PinKind.FILE_PAGE, str(first), str(last))
    return Pin(PinKind.PAGE, str(first + record.page_offset), str(last + record.page_offset))
