"""The Word export in another program: LibreOffice prints its footnotes at the foot of the page."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from assistant.citing.basket import BasketItem
from assistant.citing.exports import ExportFormat, export
from assistant.citing.exports.report import build_report
from sources.document import Language
from tests.assistant.citing.cases import KOREAN, OFFICIAL, SUMMARY, WESTERN, answer, quote_of, written
from tests.conftest import missing_program

ITEMS = [
    *(BasketItem(quote_of(source, 1)) for source in (KOREAN, WESTERN, OFFICIAL, SUMMARY)),
    BasketItem(quote_of(KOREAN, 2, translation="Freight falls by 40%.")),
    answer(),
]


def pdf_of(folder: Path, data: bytes) -> pypdfium2.PdfDocument:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        missing_program("LibreOffice")
    source = written(folder, "report.docx", data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        str(program),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return pypdfium2.PdfDocument(folder / "report.pdf")


def top_of(page: pypdfium2.PdfPage, words: str) -> float:
    """How far above the foot of the page the words stand, 0 to 1."""
    found = page.get_textpage().search(words).get_next()
    assert found is not None, words
    box = page.get_textpage().get_charbox(found[0])
    return float(box[3] / page.get_height())


@pytest.mark.parametrize(("language", "style"), [(Language.KO, "korean"), (Language.EN, "chicago")])
def test_footnotes_stand_at_the_foot_in_both_languages(
    tmp_path: Path, language: Language, style: str
) -> None:
    data = export(ITEMS, ExportFormat.DOCX, style=style, language=language, side_by_side=True)
    notes = build_report(ITEMS, style, language, side_by_side=True).notes
    pdf = pdf_of(tmp_path, data)
    body = [top_of(pdf[0], words) for words in ("북극항로는", "Freight falls", "We meet in")]
    feet = [top_of(pdf[0], words) for words in ("Jane Smith and", "para. 1")]
    assert min(body) > max(feet)
    assert max(feet) < 0.4
    printed = "".join(one.get_textpage().get_text_bounded() for one in pdf)
    squeezed = "".join(printed.split())
    for note in notes:
        assert "".join(note.text.split()) in squeezed
