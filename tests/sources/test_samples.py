"""Files another program made, read back: every paragraph, its page, and every quote on its page."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from sources.blocks import Block, BlockKind, Reading
from sources.pagemap import Box, page_image, quote_boxes
from sources.readers.pdf.file import opened
from sources.readers.pdf.marks import MARK, PlacedText
from sources.readers.pdf.read import read_paragraphs
from tests.make_samples import HEADER, LAYOUTS, Sample
from tests.read_here import read_here

PDFS = [f"{layout.name}.pdf" for layout in LAYOUTS]
OTHERS = [f"{layout.name}.{to}" for layout in LAYOUTS if layout.table for to in ("docx", "html")]


def key(text: str) -> str:
    return re.sub(r"\s+", "", text)


def found(sample: Sample, reading: Reading) -> list[Block]:
    """The blocks that are, but for spaces, a known block of the sample and of its kind."""
    got = {key(block.text): block for block in reading.blocks}
    pairs = [(block, got.get(key(block.text))) for block in sample.blocks]
    return [b for block, b in pairs if b and (b.kind is BlockKind.HEADING) == block.heading]


def page_texts(sample: Sample) -> list[str]:
    """The text of each page as pdfium itself gives it: the truth about what stands on which page."""
    return [key(page.get_text_range()) for page in text_pages(sample)]


@lru_cache
def read(sample: Sample) -> Reading:
    return read_here(sample.path)[1]


@pytest.mark.parametrize("name", PDFS + OTHERS)
def test_at_least_forty_of_the_blocks_come_back_whole(samples: dict[str, Sample], name: str):
    sample = samples[name]
    assert len(sample.blocks) == 42
    assert len(found(sample, read(sample))) >= 40


@pytest.mark.parametrize("name", PDFS)
def test_every_page_number_is_right(samples: dict[str, Sample], name: str):
    sample = samples[name]
    reading, pages = read(sample), page_texts(sample)
    assert reading.pages == len(pages) and reading.pages_exact
    for block in found(sample, reading):
        assert block.page is not None
        # Two paragraphs may begin alike; a block's own page must be among those its beginning stands on.
        assert key(block.text)[:14] in pages[block.page - 1], block.text[:40]
        for offset, page in block.page_breaks:
            assert key(block.text[offset:])[:14] in pages[page - 1]
            assert page == block.page + 1
        if not block.page_breaks:
            assert key(block.text)[-14:] in pages[block.page - 1]


def test_some_paragraph_runs_over_a_page_in_every_language(samples: dict[str, Sample]):
    for language in ("ko", "en"):
        sample = samples[f"{language}-two.pdf"]
        assert any(block.page_breaks for block in found(sample, read(sample)))


@pytest.mark.parametrize("name", [n for n in PDFS + OTHERS if "notes" in n])
def test_footnotes_stand_apart(samples: dict[str, Sample], name: str):
    sample = samples[name]
    notes = [key(b.text) for b in read(sample).blocks if b.kind is BlockKind.FOOTNOTE]
    assert notes == [key(note) for note in sample.footnotes]


@pytest.mark.parametrize("name", [f"{layout.name}.pdf" for layout in LAYOUTS if layout.table] + OTHERS)
def test_a_table_keeps_its_cells(samples: dict[str, Sample], name: str):
    sample = samples[name]
    tables = [b.text for b in read(sample).blocks if b.kind is BlockKind.TABLE]
    assert tables == ["\n".join("\t".join(row) for row in sample.table)]


@pytest.mark.parametrize("name", [f"{layout.name}.pdf" for layout in LAYOUTS if layout.running])
def test_running_heads_and_page_numbers_are_no_text(samples: dict[str, Sample], name: str):
    sample = samples[name]
    reading = read(sample)
    furniture = [b.text for b in reading.blocks if b.kind is BlockKind.FURNITURE]
    assert furniture.count(HEADER[sample.layout.language]) == reading.pages
    assert [t for t in furniture if t.startswith("- ")] == [f"- {n + 1} -" for n in range(reading.pages or 0)]
    cited = " ".join(b.text for b in reading.blocks if b.kind is not BlockKind.FURNITURE)
    assert HEADER[sample.layout.language] not in cited
    assert reading.metadata["page_offset"] == "0"


@pytest.mark.parametrize("name", PDFS)
def test_korean_and_latin_keep_their_spaces(samples: dict[str, Sample], name: str):
    """Spaces are not only ignored in matching: nearly all of them are the printed ones."""
    sample = samples[name]
    got = {key(block.text): block.text for block in read(sample).blocks}
    pairs = [(b.text, got[key(b.text)]) for b in sample.blocks if key(b.text) in got]
    total = sum(text.count(" ") for text, _ in pairs)
    wrong = sum(len(spaces(a) ^ spaces(b)) for a, b in pairs)
    assert wrong <= 0.005 * total


def spaces(text: str) -> set[int]:
    """After how many letters the spaces stand."""
    return {len(key(text[: match.start()])) for match in re.finditer(r"\s+", text)}


def test_the_file_says_its_title(samples: dict[str, Sample]):
    assert read(samples["ko-one.pdf"]).metadata["title"] == "2025년 정상회의 이후 NATO의 불확실한 미래"
    assert read(samples["ko-notes.docx"]).metadata["title"] == "2025년 정상회의 이후 NATO의 불확실한 미래"
    assert read(samples["ko-notes.html"]).metadata["title"] == "2025년 정상회의 이후 NATO의 불확실한 미래"


# ── quotes on their pages ───────────────────────────────────────────────────────────────────────


def text_pages(sample: Sample) -> list[pdfium.PdfTextPage]:
    document = pdfium.PdfDocument(sample.path)
    return [document[i].get_textpage() for i in range(len(document))]


def bounded(pages: list[pdfium.PdfTextPage], boxes: list[Box]) -> str:
    """What pdfium itself finds within the boxes."""
    texts = []
    for box in boxes:
        page = pages[box.page - 1]
        texts.append(page.get_text_bounded(box.left - 0.5, box.bottom + 0.5, box.right + 0.5, box.top - 0.5))
    return "".join(texts)


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.?])\s+(?=[^\d\s])", text) if len(s) > 8]


def is_within(letters: str, text: str) -> bool:
    """Whether `text` has all the letters in their order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


@pytest.mark.parametrize("name", PDFS)
def test_every_quote_is_found_in_its_boxes(samples: dict[str, Sample], name: str):
    sample = samples[name]
    reading = read(sample)
    with opened(sample.path) as document:
        placed = PlacedText(read_paragraphs(document, range(reading.pages or 0)))
    pages = text_pages(sample)
    checked = 0
    for block in found(sample, reading):
        for sentence in sentences(block.text):
            at = block.text.find(sentence)
            page = next((p for offset, p in reversed(block.page_breaks) if at >= offset), block.page)
            assert page is not None
            boxes = placed.boxes(page, sentence)
            assert boxes, sentence
            assert boxes[0].page == page
            got = key(bounded(pages, boxes)).replace("\ufffe", "-").replace("\x02", "-")
            # A raised mark stands within its sentence's box, and pdfium repeats a ligature's letters here.
            more = 2 + 12 * len(re.findall("f[fil]", sentence))
            assert is_within(key(sentence), got) and len(got) <= len(key(sentence)) + more, (sentence, got)
            checked += 1
    assert checked > 80


def test_a_quote_over_two_pages_has_boxes_on_both(samples: dict[str, Sample]):
    sample = samples["ko-two.pdf"]
    block = next(b for b in found(sample, read(sample)) if b.page_breaks)
    offset, page = block.page_breaks[0]
    quote = block.text[max(0, offset - 12) : offset + 12]
    boxes = quote_boxes(sample.path, page - 1, quote)
    assert {box.page for box in boxes} == {page - 1, page}


def test_matching_forgives_quotation_marks_and_spaces(samples: dict[str, Sample]):
    sample = samples["ko-one.pdf"]
    quote = "결과적으로  정상회의는 ‘성공적’으로 포장됐다."
    assert quote_boxes(sample.path, 1, quote)
    assert quote_boxes(sample.path, 1, "이 문장은 이 문서에 없다.") == ()
    assert quote_boxes(sample.path, 2, quote) == ()
    assert quote_boxes(sample.path, 99, quote) == ()
    assert quote_boxes(sample.path, 1, "  ") == ()


def marked(image: Image.Image) -> np.ndarray:
    """Where the image has the pen's colour: a boolean per pixel, rows from the top."""
    return (np.asarray(image.convert("RGB")) == MARK).all(axis=2)


def test_the_page_image_marks_the_quote_and_nothing_else(samples: dict[str, Sample]):
    sample = samples["ko-two.pdf"]
    quote = sentences(found(sample, read(sample))[0].text)[0]
    boxes = quote_boxes(sample.path, 1, quote)
    plain = Image.open(io.BytesIO(page_image(sample.path, 1, width=600)))
    image = Image.open(io.BytesIO(page_image(sample.path, 1, quote, width=600)))
    assert image.size == plain.size and image.width == 600
    assert not marked(plain).any()
    scale = image.width / (21 / 2.54 * 72)
    yellow = marked(image)
    for box in boxes:
        rows = slice(
            int(image.height - (box.top + 3) * scale), int(image.height - (box.bottom - 3) * scale) + 1
        )
        columns = slice(int((box.left - 3) * scale), int((box.right + 3) * scale) + 1)
        assert yellow[rows, columns].sum() > 0.3 * (box.right - box.left) * (box.top - box.bottom) * scale**2
        yellow[rows, columns] = False
    assert not yellow.any()
