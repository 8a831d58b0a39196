"""What comes first where scores do not settle it: its own language, the text, so many quotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES
from assistant.choosing.order import repeats
from assistant.choosing.scored import Scored, untranslated, views_of
from assistant.question.cues import Asked
from assistant.question.read import Question
from assistant.words.wording import THERE, has
from index.words.terms import TermKind
from sources.document import Language

MOST = 6  # sentences of an answer that is no list
FOREIGN = 0.2  # score points a sentence loses that does not exist in the question's language
_LEXICAL = FEATURES.index("lexical")
_IMPRINT = FEATURES.index("imprint")


def of_the_text(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """`scored` without the lines that say who published a document and when, unless that may be asked."""
    if question.asks(Asked.WHO, Asked.AUTHOR, Asked.NAMES, Asked.WHEN, Asked.YEAR, Asked.NUMBER):
        return scored
    return [s for s in scored if s.features[_IMPRINT] <= 0] or scored


def in_own_language(language: Language, scored: Sequence[Scored]) -> list[Scored]:
    """`scored` with those behind that the reader would have to translate: between equals the other comes
    first."""
    marked = [replace(s, score=s.score - FOREIGN) if untranslated(s.passage, language) else s for s in scored]
    return sorted(marked, key=lambda s: -s.score)


def quotations(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """As many sentences as were asked for, but only such as speak of what was named, best first."""
    wanted = asking.question.quotes or MOST
    top = scored[0]
    names = [t for t in asking.whole.terms if t.kind is TermKind.NAME]
    found = [top]
    for other in scored[1:]:
        texts = views_of(other.passage, other.sentence)
        if names:
            on_topic = all(max(has(t, text, own) for text, own in texts) >= THERE for t in names)
        else:
            on_topic = other.features[_LEXICAL] >= 0.6 * top.features[_LEXICAL]
        if on_topic and not repeats(other, found) and len(found) < wanted:
            found.append(other)
    return found
