"""From a witness to the citation a footnote is made of."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Citation
from assistant.checking.witnesses import Witness
from assistant.citing.lookup import citation_in
from sources.document import Language
from sources.units.tree import Tree


def cite(witness: Witness, tree: Tree, language: Language) -> Citation:
    """The witness's sentence, in the document of `tree`, as a citation for a report in `language`."""
    passage, sentence = witness.passage, witness.sentence
    made = citation_in(tree, tree.document.location(passage.paragraph, sentence.start, sentence.end))
    if not sentence.translation or passage.language is language:
        return made
    return replace(made, translation=sentence.translation, translation_label=passage.translation_label)
