"""HWP 5 and HWPX against known text."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path

import hwp_hwpx_parser
import pytest
from hwp_converter_ai import HwpWriter
from hwpx import HwpxDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.blocks import BlockKind, Reading
from sources.errors import Reason, Refused
from sources.readers.hangul import hwp, hwpx
from sources.readers.hangul.hwp_records import records, text_of
from tests.hwp_writer import Hwp, container, deflate, doc_info, note, paragraph, record, running
from tests.make_samples import blocks
from tests.read_here import read_here

ROWS = (("국가", "2024년"), ("폴란드", "4.12%"))


def brief() -> Hwp:
    """The brief as HWP: its headings in outline style, a footnote, a table, a running head."""
    file = Hwp()
    for number, block in enumerate(blocks("ko")):
        controls = (
            (note("각주의 글이다."),) if number == 1 else (running("이슈브리프"),) if number == 0 else ()
        )
        style = {"style": 1, "shape": 2, "look": 1} if block.heading else {}
        file.paragraph(block.text, height=1000 * (number % 9), controls=controls, **style)
    return file.table(ROWS)


def read_bytes(tmp_path: Path, data: bytes) -> Reading:
    path = tmp_path / "x.hwp"
    path.write_bytes(data)
    form, reading = read_here(path)
    assert form == "hwp"
    return reading


@pytest.mark.parametrize("flags", [1, 0])
def test_every_block_of_the_brief_comes_back(tmp_path: Path, flags: int):
    file = brief()
    file.flags = flags
    reading = read_bytes(tmp_path, file.bytes())
    main = [b for b in reading.blocks if b.kind in (BlockKind.BODY, BlockKind.HEADING)]
    assert [(b.text, b.kind is BlockKind.HEADING) for b in main] == [
        (b.text, b.heading) for b in blocks("ko")
    ]
    others = [(b.text, b.kind) for b in reading.blocks if b not in main]
    assert others == [
        ("각주의 글이다.", BlockKind.FOOTNOTE),
        ("국가\t2024년\n폴란드\t4.12%", BlockKind.TABLE),
        ("이슈브리프", BlockKind.FURNITURE),
    ]


def test_another_reader_sees_the_same_in_our_samples(tmp_path: Path):
    """The samples are HWP as others understand it, not only as we do."""
    path = tmp_path / "x.hwp"
    path.write_bytes(brief().bytes())
    with hwp_hwpx_parser.Reader(str(path)) as other:
        text = other.text
    for block in blocks("ko"):
        assert block.text in text
    assert "폴란드" in text


def test_the_brief_as_another_library_writes_it(tmp_path: Path):
    """A file on a template that Hancom Office saved: its tables of styles are real ones."""
    path = tmp_path / "x.hwp"
    text = "\n\n".join(f"# {b.text}" if b.heading else b.text for b in blocks("ko"))
    HwpWriter().from_markdown(f"{text}\n\n| 국가 | 2024년 |\n|---|---|\n| 폴란드 | 4.12% |\n", path)
    _, reading = read_here(path)
    texts = [b.text for b in reading.blocks]
    assert texts == [*(b.text for b in blocks("ko")), "국가\t2024년\n폴란드\t4.12%"]
    assert all("\0" not in value for value in reading.metadata.values())


def test_pages_are_counted_by_the_heights_of_lines(tmp_path: Path):
    file = Hwp().paragraph("첫 쪽이다.", height=0).paragraph("아직 첫 쪽이다.", height=5000)
    file.paragraph("넘어가는 문단이다. 뒤 쪽의 글이다.", height=60000, breaks=((11, 0),)).paragraph(
        "둘째 쪽이다.", height=3000
    )
    reading = read_bytes(tmp_path, file.bytes())
    assert [(b.page, b.page_breaks) for b in reading.blocks] == [(1, ()), (1, ()), (1, ((11, 2),)), (2, ())]
    assert reading.blocks[2].text[11:] == "뒤 쪽의 글이다."
    assert reading.pages == 2 and reading.pages_exact


def test_without_line_positions_there_are_no_pages(tmp_path: Path):
    reading = read_bytes(tmp_path, Hwp().paragraph("하나다.").paragraph("둘이다.").bytes())
    assert reading.pages is None and all(b.page is None for b in reading.blocks)


def test_list_numbers_and_outline(tmp_path: Path):
    file = Hwp().paragraph("첫째", shape=1).paragraph("둘째", shape=1)
    file.paragraph("개요 모양의 긴 문장이지만 제목은 아니다.", style=1, shape=2)
    reading = read_bytes(tmp_path, file.bytes())
    assert [(b.text, b.kind) for b in reading.blocks] == [
        ("1. 첫째", BlockKind.LIST),
        ("2. 둘째", BlockKind.LIST),
        ("개요 모양의 긴 문장이지만 제목은 아니다.", BlockKind.BODY),
    ]


def lock(data: bytes, seed: int = 12345) -> bytes:
    """A stream "for distribution", as the program writes it: the inverse of what the reader does."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = b"0123456789abcdef"
    head = bytearray(struct.pack("<I", seed) + bytes(252))
    start = 4 + (seed & 0xF)
    head[start : start + 16] = key
    state, run, mask = seed, 0, 0
    for at in range(256):
        if run == 0:
            state = (state * 214013 + 2531011) & 0xFFFFFFFF
            mask = (state >> 16) & 0xFF
            state = (state * 214013 + 2531011) & 0xFFFFFFFF
            run = ((state >> 16) & 0xF) + 1
        if at >= 4:
            head[at] ^= mask
        run -= 1
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    padded = data.ljust(-(-len(data) // 16) * 16, b"\0")
    return record(28, 0, bytes(head)) + cipher.update(padded) + cipher.finalize()


@pytest.mark.parametrize("seed", [0, 7, 12345, 0xFFFFFFFF])
def test_a_document_for_distribution_is_read(tmp_path: Path, seed: int):
    file = Hwp(flags=1 | 4).paragraph("배포용 문서의 본문이다.")
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05010000, file.flags)
    streams = {
        "FileHeader": header.ljust(256, b"\0"),
        "DocInfo": deflate(doc_info()),
        "ViewText/Section0": lock(deflate(file.section), seed),
    }
    assert [b.text for b in read_bytes(tmp_path, container(streams)).blocks] == ["배포용 문서의 본문이다."]


def test_text_is_every_character_but_the_controls():
    body = paragraph("가나 𠀀 漢 é\u00a0다", controls=(note("x"),))
    text = next(r.body for r in records(body) if r.tag == 67)
    shown, places = text_of(text)
    assert shown == "가나 𠀀 漢 é\u00a0다"
    assert places[0] == 8 and len(places) == len(shown)


@given(st.lists(st.tuples(st.integers(0, 1023), st.integers(0, 1023), st.binary(max_size=5000)), max_size=8))
def test_records_are_read_as_written(written: list[tuple[int, int, bytes]]):
    data = b"".join(record(*one) for one in written)
    assert [tuple(one) for one in records(data)] == written


@given(st.binary(max_size=3000))
def test_any_bytes_are_records_of_some_kind(data: bytes):
    assert sum(len(one.body) for one in records(data)) <= len(data)
    shown, places = text_of(data[: len(data) // 2 * 2])
    assert len(shown) == len(places) and places == sorted(places)


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1, max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str):
    path = tmp_path_factory.mktemp("hwp") / "x.hwp"
    path.write_bytes(Hwp().paragraph(text + "。").paragraph("끝이다.").bytes())
    assert hwp.read(path).blocks[0].text == (text + "。").strip()


def test_a_container_of_any_size(tmp_path: Path):
    import olefile

    streams = {
        "FileHeader": b"a" * 100,
        "BodyText/Section0": b"b" * 70_000,
        "BodyText/Section1": b"",
        "DocInfo": b"c" * 4096,
    }
    with olefile.OleFileIO(container(streams)) as ole:
        for name, data in streams.items():
            assert ole.openstream(name).read() == data


# ── HWPX ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def document():
    with warnings.catch_warnings():
        # The library warns of names it will move; the files it writes are what matters here.
        warnings.simplefilter("ignore", DeprecationWarning)
        yield HwpxDocument.new()


def read_hwpx(tmp_path: Path, document: HwpxDocument) -> Reading:
    path = tmp_path / "x.hwpx"
    document.save_to_path(str(path))
    form, reading = read_here(path)
    assert form == "hwpx"
    return reading


def test_every_block_of_the_brief_comes_back_from_hwpx(tmp_path: Path, document: HwpxDocument):
    for number, block in enumerate(blocks("ko")):
        if block.heading:
            document.add_heading(block.text, level=1)
        else:
            made = document.add_paragraph(block.text, style="바탕글", inherit_style=False)
            if number == 1:
                document.add_footnote("각주의 글이다.", paragraph=made)
    table = document.add_table(2, 2)
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            table.set_cell_text(row, column, cell)
    document.set_header_text("이슈브리프")
    reading = read_hwpx(tmp_path, document)
    main = [b for b in reading.blocks if b.kind in (BlockKind.BODY, BlockKind.HEADING)]
    assert [(b.text, b.kind is BlockKind.HEADING) for b in main] == [
        (b.text, b.heading) for b in blocks("ko")
    ]
    others = [(b.text, b.kind) for b in reading.blocks if b not in main]
    assert others == [
        ("각주의 글이다.", BlockKind.FOOTNOTE),
        ("국가\t2024년\n폴란드\t4.12%", BlockKind.TABLE),
        ("이슈브리프", BlockKind.FURNITURE),
    ]


def test_numbered_paragraphs_of_hwpx(tmp_path: Path, document: HwpxDocument):
    for text in ("첫째다", "둘째다", "셋째다"):
        document.add_paragraph(text)
    count = len(document.paragraphs)
    document.set_list_format(
        paragraph_indexes=list(range(count - 3, count)), kind="number", number_format="DIGIT"
    )
    texts = [b.text for b in read_hwpx(tmp_path, document).blocks]
    assert texts == ["1. 첫째다", "2. 둘째다", "3. 셋째다"]


def test_an_edited_hwpx_leaves_out_what_was_deleted(tmp_path: Path, document: HwpxDocument):
    made = document.add_paragraph("앞과 지운 말과 뒤다.")
    document.add_tracked_delete(made, match="지운 말과 ")
    document.add_memo_with_anchor("메모의 글")
    texts = [b.text for b in read_hwpx(tmp_path, document).blocks]
    assert "앞과 뒤다." in texts and not any("메모의 글" in text for text in texts)


def test_an_hwpx_without_sections_is_damaged(tmp_path: Path):
    from tests.hostile import zipped

    path = tmp_path / "x.hwpx"
    path.write_bytes(zipped({"mimetype": "application/hwp+zip"}))
    with pytest.raises(Refused) as caught:
        hwpx.read(path)
    assert caught.value.reason is Reason.DAMAGED
