"""Several rankings made one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.finding.fuse import Part, fuse, ranks
from index.store.vectors import Ranked


def ranked(scores: dict[int, float]) -> Ranked:
    order = sorted(scores, key=lambda number: (-scores[number], number))
    return Ranked(np.array(order, np.int64), np.array([scores[number] for number in order], np.float32))


rankings = st.dictionaries(st.integers(1, 40), st.floats(0, 10, width=32), min_size=2, max_size=20)


@given(first=rankings, second=rankings, weight=st.floats(0.1, 3))
def test_fusing_is_the_weighed_mean_of_scaled_scores(first, second, weight):
    parts = [Part("a", ranked(first), 1.0), Part("b", ranked(second), weight, complete=False)]
    found = fuse(parts, depth=50)
    expected = {}
    for number in first.keys() | second.keys():
        spread = max(max(first.values()) - min(first.values()), 1e-9)
        one = (first[number] - min(first.values())) / spread if number in first else 0.0
        # An index that is not complete gives the rest nothing at all: its zero is 0, not its last score.
        other = second.get(number, 0.0) / max(max(second.values()), 1e-9)
        expected[number] = (min(one, 1.0) + weight * min(other, 1.0)) / (1 + weight)
    assert set(found.ids.tolist()) == set(expected)
    for number, score in zip(found.ids.tolist(), found.scores.tolist(), strict=True):
        assert score == pytest.approx(expected[number], abs=1e-4)
    assert (np.diff(found.scores) <= 0).all()
    assert ((found.scores >= 0) & (found.scores <= 1 + 1e-6)).all()


def test_only_the_best_of_each_count():
    long = ranked({number: 100.0 - number for number in range(1, 60)})
    found = fuse([Part("a", long, 1.0)], depth=10)
    assert found.ids.tolist() == list(range(1, 11))
    assert found.scores[0] == 1.0
    assert found.scores[-1] == 0.0


def test_a_part_without_weight_or_hits_has_no_say():
    one, none = ranked({1: 1.0, 2: 0.5}), ranked({})
    assert fuse(
        [Part("a", one, 1.0), Part("b", ranked({3: 9.0}), 0.0), Part("c", none, 1.0)]
    ).ids.tolist() == [1, 2]
    assert len(fuse([Part("c", none, 1.0)]).ids) == 0


def test_ranks_count_from_one():
    assert ranks(ranked({7: 0.1, 5: 0.9})) == {5: 1, 7: 2}
