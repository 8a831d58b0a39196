"""Where a draft's footnote points, against where its document says what the sentence says."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.findings import Item, Outcome, Subject
from assistant.checking.footnotes import Note
from assistant.checking.witnesses import Evidence, Witness
from assistant.citing.proof import Verdict as Proved

_SURE = 0.55  # nearness from which the place found is the place meant


def compare_pointers(evidence: Evidence, notes: Sequence[Note]) -> tuple[Item, ...]:
    """One item a footnote on the sentence. It stands at the sentence's end."""
    return tuple(_judge(evidence, note) for note in notes)


def _judge(evidence: Evidence, note: Note) -> Item:
    if note.broken:
        return _item(evidence, note, Outcome.DIFFERS, reason="link_broken")
    if note.proof is not None and note.proof.verdict in (Proved.CHANGED, Proved.UNKNOWN):
        outcome = Outcome.DIFFERS if note.proof.verdict is Proved.CHANGED else Outcome.UNCERTAIN
        return _item(evidence, note, outcome, reason=f"link_{note.proof.verdict.value}")
    if not note.resolved:
        return _item(evidence, note, Outcome.UNCERTAIN, reason="note_unknown")
    said = [w for w in evidence.chosen if w.near >= _SURE]
    if not said:
        return _item(evidence, note, Outcome.SAME)
    here = [w for w in said if w.passage.key in note.keys]
    if not here:
        return _item(evidence, note, Outcome.DIFFERS, _name(said[0]), "note_other_document")
    if note.pages and here[0].passage.paragraph.page is not None:
        pages = {page for witness in here for page in _pages(witness)}
        if not pages & set(note.pages):
            right = ", ".join(map(str, sorted(_pages(here[0]))))
            return _item(evidence, note, Outcome.DIFFERS, right, "note_other_page")
    elif note.paragraph:
        paragraphs = {
            p for w in here for p in (w.passage.paragraph.label, str(w.passage.paragraph.number)) if p
        }
        label = here[0].passage.paragraph.label
        if label and note.paragraph not in paragraphs:
            return _item(evidence, note, Outcome.DIFFERS, label, "note_other_paragraph")
    return _item(evidence, note, Outcome.SAME)


def _pages(witness: Witness) -> set[int]:
    """The pages of a witness's paragraph, as printed."""
    paragraph, shift = witness.passage.paragraph, witness.passage.record.page_offset
    pages = [paragraph.page, *(page for _, page in paragraph.page_breaks)]
    return {page + shift for page in pages if page is not None}


def _name(witness: Witness) -> str:
    return witness.passage.record.title(witness.passage.language)


def _item(evidence: Evidence, note: Note, outcome: Outcome, source: str = "", reason: str = "") -> Item:
    end = len(evidence.sentence.text)
    return Item(Subject.FOOTNOTE, outcome, note.text, end, end, source, reason)
