"""An answer about what an author recommends, asked for as a whole: "저자의 제언은?".

Such a question has no word of what is recommended; what lies near its words is who the author is. Told are
the sentences that say what is to be done, of the part that has its name from that where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from assistant.answer import Answer, State
from assistant.choosing.scored import Scored, views_of
from assistant.choosing.whole import Trees, sentences_of
from assistant.messages import say
from assistant.question.cues import ASKED, Asked
from assistant.question.read import Question
from assistant.question.references import Shelf, plainest
from assistant.words.phrases import phrases
from assistant.words.wording import Sought, sought, there
from assistant.writing.write import CitationList, write_claims
from index.hit import Filters
from index.library import Library

MOST_ADVICE: Final = 20  # sentences told; a text that has more of them is not read so
_MARKS: Final = phrases(Path(__file__).parents[1] / "choosing" / "marks.toml")


def advised(
    library: Library, shelf: Shelf, asked: Question, previous: Sequence[Answer | str], filters: Filters
) -> Answer | None:
    """The answer to a question about what the author of one document recommends, to a country at most; None
    for any other."""
    if not (asked.asks(Asked.RECOMMENDATION) and asked.asks(Asked.AUTHOR)):
        return None
    named = shelf.named(asked.text, asked.language)
    kinds = (ASKED[Asked.RECOMMENDATION], ASKED[Asked.AUTHOR])
    terms = [t for t in sought(asked.text, asked.language) if not any(k.search(t.surface) for k in kinds)]
    own = [term for term in terms if not shelf.refers(term, named, asked.language)]
    keys = _authored(library, shelf, plainest(named), previous, filters)
    if len(keys) != 1 or not all(term.country for term in own):
        return None
    told = _advice(library, keys[0], own)
    if not 1 < len(told) <= MOST_ADVICE:
        return None
    cited = CitationList(Trees(library), asked.language)
    claims = write_claims(cited, asked.language, told, (), shelf, ())
    notes = (say("ask.to_be_done", asked.language),)
    return Answer(asked.raw, asked.language, State.ANSWER, claims, tuple(cited.citations), notes=notes)


def _authored(
    library: Library,
    shelf: Shelf,
    named: Sequence[str],
    previous: Sequence[Answer | str],
    filters: Filters,
) -> list[str]:
    """The documents with an author: of those named or else cited in the answer before, or else of all."""
    last = previous[-1] if previous else None
    cited = {c.record.key for c in last.citations} if isinstance(last, Answer) else set()
    authored = [key for key in library.keys(filters) if any(shelf.records[key].authors.values())]
    return next((own for few in (named, cited) if (own := [k for k in authored if k in few])), authored)


def _advice(library: Library, key: str, about: Sequence[Sought]) -> list[Scored]:
    """The sentences of a document that recommend something, in reading order: of `about` alone, if any."""
    numbers = [paragraph.number for paragraph in library.document(key).paragraphs]
    every = sentences_of(library.passages_at(key, numbers))
    said = [s for s in every if _MARKS["to_be_done"].search(s.sentence.text)]
    said = [s for s in said if _MARKS["advice_section"].search(s.passage.paragraph.section)] or said
    return [s for s in said if all(there(term, views_of(s.passage, s.sentence)) for term in about)]
