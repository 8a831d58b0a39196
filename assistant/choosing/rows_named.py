"""The rows of a table that a question names one by one: "Tunisia against Jordan", "서울과 부산은 각각"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.choosing.asking import Asking
from assistant.choosing.order import paragraph_of
from assistant.choosing.scored import MOST, Scored
from assistant.question.references import surely
from index.words.terms import tokens
from sources.document import Language, Role
from sources.units.measures import is_total


def rows_named(asking: Asking, scored: Sequence[Scored], first: Scored) -> list[Scored]:
    """The other rows of the table of `first` whose whole names stand in the question, as its own does."""
    if first.passage.paragraph.role is not Role.TABLE:
        return []
    language = first.passage.language
    asked = _words(asking, language)
    own = _name(first, language)
    if not own or not own <= asked:
        return []
    rows = [one for one in scored if paragraph_of(one) == paragraph_of(first) and one.spot != first.spot]
    names = [frozenset(_name(one, language)) for one in rows]
    counted = Counter(names)
    # A name that stands in several rows is one of a group's, and does not tell which is meant.
    meant = [
        row
        for row, name in zip(rows, names, strict=True)
        if name and name <= asked and not name <= own and counted[name] == 1
    ]
    return meant[: MOST - 1] if frozenset(own) not in counted else []


def _name(row: Scored, language: Language) -> set[str]:
    """The words of a row's first cell; none of one that sums up the others."""
    name = row.sentence.text.partition("\t")[0]
    return set() if is_total(name) or "\t" not in row.sentence.text else set(tokens(name, language))


def _words(asking: Asking, language: Language) -> set[str]:
    """The words of the question in `language`, its own or what they mean there."""
    question = asking.question
    if language is question.language:
        return set(tokens(question.text, language))
    return {token for meant in asking.whole.renderings.values() for token in surely(meant)}
