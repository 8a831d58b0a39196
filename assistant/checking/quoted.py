"""The quotations of a draft's sentence, each looked for in what the library has."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.drafts import DraftSentence
from assistant.checking.findings import Item, Outcome, Subject
from assistant.checking.quotes import Place, Quote, alike, closest, find, quotes
from assistant.checking.witnesses import Evidence, Library
from index.hit import Filters, Passage
from sources.document import Language
from sources.text.language import detect_language

_SHORT = 3  # words up to which quotation marks may be the writer's own emphasis
_SHORT_ALIKE = 0.75  # ratio from which such a short one was made from words that are no quotation
_ALIKE = 0.6  # the same for a short one between double marks, which is a quotation
_FOREIGN_ALIKE = 0.75  # the same for one in another language than the text it seems to be from
_QUOTED_ALIKE = 0.5  # ratio from which a source's own quotation is the one that is meant


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
    tongue = detect_language(quote.text, None).language  # acronyms and figures are of both
    foreign = tongue is not None and _foreign(passages, tongue)
    near = _closest(quote, [*passages[:4], *more[:4]], _FOREIGN_ALIKE if foreign else 0.0)
    loose = quote.single and quote.words <= _SHORT
    if near is None and not foreign and quote.words <= _SHORT:
        near = _rival(evidence) or None
    if near is not None:
        return _item(quote, Outcome.DIFFERS, near)
    if foreign or _foreign(passages, evidence.sentence.language):
        return _item(quote, Outcome.UNCERTAIN, reason="quote_other_language")
    return _item(quote, Outcome.UNCERTAIN if loose else Outcome.ABSENT)


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


def _closest(quote: Quote, passages: list[Passage], least: float) -> str | None:
    """What a source says instead: its own quotation, if that is anything like the draft's, else its words, if
    they are alike by `least`."""
    quoted: tuple[float, str] | None = None
    said: tuple[float, str] | None = None
    for text, _ in _texts(passages):
        for other in quotes(text):
            ratio = alike(quote.text, other.text)
            if ratio >= _QUOTED_ALIKE and (quoted is None or ratio > quoted[0]):
                quoted = (ratio, other.text)
        place: Place | None = closest(quote.text, text)
        if place is not None and (said is None or place.ratio > said[0]):
            said = (place.ratio, text[place.start : place.end].strip(" ,.“”\"'‘’"))
    if quoted is not None and (said is None or quoted[0] >= said[0] - 0.15):
        return quoted[1]
    if quote.words <= _SHORT:
        least = max(least, _SHORT_ALIKE if quote.single else _ALIKE)
    return None if said is None or said[0] < least else said[1]


def _foreign(passages: list[Passage], language: Language) -> bool:
    """Whether the nearest passage does not exist in `language`, so that words cannot be compared."""
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
