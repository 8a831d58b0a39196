"""Turns of phrase kept as data."""

from __future__ import annotations

import pytest

from assistant.words.phrases import any_of, either, number_in
from sources.document import Language

COUNTED = either({"ko": [r"{n}\s?가지"], "en": ["{n} reasons?"]})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("세 가지", 3),
        ("12가지", 12),
        ("Three reasons", 3),
        ("제3가지", 0),
        ("weekend reasons", 0),
        ("가지", 0),
    ],
)
def test_a_small_number_is_read_in_digits_and_words(text: str, number: int) -> None:
    assert number_in(COUNTED.search(text)) == number


def test_words_of_another_language_are_left_out() -> None:
    only = either({"ko": ["세금"], "en": ["tax"]}, [Language.KO])
    assert only.search("세금") and not only.search("tax")
    assert not either({"en": ["tax"]}, [Language.KO]).search("")


def test_words_in_latin_letters_are_whole_ones() -> None:
    posts = any_of(["chair", "의장", "a.b"])
    assert posts.search("the chair") and posts.search("부의장은")
    assert not posts.search("chairs in a room") and not posts.search("a_b")
