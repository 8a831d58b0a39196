"""Drafts as they are read: sentences, languages, footnotes; and comments written into Word files."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from assistant.checking.draft import read_draft
from assistant.checking.markdown import draft_from_text
from assistant.checking.word import comment_on
from sources.document import Language
from sources.errors import Reason, Refused

MARKDOWN = """---
title: draft
---
# 제목은 문장이 아니다

회원국은 **5%**에 합의했다.[^1] 폴란드가 [가장 가깝다](http://example.org/x).

- 첫 항목이다.
- Second item stands alone[2].

| 나라 | 비율 |
|---|---|
| 폴란드 | 4.1% |

[^1]: 김세미, 「제목」, 5쪽.
[2] Hague Summit Declaration, para. 3.
"""


def test_markdown_is_read_without_its_markup() -> None:
    draft = draft_from_text(MARKDOWN)
    texts = [s.text for s in draft.sentences]
    assert "회원국은 5%에 합의했다." in texts and "폴란드가 가장 가깝다." in texts
    assert "Second item stands alone." in texts
    assert [s.claims for s in draft.sentences if "제목은" in s.text] == [False]
    by_text = {s.text: s for s in draft.sentences}
    assert by_text["회원국은 5%에 합의했다."].notes == ("1",)
    assert by_text["폴란드가 가장 가깝다."].notes == ()
    assert by_text["Second item stands alone."].notes == ("2",)
    assert by_text["Second item stands alone."].language is Language.EN
    assert draft.notes == {"1": "김세미, 「제목」, 5쪽.", "2": "Hague Summit Declaration, para. 3."}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_text_files_in_korean_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "초고.txt"
    path.write_bytes("첫 문장이다. 둘째 문장이다.".encode(encoding))
    assert [s.text for s in read_draft(path).sentences] == ["첫 문장이다.", "둘째 문장이다."]


def test_other_files_are_refused(tmp_path: Path) -> None:
    for name, data, reason in (
        ("a.pdf", b"%PDF-1.7 ...", Reason.UNKNOWN_TYPE),
        ("a.docx", b"PK\x03\x04 broken", Reason.DAMAGED),
        ("empty.md", b"", Reason.EMPTY),
        ("blank.md", b"# \n\n", Reason.NO_TEXT),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Refused) as refused:
            read_draft(path)
        assert refused.value.reason is reason


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_is_cut_into_spans_of_its_paragraphs(text: str) -> None:
    try:
        draft = draft_from_text(text)
    except Refused:
        return
    for sentence in draft.sentences:
        assert draft.paragraphs[sentence.paragraph].text[sentence.start : sentence.end] == sentence.text


def word_draft(path: Path) -> Path:
    """A Word draft: a heading, a paragraph in several runs with a real footnote, a table, a deletion."""
    document = docx.Document()
    document.add_heading("제목", 1)
    paragraph = document.add_paragraph("한국은 GDP 대비 ")
    paragraph.add_run("2.23%").bold = True
    paragraph.add_run("를 쓴다. 다음 문장은 그대로다.")
    run = paragraph.add_run()
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "2")
    run._r.append(mark)
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "표 안의 문장이다."
    document.save(str(path))
    return _with_footnotes(path, {"2": "김세미, 「글」, 5쪽."})


def _with_footnotes(path: Path, notes: dict[str, str]) -> Path:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    root = etree.Element(f"{{{space}}}footnotes", nsmap={"w": space})
    for identity, text in notes.items():
        note = etree.SubElement(root, f"{{{space}}}footnote", {f"{{{space}}}id": identity})
        holder = etree.SubElement(etree.SubElement(note, f"{{{space}}}p"), f"{{{space}}}r")
        etree.SubElement(holder, f"{{{space}}}t").text = text
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/footnotes.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_word_drafts_with_footnotes_and_tables(tmp_path: Path) -> None:
    draft = read_draft(word_draft(tmp_path / "draft.docx"))
    texts = {s.text: s for s in draft.sentences}
    assert texts["한국은 GDP 대비 2.23%를 쓴다."].claims and not texts["제목"].claims
    assert "표 안의 문장이다." in texts
    assert (
        texts["다음 문장은 그대로다."].notes == ("2",) and texts["한국은 GDP 대비 2.23%를 쓴다."].notes == ()
    )
    assert draft.notes == {"2": "김세미, 「글」, 5쪽."}


def test_comments_stand_on_their_sentence_and_the_words_stay(tmp_path: Path) -> None:
    path = word_draft(tmp_path / "draft.docx")
    draft = read_draft(path)
    first = next(s for s in draft.sentences if s.text.startswith("한국은"))
    place = draft.paragraphs[first.paragraph].place
    data = comment_on(path, [(place, first.start, first.end, "원문: 2.32%\n둘째 줄")], "Gakju")
    before, after = docx.Document(str(path)), docx.Document(BytesIO(data))
    assert [p.text for p in before.paragraphs] == [p.text for p in after.paragraphs]
    (comment,) = after.comments
    assert comment.author == "Gakju" and "2.32%" in comment.text
    marked = _commented(after)
    assert marked == "한국은 GDP 대비 2.23%를 쓴다."


def _commented(document: docx.document.Document) -> str:
    """The text between a comment's range marks."""
    inside, text = False, ""
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            inside = True
        elif element.tag == qn("w:commentRangeEnd"):
            inside = False
        elif inside and element.tag == qn("w:t"):
            text += element.text or ""
    return text


BIBLIOGRAPHY = [
    "참고문헌",
    "Ⅴ. 참고 문헌",
    "[주요 참고문헌]",
    "각주",
    "5. References",
    "Works Cited",
    "ENDNOTES",
]


@pytest.mark.parametrize("heading", BIBLIOGRAPHY)
def test_a_list_of_sources_claims_nothing(heading: str) -> None:
    entry = "김세미. 「제목」. 2025-03. 서울: 연구원, 2025."
    text = f"# 초고\n\n국방비는 5%이다.\n\n## {heading}\n\n- {entry}\n\n### 국문\n\n{entry}\n\n"
    text += "## 부록\n\n2.3%이다."
    claims = [s.text for s in draft_from_text(text).sentences if s.claims]
    assert claims == ["국방비는 5%이다.", "2.3%이다."]
    plain = f"국방비는 5%이다.\n\n{heading}\n\n{entry}\n\n부 록\n-----\n\n2.3%이다."
    assert [s.text for s in draft_from_text(plain, form="plain").sentences if s.claims] == claims


def test_a_column_called_sources_begins_no_list_of_them(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["나라", "출처", "폴란드", "4.1%를 쓴다."], strict=True):
        cell.text = text
    document.add_paragraph("한국은 2.3%를 쓴다.")
    document.save(str(tmp_path / "t.docx"))
    sentences = read_draft(tmp_path / "t.docx").sentences
    assert [s.text for s in sentences if not s.claims] == ["나라", "출처"]
    table_text = "| 나라 | 출처 |\n|---|---|\n| 폴란드 | 4.1%를 쓴다. |\n\n한국은 2.3%를 쓴다."
    assert [s.claims for s in draft_from_text(table_text).sentences] == [False, True, True]


def test_bold_names_and_questions_claim_nothing_and_a_bold_sentence_does(tmp_path: Path) -> None:
    texts = ["헤이그 선언 (2025-06-25)", "국방비는 5%이다.", "국방비는 얼마인가?"]
    document = docx.Document()
    for text in texts:
        document.add_paragraph().add_run(text).bold = True
    document.save(str(tmp_path / "t.docx"))
    for draft in (read_draft(tmp_path / "t.docx"), draft_from_text("\n\n".join(f"**{t}**" for t in texts))):
        assert [s.claims for s in draft.sentences] == [False, True, False]


def test_escaped_signs_of_markdown_are_read_as_themselves() -> None:
    text = "1\\. 5\\*6은 30이다.[^1]\\\n&emsp;가\\. 둘째\\[2\\] 줄이다.\n\n"
    text += "<!-- [^1]: 말 -->\n\n[^1]: 「가\\_나」, 5쪽."
    draft = draft_from_text(text)
    assert [p.text for p in draft.paragraphs] == ["1. 5*6은 30이다.", "가. 둘째[2] 줄이다."]
    assert draft.notes == {"1": "「가_나」, 5쪽."}
    assert [s.notes for s in draft.sentences] == [("1",), ()]
