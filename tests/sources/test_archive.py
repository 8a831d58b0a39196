"""Zips of XML whose word is not taken: what is in them, how much of it, and no DTD."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.door.archive import Archive, parse_xml
from sources.door.guard import Limits
from sources.errors import Reason, Refused
from tests import hostile


@given(
    st.dictionaries(
        st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=8),
        st.binary(max_size=2000),
        min_size=1,
    )
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_archive_gives_back_what_is_in_it(tmp_path: Path, parts: dict[str, bytes]):
    path = tmp_path / "x.zip"
    path.write_bytes(hostile.zipped(dict(parts)))
    with Archive(path) as archive:
        assert {name: archive.read(name) for name in archive.names} == parts


def test_an_archive_has_a_cap_over_all_its_parts(tmp_path: Path):
    path = tmp_path / "x.zip"
    path.write_bytes(hostile.zipped({f"{n}": b"x" * 1000 for n in range(10)}))
    with Archive(path, Limits(unpacked=5500)) as archive, pytest.raises(Refused) as caught:
        for name in archive.names:
            archive.read(name)
    assert caught.value.reason is Reason.ZIP_BOMB


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE a><a/>", "<!doctype a [<!ENTITY b 'c'>]><a>&b;</a>", "<a><!ENTITY x></a>"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_xml_has_no_dtd(text: str, encoding: str):
    with pytest.raises(Refused) as caught:
        parse_xml(text.encode(encoding), "x")
    assert caught.value.reason is Reason.UNSAFE_XML
