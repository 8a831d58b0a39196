"""Which of a question's terms the searched documents do not know in any way.

A term is known where one of its forms stands in a document of either language, where the glossary's
equivalent of it stands in the other language, where a name sounds like one that stands there, where a word
very likely means one that does, or, for a figure, where the same figure stands in another notation. What is
left is what an answer would have to make up, so it is named to the user.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from index.figures.read import figures, search_keys
from index.finding.lexical import having
from index.finding.lexicon import Lexicon
from index.store.reader import Reader
from index.store.vectors import Ids
from index.words.glossary import Glossary, Match
from index.words.terms import Term, TermKind, content_terms, tokens
from sources.document import Language

_SOUNDS_SAME = 0.8  # of the weight a name's sound gives: only close likeness makes a name known
Allowed = Mapping[Language, Ids | None]


def unknown_terms(
    reader: Reader, lexicon: Lexicon, glossary: Glossary, question: str, language: Language, allowed: Allowed
) -> tuple[str, ...]:
    """The question's content terms that occur nowhere, as the user wrote them. `allowed`: the searched
    chunks of each language, None for all."""
    matches = glossary.matches(question, language)
    return tuple(
        term.surface
        for term in content_terms(question, language)
        # A verb is said in too many ways for its absence to mean anything.
        if term.kind is not TermKind.VERB
        and not _known(reader, lexicon, term, question, language, allowed)
        and not _named_otherwise(reader, matches, term, language, allowed)
    )


def _known(
    reader: Reader, lexicon: Lexicon, term: Term, question: str, language: Language, allowed: Allowed
) -> bool:
    if any(_together(reader, form.split(), one, allowed) for form in term.forms for one in Language):
        return True
    if term.kind is TermKind.NUMBER:
        whole = [one for one in figures(question) if one.start < term.end and term.start < one.end]
        keys = [key for one in whole for key in search_keys(one.text)] or list(search_keys(term.surface))
        return bool(keys) and any(_together(reader, keys, one, allowed) for one in Language)
    if term.kind is TermKind.NAME:
        for token, weight in lexicon.sounding(term.surface, language):
            if weight >= _SOUNDS_SAME * 0.8 and _together(reader, [token], language.other, allowed):
                return True
    # A name is never guessed by its meaning: 무창가 is near "window" and is not there for that.
    meant = lexicon.meant(term.surface, language) if term.kind is TermKind.NOUN else []
    return any(_together(reader, [token], language.other, allowed) for token in meant)


def _named_otherwise(
    reader: Reader, matches: Iterable[Match], term: Term, language: Language, allowed: Allowed
) -> bool:
    """Whether a glossary entry that covers the term, or the term covers, stands in a document."""
    for match in matches:
        if match.start < term.end and term.start < match.end:
            for one in Language:
                for form in match.entry.forms(one):
                    if _together(reader, tokens(form, one), one, allowed):
                        return True
    return False


def _together(reader: Reader, wanted: Iterable[str], language: Language, allowed: Allowed) -> bool:
    """Whether one searched chunk of a language holds all of the tokens."""
    return bool(len(having(reader, wanted, language, allowed[language])))
