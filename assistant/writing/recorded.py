"""An answer about a document itself: when it came out, who wrote it, who issued it.

Its record says so; told is the sentence of the document in which the record's value stands, so that the
footnote holds as any other. A value that no sentence has is named as the record's, and is no answer.
"""

from __future__ import annotations

from collections.abc import Collection

from assistant.answer import Answer, State
from assistant.choosing.whole import Trees, sentences_of
from assistant.messages import say
from assistant.question.look_up import own_words
from assistant.question.read import Question
from assistant.question.records import record_field, record_words
from assistant.question.references import Shelf, plainest
from assistant.writing.write import CitationList, write_claims
from index.figures.dates import dates
from index.hit import Filters
from index.library import Library
from sources.document import Record


def recorded(library: Library, shelf: Shelf, asked: Question, filters: Filters) -> Answer | None:
    """The answer to a question about one document's record and nothing else; None for any other."""
    field, language = record_field(asked), asked.language
    if not field:
        return None
    renderings = library.renderings(asked.text, language)
    keys = plainest(shelf.called(asked.text, renderings, language))
    if not keys or keys[0] not in library.keys(filters):
        return None
    record = shelf.records[keys[0]]
    rest = own_words(asked.text, language) - shelf.naming(record.key, asked.text, renderings, language)
    values = _values(record, field)
    if not values or not rest <= record_words(field, language):
        return None
    return _told(library, shelf, asked, record.key, values) or _unsaid(asked, record, values)


def _values(record: Record, field: str) -> tuple[str, ...]:
    """What the record has: a date with its month, or names without what stands in brackets after them."""
    if field == "date":
        # A year alone stands anywhere.
        return (record.date,) if "-" in record.date else ()
    if field == "authors":
        names = [*record.author_names]
    else:
        names = [*record.issuers.values(), *record.publishers.values()]
    return tuple(dict.fromkeys(bare for name in names if (bare := name.partition(" (")[0].strip())))


def _says(text: str, values: Collection[str]) -> bool:
    closed = "".join(text.split())
    return any("".join(v.split()) in closed for v in values) or any(d.iso in values for d in dates(text))


def _told(
    library: Library, shelf: Shelf, asked: Question, key: str, values: Collection[str]
) -> Answer | None:
    """The first sentence that has a value; None where none has."""
    trees = Trees(library)
    document = trees.named(key).document
    for paragraph in document.paragraphs:
        if not _says(document.text[paragraph.start : paragraph.end], values):
            continue
        sentences = sentences_of(library.passages_at(key, [paragraph.number]))
        if having := [one for one in sentences if _says(one.sentence.text, values)]:
            cited = CitationList(trees, asked.language)
            claims = write_claims(cited, asked.language, having[:1], (), shelf, ())
            return Answer(asked.raw, asked.language, State.ANSWER, claims, tuple(cited.citations))
    return None


def _unsaid(asked: Question, record: Record, values: Collection[str]) -> Answer:
    """No answer, with what the record has."""
    title = record.title(asked.language)
    note = say("ask.in_the_record", asked.language, title=title, value=", ".join(values))
    return Answer(asked.raw, asked.language, State.ABSTAIN, (), (), notes=(note,))
