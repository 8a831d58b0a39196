"""The guard and the readers on whatever bytes there are: always a Reading or one refusal."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.blocks import Block, BlockKind, Cell, Reading, Table
from sources.door.child import decode, encode, read_guarded
from sources.door.formats import EXTENSIONS, Format, identify
from sources.door.guard import display_name, extension_of, safe_name
from sources.errors import Refused
from sources.readers import READERS
from tests import fuzz_readers, hostile
from tests.read_here import read_here

NAMES = [f"x.{names[0]}" for names in EXTENSIONS.values()]
SEEDS = fuzz_readers.seeds()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guard")


def attempt(path: Path) -> Reading | Refused:
    """Read within this process, so that nothing the reader raises is lost in the child."""
    try:
        return read_here(path)[1]
    except Refused as refused:
        return refused


def test_every_format_has_a_reader():
    assert set(READERS) == {form.value for form in Format}


@pytest.mark.parametrize("name", SEEDS)
def test_the_good_files_are_read(folder: Path, name: str):
    path = folder / name
    path.write_bytes(SEEDS[name])
    form, reading = read_guarded(path)
    assert reading.blocks and form == identify(path)
    assert (form, reading) == read_here(path)


@pytest.mark.parametrize("name", [*SEEDS, "x"])
def test_a_name_without_an_extension_is_taken_at_its_content(folder: Path, name: str):
    path = folder / "보고서 v1.2"
    path.write_bytes(SEEDS.get(name, "본문이다.".encode()))
    expected = dict.fromkeys(("a.md", "a.csv", "a.txt", "x"), Format.PLAIN) | {"b.pdf": Format.PDF}
    assert identify(path) is expected.get(name, Format(name[2:]) if name not in expected else None)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n \t"])
@pytest.mark.parametrize(
    "start", [b"<!DOCTYPE html>", b"<HTML lang=ko>", b'<?xml version="1.0"?>\n<html>', b"<!-- x --><body>"]
)
def test_html_is_known_by_its_start(folder: Path, mark: bytes, start: bytes):
    path = folder / "x.html"
    path.write_bytes(mark + start + "<p>글이다.".encode())
    assert identify(path) is Format.HTML


def test_text_that_only_looks_like_something(folder: Path):
    """A text that speaks of PDF or of zips is a text; an .html without a tag is one too."""
    path = folder / "x.txt"
    for text in ("이 글은 PK 전쟁을 다룬다.", "BM 모델", "ID3법", "MZ세대의 방위비 인식", "GIF8", "RIFF"):
        path.write_text("가 " + text, "utf-8")
        assert identify(path) is Format.PLAIN


def test_korean_utf16_without_a_mark_is_text(folder: Path):
    path = folder / "x.txt"
    path.write_bytes(("Defence spending 방위비. " * 50).encode("utf-16-le"))
    assert identify(path) is Format.PLAIN


@given(
    st.binary(max_size=400),
    st.sampled_from(NAMES),
    st.sampled_from([b"", *[data[:64] for data in SEEDS.values()]]),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_end_well(folder: Path, data: bytes, name: str, start: bytes):
    path = folder / name
    path.write_bytes(start + data)
    attempt(path)


@given(st.sampled_from(sorted(SEEDS)), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_end_well(folder: Path, name: str, luck):
    path = folder / name
    path.write_bytes(fuzz_readers.damage(SEEDS[name], luck))
    result = attempt(path)
    if isinstance(result, Reading):
        assert all(0 <= offset <= len(b.text) for b in result.blocks for offset, _ in b.page_breaks)


@given(st.sampled_from(["a.docx", "a.hwpx"]), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_archives_with_damaged_xml_end_well(folder: Path, name: str, data):
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    part = data.draw(st.sampled_from(sorted(n for n in parts if n.endswith((".xml", ".hpf")))))
    at = data.draw(st.integers(0, len(parts[part])))
    put = data.draw(st.sampled_from([b"", b'"', b"<a/>", b"-1", b"99999999999", "²".encode(), b"&x;", b"\0"]))
    cut = data.draw(st.integers(0, 30))
    parts[part] = parts[part][:at] + put + parts[part][at + cut :]
    path = folder / name
    path.write_bytes(hostile.zipped(parts))
    attempt(path)


def test_the_fuzz_target_finds_nothing(tmp_path: Path):
    outcome = fuzz_readers.fuzz(12, seed=20250625, folder=tmp_path)
    assert outcome.findings == []
    assert outcome.total > 5


# ── what the guard is made of ───────────────────────────────────────────────────────────────────


@given(st.text(max_size=300))
def test_a_safe_name_is_safe(name: str):
    safe = safe_name(name)
    assert safe and "/" not in safe and "\\" not in safe and safe not in (".", "..")
    assert len(safe.encode()) <= 180
    assert not any(unicodedata.category(char)[0] == "C" for char in safe)
    assert not any(char in '<>:"|?*' for char in safe)
    assert safe == safe_name(safe)


@given(st.text(max_size=300))
def test_a_displayed_name_is_visible(name: str):
    shown = display_name(name)
    assert len(shown) <= 120
    assert not any(unicodedata.category(char)[0] == "C" or char in "\n\u2028" for char in shown)


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.PDF", "pdf"),
        ("보고서 v1.2", ""),
        ("a.tar.gz", "gz"),
        (".htaccess", "htaccess"),
        ("a", ""),
        ("a.한글", ""),
    ],
)
def test_extensions(name: str, extension: str):
    assert extension_of(name) == extension


cells = st.builds(
    Cell,
    text=st.text(st.characters(exclude_categories=("Cs",)), max_size=5),
    row=st.integers(0, 9),
    column=st.integers(0, 9),
    row_span=st.integers(1, 3),
    column_span=st.integers(1, 3),
    page=st.none() | st.integers(1, 9),
)
blocks = st.builds(
    Block,
    text=st.text(st.characters(exclude_categories=("Cs",))),
    kind=st.sampled_from(BlockKind),
    page=st.none() | st.integers(1, 1500),
    page_breaks=st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), max_size=3).map(tuple),
    label=st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=3),
    level=st.integers(1, 6),
    table=st.none()
    | st.builds(Table, st.lists(st.lists(cells, max_size=3).map(tuple), max_size=3).map(tuple)),
)


@given(
    st.builds(
        Reading,
        blocks=st.lists(blocks, max_size=5).map(tuple),
        pages=st.none() | st.integers(1, 1500),
        pages_exact=st.booleans(),
        ocr=st.booleans(),
        metadata=st.dictionaries(st.text("abc", min_size=1), st.text("가나"), max_size=3),
        notes=st.lists(
            st.tuples(st.just("code"), st.dictionaries(st.text("ab"), st.integers())), max_size=2
        ).map(tuple),
    )
)
def test_a_reading_survives_the_way_out_of_the_child(reading: Reading):
    import json

    assert decode(json.loads(json.dumps(encode(reading)))) == reading
