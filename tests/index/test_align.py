from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.making.align import align


def units(*rows) -> np.ndarray:
    table = np.array(rows, np.float32)
    return table / np.linalg.norm(table, axis=1, keepdims=True)


def texts(count: int, seed: int = 0) -> np.ndarray:
    """Unlike sentences, all of them somewhat alike, as an embedding model finds them."""
    rng = np.random.default_rng(seed)
    return units(*(rng.standard_normal((count, 24)) + 1.5))


def test_sentences_in_step_are_paired_one_by_one() -> None:
    one = texts(5)
    two = units(*(one + 0.05 * texts(5, 1)))
    assert align(one, two, [40] * 5, [80] * 5) == tuple(((n,), (n,)) for n in range(5))


def test_a_sentence_rendered_by_two_is_paired_with_both() -> None:
    one = texts(3)
    two = units(one[0], one[1] + 0.3 * one[0], one[1] + 0.3 * one[2], one[2])
    found = align(one, two, [50, 100, 50], [50, 50, 50, 50])
    assert found == (((0,), (0,)), ((1,), (1, 2)), ((2,), (3,)))


def test_two_sentences_rendered_by_one_are_paired_with_it() -> None:
    one = texts(3)
    two = units(one[0], one[1] + one[2])
    assert align(one, two, [50, 50, 50], [50, 100]) == (((0,), (0,)), ((1, 2), (1,)))


def test_nothing_is_paired_with_nothing() -> None:
    assert align(np.zeros((0, 0), np.float32), texts(2), [], [10, 10]) == ()
    assert align(texts(1), texts(1, 1), [10], [900]) == (((0,), (0,)),)


@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 99))
def test_groups_are_in_order_and_name_every_sentence_at_most_once(rows, columns, seed) -> None:
    rng = np.random.default_rng(seed)
    lengths = [rng.integers(1, 200, count).tolist() for count in (rows, columns)]
    found = align(texts(rows, seed), texts(columns, seed + 1), *lengths)
    for side, count in ((0, rows), (1, columns)):
        places = [place for group in found for place in group[side]]
        assert places == sorted(set(places))
        assert all(0 <= place < count for place in places)
    assert all(1 <= len(left) <= 2 and 1 <= len(right) <= 2 for left, right in found)
