"""Whether the characters of a page can be what it shows, or come from a font whose Unicode map is wrong.

Such text looks like text to every program ("7KH FRXQFLO" for "The council"); only its letters tell: no
language that is read here goes without vowels, and Korean uses few of the syllables that can be written.
"""

from __future__ import annotations

from typing import Final

ENOUGH: Final = 120  # letters below which nothing can be said
VOWELS: Final = frozenset("aeiouAEIOUáéíóúäöüàèìòùâêîôûåøæœãõëïÁÉÍÓÚÄÖÜ")
# English has .37 to .40 of vowels among its letters, other languages in Latin letters .33 to .50; text moved
# along the code table .05 to .2. In abbreviations and formulas the share falls to .25.
FEWEST_VOWELS: Final = 0.2
# Of the 11,172 syllables that can be written, the 2,350 of KS X 1001 make up .998 of Korean text, and of
# syllables that a wrong map gives about .2.
FEWEST_USUAL: Final = 0.8


def is_garbled(text: str) -> bool:
    """Whether the letters of `text` are too many and too odd to be Korean or a language in Latin letters."""
    latin = [char for char in text if "A" <= char <= "Z" or "a" <= char <= "z" or "À" <= char <= "ɏ"]
    hangul = [char for char in text if "가" <= char <= "힣"]
    if len(latin) >= max(ENOUGH, len(hangul)):
        return sum(char in VOWELS for char in latin) < FEWEST_VOWELS * len(latin)
    if len(hangul) >= ENOUGH:
        return sum(map(_is_usual, hangul)) < FEWEST_USUAL * len(hangul)
    return False


def _is_usual(syllable: str) -> bool:
    try:
        return len(syllable.encode("euc_kr")) == 2
    except UnicodeEncodeError:
        return False
