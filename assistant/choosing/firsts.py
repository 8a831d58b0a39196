"""What comes first where scores do not settle it: the text before its imprint, so many quotations."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES
from assistant.choosing.order import repeats
from assistant.choosing.scored import MOST, Scored, views_of
from assistant.question.cues import Asked
from assistant.question.read import Question
from assistant.words.wording import there
from index.words.terms import TermKind

_LEXICAL = FEATURES.index("lexical")
_IMPRINT = FEATURES.index("imprint")


def of_the_text(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """`scored` without the lines that say who published a document and when, unless that may be asked."""
    if question.asks(Asked.WHO, Asked.AUTHOR, Asked.NAMES, Asked.WHEN, Asked.YEAR, Asked.NUMBER):
        return scored
    return [s for s in scored if s.features[_IMPRINT] <= 0] or scored


def quotations(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """As many sentences as were asked for, but only such as speak of what was named, best first."""
    wanted = asking.question.quotes or MOST
    top = scored[0]
    names = [t for t in asking.whole.terms if t.kind is TermKind.NAME]
    found = [top]
    for other in scored[1:]:
        texts = views_of(other.passage, other.sentence)
        if names:
            on_topic = all(there(t, texts) for t in names)
        else:
            on_topic = other.features[_LEXICAL] >= 0.6 * top.features[_LEXICAL]
        if on_topic and not repeats(other, found) and len(found) < wanted:
            found.append(other)
    return found
