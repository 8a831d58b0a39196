"""The types that leave the answering room: Claim, Citation, Answer.

An Answer is finished when it leaves `ask`: the page, the command line, MCP and the exports only draw it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sources.document import Language, Location, Record
from sources.units.marks import is_number


class State(StrEnum):
    """How far the sources carry the answer."""

    ANSWER = "answer"
    HEDGE = "hedge"  # the closest passages; they may not answer it
    ABSTAIN = "abstain"  # the sources are silent


class Writer(StrEnum):
    """Who wrote the claims: sentences lifted verbatim, or a language model, checked."""

    EXTRACT = "extract"
    GENERATE = "generate"


@dataclass(frozen=True, slots=True)
class Citation:
    """One footnote. `quote == document.text[location.start:location.end]`, in the document's language.

    `translation` is the aligned sentence in the answer's language, None where there is none or none is
    needed. `second_hand` marks a quote in which the document reports another document's words or
    content (재인용); `first_hand` is then the number of the citation of that other document's own text,
    where the library has it and the answer cites it. `label` is the paragraph number the document prints,
    None where it prints it more than once, `unit` the name of the article, item or table row it is
    (`sources.units.names`).
    """

    number: int
    quote: str
    location: Location
    record: Record
    language: Language
    translation: str | None = None
    translation_label: str = ""
    label: str | None = None
    second_hand: bool = False
    first_hand: int | None = None
    pages_exact: bool = True
    ocr: bool = False
    unit: tuple[tuple[str, str], ...] = ()

    @property
    def numbered(self) -> str:
        """The printed number of the paragraph, without the stop after it; "" for none: a bullet tells it from
        no other."""
        return self.label.rstrip(".") if self.label and is_number(self.label) else ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the answer, in the answer's language, and the numbers of its citations.

    `lead` is a short frame before it ("브리프는", "The Hague Summit Declaration (2025-06-25):"), "" for
    none: wording of ours, never of a source. `quoted` is the source's sentence as written, to be shown
    under the claim, where the source is in another language and has no translation: `text` then only says
    where the answer stands. Of a table's row `cells` are (words over the column, words of the cell), of a
    line of a long cell that line with the row's names, and `caption` the words over the table. `level` is
    set where the claim begins a line of its own, as the items of a list, their head and the rows of a table
    do: how deep the line stands, from 0.
    """

    text: str
    citations: tuple[int, ...]
    lead: str = ""
    checked: str = ""
    quoted: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    caption: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer. `related` are close passages that the answer does not rest on; `missing` are the
    words of the question the sources do not have; `notes` are finished sentences for the user in the
    answer's language (what kind of document would help, why it hedges)."""

    question: str
    language: Language
    state: State
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    index_version: str = ""
    elapsed_ms: float = 0.0
    follow_up: bool = False
    standalone: str = ""
    writer: Writer = Writer.EXTRACT
    signals: Mapping[str, float] = field(default_factory=dict)

    def citation(self, number: int) -> Citation:
        """The citation with that number. Raises KeyError where there is none."""
        for citation in self.citations:
            if citation.number == number:
                return citation
        raise KeyError(number)
