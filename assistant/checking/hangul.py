"""HWPX drafts: their paragraphs, and the footnotes that stand in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.checking.drafts import LIMITS, DraftParagraph, Rows, run_in
from sources.door.archive import Archive, parse_xml
from sources.door.guard import display_name
from sources.errors import Reason, Refused
from sources.readers.hangul.hangul import Looks
from sources.readers.hangul.hwpx import SIGNS, section_parts
from sources.readers.hangul.hwpx_looks import looks_of
from sources.readers.office import attribute, integer, local
from sources.text.normalise import display

_NOTES = {"footNote": "", "endNote": "e"}


def read_hwpx(path: Path) -> tuple[list[DraftParagraph], dict[str, str]]:
    """The paragraphs and the footnotes of an HWPX file. Raises Refused for a hostile or damaged one."""
    name = display_name(path.name)
    with Archive(path, LIMITS) as archive:
        sections = section_parts(archive, name)
        if "Contents/header.xml" not in archive.names:
            raise Refused(Reason.DAMAGED, name)
        looks = looks_of(parse_xml(archive.read("Contents/header.xml"), name))
        roots = [parse_xml(archive.read(part), name) for part in sections]
    paragraphs: list[DraftParagraph] = []
    notes: dict[str, str] = {}
    rows = Rows("tr")
    for element in (inner for root in roots for inner in root.iter()):
        if local(element) == "p" and not any(local(above) in _NOTES for above in element.iterancestors()):
            made = _paragraph(element, len(paragraphs), looks, notes)
            row, heads = rows.of(element)
            paragraphs.append(replace(made, row=row, heads=heads, level=0 if row else made.level))
    return [paragraph for paragraph in paragraphs if paragraph.text.strip()], notes


def _paragraph(element: Any, place: int, looks: Looks, notes: dict[str, str]) -> DraftParagraph:
    """The paragraph without those in its tables and notes; its notes are added to `notes`."""
    raw, marks, runs = "", [], []
    for run in (part for part in element if local(part) == "run"):
        before = len(raw)
        for part in run:
            if local(part) == "t":
                raw += "".join(_text(part))
            for note in (inner for inner in part if local(part) == "ctrl" and local(inner) in _NOTES):
                label = f"{_NOTES[local(note)]}{attribute(note, 'number')}"
                marks.append((len(raw), label))
                said = " ".join("".join(_text(t)) for t in note.iter() if local(t) == "t")
                notes[label] = " ".join(display(said).text.split())
        runs.append((integer(attribute(run, "charPrIDRef"), 0), len(raw) - before))
    shown = display(raw)
    style, shape = (integer(attribute(element, name), 0) for name in ("styleIDRef", "paraPrIDRef"))
    piece = looks.piece(raw, style, shape, runs)
    placed = tuple((shown.position(at), label) for at, label in marks)
    level = piece.level or run_in(shown.text, bold=piece.bold, marked=bool(marks))
    return DraftParagraph(shown.text, level, placed, place)


def _text(element: Any) -> Iterator[str]:
    """The text of one `t` with its signs; what is marked as deleted is left out."""
    deleting = False
    yield element.text or ""
    for sign in element:
        if local(sign) in ("deleteBegin", "deleteEnd"):
            deleting = local(sign) == "deleteBegin"
        if not deleting:
            yield SIGNS.get(local(sign), "") + (sign.tail or "")
