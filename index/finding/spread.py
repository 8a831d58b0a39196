"""How far a name runs through a document: the share of its chunks that have it.

A report on one country names it in every chapter and leaves it out of most sentences. That the document is
about it shows in its chunks, not in the sentence that answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import reduce

import numpy as np

from index.finding.lexical import having
from index.store.reader import Reader
from index.store.vectors import Ids
from index.words.glossary import Glossary, Match
from index.words.terms import Term, TermKind, content_terms, tokens
from sources.document import Language


def spread(
    reader: Reader, glossary: Glossary, question: str, language: Language, keys: Iterable[str]
) -> dict[str, dict[str, float]]:
    """For each name of the question, as written, and each of the documents `keys` that has it in any form:
    the share of the document's chunks with it, 0 to 1."""
    originals = reader.originals()
    rows = {key: originals[key].n for key in keys if key in originals}
    sizes = {key: sum(reader.size(n, one) for one in Language) for key, n in rows.items()}
    matches = glossary.matches(question, language)
    found = {}
    for term in content_terms(question, language):
        if term.kind is TermKind.NAME and rows:
            owners = [_owners(reader, term, matches, language, one) for one in Language]
            counts = Counter(np.concatenate(owners).tolist())
            found[term.surface] = {key: counts[n] / sizes[key] for key, n in rows.items() if counts[n]}
    return found


def _owners(
    reader: Reader, term: Term, matches: Iterable[Match], language: Language, target: Language
) -> Ids:
    """The document of each chunk in `target` that has the term in any form; a Korean text may write NATO as
    an English one does."""
    forms = [form.split() for form in term.forms] if target is language else [tokens(term.surface, target)]
    for match in matches:
        if match.start < term.end and term.start < match.end:
            forms += [tokens(form, target) for one in Language for form in match.entry.forms(one)]
    held = [having(reader, form, target) for form in forms if form]
    table = reader.table(target)
    return table.documents[table.places(reduce(np.union1d, held))] if held else table.documents[:0]
