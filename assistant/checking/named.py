"""Names in a draft's sentence against those of the sources.

A name holds where a chosen witness, its paragraph or its record has it. One that the library has nowhere is
invented, or at least unproved; one that stands elsewhere is only questioned where the witness has another
name of the same sort in its place (Germany for Poland).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.findings import Item, Outcome, Subject
from assistant.checking.names import Name, Sort, names, present
from assistant.checking.slots import Slot, slot
from assistant.checking.witnesses import Evidence, Witness
from sources.document import Language

_RIVAL_NEAR = 0.45  # nearness from which another name in a witness may be the right one
_NEAR_MARGIN = 0.30  # the same, where that sentence stands in the paragraph of the nearest witness
_MARGIN = 0.15  # by which it must fit better than the sentence that has the draft's name


def compare_names(evidence: Evidence) -> tuple[Item, ...]:
    """One item a name of the draft's sentence."""
    sentence = evidence.sentence
    mine = names(sentence.text, sentence.language)
    items = []
    for name in mine:
        item = _judge(name, mine, evidence)
        if item is not None:
            items.append(item)
    return tuple(items)


def _judge(name: Name, mine: Sequence[Name], evidence: Evidence) -> Item | None:
    sentence = evidence.sentence
    place = slot(sentence.text, sentence.language, name.start, name.end)
    rival, rival_fits = _rival(name, mine, evidence, place)
    if evidence.best is not None and present(name, evidence.best.texts()):
        return _item(name, Outcome.SAME)
    holders = [w for w in evidence.witnesses if present(name, w.texts())]
    chosen = [w for w in holders if w in (*evidence.chosen, *evidence.paragraph())]
    near = {id(w.passage) for w in holders} & {id(evidence.best.passage) if evidence.best else 0}
    support = max((place.fits_any(w.texts()) for w in chosen), default=0.0)
    if rival and rival_fits > support + (_NEAR_MARGIN if near else _MARGIN):
        return _item(name, Outcome.DIFFERS, rival)
    if chosen or present(name, _record_texts(evidence.chosen)):
        return _item(name, Outcome.SAME)
    if holders or present(name, _record_texts(evidence.witnesses)):
        return _item(name, Outcome.UNCERTAIN)
    return _item(name, Outcome.ABSENT if _checkable(name, evidence) else Outcome.UNCERTAIN)


def _rival(name: Name, mine: Sequence[Name], evidence: Evidence, place: Slot) -> tuple[str, float]:
    """The name of the same sort that a chosen witness has in the name's place and the draft's sentence has
    not, with how well it fits; ("", 0) for none."""
    if evidence.near < _RIVAL_NEAR or name.sort in (Sort.OTHER, Sort.SIGN):
        return "", 0.0
    own = [(other.text, evidence.sentence.language) for other in mine]
    best, fits = "", 0.0
    for witness in evidence.chosen:
        text, language = witness.text(evidence.sentence.language)
        for other in names(text, language):
            if other.sort is not name.sort or present(other, own):
                continue
            score = place.fits(text, language, other.start, other.end)
            if score > fits:
                best, fits = other.text, score
    return best, fits


def _checkable(name: Name, evidence: Evidence) -> bool:
    """Whether the library would have the name in a form that can be recognised: some text found is in the
    draft's language, or the name has a known form or a sound in the other."""
    if any(own is evidence.sentence.language for w in evidence.chosen for _, own in w.texts()):
        return True
    return name.sort in (Sort.PLACE, Sort.SIGN, Sort.PERSON)


def _record_texts(witnesses: Sequence[Witness]) -> list[tuple[str, Language]]:
    """What the records of the witnesses' documents say: titles, authors, issuers, publishers, series."""
    found: dict[tuple[str, Language], None] = {}
    for witness in witnesses:
        record = witness.passage.record
        for language in Language:
            held = [
                record.titles.get(language, ""),
                record.issuers.get(language, ""),
                record.publishers.get(language, ""),
            ]
            held += [record.series.get(language, ""), *record.authors.get(language, ())]
            found[(" ".join(part for part in held if part), language)] = None
        if witness.passage.paragraph.section:
            found[(witness.passage.paragraph.section, witness.passage.language)] = None
    return [pair for pair in found if pair[0]]


def _item(name: Name, outcome: Outcome, source: str = "") -> Item:
    return Item(Subject.NAME, outcome, name.text, name.start, name.end, source)
