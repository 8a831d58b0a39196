"""Prose in columns, lists with hanging marks and spaces, out of PDFs made by reportlab."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from sources.blocks import Block, BlockKind
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.glyphs import Glyph
from sources.readers.pdf.lines import gather
from sources.readers.pdf.read import read

SIZE = 9.5
FONT = "Helvetica"
HARBOUR = "The harbour board keeps a list of ships that may enter at night and gives each of them a number. "
BRIDGE = "A bridge that is closed for repair is named in the gazette, with the roads that lead around it. "
MARKET = "Those who sell at the market pay for their stand by the day, unless the town has let them off. "
COLUMNS = [HARBOUR * 4, BRIDGE * 4, MARKET * 4]


def made(path: Path, canvas: Canvas) -> list[Block]:
    canvas.save()
    return [block for block in read(path).blocks if block.kind is not BlockKind.FURNITURE]


def in_columns(canvas: Canvas, texts: Sequence[str], wide: float, gutter: float, top: float = 750) -> float:
    """Draw texts beside each other, line by line across the page as some programs do; where they end."""
    split = [simpleSplit(text, FONT, SIZE, wide) for text in texts]
    for number, row in enumerate(zip_longest(*split, fillvalue="")):
        for column, line in enumerate(row):
            canvas.drawString(42 + column * (wide + gutter), top - 11 * number, line)
    return top - 11 * max(map(len, split))


def test_columns_parted_by_a_narrow_gutter_are_read_one_after_another(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "three.pdf"), pagesize=A4)
    canvas.setFont(FONT, SIZE)
    in_columns(canvas, COLUMNS, wide=160, gutter=11)
    blocks = made(tmp_path / "three.pdf", canvas)
    assert not [block for block in blocks if block.kind is BlockKind.TABLE]
    assert " ".join(block.text for block in blocks) == " ".join(text.strip() for text in COLUMNS)


def test_a_table_within_one_of_three_columns_is_kept(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "table.pdf"), pagesize=A4)
    canvas.setFont(FONT, SIZE)
    low = in_columns(canvas, COLUMNS, wide=160, gutter=18) - 20
    rows = [("Fees", "2030", "2031"), ("Harbour", "120", "130"), ("Bridge", "45", "50"), ("Market", "9", "8")]
    for number, row in enumerate(rows):
        for x, text in zip((42, 112, 162), row, strict=True):
            canvas.drawString(x, low - 12 * number, text)
    in_columns(canvas, ["", *COLUMNS[1:]], wide=160, gutter=18, top=low)
    tables = [block for block in made(tmp_path / "table.pdf", canvas) if block.kind is BlockKind.TABLE]
    assert [[tuple(c.text for c in row) for row in block.table.rows] for block in tables if block.table] == [
        rows
    ]


def items(path: Path, marks: Sequence[str]) -> list[str]:
    """The blocks of a list whose marks stand far before texts of two lines."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(FONT, SIZE)
    texts = [f"Ships of class {letter} wait: " + HARBOUR.strip() for letter in "ABC"]
    top = 700.0
    for mark, text in zip(marks, texts, strict=True):
        canvas.drawString(72, top, mark)
        for line in simpleSplit(text, FONT, SIZE, 300):
            canvas.drawString(108, top, line)
            top -= 12
    return [f"{block.kind} {block.text}" for block in made(path, canvas)]


def test_marks_that_stand_before_items_are_no_column_of_a_table(tmp_path: Path):
    for number, marks in enumerate((["•", "•", "•"], ["1.", "2.", "3."], ["(a)", "(b)", "(c)"])):
        found = items(tmp_path / f"{number}.pdf", marks)
        assert [text.split(":")[0] for text in found] == [
            f"list {mark} Ships of class {letter} wait" for mark, letter in zip(marks, "ABC", strict=True)
        ]


def test_a_mark_whose_font_gives_it_no_meaning_is_a_sign_of_a_list(tmp_path: Path):
    assert [text[:13] for text in items(tmp_path / "sign.pdf", ["!", "!", "!"])] == ["list • Ships "] * 3


def test_a_picture_of_a_sign_does_not_part_the_sentence_beside_it(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "picture.pdf"), pagesize=A4)
    canvas.setFont(FONT, SIZE)
    for number, line in enumerate(simpleSplit(BRIDGE, FONT, SIZE, 130)):
        canvas.drawString(108, 700 - 11 * number, line)
    canvas.setFont(FONT, 18)
    canvas.drawString(86, 689, "!")
    assert [block.text for block in made(tmp_path / "picture.pdf", canvas)] == [BRIDGE.strip()]


def test_rows_with_a_number_each_stay_a_table(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "rows.pdf"), pagesize=A4)
    canvas.setFont(FONT, SIZE)
    rows = [("1.", "Harbour", "120"), ("2.", "Bridge", "45"), ("3.", "Market", "9")]
    for number, row in enumerate(rows):
        for x, text in zip((72, 108, 300), row, strict=True):
            canvas.drawString(x, 700 - 12 * number, text)
    (table,) = made(tmp_path / "rows.pdf", canvas)
    assert table.table and [tuple(cell.text for cell in row) for row in table.table.rows] == rows


def test_numbered_items_that_fill_their_lines_are_parted(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "numbers.pdf"), pagesize=A4)
    canvas.setFont(FONT, SIZE)
    lines = simpleSplit(HARBOUR * 3, FONT, SIZE, 300)
    lines += ["1. 31 days at sea during the year, and", "2. 183 days in port in all.", "3. Nothing else."]
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 12 * number, line)
    found = made(tmp_path / "numbers.pdf", canvas)
    assert [block.text for block in found if block.kind is BlockKind.LIST] == lines[-3:]


def test_a_footnotes_number_far_before_its_text_is_taken_off_whole(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "note.pdf"), pagesize=A4)
    canvas.setFont(FONT, 12)
    for number, line in enumerate(simpleSplit(HARBOUR * 8, FONT, 12, 400)):
        canvas.drawString(72, 700 - 14 * number, line)
    canvas.line(72, 150, 180, 150)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(72, 135, "33.")
    canvas.drawString(108, 135, "Two older lists are kept in the archive.")
    notes = [b.text for b in made(tmp_path / "note.pdf", canvas) if b.kind is BlockKind.FOOTNOTE]
    assert notes == ["Two older lists are kept in the archive."]


def test_a_drawn_space_stays_where_a_mark_was_put_into_its_line():
    glyphs: list[Glyph] = []
    x = 72.0

    def put(text: str, size: float = 12.0, base: float = 700.0) -> None:
        nonlocal x
        for char in text:
            # Letters that overlap leave less white than the space drawn between them is wide.
            wide = (0.25 if char == " " else 0.6) * size
            box = Rect(x, base - 3, x + wide, base + 9)
            glyphs.append(Glyph(char, box, base, size, False, False, False, 0))
            x += wide - 0.075 * size

    put("Title II of the Act")
    gap, x = x, x + 8
    put(" to create limits")
    x = gap + 1
    put("3", 7.2, 704.5)
    (line,) = gather(glyphs, [], 1)
    assert line.text == "Title II of the Act to create limits"
    assert line.raised == ((19, "3"),)
