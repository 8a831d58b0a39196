"""Names meet across scripts by their sounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words.phonetic import key, keys, likeness, sounds

SAME = [
    ("뤼터", "Rutte"),
    ("젤렌스키", "Zelensky"),
    ("젤렌스키", "Zelenskyy"),
    ("트럼프", "Trump"),
    ("스타머", "Starmer"),
    ("메르츠", "Merz"),
    ("에르도안", "Erdogan"),
    ("하메네이", "Khamenei"),
    ("호르무즈", "Hormuz"),
    ("앙카라", "Ankara"),
    ("마드리드", "Madrid"),
    ("스톨텐베르그", "Stoltenberg"),
    ("마이크로소프트", "Microsoft"),
    ("이스탄불", "Istanbul"),
    ("동해", "Donghae"),
    ("한빛", "Hanbit"),
    ("서가은", "Seo Ga-eun"),
]


@pytest.mark.parametrize(("korean", "latin"), SAME)
def test_a_name_meets_its_transcription(korean: str, latin: str):
    assert set(keys(korean)) & set(keys(latin))
    others = [other for name, other in SAME if name != korean]
    assert likeness(korean, latin) > max(likeness(korean, other) for other in others)


def test_what_is_no_name_has_no_sounds():
    assert sounds("2025") == sounds("") == sounds("世界") == ""
    assert key("이") == ""
    assert likeness("2025", "Trump") == 0.0


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_a_symmetric_share(one: str, other: str):
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, other) == pytest.approx(likeness(other, one))
