"""The catalogue of the documents that ship and of the official texts that can be fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources.document import Kind
from sources.errors import Reason, Refused
from sources.record.catalog import load_catalog, shipped_catalog


def test_official_texts_have_addresses_and_are_declarations() -> None:
    official = {record.key: record for record in shipped_catalog().official()}
    assert len(official) == 6
    assert {record.kind for record in official.values()} == {Kind.DECLARATION}
    assert all(url.startswith("https://") for record in official.values() for url in record.official)
    # An address that was seen stands before one that was only formed after a pattern.
    assert official["washington-declaration-2024"].official[0].endswith("official_texts_227678.htm")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[[document]\n", "line 1"),
        ('[[document]]\nid = "a"\nlanguage = ["ko"]\n', "kind"),
        ('[[document]]\nid = "a"\nkind = "novel"\nlanguage = ["ko"]\n', "novel"),
        ('[[document]]\nid = "a"\nkind = "brief"\nlanguage = ["fr"]\n', "fr"),
    ],
)
def test_a_bad_catalogue_is_named(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused) as refusal:
        load_catalog(path)
    assert refusal.value.reason is Reason.BAD_CATALOG
    assert part in str(refusal.value.details["problem"])
