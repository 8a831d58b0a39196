"""Which of the documents found a question is about, by its words: the name of a programme that one of them
has in some paragraph or other, and the rest nowhere, speaks for each sentence of that one."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choosing.scored import Text, texts_of, titles_of, untranslated
from assistant.words.wording import KIND_WEIGHT, LIKELY, Sought, has
from index.hit import Passage
from index.words.rarity import idf
from index.words.terms import TermKind
from sources.document import Language


def lexical_document(
    terms: Sequence[Sought], rendered: Sequence[Sought], passages: Sequence[Passage], language: Language
) -> dict[str, float]:
    """Document id → how much less of the question's names, figures and nouns it has than the document that
    has most: 0 for that one, below for others. What is had by fewer documents weighs more (Lucene's idf, over
    documents, and the word's kind), what none has nothing: it may be called otherwise there. `rendered` are
    the `terms` for a document that is not in `language`. Of a document counts what was found of it."""
    texts: dict[str, list[Text]] = {}
    foreign: dict[str, bool] = {}
    for passage in passages:
        texts.setdefault(passage.document_id, []).extend((*texts_of(passage), *titles_of(passage)))
        foreign[passage.document_id] = untranslated(passage, language)
    telling = [pair for pair in zip(terms, rendered, strict=True) if pair[0].kind is not TermKind.VERB]
    held = {
        key: [
            max(has(across if foreign[key] else term, text, own) for text, own in found)
            for term, across in telling
        ]
        for key, found in texts.items()
    }
    total = dict.fromkeys(held, 0.0)
    for place, (term, _) in enumerate(telling):
        having = sum(shares[place] >= LIKELY for shares in held.values())
        weight = KIND_WEIGHT[term.kind] * idf(len(held), having) if having else 0.0
        for key, shares in held.items():
            total[key] += weight * shares[place]
    most = max(total.values(), default=0.0)
    return {key: value - most for key, value in total.items()}
