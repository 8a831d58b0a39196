"""The rows of a table that a question names: "Tunisia against Jordan", "서울과 부산은 각각", "18번 문항"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.choosing.asking import Asking
from assistant.choosing.order import paragraph_of
from assistant.choosing.scored import MOST, Scored
from assistant.question.read import Question
from assistant.question.references import surely
from index.words.terms import tokens
from sources.document import Language, Role
from sources.units.measures import is_total

_NUMBERED = re.compile(
    r"(?<![\d.])(\d{1,3})\s?번(?:째)?\s?(?:문항|항목|질문|과제|행)(?![가-힣]{2})"
    r"|\b(?:item|question|row|no\.|number)\s(\d{1,3})\b(?!\s?(?:%|percent))",
    re.IGNORECASE,
)


def row_of_number(question: Question, scored: Sequence[Scored]) -> Scored | None:
    """The row that begins with the number by which the question names it, the only such one of the document
    that is found best."""
    found = _NUMBERED.search(question.text)
    if found is None:
        return None
    number = found[1] or found[2]
    rows = [
        one
        for one in scored
        if one.passage.paragraph.role is Role.TABLE
        and one.passage.document_id == scored[0].passage.document_id
        and one.sentence.text.partition("\t")[0].strip(" .)") == number
    ]
    return rows[0] if len(rows) == 1 else None


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
