"""In the English interface a Korean document's sections go by the names of its translation."""

from __future__ import annotations

from assistant.citing.lookup import citation_in
from assistant.web.answer_view import places
from sources.document import Language
from sources.units.tree import Tree

KO, EN = Language.KO, Language.EN


def test_sections_are_named_in_the_interfaces_language(shipped):
    document = shipped.document("asan-nato-hague-2025")
    other = shipped.translation("asan-nato-hague-2025", EN)
    number = next(
        p.number for p in document.paragraphs if p.section != other.paragraphs[p.number - 1].section
    )
    here = document.paragraphs[number - 1]
    citation = citation_in(Tree(document), document.location(here, here.start, here.end), 1)
    assert other.paragraphs[number - 1].section in places(citation, EN, shipped)
    assert here.section in places(citation, KO, shipped)
    assert here.section in places(citation, EN)
