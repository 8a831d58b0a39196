"""From a witness to the citation a footnote is made of."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation
from assistant.checking.findings import Item
from assistant.checking.witnesses import Witness
from sources.document import Language, Location


def cite(witness: Witness, language: Language, items: Sequence[Item] = (), number: int = 1) -> Citation:
    """The witness's sentence as a citation for a report in `language`."""
    passage, sentence = witness.passage, witness.sentence
    paragraph = passage.paragraph
    page, last = paragraph.page_at(sentence.start), paragraph.page_at(max(sentence.start, sentence.end - 1))
    place = Location(
        passage.document_id,
        page,
        paragraph.section,
        paragraph.number,
        sentence.start,
        sentence.end,
        last if last != page else None,
    )
    translation = sentence.translation if sentence.translation and passage.language is not language else None
    return Citation(
        number,
        sentence.text,
        place,
        passage.record,
        passage.language,
        translation,
        passage.translation_label if translation else "",
        paragraph.label,
    )
