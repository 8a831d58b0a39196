"""Letters of a PDF that its fonts tell wrongly: ligatures, glyphs without a character, pages of them."""

from __future__ import annotations

from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.glyphs import UNKNOWN, Glyph
from sources.readers.pdf.ligatures import mended
from sources.readers.pdf.lines import gather
from sources.readers.pdf.sense import is_garbled

WIDTHS = {"f": 0.28, "i": 0.23, "l": 0.23, "t": 0.28, "T": 0.61, "I": 0.28, " ": 0.25}
PROSE = "The five officials filled in the official list of different flights, which is final. "


def glyphs(text: str, wide: dict[int, float], font: int = 1) -> list[Glyph]:
    """`text` in one line of a 10-point font; `wide` are widths in ems of some of its letters."""
    out, x = [], 0.0
    for place, char in enumerate(text):
        width = 10 * wide.get(place, WIDTHS.get(char, 0.5))
        out.append(Glyph(char, Rect(x, 0, x + width, 10), 2, 10, False, False, False, 0, font))
        x += width
    return out


def read(text: str, wide: dict[int, float], font: int = 1) -> str:
    return "".join(glyph.char for glyph in mended([*glyphs(PROSE, {}), *glyphs(text, wide, font)]))[
        len(PROSE) :
    ]


def test_a_letter_as_wide_as_a_ligature_is_one():
    assert read("classiied", {6: 0.5}) == "classified"
    assert read("eforts", {1: 0.58}) == "efforts"
    assert read("Oice", {1: 0.79}) == "Office"
    assert read("inluence", {2: 0.5}) == "influence"
    assert read("he hat", {3: 1.1}) == "he That"


def test_a_glyph_without_a_character_within_a_word_is_the_ligature_of_its_width():
    assert read(f"con{UNKNOWN}rmed", {3: 0.51}) == "confirmed"
    assert read(f"con{UNKNOWN}ict", {3: 0.51}) == "conflict"
    assert read(f"e{UNKNOWN}ect", {1: 0.56}) == "effect"
    assert read(f"o{UNKNOWN}cial", {1: 0.79}) == "official"


def test_a_sign_that_a_font_calls_half_a_kana_is_a_bullet_before_a_line():
    def line(text: str) -> str:
        return gather(glyphs(text, {}), [], 1)[0].text

    assert line("ｴ savings, and") == "• savings, and"
    assert line(f"{UNKNOWN} savings") == "• savings"
    assert line("ｴｴ savings") == "ｴｴ savings"


def test_other_letters_stay_as_they_are():
    text = f"filling iffy hills {UNKNOWN}g 100{UNKNOWN} 가{UNKNOWN}나"
    assert read(text, {}) == text
    typewriter = glyphs("if all the hills fill", dict.fromkeys(range(21), 0.6), font=2)
    assert "".join(glyph.char for glyph in mended(typewriter)) == "if all the hills fill"


def test_a_ligatures_letters_share_its_box():
    parts = mended([*glyphs(PROSE, {}), *glyphs("classiied", {6: 0.5})])[len(PROSE) + 6 :][:2]
    assert [glyph.char for glyph in parts] == ["f", "i"]
    assert parts[0].box.right == parts[1].box.left


def test_letters_of_one_box_are_named_by_a_right_map():
    parts = glyphs("find", {})
    parts[1] = parts[1]._replace(box=parts[0].box)
    wide = Rect(0, 0, 5.1, 10)
    parts[0], parts[1] = parts[0]._replace(box=wide), parts[1]._replace(box=wide)
    assert "".join(glyph.char for glyph in mended([*glyphs(PROSE, {}), *parts])).endswith("find")


def test_text_from_a_wrong_map_is_told_by_its_letters():
    english = "The council meets on the first day of every month and tells the towns what it decided. " * 3
    moved = "".join(chr(ord(char) - 29) if char.isalpha() else char for char in english.lower())
    korean = "지역 문화 진흥 기본계획은 다섯 해마다 새로 세우고 주민의 의견을 들어 확정한다. " * 6
    assert not is_garbled(english) and not is_garbled(korean) and not is_garbled("GDP, CPI, M2 " * 9)
    assert is_garbled(moved)
    assert is_garbled("".join(chr(0xAC00 + (ord(char) * 7919) % 11172) for char in korean if char != " "))
