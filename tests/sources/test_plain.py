"""Text files in the encodings Korean files have."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.errors import Reason, Refused
from sources.readers.plain import decode, read
from tests.strategies import sentence_texts

TEXT = (
    "국방비를 국내총생산의 2.32%까지 늘리기로 했다. 다른 나라들의 반응은 엇갈렸다.\n\n"
    "‘무임승차’라는 비판도 나왔다. The Allies agreed on 3.5 per cent.\n"
)
HEADS = {"utf-16": "\ufeff", "utf-32": "\ufeff"}


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "cp949",
        "euc-kr",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "johab",
        "iso2022_kr",
    ],
)
@pytest.mark.parametrize("length", [1, 40])
def test_every_encoding_reads_the_same(tmp_path: Path, encoding: str, length: int) -> None:
    path = tmp_path / "글.txt"
    text = (TEXT if encoding != "iso2022_kr" else TEXT.replace("‘", "'").replace("’", "'")) * length
    path.write_bytes(text.encode(encoding))
    assert [b.text for b in read(path).blocks] == [line for line in text.split("\n") if line]


def test_unified_hangul_beyond_ksx1001(tmp_path: Path) -> None:
    """똠 and 펲 are in CP949 and not in EUC-KR."""
    path = tmp_path / "a.txt"
    path.write_bytes("똠방각하와 펲시맨이 만났다.".encode("cp949"))
    assert read(path).blocks[0].text == "똠방각하와 펲시맨이 만났다."


def test_latin_text_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(
        "“Managing Decline?” – the naïve café’s view of the Alliance’s future was clear.".encode("cp1252")
    )
    assert read(path).blocks[0].text.startswith("“Managing Decline?” – the naïve café’s")


def test_a_damaged_byte_does_not_cost_the_file() -> None:
    data = bytearray((TEXT * 20).encode("utf-8"))
    data[500] = 0xFF
    text, encoding = decode(bytes(data), "a.txt")
    assert encoding == "utf-8"
    assert text.count("\ufffd") <= 3
    assert text.count("엇갈렸다") >= 19


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(128, 256)) * 40,
        b"\x81\x00\xfe\x03" * 300,
        "これは日本語の文章です。".encode("shift_jis") * 30,
    ],
)
def test_an_unknown_encoding_is_named(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        decode(data, "a.txt")
    assert refusal.value.reason is Reason.UNKNOWN_ENCODING


@given(sentence_texts(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_unicode_encodings_lose_nothing(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt")[0] == text.lstrip("\ufeff")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data, "a.txt")
    except Refused as refusal:
        assert refusal.reason is Reason.UNKNOWN_ENCODING
    else:
        assert isinstance(text, str)


@pytest.mark.parametrize(("data", "reason"), [(b" \n\n\t", Reason.NO_TEXT), (None, Reason.NOT_FOUND)])
def test_refusals(tmp_path: Path, data: bytes | None, reason: Reason) -> None:
    path = tmp_path / "a.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Refused) as refusal:
        read(path)
    assert refusal.value.reason is reason
