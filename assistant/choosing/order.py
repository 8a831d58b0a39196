"""The order of an answer's sentences: what follows on what, what repeats what, which share a footnote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.scored import Scored
from index.hit import Passage, PassageSentence
from sources.document import Role


def paragraph_of(scored: Scored) -> tuple[str, int]:
    return (scored.passage.document_id, scored.passage.paragraph.number)


def section_of(scored: Scored) -> tuple[str, str]:
    return (scored.passage.document_id, scored.passage.paragraph.section)


def adjacent(one: Scored, other: Scored) -> bool:
    return paragraph_of(one) == paragraph_of(other) and abs(one.place - other.place) == 1


def repeats(extra: Scored, chosen: Sequence[Scored]) -> bool:
    """Already chosen, or the same words at another place of the same document."""
    return any(
        extra.spot == s.spot
        or (extra.passage.key == s.passage.key and extra.sentence.text == s.sentence.text)
        for s in chosen
    )


def led(first: Scored, scored: Sequence[Scored]) -> Sequence[Scored]:
    """`scored` with `first` before the best, and as good."""
    return [replace(first, score=scored[0].score), *(s for s in scored if s.spot != first.spot)]


def ordered(chosen: Sequence[Scored]) -> list[Scored]:
    """The run of adjacent sentences of one place that holds the first, then the others by document in order
    of choice; all in reading order."""
    run = [chosen[0]]
    rest = sorted(chosen[1:], key=lambda s: s.sentence.start)
    for one in [*rest, *reversed(rest)]:
        if one not in run and any(adjacent(one, member) and _one_place(one, member) for member in run):
            run.append(one)
    run.sort(key=lambda s: s.place)
    documents = list(dict.fromkeys(s.passage.key for s in chosen))
    rest = [s for s in rest if s.spot not in {member.spot for member in run}]
    return [*run, *sorted(rest, key=lambda s: (documents.index(s.passage.key), s.sentence.start))]


def runs(chosen: Sequence[Scored]) -> list[list[Scored]]:
    """`chosen` in runs of sentences that follow one another in a paragraph: one footnote each."""
    found: list[list[Scored]] = []
    for one in chosen:
        last = found[-1][-1] if found else None
        follows = last is not None and paragraph_of(last) == paragraph_of(one) and one.place == last.place + 1
        if last is not None and follows and _one_place(last, one):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def rows_of(passage: Passage) -> list[int]:
    """The row of each sentence of a table, from 0: its sentences are rows, and the lines of long cells."""
    others = (not _one_row(passage, one, after) for one, after in pairwise(passage.sentences))
    return list(accumulate(others, initial=0))


def _one_place(one: Scored, other: Scored) -> bool:
    """Whether two sentences of a paragraph that stand side by side are one place: a row of a table is a place
    of its own, the lines of its cells are in it."""
    first, second = sorted((one.sentence, other.sentence), key=lambda sentence: sentence.start)
    return one.passage.paragraph.role is not Role.TABLE or _one_row(one.passage, first, second)


def _one_row(passage: Passage, one: PassageSentence, after: PassageSentence) -> bool:
    begins = passage.paragraph.start
    return "\n" not in passage.text[one.end - begins : after.start - begins]


def shares(scored: Sequence[Scored]) -> NDArray[np.float64]:
    """The softmax over the scores: how likely each sentence is to be the answer, as
    the weights were learnt."""
    values = np.array([s.score for s in scored])
    grown = np.exp(values - values.max())
    whole: NDArray[np.float64] = grown / grown.sum()
    return whole
