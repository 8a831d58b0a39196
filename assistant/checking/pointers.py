"""Where a draft's footnote points, against where its document says what the sentence says."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.findings import Item, Outcome, Subject
from assistant.checking.footnotes import Note
from assistant.checking.quotes import keyed
from assistant.checking.witnesses import Evidence, Library, Witness
from assistant.citing.proof import Verdict as Proved
from sources.document import Paragraph

_SURE = 0.55  # nearness from which the place found is the place meant


def compare_pointers(library: Library, evidence: Evidence, notes: Sequence[Note]) -> tuple[Item, ...]:
    """One item a footnote on the sentence. It stands at the sentence's end."""
    return tuple(_judge(library, evidence, note) for note in notes)


def _judge(library: Library, evidence: Evidence, note: Note) -> Item:
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
        if not pages & set(note.pages) and not _stands_there(library, evidence.sentence.text, note):
            right = ", ".join(map(str, sorted(_pages(here[0]))))
            return _item(evidence, note, Outcome.DIFFERS, right, "note_other_page")
    elif note.paragraph:
        label, paragraphs = _label(here[0]), {str(w.passage.paragraph.number) for w in here}
        if label and note.paragraph not in paragraphs | {_label(witness) for witness in here}:
            return _item(evidence, note, Outcome.DIFFERS, label, "note_other_paragraph")
    return _item(evidence, note, Outcome.SAME)


def _label(witness: Witness) -> str:
    return (witness.passage.paragraph.label or "").rstrip(".")


def _stands_there(library: Library, words: str, note: Note) -> bool:
    """Whether the very words of the draft stand on the footnote's page too: a heading, a summary."""
    document = library.document(note.keys[0])
    shift = document.record.page_offset
    there = [p for p in document.paragraphs if _printed(p, shift) & set(note.pages)]
    own = keyed(words).key
    return any(own in keyed(document.text[p.start : p.end]).key for p in there)


def _pages(witness: Witness) -> set[int]:
    """The pages of a witness's paragraph, as printed."""
    return _printed(witness.passage.paragraph, witness.passage.record.page_offset)


def _printed(paragraph: Paragraph, shift: int) -> set[int]:
    pages = [paragraph.page, *(page for _, page in paragraph.page_breaks)]
    return {page + shift for page in pages if page is not None}


def _name(witness: Witness) -> str:
    return witness.passage.record.title(witness.passage.language)


def _item(evidence: Evidence, note: Note, outcome: Outcome, source: str = "", reason: str = "") -> Item:
    end = len(evidence.sentence.text)
    return Item(Subject.FOOTNOTE, outcome, note.text, end, end, source, reason)
