"""Every style, every kind of source, in both report languages: pinned line by line.

After a change of a style, GAKJU_UPDATE_SNAPSHOTS=1 writes the files anew; read the difference.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Citation
from assistant.citing.lookup import citation_of
from assistant.citing.pinpoint import PinKind, pin_of
from assistant.citing.sample import BRIEF, page_of_styles, sample_bibliography, sample_in_text, sample_notes
from assistant.citing.style import style_names
from sources.blocks import Block, BlockKind, Cell, Reading, Table
from sources.document import Language, Location, Record
from sources.units.assemble import assemble
from sources.units.names import name_at
from sources.units.tree import Tree
from tests.assistant.citing.cases import document

SNAPSHOTS = Path(__file__).parent / "snapshots"


def page(style: str, language: Language) -> str:
    lines = [f"{what} | {note}" for what, note in sample_notes(style, language)]
    lines += ["", *sample_in_text(style, language)] if sample_in_text(style, language) else []
    return "\n".join([*lines, "", *sample_bibliography(style, language)]) + "\n"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("style", style_names())
def test_style_prints_as_reviewed(style: str, language: Language) -> None:
    path = SNAPSHOTS / f"{style}.{language}.txt"
    printed = page(style, language)
    if os.environ.get("GAKJU_UPDATE_SNAPSHOTS"):
        path.write_text(printed, "utf-8")
    assert printed == path.read_text("utf-8")


def test_there_is_no_snapshot_without_a_style() -> None:
    assert {path.name.split(".")[0] for path in SNAPSHOTS.glob("*.txt")} == set(style_names())


def test_the_page_of_samples_in_the_docs_is_up_to_date() -> None:
    page_in_docs = Path(__file__).parents[3] / "docs" / "styles.md"
    assert page_in_docs.read_text("utf-8") == page_of_styles(), (
        "python -m assistant.citing.sample > docs/styles.md"
    )


@pytest.mark.parametrize(("label", "told"), [("•", "7"), ("ㅇ", "7"), ("3.", "3"), ("가.", "가"), ("②", "②")])
def test_a_bullet_is_no_number_of_a_paragraph(label: str, told: str):
    place = Location("d", None, "", 7, 0, 5)
    pinned = pin_of(Citation(1, "quote", place, Record("notes"), Language.KO, label=label), Language.KO)
    assert pinned.first == told


def test_a_number_that_a_document_prints_twice_is_no_paragraphs_number():
    made = document(BRIEF, "하나이다.", "둘이다.", "셋이다.")
    labels = ("1.", "2.", "1.")
    paragraphs = [
        replace(p, page=None, label=label) for p, label in zip(made.paragraphs, labels, strict=True)
    ]
    made = replace(made, paragraphs=tuple(paragraphs), pages=None)
    pins = [pin_of(citation_of(made, paragraph=n), Language.KO) for n in (1, 2, 3)]
    assert [(pin.kind, pin.first) for pin in pins] == [
        (PinKind.PARAGRAPH, "1"), (PinKind.LABEL, "2"), (PinKind.PARAGRAPH, "3"),
    ]  # fmt: skip


def test_a_box_of_running_text_names_no_row():
    words = "갯벌을 되살리는 사업은 물길을 열고 염생식물을 심는 일에서 시작한다. " * 2
    words = words.strip()
    cells = [[Cell("구분", 0, 0), Cell("값", 0, 1)], [Cell("새터", 1, 0), Cell("310", 1, 1)]]
    cells.append([Cell(words, 2, 0), Cell("298", 2, 1)])
    table = Table(tuple(tuple(row) for row in cells), header_rows=1)
    text = "\n".join("\t".join(cell.text for cell in row) for row in cells)
    made = assemble(Reading((Block(text, BlockKind.TABLE, table=table),)), Record("x"), "hwp")
    tree = Tree(made)
    names = [name_at(tree, at := made.text.index(word), at + 1) for word in ("새터", words)]
    assert [dict(name).get("row") for name in names] == ["새터", None]
