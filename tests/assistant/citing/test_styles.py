"""Every style, every kind of source, in both report languages: pinned line by line.

After a change of a style, GAKJU_UPDATE_SNAPSHOTS=1 writes the files anew; read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.answer import Citation
from assistant.citing.pinpoint import pin_of
from assistant.citing.sample import page_of_styles, sample_bibliography, sample_in_text, sample_notes
from assistant.citing.style import style_names
from sources.document import Language, Location, Record

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


@pytest.mark.parametrize(
    ("label", "told"), [("•", "7"), ("ㅇ", "7"), ("3.", "3."), ("가.", "가."), ("②", "②")]
)
def test_a_bullet_is_no_number_of_a_paragraph(label: str, told: str):
    place = Location("d", None, "", 7, 0, 5)
    pinned = pin_of(Citation(1, "quote", place, Record("notes"), Language.KO, label=label), Language.KO)
    assert pinned.first == told
