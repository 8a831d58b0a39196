"""Exports: quotes and answers with their footnotes as files for other programs.

Reports (Markdown, Word, Hangul, plain text) print everything; reference lists (RIS, BibTeX, CSL-JSON)
hold the sources for a reference manager. Every format carries the footnotes' receipts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from assistant.answer import Answer
from assistant.citing.basket import BasketItem
from assistant.citing.errors import ExportError
from assistant.citing.exports.docx import write_docx
from assistant.citing.exports.hwpx import write_hwpx
from assistant.citing.exports.markdown import write_markdown
from assistant.citing.exports.plain import write_plain
from assistant.citing.exports.references import write_bibtex, write_csl_json, write_ris
from assistant.citing.exports.report import Report, build_report
from assistant.citing.footnotes import AnyStyle
from sources.document import Language


class ExportFormat(StrEnum):
    """The formats; the value is the file's extension."""

    MARKDOWN = "md"
    DOCX = "docx"
    HWPX = "hwpx"
    TEXT = "txt"
    RIS = "ris"
    BIBTEX = "bib"
    CSL_JSON = "json"

    @property
    def extension(self) -> str:
        return f".{self.value}"

    @property
    def mime(self) -> str:
        return _MIMES[self]


_MIMES = {
    ExportFormat.MARKDOWN: "text/markdown",
    ExportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ExportFormat.HWPX: "application/hwp+zip",
    ExportFormat.TEXT: "text/plain",
    ExportFormat.RIS: "application/x-research-info-systems",
    ExportFormat.BIBTEX: "application/x-bibtex",
    ExportFormat.CSL_JSON: "application/vnd.citationstyles.csl+json",
}
_WRITERS: dict[ExportFormat, Callable[[Report, bool], bytes]] = {
    ExportFormat.MARKDOWN: write_markdown,
    ExportFormat.DOCX: write_docx,
    ExportFormat.HWPX: write_hwpx,
    ExportFormat.TEXT: write_plain,
    ExportFormat.RIS: write_ris,
    ExportFormat.BIBTEX: write_bibtex,
    ExportFormat.CSL_JSON: write_csl_json,
}
_ALIASES = {"markdown": "md", "word": "docx", "hangul": "hwpx", "text": "txt", "bibtex": "bib", "csl": "json"}


def export_format(name: str) -> ExportFormat:
    """The format of that name or extension ("docx", ".md", "bibtex"). Raises ExportError."""
    bare = name.strip().lower().lstrip(".")
    try:
        return ExportFormat(_ALIASES.get(bare, bare))
    except ValueError:
        known = ", ".join(item.value for item in ExportFormat)
        raise ExportError("unknown_format", format=name[:40], known=known) from None


def export(
    items: Sequence[BasketItem | Answer],
    format: ExportFormat,
    *,
    style: AnyStyle = None,
    language: Language = Language.KO,
    side_by_side: bool = False,
    receipts: bool = False,
    title: str = "",
) -> bytes:
    """The file's bytes. `side_by_side` prints the translation beside each quote that has one; `receipts`
    shows the receipts, which are hidden in the file's metadata in any case.
    Raises ExportError for an empty list, StyleError."""
    if not items:
        raise ExportError("nothing_to_export")
    report = build_report(items, style, language, side_by_side=side_by_side, title=title)
    return _WRITERS[format](report, receipts)
