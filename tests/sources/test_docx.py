"""DOCX: headings, numbers as Word counts them, tables, notes, and what is left out."""

from __future__ import annotations

from pathlib import Path

import docx as python_docx
import pytest

from sources.blocks import BlockKind, Reading
from sources.readers.docx import read
from tests import hostile
from tests.hostile import W


def made(tmp_path: Path, main: str, **parts: str) -> Reading:
    path = tmp_path / "x.docx"
    xml = f'<w:document xmlns:w="{W}"><w:body>{main}</w:body></w:document>'
    named = {key.replace("__", "/") + ".xml": value for key, value in parts.items()}
    path.write_bytes(hostile.docx(xml, **named))
    return read(path)


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def depth(number: int, style: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">
{depth(0, "decimal", "%1.")}{depth(1, "ganada", "%2)")}{depth(2, "decimal", "%1.%3")}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{depth(0, "bullet", "•")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num></w:numbering>"""


def test_numbers_are_counted_as_word_counts_them(tmp_path: Path):
    reading = made(
        tmp_path,
        numbered("하나", 1) + numbered("둘", 1) + numbered("아래", 1, 1) + numbered("또 아래", 1, 1)
        + numbered("깊이", 1, 2) + numbered("셋", 1) + numbered("다시 아래", 1, 1) + numbered("점", 2)
        + numbered("일곱", 3) + numbered("여덟", 3) + p("끝이다."),
        word__numbering=NUMBERING,
    )  # fmt: skip
    assert [b.text for b in reading.blocks] == [
        "1. 하나", "2. 둘", "가) 아래", "나) 또 아래", "2.1 깊이", "3. 셋", "가) 다시 아래", "점",
        "7. 일곱", "8. 여덟", "끝이다.",
    ]  # fmt: skip
    assert [b.kind for b in reading.blocks] == [BlockKind.LIST] * 10 + [BlockKind.BODY]


def test_a_nonsense_number_is_no_crash(tmp_path: Path):
    for wrong in ("²", "-5", "9" * 30, "x", ""):
        reading = made(tmp_path, numbered("글", 1, 0).replace('ilvl w:val="0"', f'ilvl w:val="{wrong}"'),
                       word__numbering=NUMBERING.replace('w:val="1"', f'w:val="{wrong}"'))  # fmt: skip
        assert "글" in reading.blocks[0].text


def test_headings_by_style_and_by_look(tmp_path: Path):
    path = tmp_path / "x.docx"
    document = python_docx.Document()
    document.add_heading("제목", level=0)
    document.add_heading("첫째 장", level=1)
    document.add_paragraph("본문의 첫 문단이다. 이어지는 문장이다.")
    document.add_heading("절", level=2)
    document.add_paragraph("둘째 문단이다. 이어지는 문장이다.")
    document.add_paragraph().add_run("굵은 작은 제목").bold = True
    document.add_paragraph("셋째 문단이다. 이어지는 문장이다.").add_run(" 굵은 끝이다.").bold = True
    document.core_properties.title = "보고서"
    document.core_properties.author = "김세미"
    document.save(str(path))
    reading = read(path)
    headings = [(b.text, b.level) for b in reading.blocks if b.kind is BlockKind.HEADING]
    assert headings[:3] == [("제목", 1), ("첫째 장", 1), ("절", 2)]
    assert headings[3][0] == "굵은 작은 제목" and len(headings) == 4
    assert reading.metadata["title"] == "보고서" and reading.metadata["author"] == "김세미"
    assert reading.pages is None


def test_notes_follow_the_paragraph_they_belong_to(tmp_path: Path):
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0">{p("----")}</w:footnote>' \
        f'<w:footnote w:id="2">{p("각주의 글이다.")}</w:footnote></w:footnotes>'  # fmt: skip
    reading = made(
        tmp_path, p("첫 문단이다.").replace("</w:p>", reference) + p("둘째 문단이다."), word__footnotes=notes
    )
    assert [(b.text, b.kind) for b in reading.blocks] == [
        ("첫 문단이다.", BlockKind.BODY),
        ("각주의 글이다.", BlockKind.FOOTNOTE),
        ("둘째 문단이다.", BlockKind.BODY),
    ]


def test_deleted_and_hidden_text_is_left_out(tmp_path: Path):
    run = "<w:r><w:t>{}</w:t></w:r>"
    edited = "<w:del><w:r><w:delText>지운 글이다.</w:delText></w:r></w:del>"
    edited += f"<w:ins>{run.format('넣은')}</w:ins>"
    field = '<w:r><w:fldChar/><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
    field += f"<w:hyperlink>{run.format('이어진 글')}</w:hyperlink>"
    hidden = p("숨은 글이다.", run="<w:vanish/>")
    reading = made(tmp_path, p("보이는 글이다.") + f"<w:p>{edited}</w:p>{hidden}<w:p>{field}</w:p>")
    assert [b.text for b in reading.blocks] == ["보이는 글이다.", "넣은", "이어진 글"]


def test_paragraphs_are_joined_where_the_end_between_them_was_deleted(tmp_path: Path):
    gone = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    parts = (
        f"<w:p>{gone}<w:r><w:t xml:space='preserve'>두 문단은 </w:t></w:r></w:p>"
        f"<w:p>{gone}<w:r><w:t xml:space='preserve'>이제 </w:t></w:r></w:p>"
        "<w:p><w:pPr/><w:r><w:t>하나이다.</w:t></w:r></w:p><w:p><w:r><w:t>끝이다.</w:t></w:r></w:p>"
    )
    assert [b.text for b in made(tmp_path, "".join(parts)).blocks] == ["두 문단은 이제 하나이다.", "끝이다."]


def test_raised_figures_stay_raised(tmp_path: Path):
    run = '<w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>6</w:t></w:r>'
    assert made(tmp_path, f"<w:p>{run}</w:p>").blocks[0].text == "10⁶"


def test_a_table_and_a_frame(tmp_path: Path):
    def cell(text: str) -> str:
        return f"<w:tc>{''.join(p(part) for part in text.split('|'))}</w:tc>"

    def table(*rows: tuple[str, ...]) -> str:
        return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"

    reading = made(
        tmp_path,
        table(("국가", "2024"), ("폴란드", "4.12|%")) + table(("상자 안의 첫 문단이다.|둘째 문단이다.",)),
    )
    assert [(b.text, b.kind) for b in reading.blocks] == [
        ("국가\t2024\n폴란드\t4.12 %", BlockKind.TABLE),
        ("상자 안의 첫 문단이다.", BlockKind.BODY),
        ("둘째 문단이다.", BlockKind.BODY),
    ]


def test_pages_come_from_the_breaks_word_noted(tmp_path: Path):
    noted = (
        "<w:p><w:r><w:t>앞 쪽의 글과 </w:t><w:lastRenderedPageBreak/><w:t>뒤 쪽의 글이다.</w:t></w:r></w:p>"
    )
    reading = made(tmp_path, p("첫 쪽이다.") + noted + p("둘째 쪽이다."))
    assert [(b.page, b.page_breaks) for b in reading.blocks] == [(1, ()), (1, ((8, 2),)), (2, ())]
    assert reading.blocks[1].text[8:] == "뒤 쪽의 글이다."
    assert reading.pages == 2 and not reading.pages_exact


@pytest.mark.parametrize("xml", ["<w:document xmlns:w='x'/>", "<a/>"])
def test_a_docx_without_a_body_is_damaged(tmp_path: Path, xml: str):
    from sources.errors import Reason, Refused

    path = tmp_path / "x.docx"
    path.write_bytes(hostile.docx(xml))
    with pytest.raises(Refused) as caught:
        read(path)
    assert caught.value.reason is Reason.DAMAGED
