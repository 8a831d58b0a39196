"""The order of an answer's sentences: what follows on what, what repeats what, which share a footnote."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.scored import Scored
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


def ordered(chosen: Sequence[Scored]) -> list[Scored]:
    """The run of adjacent sentences that holds the first, then the others by document in order of choice;
    all in reading order."""
    run = [chosen[0]]
    rest = sorted(chosen[1:], key=lambda s: s.sentence.start)
    for one in [*rest, *reversed(rest)]:
        if one not in run and any(adjacent(one, member) for member in run):
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
        # A row of a table is a place of its own.
        if follows and one.passage.paragraph.role is not Role.TABLE:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def shares(scored: Sequence[Scored]) -> NDArray[np.float64]:
    """The softmax over the scores: how likely each sentence is to be the answer, as
    the weights were learnt."""
    values = np.array([s.score for s in scored])
    grown = np.exp(values - values.max())
    whole: NDArray[np.float64] = grown / grown.sum()
    return whole
