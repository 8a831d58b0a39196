"""From chosen sentences to claims and citations, each quote checked against its document.

An answer in another language than its source takes the aligned translation as the claim's text and quotes
the original; without a translation it says so in the answer's language and shows the quote as written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from assistant.answer import Citation, Claim
from assistant.choosing.scored import Scored
from assistant.citing.lookup import citation_in
from assistant.citing.units import unit_name
from assistant.messages import say
from index.hit import Passage, PassageSentence
from sources.document import Kind, Language, Record
from sources.units.tree import Tree


class QuoteMismatch(Exception):
    """A quote does not read the same in its document: the index is out of step with the store."""


def cite(
    number: int,
    passage: Passage,
    sentences: Sequence[PassageSentence],
    language: Language,
    tree: Tree,
) -> Citation:
    """The citation of sentences that follow one another. Raises QuoteMismatch where it is not verbatim."""
    document, start, end = tree.document, sentences[0].start, sentences[-1].end
    if document.id != passage.document_id or not all(
        document.text[s.start : s.end] == s.text and start <= s.start < s.end <= end for s in sentences
    ):
        raise QuoteMismatch(f"{passage.key} {start}-{end}")
    made = citation_in(tree, document.location(passage.paragraph, start, end), number)
    if passage.language is language or not all(s.translation for s in sentences):
        return made
    # Two sentences may be one in the translation: it is named once.
    translation = " ".join(dict.fromkeys(s.translation for s in sentences))
    return replace(made, translation=translation, translation_label=passage.translation_label)


def claims_of(
    citation: Citation,
    sentences: Sequence[PassageSentence],
    language: Language,
    *,
    lead: str = "",
    also: Mapping[int, int] = MappingProxyType({}),
) -> list[Claim]:
    """The claims that rest on `citation`, one a sentence, in the answer's language where that can be had.
    `also`: where a sentence starts → the number of the citation with the first-hand words it reports."""
    if citation.language is language or citation.translation:
        own = citation.language is language
        numbers: dict[str, tuple[int, ...]] = {}
        for sentence in sentences:
            text = plain(sentence.text if own else sentence.translation)
            beside = [also[sentence.start]] if sentence.start in also else []
            numbers[text] = tuple(dict.fromkeys((*numbers.get(text, (citation.number,)), *beside)))
        leads = [lead] + [""] * (len(numbers) - 1)
        return [
            Claim(text, cited, first) for (text, cited), first in zip(numbers.items(), leads, strict=True)
        ]
    frame = say("ask.untranslated", language, place=place(citation, language))
    return [Claim(frame, (citation.number, *dict.fromkeys(also.values())), lead, quoted=citation.quote)]


def plain(text: str) -> str:
    """A sentence as it is told: on one line."""
    return " ".join(text.split())


def place(citation: Citation, language: Language) -> str:
    """Where the quote stands, in words: its unit, or page and paragraph, as far as known."""
    where = citation.location
    if unit := unit_name(citation.unit, language, citation.language):
        return unit
    number = citation.numbered or where.paragraph
    if where.page is not None:
        return say("ask.place_page", language, page=where.page, paragraph=number)
    return say("ask.place_paragraph", language, paragraph=number)


def titled(record: Record, language: Language) -> str:
    """A document by title and date, for the lead of a claim: "The Hague Summit Declaration (2025-06-25)"."""
    title = record.title(language)
    if record.kind is Kind.DIGEST:
        title = say("ask.digest_of", language, title=title)
    return f"{title} ({record.date})" if record.date else title


def grouped(chosen: Sequence[Scored], lead: Callable[[Record], str]) -> dict[tuple[str, int], str]:
    """The lead of each sentence where the answer draws on several documents: the document's name at its
    first sentence. {} for one document."""
    if len({s.passage.key for s in chosen}) < 2:
        return {}
    leads: dict[tuple[str, int], str] = {}
    before = ""
    for one in chosen:
        leads[one.spot] = lead(one.passage.record) if one.passage.key != before else ""
        before = one.passage.key
    return leads
