"""Exports: quotes come out verbatim, notes are real notes, nothing in a document's text is markup."""

from __future__ import annotations

import codecs
import io
import json
import re
import shutil
import subprocess
import tempfile
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import bibtexparser
import docx
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from hwp_hwpx_parser import HWPXReader
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from assistant.answer import Answer, Citation
from assistant.citing.basket import BasketItem
from assistant.citing.errors import ExportError
from assistant.citing.exports import ExportFormat, export, export_format
from assistant.citing.exports.clean import lines_of, one_line, xml_text
from assistant.citing.exports.report import build_report
from assistant.citing.receipt import read_receipt, receipt_of
from assistant.citing.sample import BRIEF, DECLARATION, ENGLISH_MANY, KOREAN_ARTICLE, samples
from sources.blocks import BlockKind
from sources.document import Language
from sources.readers.hangul.hwpx import read as read_hwpx
from tests.assistant.citing.cases import (
    KOREAN,
    LIST_LINES,
    OFFICIAL,
    SUMMARY,
    WESTERN,
    answer,
    document,
    hostile_citations,
    list_answer,
    quote_of,
    written,
)
from tests.conftest import missing_program

KO, EN = Language.KO, Language.EN
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ITEMS = [
    BasketItem(quote_of(KOREAN, 1, translation="The Arctic route opens only in 2030.")),
    BasketItem(quote_of(KOREAN, 2), note="운임 비교에 쓸 것"),
    BasketItem(quote_of(OFFICIAL, 2)),
    BasketItem(quote_of(SUMMARY, 1)),
    BasketItem(quote_of(WESTERN, 1)),
    answer(),
]
BASKETS = st.lists(hostile_citations().map(BasketItem), min_size=1, max_size=3)


def shown(text: str) -> str:
    """A quote as it must read in a format that keeps line breaks."""
    return "\n".join(one_line(line) for line in lines_of(text))


# Markdown


_PLAIN = (
    "text",
    "text_special",
    "hardbreak",
    "em_open",
    "em_close",
    "link_open",
    "link_close",
    "strong_open",
)
_PLAIN += ("strong_close",)


def inline_text(token) -> str:
    """The text of an inline token: only plain text, footnote marks and the record's address may be in it."""
    text, inside = "", False
    for child in token.children:
        if child.type == "html_inline":
            assert child.content == "<!-- -->"
            text = text.removesuffix(" ")
            continue
        assert child.type in _PLAIN, child.type
        if child.type == "link_open":  # its text shows the address decoded
            assert child.attrs["href"].startswith("https://example.org/a_b?"), child.attrs
            text += str(child.attrs["href"])
        inside = child.type == "link_open" or (inside and child.type != "link_close")
        if not inside:
            text += "\n" if child.type == "hardbreak" else child.content
    return text


def markdown_blocks(data: bytes) -> list[tuple[str, str]]:
    """(container, text) of every paragraph, read by a full Markdown parser with tables, strikethrough."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(data.decode("utf-8"))
    blocks, stack = [], []
    for token in tokens:
        if token.nesting == 1:
            stack.append(token.type)
        elif token.nesting == -1:
            stack.pop()
        elif token.type == "inline":
            kind = next(
                (name for name in ("blockquote", "heading", "table", "list_item") if f"{name}_open" in stack),
                "",
            )
            blocks.append((kind, inline_text(token)))
        else:
            assert token.type == "html_block" and token.content.startswith("<!-- gakju-receipts "), token
    return blocks


@settings(max_examples=60, deadline=None)
@given(BASKETS)
def test_markdown_shows_hostile_text_verbatim(items: list[BasketItem]) -> None:
    data = export(items, ExportFormat.MARKDOWN, style="chicago", language=EN)
    quotes = [text for kind, text in markdown_blocks(data) if kind == "blockquote"]
    assert quotes == [f"{shown(item.content.quote)}[^{n}]" for n, item in enumerate(items, start=1)]


@settings(max_examples=40, deadline=None)
@given(BASKETS)
def test_markdown_notes_read_as_the_notes_themselves(items: list[BasketItem]) -> None:
    report = build_report(items, "korean", KO)
    blocks = markdown_blocks(export(items, ExportFormat.MARKDOWN, style="korean", language=KO))
    notes = [text for kind, text in blocks if not kind and text.startswith("[^")]
    assert notes == [f"[^{note.number}]: {note.text}" for note in report.notes]


def test_markdown_puts_original_and_translation_side_by_side() -> None:
    data = export(ITEMS[:1], ExportFormat.MARKDOWN, language=KO, side_by_side=True)
    cells = [text for kind, text in markdown_blocks(data) if kind == "table"]
    assert cells == [
        "원문",
        "번역(비공식)",
        "북극항로는 2030년에야 열린다.[^1]",
        "The Arctic route opens only in 2030.",
    ]
    assert "5쪽" not in data.decode() and "비공식 번역" in data.decode()


def test_a_footnote_speaks_of_a_translation_only_where_one_is_printed() -> None:
    assert "비공식" not in export(ITEMS[:1], ExportFormat.TEXT, language=KO).decode()


@pytest.mark.parametrize("style", ["chicago", "korean", "mla", "apa", "link", "bluebook"])
def test_a_records_address_is_a_link_in_markdown_and_no_other_text_is(style: str) -> None:
    item = BasketItem(
        quote_of(document(replace(DECLARATION, titles={EN: "See https://evil.example"}), "We meet."), 1)
    )
    data = export([item], ExportFormat.MARKDOWN, style=style, language=EN)
    tokens = MarkdownIt("commonmark").parse(data.decode())
    links = {
        child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"
    }
    assert links == {DECLARATION.url}
    assert f"<{DECLARATION.url}>" in data.decode() and "https\\://evil" in data.decode()


def named() -> Answer:
    """An answer of three claims from two documents, each named before its first."""
    one = answer()
    leads = (replace(one.claims[0], lead="「북극」 (2025)"), replace(one.claims[0], text="그다음 문장이다."))
    other = replace(one.claims[1], lead="The *Sea* (2024):", quoted="Freight falls by 40%.")
    return replace(one, claims=(*leads, other))


def test_a_documents_name_stands_on_a_line_of_its_own() -> None:
    text = export([named()], ExportFormat.TEXT).decode()
    assert (
        "\n\n「북극」 (2025)\n~~~~~~~~~~~~~~~\n\n북극항로는 2030년에야 열린다.[1] 그다음 문장이다.[2]\n\n"
        in text
    )
    assert (
        "\n\nThe *Sea* (2024):\n~~~~~~~~~~~~~~~~~\n\n운임은 40% 떨어진다.\n\nFreight falls by 40%.[3][4]\n\n"
        in text
    )
    blocks = [text for _, text in markdown_blocks(export([named()], ExportFormat.MARKDOWN))]
    assert blocks[2:4] == ["「북극」 (2025)", "북극항로는 2030년에야 열린다.[^1] 그다음 문장이다.[^2]"]
    assert blocks[4:7] == ["The *Sea* (2024):", "운임은 40% 떨어진다.", "Freight falls by 40%.[^3][^4]"]
    assert "**「북극」 (2025)**" in export([named()], ExportFormat.MARKDOWN).decode()
    word = docx.Document(io.BytesIO(export([named()], ExportFormat.DOCX)))
    texts = [(one.style.name, one.text) for one in word.paragraphs]
    assert ("Gakju Lead", "The *Sea* (2024):") in texts and ("Normal", "운임은 40% 떨어진다.") in texts
    assert ("Gakju Quote", "Freight falls by 40%., ") in texts


def test_hwpx_sets_a_documents_name_apart(tmp_path: Path) -> None:
    data = export([named()], ExportFormat.HWPX)
    reading = read_hwpx(written(tmp_path, "r.hwpx", data))
    texts = [block.text for block in reading.blocks]
    assert "「북극」 (2025)" in texts and "The *Sea* (2024):" in texts


# Receipts in every format


LEVELS = [0, 1, 2, 2, 1, 0]
MARKED = [f"{line}[{n}]" for n, line in enumerate(LIST_LINES, start=2)]
MARKED[0] = LIST_LINES[0].replace(" 다만", "[1] 다만") + "[2]"


def test_markdown_shows_a_list_as_lines_with_its_own_labels() -> None:
    data = export([list_answer()], ExportFormat.MARKDOWN, language=KO)
    first, second = [text for kind, text in markdown_blocks(data) if not kind and text[0] in "①②"]
    marked = [line.replace("[", "[^") for line in MARKED]
    shown = [(line.count("\u2003"), line.strip("\u2003")) for line in [*first.split("\n"), second]]
    assert shown == list(zip(LEVELS, marked, strict=True))


def test_plain_text_shows_a_list_as_lines() -> None:
    text = export([list_answer()], ExportFormat.TEXT, language=KO).decode()
    lines = [f"{'  ' * level}{line}" for level, line in zip(LEVELS, MARKED, strict=True)]
    assert "\n".join(lines[:-1]) + "\n\n" + lines[-1] + "\n\n" in text


def test_word_gives_each_item_a_line_in_the_style_of_its_level() -> None:
    read = docx.Document(io.BytesIO(export([list_answer()], ExportFormat.DOCX, language=KO)))
    found = [p for p in read.paragraphs if p.text in LIST_LINES]
    assert tuple(p.text for p in found) == LIST_LINES
    assert [p.style.name for p in found] == ["Normal", "List", "List 2", "List 2", "List", "Normal"]
    first = [
        (p.style.paragraph_format.left_indent or 0) + (p.style.paragraph_format.first_line_indent or 0)
        for p in found
    ]
    assert first[0] == first[-1] == 0 < first[1] == first[4] < first[2] == first[3]
    assert all(p._p.findall(f".//{W}footnoteReference") for p in found)


def test_hwpx_gives_each_item_a_line_indented_by_its_level() -> None:
    data = export([list_answer()], ExportFormat.HWPX, language=KO)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        section = etree.fromstring(package.read("Contents/section0.xml"))
        header = etree.fromstring(package.read("Contents/header.xml"))
    space = {"hp": "http://www.hancom.co.kr/hwpml/2011/paragraph"}
    found = {}
    for paragraph in section.xpath("//hp:p[not(ancestor::hp:footNote)]", namespaces=space):
        text = "".join(paragraph.xpath("hp:run/hp:t/text()", namespaces=space))
        shape = header.xpath(f"//*[local-name()='paraPr'][@id='{paragraph.get('paraPrIDRef')}']")[0]
        margin = shape.xpath(".//*[local-name()='left']/@value")[0]
        found[text] = (int(margin), len(paragraph.xpath(".//hp:footNote", namespaces=space)))
    margins = [found[line][0] for line in LIST_LINES]
    assert margins[0] == margins[-1] == 0 < margins[1] == margins[4] < margins[2] == margins[3]
    assert [found[line][1] for line in LIST_LINES] == [2, 1, 1, 1, 1, 1]


def receipts_in(data: bytes, format: ExportFormat) -> list[dict]:
    match format:
        case ExportFormat.MARKDOWN:
            return json.loads(re.search(rb"<!-- gakju-receipts (.*) -->", data)[1])
        case ExportFormat.DOCX:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                parts = [
                    package.read(name) for name in package.namelist() if name.startswith("customXml/item")
                ]
            return json.loads(
                next(etree.fromstring(part).text for part in parts if b"urn:gakju:receipts" in part)
            )
        case ExportFormat.HWPX:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                root = etree.fromstring(package.read("Contents/content.hpf"))
            return json.loads(root.xpath("//*[@name='gakju:receipts']")[0].text)
        case _:
            return [one for item in json.loads(data) for one in item["custom"]["gakju_receipts"]]


@pytest.mark.parametrize(
    "format", [ExportFormat.MARKDOWN, ExportFormat.DOCX, ExportFormat.HWPX, ExportFormat.CSL_JSON]
)
def test_receipts_survive_in_the_metadata(format: ExportFormat) -> None:
    report = build_report(ITEMS, "korean", KO)
    found = [
        read_receipt(json.dumps(one)) for one in receipts_in(export(ITEMS, format, style="korean"), format)
    ]
    assert set(found) == set(report.receipts) and len(found) == len(report.notes)


@pytest.mark.parametrize("format", [ExportFormat.RIS, ExportFormat.BIBTEX])
def test_links_survive_in_the_notes(format: ExportFormat) -> None:
    text = export(ITEMS, format).decode()
    assert all(receipt.link in text for receipt in build_report(ITEMS, None, KO).receipts)


@pytest.mark.parametrize(
    "format", [ExportFormat.MARKDOWN, ExportFormat.TEXT, ExportFormat.DOCX, ExportFormat.HWPX]
)
def test_receipts_are_shown_on_request_only(format: ExportFormat) -> None:
    link = receipt_of(ITEMS[0].content).link

    def body(receipts: bool) -> str:
        data = export(ITEMS, format, receipts=receipts)
        if format is ExportFormat.DOCX:
            return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)
        if format is ExportFormat.HWPX:
            return zipfile.ZipFile(io.BytesIO(data)).read("Contents/section0.xml").decode()
        return re.sub(r"<!--.*-->", "", data.decode()).replace("\\", "")

    assert link in body(True) and link not in body(False)


# Word


def docx_part(data: bytes, name: str):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def docx_text(element) -> str:
    """Text as Word shows it: breaks, tabs and text, footnote marks left out."""
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        node.text or "" if node.tag == f"{W}t" else signs.get(node.tag, "") for node in element.iter()
    )


@settings(max_examples=25, deadline=None)
@given(BASKETS)
def test_word_holds_hostile_text_verbatim_with_real_footnotes(items: list[BasketItem]) -> None:
    data = export(items, ExportFormat.DOCX, style="chicago", language=EN)
    docx.Document(io.BytesIO(data))  # opens
    body = docx_part(data, "word/document.xml")
    quotes = [p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='GakjuQuote']") is not None]
    for paragraph, item in zip(quotes, items, strict=True):
        assert docx_text(paragraph) == "\n".join(xml_text(line) for line in lines_of(item.content.quote))
    notes = docx_part(data, "word/footnotes.xml").findall(f"{W}footnote")
    ids = [note.get(f"{W}id") for note in notes]
    assert [mark.get(f"{W}id") for mark in body.iter(f"{W}footnoteReference")] == ids[2:]
    report = build_report(items, "chicago", EN)
    assert [docx_text(note) for note in notes[2:]] == [f" {xml_text(note.text)}" for note in report.notes]


def test_word_footnotes_are_linked_styled_and_in_italics() -> None:
    data = export(ITEMS, ExportFormat.DOCX, style="chicago", language=EN)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"footnotes+xml" in package.read("[Content_Types].xml")
        assert b"footnotes.xml" in package.read("word/_rels/document.xml.rels")
    styles = {style.get(f"{W}styleId") for style in docx_part(data, "word/styles.xml").iter(f"{W}style")}
    used = {
        node.get(f"{W}val")
        for part in ("word/document.xml", "word/footnotes.xml")
        for node in docx_part(data, part).iter(f"{W}pStyle", f"{W}rStyle")
    }
    assert used <= styles and {"FootnoteText", "FootnoteReference"} <= used
    italics = [
        run
        for run in docx_part(data, "word/footnotes.xml").iter(f"{W}r")
        if run.find(f"{W}rPr/{W}i") is not None
    ]
    assert "Northern Affairs Working Paper" in [docx_text(run) for run in italics]


def test_word_sets_fonts_and_languages_for_both_scripts() -> None:
    data = export(ITEMS, ExportFormat.DOCX, style="korean", language=KO)
    fonts = docx_part(data, "word/styles.xml").find(f"{W}style[@{W}styleId='Normal']/{W}rPr/{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == "맑은 고딕"
    spoken = docx_part(data, "word/styles.xml").find(f"{W}docDefaults//{W}lang")
    assert (spoken.get(f"{W}val"), spoken.get(f"{W}eastAsia")) == ("en-US", "ko-KR")


# Hangul


def hwpx_of(items: list, **options: object) -> HWPXReader:
    folder = Path(tempfile.mkdtemp())
    return HWPXReader(str(written(folder, "report.hwpx", export(items, ExportFormat.HWPX, **options))))


def test_hwpx_footnotes_are_read_by_another_library() -> None:
    report = build_report(ITEMS, "korean", KO)
    with hwpx_of(ITEMS, style="korean") as reader:
        result = reader.extract_text_with_notes()
    read = [" ".join(note.text.split()) for note in result.footnotes]  # this reader parts runs by spaces
    assert read == [note.text for note in report.notes]
    assert "북극항로는 2030년에야 열린다.[^1]" in result.text
    assert "운임은 40% 떨어진다.[^7][^8]" in result.text


def hwpx_text(element) -> str:
    """The text of an hp:t with its line breaks and hard spaces."""
    signs = {"lineBreak": "\n", "nbSpace": "\u00a0"}
    inner = (signs[etree.QName(child).localname] + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inner)


def test_hwpx_is_read_by_our_own_reader(tmp_path: Path) -> None:
    report = build_report(ITEMS, "korean", KO)
    reading = read_hwpx(written(tmp_path, "report.hwpx", export(ITEMS, ExportFormat.HWPX, style="korean")))
    notes = [block.text for block in reading.blocks if block.kind is BlockKind.FOOTNOTE]
    assert len(notes) == len(report.notes)
    assert all(note.text in read for note, read in zip(report.notes, notes, strict=True))
    assert any(block.text.startswith("북극항로는 2030년에야 열린다.") for block in reading.blocks)


@settings(max_examples=15, deadline=None)
@given(BASKETS)
def test_hwpx_holds_hostile_text(items: list[BasketItem]) -> None:
    data = export(items, ExportFormat.HWPX, style="korean", language=KO, side_by_side=True)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.read("mimetype") == b"application/hwp+zip"
        section = etree.fromstring(package.read("Contents/section0.xml"))
        manifest = etree.fromstring(package.read("Contents/content.hpf"))
        names = set(package.namelist())
    space = {"hp": "http://www.hancom.co.kr/hwpml/2011/paragraph"}
    notes = section.xpath("//hp:footNote", namespaces=space)
    texts = ["".join(note.xpath(".//hp:t/text()", namespaces=space)) for note in notes]
    report = build_report(items, "korean", KO, side_by_side=True)
    assert texts == [f" {one_line(xml_text(note.text))}" for note in report.notes]
    assert [note.get("number") for note in notes] == [str(note.number) for note in report.notes]
    runs = [
        hwpx_text(run) for run in section.xpath("//hp:run[not(ancestor::hp:footNote)]/hp:t", namespaces=space)
    ]
    for item in items:
        assert "\n".join(one_line(xml_text(line)) for line in lines_of(item.content.quote)) in runs
    assert {item.get("href") for item in manifest.iter("{http://www.idpf.org/2007/opf/}item")} <= names


# Reference lists


@settings(max_examples=40, deadline=None)
@given(BASKETS)
def test_ris_is_read_back_whole(items: list[BasketItem]) -> None:
    text = export(items, ExportFormat.RIS).decode()
    records = build_report(items, None, KO).records
    entries = rispy.loads(text)
    assert len(entries) == len(records)
    for entry, record in zip(entries, records, strict=True):
        assert entry["title"] == one_line(record.title(record.language)).strip()
        assert entry.get("publisher", "") == one_line(next(iter(record.publishers.values()), "")).strip()
        assert entry.get("year", "") == (record.date[:4] if record.date[:2] == "20" else "")
        assert entry["language"] == record.language


def test_ris_is_read_by_another_program(tmp_path: Path) -> None:
    """bibutils turns the list into MODS, the Library of Congress's record format; nothing is lost."""
    if shutil.which("ris2xml") is None:
        missing_program("ris2xml")
    records = [BRIEF, KOREAN_ARTICLE]
    quotes = [quote_of(document(record, f"{record.key}의 한 문장이다."), 1) for record in records]
    items = [BasketItem(quote) for quote in quotes]
    file = tmp_path / "list.ris"
    file.write_bytes(export(items, ExportFormat.RIS))
    done = subprocess.run(["ris2xml", "-i", "unicode", str(file)], capture_output=True, check=True)
    found = etree.fromstring(done.stdout.removeprefix(codecs.BOM_UTF8))
    mods = {"m": "http://www.loc.gov/mods/v3"}
    for record, entry in zip(records, found.findall("m:mods", mods), strict=True):
        texts = {text.strip() for text in entry.itertext()}
        language = record.language or KO
        assert {record.title(language), *record.authors[language], record.date} <= texts
        assert record.publishers.get(language, "") in texts | {""}


def bibtex_entries(text: str):
    """The entries, TeX decoded; the one macro pair and accent its decoder lacks are put in by hand."""
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    for entry in library.entries:
        for field in entry.fields:
            loose = field.value.replace(r"\textbraceleft{}", "⟨").replace(r"\textbraceright{}", "⟩")
            plain = LatexNodes2Text().latex_to_text(loose)
            field.value = plain.replace("⟨", "{").replace("⟩", "}").replace("ˆ", "^")
    return library.entries


def squeezed(text: str) -> str:
    """TeX keeps no white space, and no reader of it does."""
    return re.sub(r"\s+", "", text)


@settings(max_examples=40, deadline=None)
@given(BASKETS)
def test_bibtex_is_read_back_whole(items: list[BasketItem]) -> None:
    text = export(items, ExportFormat.BIBTEX).decode()
    records = build_report(items, None, KO).records
    entries = bibtex_entries(text)
    assert len(entries) == len(records) == len(parse_string(text, "bibtex").entries)
    for entry, record in zip(entries, records, strict=True):
        assert squeezed(entry["title"]) == squeezed(one_line(record.title(record.language)))
        quotes = [item.content.quote for item in items if item.content.record.key == record.key]
        assert all(squeezed(one_line(quote)) in squeezed(entry["annote"]) for quote in quotes)


@settings(max_examples=40, deadline=None)
@given(BASKETS)
def test_csl_json_is_read_back_whole(items: list[BasketItem]) -> None:
    data = json.loads(export(items, ExportFormat.CSL_JSON))
    records = build_report(items, None, KO).records
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # "custom" is in the schema, not in this reader
        read = CiteProcJSON(data)
    for item, record in zip(data, records, strict=True):
        assert item["title"] == one_line(record.title(record.language)).strip()
        assert item["id"].lower() in read or record.key.lower() in read


def test_reference_lists_keep_every_field() -> None:
    items = [
        BasketItem(sample.citation)
        for sample in samples()
        if sample.citation.record in (KOREAN_ARTICLE, ENGLISH_MANY)
    ]
    article, paper = rispy.loads(export(items, ExportFormat.RIS).decode())
    assert (article["type_of_reference"], article["authors"]) == ("JOUR", ["이영희"])
    assert (article["secondary_title"], article["number"]) == ("바다정치연구", "제12집 3호")
    assert (article["start_page"], article["end_page"], article["year"]) == ("33", "58", "2022")
    assert paper["authors"] == ["Smith, Jane", "Haddad, Omar", "de la Cruz, Ana", "Kim, Jong-su"]
    people = (
        parse_string(export(items, ExportFormat.BIBTEX).decode(), "bibtex")
        .entries["sample-english-many"]
        .persons
    )
    names = [(" ".join(p.prelast_names + p.last_names), " ".join(p.first_names)) for p in people["author"]]
    assert names == [("Smith", "Jane"), ("Haddad", "Omar"), ("de la Cruz", "Ana"), ("Kim", "Jong-su")]
    first, second = json.loads(export(items, ExportFormat.CSL_JSON))
    assert first["container-title"] == "바다정치연구" and first["page"] == "33-58"
    assert second["author"][2] == {"family": "de la Cruz", "given": "Ana"}
    assert second["issued"] == {"date-parts": [[2023, 11]]}


def test_bibtex_keeps_tex_signs_and_braces_in_balance() -> None:
    source = document(BRIEF, "50% of {all} costs_& \\more $5 ~ #1 ^ }")
    text = export([BasketItem(quote_of(source, 1))], ExportFormat.BIBTEX).decode()
    assert squeezed("50% of {all} costs_& \\more $5 ~ #1 ^ }") in squeezed(bibtex_entries(text)[0]["annote"])


def test_a_bibliography_prints_that_a_source_is_a_digest_but_not_the_quotes() -> None:
    items = [BasketItem(quote_of(SUMMARY, 1))]
    item = json.loads(export(items, ExportFormat.CSL_JSON, language=EN))[0]
    assert item["note"] == "digest; not the official wording" and "keep the sea open" in item["annote"]
    entry = bibtex_entries(
        export([BasketItem(quote_of(SUMMARY, 1))], ExportFormat.BIBTEX, language=EN).decode()
    )[0]
    assert entry["note"] == item["note"] and "keep the sea open" in entry["annote"]


# The report


def test_notes_count_through_and_know_those_before() -> None:
    text = export(ITEMS, ExportFormat.TEXT, style="korean").decode()
    notes = re.findall(r"^\[(\d+)\] (.*)$", text, re.M)
    assert [int(number) for number, _ in notes] == list(range(1, 9))
    assert notes[1][1] == "위의 글, 2쪽."
    assert (
        notes[6][1].startswith("Smith and van der Berg, op. cit., p. 2(") or "op. cit., p. 2" in notes[6][1]
    )


def test_each_source_is_in_the_bibliography_once() -> None:
    entries = export(ITEMS, ExportFormat.TEXT).decode().split("참고문헌\n--------\n")[1].strip().split("\n")
    assert len(entries) == 4 and len(set(entries)) == 4


def test_user_notes_and_questions_are_printed() -> None:
    text = export(ITEMS, ExportFormat.TEXT).decode()
    assert "메모: 운임 비교에 쓸 것" in text and "북극항로는 언제 열리나?" in text


def test_plain_text_holds_quotes_verbatim() -> None:
    text = export(ITEMS, ExportFormat.TEXT).decode()
    for item in ITEMS[:-1]:
        assert isinstance(item.content, Citation) and f"{item.content.quote}[" in text


@pytest.mark.parametrize("format", ExportFormat)
@pytest.mark.parametrize("language", Language)
def test_every_format_is_written_in_both_languages(format: ExportFormat, language: Language) -> None:
    assert export(ITEMS, format, language=language, side_by_side=True, receipts=True)
    assert format.mime and format.extension.startswith(".")


def test_nothing_to_export_is_said() -> None:
    with pytest.raises(ExportError) as caught:
        export([], ExportFormat.DOCX)
    assert caught.value.code == "nothing_to_export"


@pytest.mark.parametrize(("name", "format"), [(".DOCX", "docx"), ("bibtex", "bib"), ("markdown", "md")])
def test_formats_are_known_by_name_and_extension(name: str, format: str) -> None:
    assert export_format(name) == format


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(ExportError) as caught:
        export_format("pdf")
    assert caught.value.code == "unknown_format" and "docx" in str(caught.value.details["known"])
