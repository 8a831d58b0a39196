"""A report as a Hangul document (HWPX, OWPML) with real 각주.

python-hwpx writes paragraphs, tables and footnotes; the package's metadata, with the receipts, is set in
its content.hpf afterwards.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hwpx import HwpxDocument
from lxml import etree

from assistant.citing.exports.clean import lines_of, one_line, receipts_json, xml_text
from assistant.citing.exports.report import Block, BlockKind, Report, Span
from assistant.citing.template import Run
from assistant.messages import say

_OPF = "{http://www.idpf.org/2007/opf/}"
_CONTENT = "Contents/content.hpf"
_PREVIEW = "Preview/PrvText.txt"
_RECEIPTS = "gakju:receipts"
# Millimetres of a list, for each level. A negative first line moves the lines after it, not the first.
_INDENT = 7


def write_hwpx(report: Report, receipts: bool = False) -> bytes:
    """`receipts` shows them at the end as well."""
    document = HwpxDocument.new()
    document.paragraphs[0].add_run(_safe(report.title), bold=True, size=16)
    for block in report.blocks:
        _block(document, block, report)
    if report.entries:
        _heading(document, say("citing.bibliography", report.language), 13)
        for entry in report.entries:
            _write_runs(_paragraph(document), entry)
    if receipts and report.notes:
        _heading(document, say("citing.receipts", report.language), 13)
        for number, receipt in enumerate(report.receipts, start=1):
            _paragraph(document).add_run(f"{number}. {receipt.link}")
    return _with_metadata(document.to_bytes(), report)


def _paragraph(document: Any) -> Any:
    """A new empty paragraph in the plain style; by itself it would take over that of the one before."""
    return document.add_paragraph("", include_run=False, inherit_style=False)


def _heading(document: Any, text: str, size: int) -> None:
    paragraph = _paragraph(document)
    paragraph.add_run(_safe(text), bold=True, size=size)


def _block(document: Any, block: Block, report: Report) -> None:
    match block.kind:
        case BlockKind.HEADING:
            _heading(document, block.spans[0].text, 13)
        case BlockKind.LEAD:
            _paragraph(document).add_run(_safe(block.spans[0].text), bold=True)
        case BlockKind.PAIRS | BlockKind.TABLE:
            heads = block.heads(report.language)
            table = document.add_table(len(block.rows) + 1, len(heads))
            for column, head in enumerate(heads):
                table.cell(0, column).set_text(_safe(head))
            for row, spans in enumerate(block.rows, start=1):
                for column, span in enumerate(spans):
                    _write_span(table.cell(row, column).paragraphs[0], span, report)
        case _:
            paragraph = _paragraph(document)
            if block.level:
                document.styles.apply_paragraph_format(
                    paragraphs=[paragraph],
                    indent_left_mm=_INDENT * block.level,
                    first_line_indent_mm=-_INDENT,
                )
            if block.kind is BlockKind.QUOTE:
                document.styles.apply_paragraph_format(
                    paragraphs=[paragraph], indent_left_mm=10, indent_right_mm=10
                )
            for position, span in enumerate(block.spans):
                if position:
                    paragraph.add_run(" ")
                _write_span(paragraph, span, report)


def _write_span(paragraph: Any, span: Span, report: Report) -> None:
    lines = [_safe(line) for line in lines_of(span.text)]
    paragraph.add_run("\n".join(lines), expand_special_characters=len(lines) > 1)
    for number in span.notes:
        # The number and its bracket stand before it: "1) 홍길동".
        note = paragraph.add_footnote(" ")
        _write_runs(note, report.notes[number - 1].runs)


def _write_runs(paragraph: Any, runs: Sequence[Run]) -> None:
    for run in runs:
        paragraph.add_run(_safe(run.text), italic=run.italic)


def _safe(text: str) -> str:
    """One line of text that XML can hold."""
    return one_line(xml_text(text))


def _with_metadata(package: bytes, report: Report) -> bytes:
    """The package with its title, language, date and receipts set. The other parts and their order stay:
    `mimetype` must remain the first and uncompressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == _CONTENT:
                data = _metadata(data, report)
            elif info.filename == _PREVIEW:
                data = one_line(report.title).encode("utf-8")
            new.writestr(info, data, compress_type=info.compress_type)
    return target.getvalue()


def _metadata(content: bytes, report: Report) -> bytes:
    root = etree.fromstring(content)
    metadata = root.find(f"{_OPF}metadata")
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    texts = {
        "creator": "Gakju", "lastsaveby": "Gakju", "CreatedDate": now, "ModifiedDate": now, "date": now,
        _RECEIPTS: receipts_json(report.receipts),
    }  # fmt: skip
    metadata.find(f"{_OPF}title").text = one_line(xml_text(report.title))
    metadata.find(f"{_OPF}language").text = report.language.value
    for name, text in texts.items():
        found = metadata.find(f"{_OPF}meta[@name='{name}']")
        if found is None:
            found = etree.SubElement(metadata, f"{_OPF}meta", {"name": name, "content": "text"})
        found.text = text
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
