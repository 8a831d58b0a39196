"""The quotations of a draft's sentence, each looked for in what the library has."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.draft import DraftSentence
from assistant.checking.findings import Item, Outcome, Subject
from assistant.checking.quotes import Place, Quote, closest, find, quotes
from assistant.checking.witnesses import Evidence, Library
from index.hit import Filters, Passage
from sources.document import Language

_SHORT = 3  # words up to which quotation marks may be the writer's own emphasis


def compare_quotes(library: Library, evidence: Evidence) -> tuple[Item, ...]:
    """One item a quotation of the sentence."""
    return tuple(_judge(library, evidence, quote) for quote in quotes(evidence.sentence.text))


def _judge(library: Library, evidence: Evidence, quote: Quote) -> Item:
    passages = list({id(w.passage): w.passage for w in evidence.witnesses}.values())
    for text, _ in _texts(passages):
        if find(quote.text, text):
            return _item(quote, Outcome.SAME)
    more = _look_up(library, quote, evidence.sentence)
    for text, _ in _texts(more):
        if find(quote.text, text):
            return _item(quote, Outcome.SAME)
    near = _closest(quote, [*passages[:4], *more[:4]])
    if near is not None:
        return _item(quote, Outcome.DIFFERS, near)
    if _foreign(quote, passages, evidence.sentence.language):
        return _item(quote, Outcome.UNCERTAIN, reason="quote_other_language")
    if quote.words <= _SHORT:
        rival = _rival(evidence)
        return _item(quote, Outcome.DIFFERS, rival) if rival else _item(quote, Outcome.UNCERTAIN)
    return _item(quote, Outcome.ABSENT)


def _texts(passages: list[Passage]) -> Iterator[tuple[str, Language]]:
    for passage in passages:
        yield passage.text, passage.language
        if passage.translation:
            yield passage.translation, passage.language.other


def _look_up(library: Library, quote: Quote, sentence: DraftSentence) -> list[Passage]:
    """The passages found for the quotation by itself."""
    found = library.retrieve(quote.text, sentence.language, filters=Filters(), k=6)
    hits = {hit.chunk.id: hit for hit in (*found.hits, *(h for own in found.lists.values() for h in own[:4]))}
    return list(library.passages(list(hits.values())))


def _closest(quote: Quote, passages: list[Passage]) -> str | None:
    """The words of a source most like the quotation, None where none are."""
    best: tuple[float, str] | None = None
    for text, _ in _texts(passages):
        place: Place | None = closest(quote.text, text)
        if place is not None and (best is None or place.ratio > best[0]):
            best = (place.ratio, text[place.start : place.end].strip(" ,.“”\"'‘’"))
    return best[1] if best else None


def _foreign(quote: Quote, passages: list[Passage], language: Language) -> bool:
    """Whether the nearest passage exists only in the other language, so that words cannot be compared."""
    return bool(passages) and passages[0].language is not language and not passages[0].translation


def _rival(evidence: Evidence) -> str:
    """What the nearest witness puts in quotation marks and the sentence does not."""
    if evidence.best is None:
        return ""
    text, _ = evidence.best.text(evidence.sentence.language)
    own = [quote.text for quote in quotes(evidence.sentence.text)]
    left = [quote.text for quote in quotes(text) if not any(find(mine, quote.text) for mine in own)]
    return left[0] if left else ""


def _item(quote: Quote, outcome: Outcome, source: str = "", reason: str = "") -> Item:
    return Item(Subject.QUOTE, outcome, quote.text, quote.start, quote.end, source, reason)
