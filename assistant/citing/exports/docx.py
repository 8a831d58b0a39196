"""A report as a Word document with real footnotes.

python-docx writes the document; it has no footnotes, so their part, its separators, styles and settings
are built here. Receipts lie in a custom XML part.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from assistant.citing.exports.clean import lines_of, one_line, receipts_json, xml_text
from assistant.citing.exports.docx_styles import CODES, set_styles, style_of
from assistant.citing.exports.report import Block, BlockKind, Report, Span
from assistant.citing.template import Run
from assistant.messages import say

_RECEIPTS = "urn:gakju:receipts:1"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# Word keeps these two notes for the line above the footnotes; their ids are fixed by habit.
_SEPARATORS = ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))


def write_docx(report: Report, receipts: bool = False) -> bytes:
    """`receipts` shows them at the end as well."""
    document = docx.Document()
    set_styles(document, report.language)
    _properties(document, report)
    document.add_heading(one_line(xml_text(report.title)), level=1)
    for blocks in report.paragraphs:
        for block in blocks:
            _block(document, block, report, goes_on=block is not blocks[-1])
    if report.entries:
        document.add_heading(say("citing.bibliography", report.language), level=2)
        for entry in report.entries:
            _write_runs(document.add_paragraph(style="Gakju Entry")._p, entry)
    if receipts and report.notes:
        document.add_heading(say("citing.receipts", report.language), level=2)
        for number, receipt in enumerate(report.receipts, start=1):
            document.add_paragraph(f"{number}. {receipt.link}", style="Gakju Entry")
    _footnotes(document, report)
    _custom_xml(document, report)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _block(document: Any, block: Block, report: Report, *, goes_on: bool) -> None:
    """`goes_on`: the list that the block is a line of has a next line, which stands close below."""
    match block.kind:
        case BlockKind.HEADING:
            document.add_heading(one_line(xml_text(block.spans[0].text)), level=2)
        case BlockKind.PAIRS | BlockKind.TABLE:
            _table(document, block, report)
        case _:
            paragraph = document.add_paragraph(style=style_of(block))
            if goes_on:
                paragraph.paragraph_format.space_after = Pt(2)
                paragraph.paragraph_format.keep_with_next = not block.level
            for position, span in enumerate(block.spans):
                if position:
                    paragraph._p.append(_text_run(" "))
                _write_span(paragraph._p, span)


def _table(document: Any, block: Block, report: Report) -> None:
    """Rows under what their columns are called; no row is torn by a page's end, the head is repeated."""
    heads = block.heads(report.language)
    table = document.add_table(rows=len(block.rows) + 1, cols=len(heads), style="Table Grid")
    for column, head in enumerate(heads):
        table.cell(0, column).text = xml_text(head)
    for row, spans in enumerate(block.rows, start=1):
        for column, span in enumerate(spans):
            _write_span(table.cell(row, column).paragraphs[0]._p, span)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _write_span(paragraph: Any, span: Span) -> None:
    paragraph.append(_text_run(span.text))
    for position, number in enumerate(span.notes):
        if position:
            paragraph.append(_text_run(", ", style="FootnoteReference"))
        reference = _run(style="FootnoteReference")
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(number))
        reference.append(mark)
        paragraph.append(reference)


def _write_runs(paragraph: Any, runs: Sequence[Run]) -> None:
    for run in runs:
        paragraph.append(_text_run(run.text, italic=run.italic, small_caps=run.small_caps))


def _run(style: str = "", italic: bool = False, small_caps: bool = False) -> Any:
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    if style:
        name = OxmlElement("w:rStyle")
        name.set(qn("w:val"), style)
        properties.append(name)
    if italic:
        properties.append(OxmlElement("w:i"))
    if small_caps:
        properties.append(OxmlElement("w:smallCaps"))
    if len(properties):
        run.append(properties)
    return run


def _text_run(
    text: str,
    *,
    style: str = "",
    italic: bool = False,
    small_caps: bool = False,
) -> Any:
    """A run of text, spaces kept, line breaks and tabs as Word's own."""
    run = _run(style, italic, small_caps)
    for row, line in enumerate(lines_of(text)):
        if row:
            run.append(OxmlElement("w:br"))
        for column, piece in enumerate(line.split("\t")):
            if column:
                run.append(OxmlElement("w:tab"))
            if piece:
                element = OxmlElement("w:t")
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                element.text = xml_text(piece)
                run.append(element)
    return run


def _footnotes(document: Any, report: Report) -> None:
    """The footnotes part and the settings that name its separators."""
    root = etree.fromstring(f"<w:footnotes {nsdecls('w')}/>".encode())
    for number, kind, element in _SEPARATORS:
        note = etree.SubElement(root, qn("w:footnote"), {qn("w:type"): kind, qn("w:id"): str(number)})
        etree.SubElement(_paragraph(note), qn("w:r")).append(OxmlElement(f"w:{element}"))
    for numbered in report.notes:
        note = etree.SubElement(root, qn("w:footnote"), {qn("w:id"): str(numbered.number)})
        paragraph = _paragraph(note, "FootnoteText")
        mark = _run(style="FootnoteReference")
        mark.append(OxmlElement("w:footnoteRef"))
        paragraph.append(mark)
        paragraph.append(_text_run(" "))
        _write_runs(paragraph, numbered.runs)
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    settings = OxmlElement("w:footnotePr")
    for number, _, _ in _SEPARATORS:
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(number))
        settings.append(note)
    _insert_setting(document.settings.element, settings)


def _paragraph(note: Any, style: str = "") -> Any:
    paragraph = etree.SubElement(note, qn("w:p"))
    if style:
        properties = etree.SubElement(paragraph, qn("w:pPr"))
        etree.SubElement(properties, qn("w:pStyle"), {qn("w:val"): style})
    return paragraph


def _insert_setting(settings: Any, footnotes: Any) -> None:
    """Word wants its settings in the order of the schema: footnotePr stands before compat."""
    compat = settings.find(qn("w:compat"))
    if compat is not None:
        compat.addprevious(footnotes)
    else:
        settings.append(footnotes)


def _properties(document: Any, report: Report) -> None:
    properties = document.core_properties
    properties.title = one_line(xml_text(report.title))[:255]
    properties.author = ""
    properties.comments = ""
    properties.language = CODES[report.language]
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _custom_xml(document: Any, report: Report) -> None:
    """The receipts, in the order of the footnotes."""
    root = etree.Element(f"{{{_RECEIPTS}}}receipts", nsmap={None: _RECEIPTS})
    root.text = receipts_json(report.receipts)
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(package.next_partname("/customXml/item%d.xml"), CONTENT_TYPE.XML, blob, package)
    document.part.relate_to(part, _CUSTOM_XML)
